package html

import (
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
	"byline/internal/news"
)

// What makes a digest of a page.
const (
	minItems    = 3
	shortTeaser = 30   // bytes of a teaser that says something; half of the items have one
	longTeaser  = 1000 // bytes of the mean teaser: more are the chapters of one text
	maxTeasers  = 4    // blocks of a teaser
	minHeadline = 12   // bytes
	maxHeadline = 250
)

// Digest returns the articles that a page in UTF-8 leads to, if it consists of
// teasers as alerts and newsletters do: headline, address, the outlet where it is
// named, the words of the teaser. It is nil for any other page.
func Digest(page []byte) []news.Article {
	if len(page) > maxBytes {
		return nil
	}
	doc := tree(page)
	if doc == nil {
		return nil
	}
	clean(doc)
	d := digest{fewest: minItems}
	if firstOf(doc, func(n *nethtml.Node) bool {
		return strings.HasSuffix(strings.TrimRight(attr(n, "itemtype"), "/"), "schema.org/Article")
	}) != nil {
		d.fewest = 1 // each is marked as an article
	}
	for _, b := range blocksOf(doc) {
		d.add(&b)
	}
	return d.articles()
}

// digest gathers the items of a page.
type digest struct {
	items  []digestItem
	open   bool // the last item may go on
	size   int  // bytes of all that is no furniture
	fewest int  // items that make a digest
}

type digestItem struct {
	headline, address string
	teaser            []string
}

// add takes in the next block of the page.
func (d *digest) add(b *block) {
	text, address := field.Line(b.text), b.leadsTo()
	if b.node.DataAtom == atom.Title {
		return
	}
	if b.isButtons() || b.isFurniture() || b.isInFooter() {
		d.close(address)
		return
	}
	d.size += len(text)
	last := len(d.items) - 1
	switch {
	case b.opensItem(text, address) && (last < 0 || !d.open || address != d.items[last].address || address == ""):
		d.items = append(d.items, digestItem{headline: text, address: address})
		d.open = true
	case d.open && len(d.items[last].teaser) < maxTeasers:
		d.items[last].teaser = append(d.items[last].teaser, text)
	}
}

func (b *block) isInFooter() bool {
	for n := b.node; n != nil; n = n.Parent {
		if n.DataAtom == atom.Footer {
			return true
		}
	}
	return false
}

// close ends the last item, whose address a button behind its teaser may have.
func (d *digest) close(address string) {
	if d.open {
		if last := &d.items[len(d.items)-1]; last.address == "" {
			last.address = address
		}
	}
	d.open = false
}

// opensItem reports whether a block is the headline of an item: a link, or a heading.
func (b *block) opensItem(text, address string) bool {
	if len(text) < minHeadline || len(text) > maxHeadline || strings.Count(text, " ") < 2 {
		return false
	}
	return b.isHeading() || address != "" && (b.isLinks() || b.linked == 0)
}

// leadsTo returns where the first link of a block, or the one around it, leads.
func (b *block) leadsTo() string {
	link := firstOf(b.node, func(n *nethtml.Node) bool { return n.DataAtom == atom.A && leadsElsewhere(n) })
	for n := b.node; n != nil && link == nil; n = n.Parent {
		if n.DataAtom == atom.A && leadsElsewhere(n) {
			link = n
		}
	}
	if link == nil {
		return ""
	}
	address, _ := field.URL(field.Unwrapped(attr(link, "href")))
	return address
}

// articles returns the items if they are what the page consists of.
func (d *digest) articles() []news.Article {
	var found []news.Article
	said, teasers, inTeasers := 0, 0, 0
	seen := map[string]bool{}
	for _, item := range d.items {
		if item.address == "" || len(item.teaser) == 0 || seen[item.address] {
			continue
		}
		seen[item.address] = true
		a := news.Article{Headline: item.headline, URL: item.address}
		if len(item.teaser) > 1 && len(item.teaser[0]) < 2*shortTeaser && !isSaid(item.teaser[0]) {
			a.Source, item.teaser = item.teaser[0], item.teaser[1:] // between headline and text stands whose it is
			said += len(a.Source)
		}
		a.Body = strings.Join(item.teaser, "\n\n")
		if len(a.Body) >= shortTeaser {
			teasers++
		}
		said, inTeasers = said+len(a.Headline)+len(a.Body), inTeasers+len(a.Body)
		found = append(found, a)
	}
	if n := len(found); n < d.fewest || teasers*2 < n || inTeasers > n*longTeaser || said*2 < d.size {
		return nil
	}
	return found
}
