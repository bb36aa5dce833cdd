package html

import (
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// clean removes what carries no text, so that the extraction does not work on
// it: comments, scripts, pictures drawn in the page, long attributes.
func clean(doc *nethtml.Node) {
	var next *nethtml.Node
	for n := doc.FirstChild; n != nil; n = next {
		next = n.NextSibling
		if n.Type == nethtml.CommentNode || n.Type == nethtml.ElementNode && isUseless(n.DataAtom) || isLongTitle(n) {
			doc.RemoveChild(n)
			continue
		}
		kept := n.Attr[:0]
		for _, a := range n.Attr {
			if len(a.Val) <= maxAttr && !strings.HasPrefix(a.Val, "data:") {
				kept = append(kept, a)
			}
		}
		n.Attr = kept
		clean(n)
	}
}

// isLongTitle reports whether n is a title that is no headline, on which the
// extraction would spend minutes.
func isLongTitle(n *nethtml.Node) bool {
	return n.DataAtom == atom.Title && n.FirstChild != nil && len(n.FirstChild.Data) > maxAttr
}

func isUseless(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Svg, atom.Template, atom.Iframe, atom.Object, atom.Embed, atom.Canvas, atom.Noscript, atom.Audio, atom.Video, atom.Textarea,
		atom.Rt, atom.Rp: // how a word above which it stands is read
		return true
	}
	return false
}

// measure returns the number of elements below n and how deep they are nested.
func measure(n *nethtml.Node, depth int) (size, deepest int) {
	deepest = depth
	for c := range n.ChildNodes() {
		if c.Type != nethtml.ElementNode {
			continue
		}
		s, d := measure(c, depth+1)
		size += 1 + s
		deepest = max(deepest, d)
	}
	return size, deepest
}
