package html

import (
	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mastheads tells what belongs to a site rather than to the article of a page:
// what is in the head of a site has the date of today. Each element is looked at
// once, for many are asked about.
type mastheads struct {
	main     map[*nethtml.Node]bool // elements that are the article, or hold it
	headline map[*nethtml.Node]bool // elements that hold a first heading
	known    map[*nethtml.Node]bool
}

func newMastheads(doc *nethtml.Node) *mastheads {
	m := &mastheads{map[*nethtml.Node]bool{}, map[*nethtml.Node]bool{}, map[*nethtml.Node]bool{}}
	for n := range doc.Descendants() {
		if isMain(n) {
			markUp(n, m.main)
		}
		if n.DataAtom == atom.H1 {
			markUp(n, m.headline)
		}
	}
	return m
}

// markUp marks a node and those that hold it, up to the first that is marked.
func markUp(n *nethtml.Node, marked map[*nethtml.Node]bool) {
	for ; n != nil && !marked[n]; n = n.Parent {
		marked[n] = true
	}
}

// has reports whether n belongs to the site.
func (m *mastheads) has(n *nethtml.Node) bool {
	if n == nil || n.Type != nethtml.ElementNode || n.DataAtom == atom.Body {
		return false
	}
	known, ok := m.known[n]
	if !ok {
		switch {
		case n.DataAtom == atom.Nav || n.DataAtom == atom.Aside || n.Data == "amp-sidebar":
			known = true
		case n.DataAtom == atom.Footer:
			known = !isInMain(n.Parent) || !isBeforeText(n)
		case n.DataAtom == atom.Header:
			known = !m.headline[n] && !m.main[n] && !isInMain(n)
		case hasClass(n, words().mastheadClasses) && !m.headline[n] && !m.main[n]:
			known = !isInMain(n.Parent) || !isBeforeText(n)
		default:
			known = m.has(n.Parent)
		}
		m.known[n] = known
	}
	return known
}

// isBeforeText reports whether a paragraph of text is in one of the next elements:
// Drupal has who wrote an article, and when, in a footer before it.
func isBeforeText(n *nethtml.Node) bool {
	const far = 3
	for looked := 0; n.NextSibling != nil && looked < far; {
		if n = n.NextSibling; n.Type != nethtml.ElementNode {
			continue
		}
		looked++
		p := n
		if p.DataAtom != atom.P {
			p = firstOf(n, isNamed("p"))
		}
		if p != nil && len(lineOf(p)) > maxByline/2 {
			return true
		}
	}
	return false
}

// isInMain reports whether n is within the article.
func isInMain(n *nethtml.Node) bool {
	for ; n != nil; n = n.Parent {
		if isMarkedMain(n) {
			return true
		}
	}
	return false
}
