package html

import (
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
)

func attr(n *nethtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// textOf returns the text directly in n, as a line.
func textOf(n *nethtml.Node) string {
	var b strings.Builder
	for c := range n.ChildNodes() {
		if c.Type == nethtml.TextNode {
			b.WriteString(c.Data)
		}
	}
	return field.Line(b.String())
}

// firstOf returns the first descendant that the earliest of the tests accepts, nil if none does.
func firstOf(doc *nethtml.Node, tests ...func(*nethtml.Node) bool) *nethtml.Node {
	if doc == nil {
		return nil
	}
	for _, test := range tests {
		for n := range doc.Descendants() {
			if n.Type == nethtml.ElementNode && test(n) {
				return n
			}
		}
	}
	return nil
}

func isMain(n *nethtml.Node) bool { return n.DataAtom == atom.Article || n.DataAtom == atom.Main }

// isMarkedMain reports whether n is the article, or says so in the words of schema.org or
// of microformats.
func isMarkedMain(n *nethtml.Node) bool {
	if isMain(n) {
		return true
	}
	for kind := range strings.FieldsSeq(attr(n, "itemtype") + " " + attr(n, "typeof")) {
		if isArticle(kind[strings.LastIndexAny(kind, "/:#")+1:]) {
			return true
		}
	}
	return hasMark(n, "hentry") || hasMark(n, "h-entry")
}

func isBody(n *nethtml.Node) bool { return n.DataAtom == atom.Body }

func isNamed(name string) func(*nethtml.Node) bool {
	return func(n *nethtml.Node) bool { return n.Data == name }
}

// isFirstHeading reports whether n says that it is the first heading of a page, without
// being the element for one.
func isFirstHeading(n *nethtml.Node) bool {
	return attr(n, "role") == "heading" && attr(n, "aria-level") == "1"
}
