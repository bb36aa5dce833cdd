package html

import (
	"strings"
	"unicode"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
)

// cellMark parts what a line of a page says in elements of their own.
const cellMark = " | "

// line is the text of a short block as a line, with a mark between what stands in elements
// side by side with no word between them: who wrote, when, how long it takes to read. What
// a page sets apart by its style alone would run together else: "Ada Lee3 November 2026".
func (b *block) line() string {
	if b.asLine == "" {
		b.asLine = b.readLine()
	}
	return b.asLine
}

func (b *block) readLine() string {
	if len(b.text) > maxDated {
		return field.Line(b.text)
	}
	var cells cellWriter
	if b.node.DataAtom != 0 {
		cells.read(b.node)
	}
	text := cells.String()
	if field.Letters(text) != field.Letters(b.text) { // something in it is not shown
		return field.Line(strings.ReplaceAll(b.text, "\n", cellMark))
	}
	return field.Line(text)
}

// cellsOf returns the text in n as such a line.
func cellsOf(n *nethtml.Node) string {
	var cells cellWriter
	cells.read(n)
	return field.Line(cells.String())
}

// cellWriter writes the texts of elements, and a mark between two that touch.
type cellWriter struct {
	strings.Builder
	ended bool // the last that was written is the end of an element
}

func (w *cellWriter) read(n *nethtml.Node) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == nethtml.TextNode:
			w.text(c.Data)
		case c.Type != nethtml.ElementNode || isUnseen(c):
		case c.DataAtom == atom.Br:
			w.mark()
		default:
			if w.ended || w.endsInNumber() && partsCells(c) || beginsWithLabel(c) {
				w.mark()
			}
			w.read(c)
			w.ended = w.Len() > 0 && partsCells(c)
		}
	}
}

// partsCells reports whether an element holds something of its own, not a word that is
// emphasised.
func partsCells(n *nethtml.Node) bool {
	switch n.DataAtom {
	case atom.B, atom.I, atom.Em, atom.Strong, atom.Sub, atom.Sup, atom.Font, atom.Mark, atom.Wbr, atom.U, atom.Small:
		return false
	}
	return true
}

func (w *cellWriter) text(s string) {
	s = strings.ToValidUTF8(lineEnds.Replace(s), "\ufffd")
	if strings.TrimSpace(s) == "" {
		if s != "" {
			w.WriteByte(' ')
		}
		return
	}
	w.WriteString(s)
	w.ended = false
}

// endsInNumber reports whether what was written ends as dates do.
func (w *cellWriter) endsInNumber() bool {
	said := strings.TrimRight(w.String(), " \u00a0")
	return said != "" && said[len(said)-1] >= '0' && said[len(said)-1] <= '9'
}

// mark parts what was written from what comes, unless that is a label of it: "By", "Updated:".
func (w *cellWriter) mark() {
	w.ended = false
	said := strings.TrimRight(w.String(), " \u00a0")
	last := strings.TrimSpace(said[strings.LastIndex(said, strings.TrimSpace(cellMark))+1:])
	if last == "" || !strings.ContainsFunc(last, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return
	}
	if bare := strings.TrimRight(last, " :："); isBareLabel(bare) || strings.HasSuffix(last, ":") || strings.HasSuffix(last, "：") || strings.HasSuffix(last, ",") {
		w.WriteByte(' ')
		return
	}
	w.WriteString(cellMark)
}

// isBareLabel reports whether a text does nothing but say what comes next: who wrote, or when.
func isBareLabel(text string) bool {
	return words().publishedLabels.MatchString(text) && len(text) < maxByline/4 || words().updatedLabels.MatchString(text) && len(text) < maxByline/4 || bylineOpening().FindString(text) == text
}

// beginsWithLabel reports whether an element says what it is the time of.
func beginsWithLabel(n *nethtml.Node) bool {
	text := lineOf(n)
	if len(text) > maxByline/2 {
		return false
	}
	_, ok := afterUpdateLabel(text)
	return ok
}
