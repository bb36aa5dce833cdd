package html

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
)

// block is a piece of text that stands alone on a page: a paragraph, a heading,
// an item of a list, a row of a table, or a run of text between two of them.
type block struct {
	node   *nethtml.Node // the element that holds the text and nothing else
	text   string        // lines where the page breaks them
	linked int           // bytes of the text that lead elsewhere
	button int           // bytes of the text that are on buttons

	asLine, dated string // what line and dateText have found out
}

// blockAttr numbers the blocks in the tree, so that they are known again in a copy of it.
const blockAttr = "data-block"

// blocksOf returns the blocks of a page in their order, each in an element of
// its own: runs of text beside other elements get one. Elements that stand
// within a sentence, whatever they are, end no block.
func blocksOf(doc *nethtml.Node) []block {
	b := &blockReader{holds: map[*nethtml.Node]bool{}}
	b.mark(doc)
	b.read(doc)
	return b.blocks
}

type blockReader struct {
	holds  map[*nethtml.Node]bool // elements with a block within them
	inCard bool                   // what is read stands in a link
	blocks []block
}

// maxCard bounds the text, in bytes, of a link with blocks in it: a headline and a
// teaser. What a link holds that is longer is a text before which it was never closed.
const maxCard = 600

func isCard(n *nethtml.Node) bool {
	return n.DataAtom == atom.A && leadsElsewhere(n) && len(lineOf(n)) <= maxCard
}

// mark notes which elements hold a block, and returns whether n is one or holds one.
func (b *blockReader) mark(n *nethtml.Node) bool {
	holds := false
	for c := range n.ChildNodes() {
		if c.Type == nethtml.ElementNode && b.mark(c) {
			holds = true
		}
	}
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		holds = holds || holdsBreak(n) // a cell of a layout, not of a table
	}
	b.holds[n] = holds
	return holds || isBlock(n)
}

func holdsBreak(n *nethtml.Node) bool { return firstOf(n, isNamed("br")) != nil }

func (b *blockReader) read(n *nethtml.Node) {
	var run []*nethtml.Node
	flush := func() {
		b.add(n, run)
		run = nil
	}
	var next *nethtml.Node
	for c := n.FirstChild; c != nil; c = next {
		next = c.NextSibling
		switch {
		case c.Type == nethtml.TextNode, c.Type == nethtml.ElementNode && !isBlock(c) && !b.holds[c] && c.DataAtom != atom.Br:
			run = append(run, c)
		case c.Type != nethtml.ElementNode:
		default:
			flush()
			if c.DataAtom != atom.Br {
				around := b.inCard
				b.inCard = around || isCard(c)
				b.read(c)
				b.inCard = around
			}
		}
	}
	flush()
}

// add makes a block of a run of nodes within n, which is its element if it has nothing else.
func (b *blockReader) add(n *nethtml.Node, run []*nethtml.Node) {
	piece := block{}
	var text strings.Builder
	for _, c := range run {
		piece.write(&text, c, place{pre: n.DataAtom == atom.Pre, link: b.inCard})
	}
	if piece.text = strings.TrimSpace(text.String()); piece.text == "" || n.Type != nethtml.ElementNode {
		return
	}
	mark := &nethtml.Node{
		Type: nethtml.ElementNode, DataAtom: atom.Span, Data: "span",
		Attr: []nethtml.Attribute{{Key: blockAttr, Val: strconv.Itoa(len(b.blocks))}},
	}
	piece.node = n
	if n.FirstChild != run[0] || n.LastChild != run[len(run)-1] || n.DataAtom == atom.Body {
		piece.node = mark
	}
	n.InsertBefore(mark, run[0])
	for _, c := range run {
		n.RemoveChild(c)
		mark.AppendChild(c)
	}
	b.blocks = append(b.blocks, piece)
}

// place says what a piece of text stands in.
type place struct{ pre, link, button bool }

func (b *block) write(out *strings.Builder, n *nethtml.Node, in place) {
	if n.Type == nethtml.TextNode {
		s := strings.ToValidUTF8(n.Data, "\ufffd")
		if !in.pre {
			s = lineEnds.Replace(s)
		}
		out.WriteString(s)
		if size := len(strings.TrimSpace(s)); in.button {
			b.button += size
		} else if in.link {
			b.linked += size
		}
		return
	}
	if n.Type != nethtml.ElementNode || isUnseen(n) {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		out.WriteByte('\n')
	case atom.Td, atom.Th:
		out.WriteByte(' ')
	case atom.A:
		in.link = in.link || leadsElsewhere(n)
	case atom.Button, atom.Select, atom.Input:
		in.button = true
	}
	for c := range n.ChildNodes() {
		b.write(out, c, in)
	}
}

var lineEnds = strings.NewReplacer("\n", " ", "\r", " ", "\f", " ", "\t", " ")

func leadsElsewhere(n *nethtml.Node) bool {
	href := attr(n, "href")
	return href != "" && href[0] != '#'
}

// unseen is a style by which an element is not shown, or only read out.
var unseen = regexp.MustCompile(`(?i)display\s*:\s*none|clip-path\s*:\s*inset\(\s*50%|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]`)

// isUnseen reports whether an element within a paragraph is not shown.
func isUnseen(n *nethtml.Node) bool {
	if style := attr(n, "style"); style != "" && unseen.MatchString(style) {
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "hidden" {
			return true
		}
	}
	for class := range strings.FieldsSeq(strings.ToLower(attr(n, "class"))) {
		switch class {
		case "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text":
			return true
		}
	}
	return false
}

// isBlock reports whether an element parts what stands before it from what
// stands behind. Elements that HTML does not know part it where they stand
// beside no text.
func isBlock(n *nethtml.Node) bool {
	switch n.DataAtom {
	case atom.Thead, atom.Tbody, atom.Tfoot, atom.Legend, atom.Dialog, atom.Menu, atom.Title: // of whole pages
		return true
	}
	return field.IsBlock(n.DataAtom) || strings.Contains(n.Data, "-") && n.Parent != nil && !isProse(n.Parent)
}

// isProse reports whether text stands directly in n, or may by the rules of HTML.
func isProse(n *nethtml.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Span, atom.A, atom.B, atom.Strong, atom.I, atom.Em:
		return true
	}
	return textOf(n) != ""
}

// isLinks reports whether a block does nothing but lead elsewhere.
func (b *block) isLinks() bool { return b.linked > 0 && b.linked*10 >= len(b.text)*8 }

func (b *block) isHeading() bool {
	if isFirstHeading(b.node) {
		return true
	}
	switch b.node.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// isSentence reports whether a block is long enough to say something, and ends as what is said does.
func (b *block) isSentence() bool { return isSaid(b.text) }

func isSaid(text string) bool {
	text = strings.TrimRightFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Pe, r) || unicode.Is(unicode.Pf, r) || r == '"' || r == '\''
	})
	if len(text) < 20 {
		return false
	}
	if last, _ := utf8.DecodeLastRuneInString(text); len(text) >= maxFurniture && unicode.In(last, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
		return true // in which no sign ends a sentence
	}
	for _, end := range []string{".", "!", "?", "…", ":", "。", "！", "？", "।", "؟", "۔", "」"} {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	return false
}

// isText reports whether a block is a paragraph of text.
func (b *block) isText() bool {
	return len(b.text) >= 60 && b.isSentence() && !b.isHeading() && b.linked*2 < len(b.text)
}

// isButtons reports whether a block is on buttons but for a few signs.
func (b *block) isButtons() bool { return b.button*10 >= len(b.text)*9 }

// parent returns the element that the block stands in.
func (b *block) parent() *nethtml.Node { return b.node.Parent }

// paragraphs returns the text of a block as a body, of several paragraphs where lines are broken.
func (b *block) paragraphs() string { return field.Body(b.text) }
