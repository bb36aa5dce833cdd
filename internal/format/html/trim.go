package html

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
	"byline/internal/lang"
)

// trim leaves out what is not said by the article: invitations, lists of
// other stories, bylines and dates that are kept elsewhere, buttons.
func (s *selection) trim(headline string) {
	s.withoutComments()
	s.withoutAsides()
	s.withoutFurniture()
	s.withoutOtherStories()
	s.withoutHead(headline)
	s.withoutTail()
	s.withoutSignature()
}

// withoutComments leaves out what readers have written, however much it is, where
// a text remains.
func (s *selection) withoutComments() {
	if len(s.blocks) == 0 {
		return
	}
	was := slices.Clone(s.kept)
	page := s.blocks[0].node
	for page.Parent != nil {
		page = page.Parent
	}
	s.dropComments(page, false)
	if s.size() < enough {
		s.kept = was
	}
}

func (s *selection) dropComments(n *nethtml.Node, within bool) {
	if !within && n.Type == nethtml.ElementNode {
		switch n.DataAtom {
		case atom.Html, atom.Body, atom.Main, atom.Article:
		default:
			within = hasClass(n, words().commentClasses)
		}
	}
	if i, err := strconv.Atoi(attr(n, blockAttr)); within && err == nil && i >= 0 && i < len(s.kept) {
		s.kept[i] = false
	}
	for c := range n.ChildNodes() {
		s.dropComments(c, within)
	}
}

// withoutAsides leaves out elements that say by their class that they hold
// something else. One that holds much of the text is not believed.
func (s *selection) withoutAsides() {
	total := s.size()
	sizes := s.weigh(func(i int) bool { return s.kept[i] })
	was := slices.Clone(s.kept)
	for i, b := range s.blocks {
		if s.kept[i] {
			much := b.node
			for much != nil && sizes[much]*10 <= total*3 {
				much = much.Parent
			}
			s.kept[i] = !s.isAside(b.node, much)
		}
	}
	if total >= enough && s.size()*3 < total {
		s.kept = was // the names mean something else on this page
	}
}

// isAside reports whether n is in an element within another that holds no text of an article.
func (s *selection) isAside(n, within *nethtml.Node) bool {
	found := s.sideOf(n)
	return found != nil && look(found) == beside && (within == nil || !isWithin(within, found))
}

// side says whether an element stands beside the text of an article, or holds it for sure.
type side byte

const (
	unknown side = iota
	beside
	inside
)

// sideOf returns the first element from n outwards of which is known what it
// holds, nil if there is none. Each is looked at once, for many blocks are in it.
func (s *selection) sideOf(n *nethtml.Node) *nethtml.Node {
	if n == nil || n.Type != nethtml.ElementNode || n.DataAtom == atom.Body {
		return nil
	}
	found, ok := s.sides[n]
	if !ok {
		if found = n; look(n) == unknown {
			found = s.sideOf(n.Parent)
		}
		s.sides[n] = found
	}
	return found
}

func look(n *nethtml.Node) side {
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Dialog, atom.Figcaption:
		return beside
	case atom.Figure:
		if !holdsMore(n) {
			return beside
		}
		return inside
	case atom.Article, atom.Main:
		return inside
	}
	switch attr(n, "role") {
	case "complementary", "dialog", "navigation":
		return beside
	}
	switch {
	case hasClass(n, words().furnitureClasses), isFurnitureElement(n.Data), n.DataAtom != atom.P && hasClass(n, words().wallClasses), isOfWriter(n):
		return beside
	}
	return unknown
}

// isFurnitureElement reports whether an element that HTML does not know says by its name
// what it holds: <post-newsletter>, <site-footer>.
func isFurnitureElement(name string) bool {
	_, last, ok := strings.Cut(name, "-")
	return ok && (field.HasClass(name, words().furnitureClasses) || strings.HasSuffix(last, "footer") || strings.HasSuffix(last, "aside"))
}

// isOfWriter reports whether a class of n says that it tells of who wrote the article.
func isOfWriter(n *nethtml.Node) bool {
	return hasClass(n, words().writerClasses) && hasClass(n, words().ofWriterClasses)
}

// holdsMore reports whether a figure holds text that is no caption.
func holdsMore(n *nethtml.Node) bool {
	return firstOf(n, func(n *nethtml.Node) bool {
		return n.DataAtom == atom.Table || n.DataAtom == atom.Blockquote || n.DataAtom == atom.Pre
	}) != nil
}

const (
	maxFurniture  = 120 // bytes of a paragraph that may be furniture as a whole
	maxInvitation = 300 // bytes of a paragraph that invites
)

func (s *selection) withoutFurniture() {
	for i := range s.blocks {
		if b := &s.blocks[i]; s.kept[i] && (b.isButtons() || b.isFurniture()) {
			s.kept[i] = false
		}
	}
}

// isFurniture reports whether a block is, by its words, no text of an article.
func (b *block) isFurniture() bool {
	text := field.Line(b.text)
	if strings.Trim(text, "_*#=~·•—–- ") == "" { // a rule between two parts
		return true
	}
	if len(text) <= maxFurniture && (words().furniture.MatchString(strings.Trim(text, " »›>→•|[]()-–—*【】")) || isAddress(text)) {
		return true
	}
	if len(text) > maxInvitation {
		return false
	}
	if isCredit(text) {
		return !b.isHeading()
	}
	// What invites without a link may still be a sentence of the article.
	return words().invitations.MatchString(strings.TrimLeftFunc(text, isPictogram)) && (b.linked > 0 || isEmphasised(b.node) || len(text) <= maxFurniture && !b.isSentence())
}

// isPictogram reports whether a character is none that a sentence begins with, as are
// the pictures before invitations.
func isPictogram(r rune) bool {
	return unicode.Is(unicode.So, r) || unicode.Is(unicode.M, r) || r == '\u200d' || r == ' '
}

func isAddress(text string) bool {
	_, ok := field.URL(text)
	return ok && !strings.Contains(text, " ")
}

// creditInBrackets is the credit at the end of a caption: "The old bridge (Photo: Ada Lee)".
var creditInBrackets = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\((?:` + lang.Pattern(lang.Any().Credits.PictureWords) + `|credit)s?(?: (?:credit|by))?: ?[^()]{1,80}\)$|^(?:` + lang.Pattern(lang.Any().Credits.PictureWords) + `)s?(?: credit)?: ?[^.:]{1,60}$`)
})

// isCredit reports whether a line is the caption of a picture with its credit, or such a credit alone.
func isCredit(text string) bool {
	if creditInBrackets().MatchString(text) {
		return true
	}
	caption, _, ok := field.CutCredit(text)
	return ok && len(caption) < 12
}

// isEmphasised reports whether all that n holds is in italics or bold.
func isEmphasised(n *nethtml.Node) bool {
	var only *nethtml.Node
	for c := range n.ChildNodes() {
		if c.Type == nethtml.TextNode && strings.TrimSpace(c.Data) == "" {
			continue
		}
		if only != nil || c.Type != nethtml.ElementNode {
			return false
		}
		only = c
	}
	if only == nil {
		return false
	}
	switch only.DataAtom {
	case atom.Em, atom.I, atom.Strong, atom.B:
		return true
	}
	return attr(only, blockAttr) != "" && isEmphasised(only)
}

// withoutOtherStories leaves out headings of other stories with what stands
// below them, as far as it leads there, and runs of links.
func (s *selection) withoutOtherStories() {
	for i := range s.blocks {
		b := &s.blocks[i]
		text := field.Line(b.text)
		if !s.kept[i] || len(text) > maxFurniture || !words().otherStories.MatchString(text) {
			continue
		}
		if end := s.links(i + 1); end > i+1 || b.isHeading() || isEmphasised(b.node) || s.next(i+1) < 0 {
			s.drop(i, end)
		}
	}
	for i := 0; i < len(s.blocks); i++ {
		end := s.links(i)
		if end == i {
			continue
		}
		n, last := s.count(i, end), s.next(end) < 0
		if n > 1 || last || s.blocks[s.next(i)].isTeaser() {
			heading := end - 1 // of what comes next
			keep := !last && s.kept[heading] && s.blocks[heading].isHeading()
			s.drop(i, end)
			s.kept[heading] = keep
		}
		i = end - 1
	}
}

// links returns where the blocks end that from the i-th on do nothing but lead elsewhere.
func (s *selection) links(i int) int {
	end := i
	for j := i; j < len(s.blocks); j++ {
		if !s.kept[j] {
			continue
		}
		if b := &s.blocks[j]; !b.isLinks() || b.isSentence() && len(b.text) > maxFurniture {
			break
		}
		end = j + 1
	}
	return end
}

func (s *selection) drop(from, to int) {
	for i := from; i < max(to, from+1); i++ {
		s.kept[i] = false
	}
}

func (s *selection) count(from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		if s.kept[i] {
			n++
		}
	}
	return n
}

// next returns the next block that is kept from the i-th on, -1 if there is none.
func (s *selection) next(i int) int {
	for ; i < len(s.blocks); i++ {
		if s.kept[i] {
			return i
		}
	}
	return -1
}

// isTeaser reports whether a block of links alone is the headline of another
// story: several words without the end of a sentence.
func (b *block) isTeaser() bool {
	return !b.isHeading() && !b.isSentence() && b.linked*10 >= len(b.text)*9 && strings.Count(b.text, " ") >= 3
}

// withoutHead leaves out what stands before the first paragraph but is none
// itself: the headline, the byline, the date, labels.
func (s *selection) withoutHead(headline string) {
	said := s.firstParagraph()
	head := -1 // the headline, before which nothing is text
	for i := range max(said, 0) {
		if s.blocks[i].isHeadline(headline) {
			head = i
		}
	}
	dated := s.belowStandfirst(said)
	for i := range max(said, 0) {
		b := &s.blocks[i]
		if !s.kept[i] {
			continue
		}
		if b.isHeadline(headline) || b.isShortLabel(i < head || i <= dated) || b.isDateline() || b.isMostlyDate() {
			s.kept[i] = false
		}
	}
}

// firstParagraph returns the first block that is kept and is text rather than a date, -1 if
// there is none among the first.
func (s *selection) firstParagraph() int {
	n := 0
	for i := s.next(0); i >= 0 && n < maxHead; i = s.next(i + 1) {
		if b := &s.blocks[i]; b.isText() && !b.isDateline() && !b.isMostlyDate() {
			return i
		}
		n++
	}
	return -1
}

// isHeadline reports whether a block is the headline: a first heading, or what says the same.
func (b *block) isHeadline(headline string) bool {
	return b.node.DataAtom == atom.H1 || strings.EqualFold(field.Line(b.text), headline)
}

// isShortLabel reports whether a block before the text is a short line that is none of it: one
// above the headline or the date, links, a date, a count, or what is in no paragraph.
func (b *block) isShortLabel(above bool) bool {
	text := field.Line(b.text)
	if utf8.RuneCountInString(text) >= 60 || b.isSentence() || b.isHeading() {
		return false
	}
	return above || b.node.DataAtom == atom.Div || b.node.DataAtom == atom.Span || b.isLinks() ||
		hasClass(b.node, words().dateClasses) || counter.MatchString(text)
}

// belowStandfirst leaves out the lines that say who wrote and when between the first
// paragraph of text and the next, and returns the last of those before the first; -1 if
// there is none.
func (s *selection) belowStandfirst(said int) (last int) {
	last = -1
	for i := range max(said, 0) {
		if s.blocks[i].isDateline() {
			last = i
		}
	}
	for i := s.next(said + 1); said >= 0 && i >= 0 && !s.blocks[i].isText() && i-said <= maxStandfirst; i = s.next(i + 1) {
		if s.blocks[i].isDateline() || s.blocks[i].isMostlyDate() || isByline(s.blocks[i].line()) {
			s.kept[i] = false
		}
	}
	return last
}

// maxHead is how many blocks before the text, or at its end, may be none of it.
const maxHead = 40

// withoutTail leaves out headings with nothing below them, and dates at the end.
func (s *selection) withoutTail() {
	n := 0
	for i := len(s.blocks) - 1; i >= 0 && n < maxHead; i-- {
		if !s.kept[i] {
			continue
		}
		n++
		if b := &s.blocks[i]; !b.isHeading() && !b.isDateline() && !counter.MatchString(field.Line(b.text)) && !addressAlone.MatchString(field.Line(b.text)) && !b.isLabelOfLinks() && !s.invites(b) {
			return
		}
		if i > s.next(0) {
			s.kept[i] = false
		}
	}
}

// counter is a line that says how often something was done: "Views: 214".
var counter = regexp.MustCompile(`^\pL[\pL ]{2,40}:\s*\d[\d\s.,]*(?:\pL{1,8}\.?)?$`)

// addressAlone is a line that says where a page is from: "Source: https://harbour.example/boats".
var addressAlone = regexp.MustCompile(`^(?:\pL[\pL ]{0,20}:\s*)?https?://\S+$`)

// isLabelOfLinks reports whether a block is a label and links, and no more: "Topics: ferries, harbour".
func (b *block) isLabelOfLinks() bool {
	const longest = 24 // bytes that do not lead elsewhere
	text := field.Line(b.text)
	label, rest, ok := strings.Cut(text, ":")
	return ok && b.linked > 0 && !b.isSentence() && len(strings.Fields(label)) <= 2 && len(text)-b.linked <= longest+strings.Count(rest, ",") && len(label) < longest
}

// invites reports whether a block below a text turns to its readers: it is all in italics,
// and names the site and leads elsewhere or is links for the most part, or is a line with an address to write to.
func (s *selection) invites(b *block) bool {
	text := field.Line(b.text)
	if b.linked == 0 || len(text) > maxInvitation {
		return false
	}
	if isEmphasised(b.node) && (s.outlet != "" && strings.Contains(text, s.outlet) || b.linked*4 > len(text)) {
		return true
	}
	return len(text) <= maxByline && firstOf(b.node, func(n *nethtml.Node) bool {
		return n.DataAtom == atom.A && strings.HasPrefix(strings.ToLower(attr(n, "href")), "mailto:")
	}) != nil && strings.Contains(text, "@")
}

// withoutSignature takes the name off the end of a text that stands there alone, set apart
// by its style: whoever wrote it.
func (s *selection) withoutSignature() {
	last := len(s.blocks) - 1
	for last >= 0 && !s.kept[last] {
		last--
	}
	if last < 1 || !s.blocks[last-1].isText() {
		return
	}
	b := &s.blocks[last]
	name := field.Line(b.text)
	style := strings.ToLower(attr(b.node, "style") + " " + attr(b.node, "align") + " " + attr(b.node, "class"))
	if !isEmphasised(b.node) && !strings.Contains(style, "right") && !hasClass(b.node, words().bylineClasses) {
		return
	}
	parts := strings.Fields(name)
	if len(parts) < 2 || len(parts) > 4 || !isName(name) || isSaid(name) || slices.ContainsFunc(parts, func(w string) bool {
		r, _ := utf8.DecodeRuneInString(w)
		return !unicode.IsUpper(r) && !lang.Any().Credits.Particles[w]
	}) {
		return
	}
	s.signed, s.kept[last] = name, false
}

// withoutBio leaves out the last paragraph if it is set apart by its letters and begins with
// the name of who wrote the article: it says who that is.
func (s *selection) withoutBio(authors []string) {
	last := len(s.blocks) - 1
	for last >= 0 && !s.kept[last] {
		last--
	}
	if last < 1 || !isEmphasised(s.blocks[last].node) || s.size() <= 2*len(s.blocks[last].text) {
		return
	}
	text := field.Line(s.blocks[last].text)
	s.kept[last] = !slices.ContainsFunc(authors, func(name string) bool { return strings.HasPrefix(text, name+" ") })
}
