package field

import (
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A content management system may keep a text as a tree of blocks and of what is
// in them: ProseMirror, Slate, Lexical, Draft.js, Quill, Editor.js, Contentful,
// Sanity and Strapi differ in its names alone.

// isTree finds what only such a tree has: a list of nodes.
var isTree = regexp.MustCompile(`"(?:children|blocks|nodes|ops)"\s*:\s*\[|"(?:content|document|root)"\s*:\s*[\[{]`)

// Members of nodes: what they consist of, what they say, and what they are if they
// are no block of their own.
var (
	nodeLists  = map[string]bool{"children": true, "content": true, "blocks": true, "nodes": true, "ops": true, "document": true, "root": true, "data": true, "items": true}
	nodeTexts  = map[string]bool{"text": true, "value": true, "insert": true, "caption": true, "content": true}
	nodeKinds  = map[string]bool{"type": true, "_type": true, "nodetype": true, "object": true}
	inlineKind = regexp.MustCompile(`^(?:text|span|leaf|a|link|.*link|mention|emoji|bold|strong|italic|em|mark|inline.*|.*-inline)$`)
)

const deepestNode = 40

// treeText returns the text of a tree, a block a paragraph, empty if it is none.
func treeText(value jsontext.Value) string {
	if !isTree.Match(value) {
		return ""
	}
	text, _ := nodeText(value, 0)
	return strings.Trim(text, "\n")
}

// nodeText returns the text of a node, and whether it is a block.
func nodeText(value jsontext.Value, depth int) (text string, isBlock bool) {
	if depth > deepestNode {
		return "", false
	}
	dec := jsontext.NewDecoder(strings.NewReader(string(value)), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	switch value.Kind() {
	case '"':
		token, err := dec.ReadToken()
		if err != nil {
			return "", false
		}
		return Plain(token.String()), false
	case '[':
		return nodes(dec, depth)
	case '{':
		return node(dec, depth)
	}
	return "", false
}

// nodes joins the nodes of a list: blocks by a blank line, others as they follow.
func nodes(dec *jsontext.Decoder, depth int) (text string, isBlock bool) {
	_, _ = dec.ReadToken() // the bracket, as was seen
	var b strings.Builder
	wasBlock := false
	for dec.PeekKind() != ']' {
		value, err := dec.ReadValue()
		if err != nil {
			break
		}
		part, block := nodeText(value, depth+1)
		if part == "" {
			continue
		}
		if b.Len() > 0 && (block || wasBlock) {
			b.WriteString("\n\n")
		}
		b.WriteString(part)
		wasBlock, isBlock = block, isBlock || block
	}
	return b.String(), isBlock
}

// node reads one node: what it says itself, or what the nodes in it do.
func node(dec *jsontext.Decoder, depth int) (text string, isBlock bool) {
	_, _ = dec.ReadToken()
	kind, own, inside := "", "", ""
	holds, block := false, false
	for dec.PeekKind() != '}' {
		token, err := dec.ReadToken()
		if err != nil {
			break
		}
		name := strings.ToLower(token.String())
		value, err := dec.ReadValue()
		if err != nil {
			break
		}
		switch value = value.Clone(); {
		case value.Kind() == '"' && nodeKinds[name] && kind == "":
			kind, _ = nodeText(value, depth+1)
		case value.Kind() == '"' && nodeTexts[name] && own == "":
			own, _ = nodeText(value, depth+1)
		case value.Kind() != '"' && nodeLists[name] && inside == "":
			holds = true
			inside, block = nodeText(value, depth+1)
		}
	}
	if inline := inlineKind.MatchString(strings.ToLower(kind)); inside != "" {
		return inside, block || !inline
	} else if own != "" {
		return own, kind != "" && !inline || holds
	}
	return "", false
}
