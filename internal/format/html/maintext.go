package html

import (
	"slices"
	"strconv"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// enough is the length, in bytes, from which on a text is taken for that of an article without looking further.
const enough = 250

// selection is which of the blocks of a page are the text of its article.
type selection struct {
	blocks []block
	kept   []bool
	site   *mastheads
	outlet string                          // of the page, as far as it is known
	signed string                          // who signed it below its text
	sides  map[*nethtml.Node]*nethtml.Node // for an element, the first around it of which is known what it holds
}

// choose selects the text of an article: what the extraction finds, or else the
// element that is marked as the text or holds most of it. The text itself is
// always that of the page, so that the extraction decides about whole blocks only.
func choose(doc *nethtml.Node, blocks []block, headline string, site *mastheads) *selection {
	s := &selection{blocks: blocks, kept: extracted(doc, blocks), site: site, sides: map[*nethtml.Node]*nethtml.Node{}}
	s.mend()
	if n, said := s.container(); n != nil && said >= enough {
		if s.said(nil)*2 < said {
			s.within(n)
		} else {
			s.goOn(n)
		}
	}
	if n := s.articleOf(headline); n != nil && s.said(n) >= enough && s.keptWithin(n)*2 < s.size() {
		s.within(n)
	}
	if s.size() < enough {
		if n := firstOf(doc, isMain, isBody); n != nil {
			was := s.kept
			s.within(n)
			if s.size() == 0 {
				s.kept = was
			}
			if s.size() == 0 {
				s.keepTexts(n) // the names of elements mean something else here
			}
		}
	}
	s.withStandfirst(headline)
	return s
}

// articleOf returns the element of the article with that headline, where a page
// has several in full: those that follow are loaded as readers scroll.
func (s *selection) articleOf(headline string) *nethtml.Node {
	for i := range s.blocks {
		if !same(s.blocks[i].text, headline) || s.blocks[i].node.DataAtom == atom.Title {
			continue
		}
		for n := s.blocks[i].node; n != nil; n = n.Parent {
			if n.DataAtom == atom.Article {
				return n
			}
		}
	}
	return nil
}

func (s *selection) keptWithin(n *nethtml.Node) int {
	size := 0
	for i, b := range s.blocks {
		if s.kept[i] && isWithin(b.node, n) {
			size += len(b.text)
		}
	}
	return size
}

// withStandfirst takes in the sentence between the headline and the text that
// says what the article is about, which extractions take for a part of the head.
func (s *selection) withStandfirst(headline string) {
	first := s.next(0)
	for i := max(headlineAt(s.blocks, headline), first-maxStandfirst); i < first; i++ {
		b := &s.blocks[i]
		if s.kept[i] || !isStandfirst(b.node) && !s.isBelowHeadline(i, first) || !isDeck(b) ||
			b.linked*2 > len(b.text) || b.isDateline() || s.site.has(b.node) || s.isAside(b.node, nil) {
			continue
		}
		s.kept[i] = !s.saysAlready(b.text)
	}
}

// isDeck reports whether a block may be a standfirst: a sentence or as long as one, or
// what is called a subtitle and has several words.
func isDeck(b *block) bool {
	const few, many = 3, 7 // spaces
	spaces := strings.Count(b.text, " ")
	return len(b.text) >= 40 && (b.isSentence() || spaces >= many) || spaces >= few && slices.Contains(strings.Fields(attr(b.node, "class")), "subtitle")
}

// isBelowHeadline reports whether a block is the first below the headline, a lower heading or
// a paragraph, in an element with it that holds none of the text.
func (s *selection) isBelowHeadline(i, text int) bool {
	if i == 0 || s.blocks[i-1].node.DataAtom != atom.H1 || s.blocks[i].text == "" {
		return false
	}
	switch s.blocks[i].node.DataAtom {
	case atom.H2, atom.H3, atom.P:
	default:
		return false
	}
	around := commonAncestor(s.blocks[i-1].node, s.blocks[i].node)
	return around != nil && around.DataAtom != atom.Body && !isWithin(s.blocks[text].node, around)
}

// maxStandfirst is how many blocks before the text the standfirst is looked for.
const maxStandfirst = 12

// isStandfirst reports whether n, or the element that it alone is in, is called a standfirst.
func isStandfirst(n *nethtml.Node) bool {
	for range 3 {
		if n == nil || n.DataAtom == atom.Body || n.DataAtom == atom.H1 {
			return false
		}
		if hasClass(n, words().standfirstClasses) {
			return true
		}
		n = n.Parent
	}
	return false
}

// saysAlready reports whether the first of the paragraphs that are kept hold a text.
func (s *selection) saysAlready(text string) bool {
	n := 0
	for i := s.next(0); i >= 0 && n < 5; i = s.next(i + 1) {
		if strings.Contains(s.blocks[i].text, text) {
			return true
		}
		n++
	}
	return false
}

// extracted returns which of the blocks the extraction takes for the article.
func extracted(doc *nethtml.Node, blocks []block) []bool {
	kept := make([]bool, len(blocks))
	if size, depth := measure(doc, 0); size > maxExtracted || depth > maxDepth {
		return kept
	}
	parser := readability.NewParser()
	parser.DisableJSONLD = true // it is read more closely here
	result, err := parser.ParseDocument(doc, nil)
	if err != nil || result.Node == nil {
		return kept
	}
	for n := range result.Node.Descendants() {
		if i, err := strconv.Atoi(attr(n, blockAttr)); err == nil && i >= 0 && i < len(kept) {
			kept[i] = true
		}
	}
	return kept
}

// body returns the text that is selected.
func (s *selection) body() string {
	var paragraphs []string
	for i := range s.blocks {
		if s.kept[i] {
			paragraphs = append(paragraphs, s.blocks[i].paragraphs())
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// size returns the bytes of what is kept.
func (s *selection) size() int {
	size := 0
	for i, b := range s.blocks {
		if s.kept[i] {
			size += len(b.text)
		}
	}
	return size
}

// said returns the bytes of the paragraphs of text within n or, without one, of those that are kept.
func (s *selection) said(n *nethtml.Node) int {
	size := 0
	for i := range s.blocks {
		b := &s.blocks[i]
		if b.isText() && (n == nil && s.kept[i] || n != nil && isWithin(b.node, n) && !s.isAside(b.node, n)) {
			size += len(b.text)
		}
	}
	return size
}

// within keeps the blocks in n that are not beside its text.
func (s *selection) within(n *nethtml.Node) {
	s.kept = make([]bool, len(s.blocks))
	for i := range s.blocks {
		b := &s.blocks[i]
		s.kept[i] = isWithin(b.node, n) && !s.isAside(b.node, n) && !b.isButtons()
	}
}

// keepTexts keeps the paragraphs of text in n, whatever they stand in.
func (s *selection) keepTexts(n *nethtml.Node) {
	for i := range s.blocks {
		s.kept[i] = s.blocks[i].isText() && isWithin(s.blocks[i].node, n)
	}
}

// container returns the element that is marked as the text of the article, or is the only article, and how much it says.
func (s *selection) container() (*nethtml.Node, int) {
	var best *nethtml.Node
	most, rank := 0, 0
	sizes := s.saidWithin()
	for n, said := range sizes {
		r := 0
		switch {
		case strings.Contains(strings.ToLower(attr(n, "itemprop")), "articlebody"):
			r = 4
		case hasTextClass(n):
			r = 3
		case n.DataAtom == atom.Article:
			r = 2
		case n.DataAtom == atom.Main || attr(n, "role") == "main":
			r = 1
		}
		if r > 0 && (r > rank && said >= enough || r == rank && said > most) {
			best, most, rank = n, said, r
		}
	}
	return best, most
}

// saidWithin returns for each element how many bytes of paragraphs of text it holds.
func (s *selection) saidWithin() map[*nethtml.Node]int {
	return s.weigh(func(i int) bool {
		b := &s.blocks[i]
		return b.isText() && !s.isAside(b.node, nil)
	})
}

// weigh returns for each element how many bytes it holds of the blocks that count.
func (s *selection) weigh(counts func(i int) bool) map[*nethtml.Node]int {
	sizes, parents := map[*nethtml.Node]int{}, map[*nethtml.Node]int{}
	for i := range s.blocks {
		if b := &s.blocks[i]; counts(i) {
			sizes[b.node] += len(b.text)
			parents[b.parent()] += len(b.text)
		}
	}
	for n, size := range parents {
		for ; n != nil; n = n.Parent {
			sizes[n] += size
		}
	}
	return sizes
}

// mend takes in what the extraction left out of the middle of an article, or
// right behind it: paragraphs of text between others that were kept.
func (s *selection) mend() {
	first, last := -1, -1
	siblings := map[*nethtml.Node]bool{}
	for i, b := range s.blocks {
		if s.kept[i] {
			if first < 0 {
				first = i
			}
			last = i
			if b.isText() {
				siblings[b.parent()] = true
			}
		}
	}
	if first < 0 {
		return
	}
	around := commonAncestor(s.blocks[first].node, s.blocks[last].node)
	for i := first; i < len(s.blocks); i++ {
		b := &s.blocks[i]
		if s.kept[i] || b.linked*2 > len(b.text) || b.isButtons() || s.isAside(b.node, around) {
			continue
		}
		s.kept[i] = siblings[b.parent()] && (i < last || b.isText()) || i < last && (b.isText() || isQuoted(b.node)) && isWithin(b.node, around)
	}
}

// goOn takes in what the extraction left out at the end of an article, within the
// element that is marked as its text: paragraphs in elements of the same class as
// those that were kept, as each letter to the editor is in one.
func (s *selection) goOn(n *nethtml.Node) {
	classes := map[string]bool{}
	last := -1
	for i, b := range s.blocks {
		if s.kept[i] && b.isText() && isWithin(b.node, n) {
			last = i
			classes[attr(b.parent(), "class")] = true
		}
	}
	delete(classes, "")
	more := false
	for i := last + 1; i < len(s.blocks) && last >= 0; i++ {
		if b := &s.blocks[i]; !s.kept[i] && b.isText() && classes[attr(b.parent(), "class")] && isWithin(b.node, n) && !s.isAside(b.node, n) {
			s.kept[i], more = true, true
		}
	}
	if more {
		s.mend()
	}
}

// isQuoted reports whether n is in a quotation, as what is embedded from elsewhere is.
func isQuoted(n *nethtml.Node) bool {
	for range 4 {
		if n == nil {
			return false
		}
		if n.DataAtom == atom.Blockquote {
			return true
		}
		n = n.Parent
	}
	return false
}

func isWithin(n, in *nethtml.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == in {
			return true
		}
	}
	return false
}

func commonAncestor(a, b *nethtml.Node) *nethtml.Node {
	for ; a != nil; a = a.Parent {
		if isWithin(b, a) {
			return a
		}
	}
	return nil
}
