package table

import (
	"bytes"
	"iter"
	"regexp"
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
)

var opensTable = regexp.MustCompile(`(?i)<table`)

// InPage returns the rows of a table that is all of a page, as objects of JSON: what
// pandas writes, and what many programs call a workbook. Nil: the page is no such thing.
func InPage(page []byte) iter.Seq[field.Record] {
	if !opensTable.Match(page) { // most pages, which are not read twice
		return nil
	}
	p := pageTable{z: nethtml.NewTokenizer(bytes.NewReader(page))}
	p.read()
	rows := padded(p.rows)
	cells := make([][]string, min(len(rows), 2*headerRows))
	for i := range cells {
		cells[i] = rows[i].Cells
	}
	if at := headerIn(cells, 2); at < 0 || at+1 >= len(rows) || p.beside*4 > p.inside {
		return nil
	}
	return records(slices.Values(rows), isHeader)
}

// pageTable reads the cells of the tables of a page, and weighs what stands beside them.
type pageTable struct {
	z              *nethtml.Tokenizer
	rows           []Row
	cell           strings.Builder
	depth          int // of tables
	open           bool
	inside, beside int // bytes of text
}

func (p *pageTable) read() {
	hidden := atom.Atom(0)
	for {
		switch p.z.Next() {
		case nethtml.ErrorToken:
			p.close()
			return
		case nethtml.TextToken:
			if hidden == 0 {
				p.text(string(p.z.Text()))
			}
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			name, _ := p.z.TagName()
			switch a := atom.Lookup(name); a {
			case atom.Script, atom.Style, atom.Title:
				hidden = a
			default:
				p.tag(a, 1)
			}
		case nethtml.EndTagToken:
			name, _ := p.z.TagName()
			if a := atom.Lookup(name); a == hidden {
				hidden = 0
			} else {
				p.tag(a, -1)
			}
		}
	}
}

func (p *pageTable) text(s string) {
	if p.depth == 0 {
		p.beside += len(strings.TrimSpace(s))
		return
	}
	p.inside += len(strings.TrimSpace(s))
	if p.open {
		p.cell.WriteString(s)
	}
}

// tag is told the beginning of an element, or its end (−1). Of tables within a table only the text counts.
func (p *pageTable) tag(a atom.Atom, way int) {
	switch {
	case a == atom.Table:
		p.depth = max(0, p.depth+way)
	case p.depth != 1:
	case a == atom.Tr && way > 0:
		p.close()
		p.rows = append(p.rows, Row{Line: len(p.rows) + 1})
	case a == atom.Td || a == atom.Th:
		p.close()
		p.open = way > 0 && len(p.rows) > 0
	case a == atom.Br || a == atom.P || a == atom.Div:
		p.cell.WriteString("\n")
	}
}

// close ends the cell that is open.
func (p *pageTable) close() {
	if p.open {
		row := &p.rows[len(p.rows)-1]
		row.Cells = append(row.Cells, strings.TrimSpace(p.cell.String()))
	}
	p.cell.Reset()
	p.open = false
}
