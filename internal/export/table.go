package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"byline/internal/news"
	"byline/internal/terminal"
)

// Table is a list for spreadsheets and programs: the names of its columns, and
// rows with a cell for each.
type Table struct {
	Columns []string
	Rows    [][]string
}

// listSeparator stands between the values of a cell that holds several.
const listSeparator = "; "

// noticeName is the column that marks an article as corrected, retracted and so on.
const noticeName = "notice"

// column is one of a table of values of some type.
type column[T any] struct {
	name string
	cell func(n int, v *T) string // n counts the rows, from 1
}

func tableOf[T any](columns []column[T], values []T) Table {
	t := Table{Rows: make([][]string, len(values))}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.name)
		for i := range values {
			t.Rows[i] = append(t.Rows[i], c.cell(i+1, &values[i]))
		}
	}
	return t
}

// hitColumns are those of the table of what a search found.
func hitColumns() []column[Item] {
	columns := []column[Item]{
		{"rank", func(n int, _ *Item) string { return strconv.Itoa(n) }},
		{"score", func(_ int, h *Item) string { return strconv.FormatFloat(h.Score, 'f', 4, 64) }},
	}
	for _, c := range articleColumns() {
		columns = append(columns, column[Item]{c.name, func(n int, h *Item) string { return c.cell(n, &h.Article) }})
	}
	return append(columns,
		column[Item]{"start", func(_ int, h *Item) string { return strconv.Itoa(h.Span.Start) }},
		column[Item]{"end", func(_ int, h *Item) string { return strconv.Itoa(h.Span.End) }},
		column[Item]{"passage", func(_ int, h *Item) string { return h.Quote }},
		column[Item]{"copies", func(_ int, h *Item) string { return copyIDs(h.Copies) }},
		column[Item]{noticeName, func(_ int, h *Item) string { return h.Article.Mark() }},
	)
}

// ArticleTable is a listing, without the texts.
func ArticleTable(articles []news.Article) Table {
	notice := column[news.Article]{noticeName, func(_ int, a *news.Article) string { return a.Mark() }}
	return tableOf(append(articleColumns(), notice), articles)
}

func articleColumns() []column[news.Article] {
	return []column[news.Article]{
		{"id", func(_ int, a *news.Article) string { return a.ID }},
		{"headline", func(_ int, a *news.Article) string { return a.Headline }},
		{"source", func(_ int, a *news.Article) string { return a.Source }},
		{"published", func(_ int, a *news.Article) string { return moment(a.Published) }},
		{"url", func(_ int, a *news.Article) string { return a.URL }},
		{"file", func(_ int, a *news.Article) string { return a.File }},
		{"authors", func(_ int, a *news.Article) string { return strings.Join(a.Authors, listSeparator) }},
		{"section", func(_ int, a *news.Article) string { return a.Section }},
		{"subjects", func(_ int, a *news.Article) string { return strings.Join(a.Subjects, listSeparator) }},
		{"language", func(_ int, a *news.Article) string { return a.Language }},
		{"revision", func(_ int, a *news.Article) string { return strconv.Itoa(a.Revision) }},
	}
}

func copyIDs(copies []news.Copy) string {
	ids := make([]string, len(copies))
	for i, c := range copies {
		ids[i] = c.ID
	}
	return strings.Join(ids, listSeparator)
}

// moment is a time as programs read it; empty if it is not known.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// WriteCSV writes a table as RFC 4180 has it.
func (t Table) WriteCSV(w io.Writer) error { return t.write(newRows(w)) }

// WriteTSV writes a table with a tab between the cells of a line, in which there
// are then neither tabs nor line breaks, and no quotes around them.
func (t Table) WriteTSV(w io.Writer) error { return t.write(tabbed{w}) }

func (t Table) write(out rows) error {
	for _, row := range append([][]string{t.Columns}, t.Rows...) {
		if err := out.row(row); err != nil {
			return err
		}
	}
	return out.end()
}

// rows take the rows of a table one by one.
type rows interface {
	row(cells []string) error
	end() error
}

type commas struct{ w *csv.Writer }

func newRows(w io.Writer) rows { return commas{csv.NewWriter(w)} }

func (c commas) row(row []string) error { return c.w.Write(cells(row, terminal.Safe)) }
func (c commas) end() error             { c.w.Flush(); return c.w.Error() }

type tabbed struct{ w io.Writer }

func (t tabbed) row(row []string) error {
	_, err := io.WriteString(t.w, strings.Join(cells(row, terminal.OneLine), "\t")+"\n")
	return err
}
func (tabbed) end() error { return nil }

// tabular writes items as the rows of a table.
type tabular struct{ rows }

func (t tabular) begin(*Document) error { return t.row(names(hitColumns())) }

func (t tabular) item(n int, it *Item) error {
	var row []string
	for _, c := range hitColumns() {
		row = append(row, c.cell(n, it))
	}
	return t.row(row)
}

func names[T any](columns []column[T]) (out []string) {
	for _, c := range columns {
		out = append(out, c.name)
	}
	return out
}

// cells makes what articles say harmless: for a terminal, by safe, and for
// spreadsheets, which take a cell for a formula by its first character.
func cells(row []string, safe func(string) string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = safe(cell)
		if start := strings.TrimSpace(out[i]); start != "" && strings.ContainsRune("=+-@", rune(start[0])) {
			out[i] = "'" + out[i]
		}
	}
	return out
}

// CoverageTable is coverage by time and outlet; rows without an outlet's name are of
// all outlets.
func CoverageTable(c news.Coverage) Table {
	out := Table{Columns: []string{"start", "outlet", "articles", "texts", "published"}}
	row := func(t news.CoverageTime, outlet string, n news.CoverageCount) {
		out.Rows = append(out.Rows, []string{t.Start.Format("2006-01-02"), outlet, strconv.Itoa(n.Articles), strconv.Itoa(n.Texts), strconv.Itoa(n.Published)})
	}
	for _, t := range c.Times {
		row(t, "", t.CoverageCount)
		for _, o := range t.Outlets {
			row(t, o.Source, o.CoverageCount)
		}
	}
	return out
}
