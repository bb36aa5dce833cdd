package table

import (
	"encoding/xml"
	"strconv"
	"strings"

	"byline/internal/format/container"
)

// openDocument reads the tables of a spreadsheet in OpenDocument (.ods). What is empty
// to the end of a row or a table is left out, which programs write as one cell or row
// that is repeated a million times.
func openDocument(parts *container.Parts) ([][]Row, error) {
	var d odsReader
	err := parts.Elements("content.xml", d.token)
	return d.tables, err
}

// odsReader gathers the cells of tables.
type odsReader struct {
	tables         [][]Row
	rows           []Row
	row            []string
	cell           strings.Builder
	value          string // of a date, which its text shows in some fashion
	text           bool   // within a paragraph
	line           int
	columns, lines int // how often the cell and the row stand
}

func (r *odsReader) token(d *xml.Decoder, token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return r.start(d, t)
	case xml.EndElement:
		r.end(t.Name.Local)
	case xml.CharData:
		if r.text {
			r.cell.Write(t)
		}
	}
	return nil
}

func (r *odsReader) start(d *xml.Decoder, e xml.StartElement) error {
	switch e.Name.Local {
	case "annotation", "tracked-changes":
		return d.Skip()
	case "table":
		r.rows, r.line = nil, 1
	case "table-row":
		r.row, r.lines = nil, repeated(e, "number-rows-repeated")
	case "table-cell", "covered-table-cell":
		r.value, r.columns = container.Attribute(e, "date-value"), repeated(e, "number-columns-repeated")
		r.cell.Reset()
	case "p":
		r.text = true
		if r.cell.Len() > 0 {
			r.cell.WriteString("\n\n")
		}
	case "s", "tab":
		r.cell.WriteByte(' ')
	case "line-break":
		r.cell.WriteByte('\n')
	}
	return nil
}

func (r *odsReader) end(name string) {
	switch name {
	case "p":
		r.text = false
	case "table-cell", "covered-table-cell":
		text := r.cell.String()
		if r.value != "" {
			text = r.value
		}
		for range min(r.columns, maxColumns-len(r.row)) {
			r.row = append(r.row, text)
		}
	case "table-row":
		for len(r.row) > 0 && r.row[len(r.row)-1] == "" {
			r.row = r.row[:len(r.row)-1]
		}
		if len(r.row) > 0 { // the same again is no other article
			r.rows = append(r.rows, Row{Line: r.line, Cells: r.row})
		}
		r.line += r.lines
	case "table":
		r.tables = append(r.tables, padded(r.rows))
	}
}

// repeated is how often an element stands, by an attribute.
func repeated(e xml.StartElement, attribute string) int {
	n, err := strconv.Atoi(container.Attribute(e, attribute))
	if err != nil {
		return 1
	}
	return n
}
