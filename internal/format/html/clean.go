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
	case atom.Script, atom.Style, atom.Svg, atom.Template, atom.Iframe, atom.Object, atom.Embed, atom.Canvas:
		return true
	}
	return false
}

// prune removes what stands beside the text of an article within its element.
func prune(n *nethtml.Node) {
	if n == nil {
		return
	}
	var next *nethtml.Node
	for c := n.FirstChild; c != nil; c = next {
		next = c.NextSibling
		switch c.DataAtom {
		case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Button, atom.Select, atom.Noscript, atom.Figure, atom.Dialog:
			n.RemoveChild(c)
		default:
			prune(c)
		}
	}
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

// splitAtBreaks makes paragraphs of text that is parted by line breaks alone,
// which the extraction would give twice.
func splitAtBreaks(n *nethtml.Node) {
	for c := range n.ChildNodes() {
		if c.Type == nethtml.ElementNode {
			splitAtBreaks(c)
		}
	}
	if !holdsBreak(n) || isInline(n) || n.DataAtom == atom.Pre {
		return
	}
	var paragraph *nethtml.Node
	var next *nethtml.Node
	for c := n.FirstChild; c != nil; c = next {
		next = c.NextSibling
		switch {
		case c.DataAtom == atom.Br:
			n.RemoveChild(c)
			paragraph = nil
		case c.Type == nethtml.ElementNode && !isInline(c):
			paragraph = nil
		default:
			if paragraph == nil {
				paragraph = &nethtml.Node{Type: nethtml.ElementNode, DataAtom: atom.P, Data: "p"}
				n.InsertBefore(paragraph, c)
			}
			n.RemoveChild(c)
			paragraph.AppendChild(c)
		}
	}
	if n.DataAtom == atom.P { // paragraphs do not nest
		n.DataAtom, n.Data = atom.Div, "div"
	}
}

func holdsBreak(n *nethtml.Node) bool {
	for c := range n.ChildNodes() {
		if c.DataAtom == atom.Br {
			return true
		}
	}
	return false
}

func isInline(n *nethtml.Node) bool {
	switch n.DataAtom {
	case atom.Abbr, atom.Cite, atom.Del, atom.Dfn, atom.Ins, atom.Kbd, atom.Mark, atom.Q, atom.Samp, atom.Span, atom.Sub, atom.Sup, atom.Time, atom.Var, atom.Img, atom.Label:
		return true
	}
	return n.Type == nethtml.TextNode || isFormatting(n.DataAtom)
}
