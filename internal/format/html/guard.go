package html

import (
	"bytes"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The limits on a page. The largest pages of news sites keep far below them.
const (
	maxBytes    = 16 << 20
	maxElements = 60_000  // tags in the source
	maxNodes    = 300_000 // elements in the tree, into which unclosed formatting is copied again and again
	maxText     = 4 << 20 // bytes of text
	maxAttrs    = 200_000 // attributes in the source
	maxAttr     = 8 << 10 // bytes of an attribute; longer ones are dropped

	// Beyond these the extraction, which takes quadratic time, gives way to the
	// text of the element that holds the article.
	maxExtracted = 12_000 // elements
	maxDepth     = 80
)

// tree parses a page in UTF-8; it is nil for one that is too intricate.
func tree(page []byte) *nethtml.Node {
	if check(page) != nil {
		return nil
	}
	doc, err := nethtml.Parse(bytes.NewReader(page))
	if err != nil {
		return nil
	}
	return doc
}

// check refuses a page whose tree would be too large. Elements of formatting
// that are never closed are opened anew in every block that follows, so a small
// page can grow into an enormous tree.
func check(data []byte) error {
	z := nethtml.NewTokenizer(bytes.NewReader(data))
	elements, nodes, attrs, text, formatting := 0, 0, 0, 0, 0
	script := false
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return nil
		case nethtml.TextToken:
			if !script {
				text += len(bytes.TrimSpace(z.Raw()))
			}
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			name, more := z.TagName()
			a := atom.Lookup(name)
			for ; more && attrs <= maxAttrs; attrs++ {
				_, _, more = z.TagAttr()
			}
			elements++
			nodes += 1 + formatting
			if isFormatting(a) {
				formatting++
			}
			script = a == atom.Script || a == atom.Style
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			if isFormatting(atom.Lookup(name)) {
				formatting = max(0, formatting-1)
			}
			script = false
		}
		switch {
		case elements > maxElements:
			return tooIntricate("it has more than %d elements", maxElements)
		case attrs > maxAttrs:
			return tooIntricate("it has more than %d attributes", maxAttrs)
		case nodes > maxNodes:
			return tooIntricate("formatting that is never closed makes it grow beyond %d elements", maxNodes)
		case text > maxText:
			return tooIntricate("it has more than %d bytes of text", maxText)
		}
	}
}

func isFormatting(a atom.Atom) bool {
	switch a {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}
