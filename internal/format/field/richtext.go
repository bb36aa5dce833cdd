package field

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A content management system may keep a text as a tree of blocks and of what is
// in them: ProseMirror, Slate, Lexical, Draft.js, Quill, Editor.js, Contentful,
// Sanity and Strapi differ in its names alone.

// nested finds the names of lists and objects, of which only such a tree has some.
var nested = regexp.MustCompile(`"(\w{3,8})"\s*:\s*[\[{]`)

func isTree(value []byte) bool {
	for rest := value; ; {
		m := nested.FindSubmatchIndex(rest)
		if m == nil {
			return false
		}
		if treeLists[string(rest[m[2]:m[3]])] {
			return true
		}
		rest = rest[m[1]:]
	}
}

// Members of nodes: what they consist of, what they say, and what they are if they
// are no block of their own.
var (
	treeLists = set("content", "document", "root", "children", "nodes", "blocks", "ops")
	nodeLists = set("children", "content", "blocks", "nodes", "ops", "document", "root", "data", "items", "textdata")
	nodeTexts = set("text", "value", "insert", "caption", "content")
	nodeKinds = set("type", "_type", "nodetype", "object")
	inlines   = set("text", "span", "leaf", "a", "mention", "emoji", "bold", "strong", "italic", "em", "mark")
)

func isInline(kind string) bool {
	kind = strings.ToLower(kind)
	return inlines[kind] || strings.HasSuffix(kind, "link") || strings.Contains(kind, "inline")
}

// isPicture reports whether a node is a picture, or several.
func isPicture(kind string) bool {
	kind = strings.ToLower(kind)
	return strings.HasSuffix(kind, "image") || strings.HasSuffix(kind, "photo") || strings.HasSuffix(kind, "gallery")
}

const deepestNode = 40

// treeText returns the text of a tree, a block a paragraph, empty if it is none.
func treeText(value jsontext.Value) string {
	if !isTree(value) {
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
	dec := newDecoder(value)
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
	if isPicture(kind) {
		return "", false // whose caption is no text of the article
	}
	if inline := isInline(kind); inside != "" {
		return inside, block || !inline
	} else if own != "" {
		return own, kind != "" && !inline || holds
	}
	return "", false
}

// sectionsText returns the text of an object that keeps it by sections, each with a
// heading and paragraphs of its own, as Fundus does; empty if it does not.
func sectionsText(value jsontext.Value) string {
	if value.Kind() != '{' || !bytes.Contains(value, []byte(`"sections"`)) {
		return ""
	}
	return strings.Join(outline(value, nil, 0), "\n\n")
}

// outlined are the members of such an object, and of a section of it, that hold text.
var outlined = set("summary", "sections", "headline", "heading", "title", "paragraphs", "text", "content")

// outline appends the paragraphs of such an object, in order.
func outline(value jsontext.Value, paragraphs []string, depth int) []string {
	if depth > deepestNode {
		return paragraphs
	}
	dec := newDecoder(value)
	switch value.Kind() {
	case '"':
		if text, _ := nodeText(value, depth); strings.TrimSpace(text) != "" {
			paragraphs = append(paragraphs, text)
		}
		return paragraphs
	case '[', '{':
	default:
		return paragraphs
	}
	_, _ = dec.ReadToken() // the bracket, as was seen
	for kind := dec.PeekKind(); kind != ']' && kind != '}'; kind = dec.PeekKind() {
		isText := true
		if value.Kind() == '{' {
			name, err := dec.ReadToken()
			if err != nil {
				break
			}
			isText = outlined[strings.ToLower(name.String())]
		}
		part, err := dec.ReadValue()
		if err != nil {
			break
		}
		if isText {
			paragraphs = outline(part.Clone(), paragraphs, depth+1)
		}
	}
	return paragraphs
}
