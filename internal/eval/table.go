package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Found is what systems found for the queries of one set.
type Found struct {
	Dataset *Dataset
	Base    System // that the others are compared with
	Others  []System
}

// Table is how systems do on several sets, by one measure.
type Table struct {
	Measure string   `json:"measure"`
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"` // the base first
}

// Column is a group of the queries of a set.
type Column struct {
	Set     string `json:"set"`
	Group   string `json:"group"` // as in a [Difference]
	Queries int    `json:"queries"`
}

// Row is one system.
type Row struct {
	System string           `json:"system"`
	Cells  map[int]Compared `json:"cells"` // by column; one is missing where the system was not measured
}

// Compared is a system's value and how it differs from that of the base.
type Compared struct {
	Value      float64 `json:"value"`
	Difference float64 `json:"difference"`
	Clear      bool    `json:"clear"` // the interval of the difference leaves zero out
}

// Tables compares systems on several sets, with a table for each measure.
func Tables(sets []Found, measures []string) []Table {
	tables := make([]Table, len(measures))
	for i, measure := range measures {
		tables[i].Measure = measure
	}
	for _, found := range sets {
		for _, system := range slices.Concat([]System{found.Base}, found.Others) {
			c := Compare(found.Dataset, found.Base, system)
			for i := range tables {
				for _, d := range c.Measures {
					if d.Measure == tables[i].Measure {
						tables[i].add(Column{c.Dataset, d.Set, d.Queries}, c.System, Compared{d.System, d.Mean, d.Clear()})
					}
				}
			}
		}
	}
	return slices.DeleteFunc(tables, func(t Table) bool { return len(t.Rows) == 0 })
}

func (t *Table) add(column Column, system string, cell Compared) {
	c := slices.Index(t.Columns, column)
	if c < 0 {
		c, t.Columns = len(t.Columns), append(t.Columns, column)
	}
	r := slices.IndexFunc(t.Rows, func(r Row) bool { return r.System == system })
	if r < 0 {
		r, t.Rows = len(t.Rows), append(t.Rows, Row{system, map[int]Compared{}})
	}
	t.Rows[r].Cells[c] = cell
}

// WriteMarkdown writes the table, a value marked * where it differs from the
// base's for sure; with differences, those of the others in place of values.
func (t Table) WriteMarkdown(w io.Writer, differences bool) error {
	fmt.Fprintf(w, "| %s |", t.Measure)
	for _, c := range t.Columns {
		name := c.Set
		if !strings.HasPrefix(c.Group, "qrels") {
			name += ", " + c.Group
		}
		fmt.Fprintf(w, " %s (%d) |", name, c.Queries)
	}
	fmt.Fprintf(w, "\n|---|%s\n", strings.Repeat("---|", len(t.Columns)))
	for i, row := range t.Rows {
		fmt.Fprintf(w, "| %s |", row.System)
		for c := range t.Columns {
			fmt.Fprintf(w, " %s |", t.cell(row, c, differences && i > 0))
		}
		fmt.Fprintln(w)
	}
	_, err := fmt.Fprintln(w)
	return err
}

func (t Table) cell(row Row, column int, difference bool) string {
	cell, measured := row.Cells[column]
	if !measured {
		return "–"
	}
	text := fmt.Sprintf("%.3f", cell.Value)
	if difference {
		text = strings.Replace(fmt.Sprintf("%+.3f", cell.Difference), "-", "−", 1)
		if strings.Trim(text, "+−0.") == "" {
			text = "0"
		}
	}
	text = strings.Replace(text, "0.", ".", 1)
	if cell.Clear {
		text += "*"
	}
	return text
}
