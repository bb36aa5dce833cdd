package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"byline/internal/news"
	"byline/internal/terminal"
)

// BatchFormats are the names of the forms in which the rows of a batch are written.
func BatchFormats() []string { return []string{"jsonl", "csv", "tsv", "markdown"} }

// Batch writes the rows of a batch one by one, each whole in one write, so that what is
// cut off anywhere can be gone on with.
type Batch struct {
	w    io.Writer
	form string
	line func(news.BatchRow) ([]byte, error)
}

// NewBatch begins a table of rows, in one of BatchFormats; line writes a row as JSON.
// One that goes on has its names already.
func NewBatch(w io.Writer, form string, goesOn bool, line func(news.BatchRow) ([]byte, error)) (*Batch, error) {
	b := &Batch{w: w, form: form, line: line}
	if goesOn || form == "jsonl" {
		return b, nil
	}
	var columns []string
	for _, c := range b.columns() {
		columns = append(columns, c.name)
	}
	text, err := b.text(columns)
	if err == nil && form == "markdown" {
		text += strings.Repeat("| --- ", len(columns)) + "|\n"
	}
	if err != nil {
		return nil, err
	}
	_, err = io.WriteString(w, text)
	return b, err
}

// Row writes a row.
func (b *Batch) Row(row news.BatchRow) error {
	if b.form == "jsonl" {
		line, err := b.line(row)
		if err == nil {
			_, err = b.w.Write(append(line, '\n'))
		}
		return err
	}
	text, err := b.text(b.cells(&row))
	if err == nil {
		_, err = io.WriteString(b.w, text)
	}
	return err
}

func (b *Batch) cells(row *news.BatchRow) (cells []string) {
	for _, c := range b.columns() {
		cells = append(cells, c.cell(row.Row, row))
	}
	return cells
}

// text is a row of cells as it stands in the table, to the end of its last line.
func (b *Batch) text(row []string) (string, error) {
	var out bytes.Buffer
	switch b.form {
	case "csv":
		to := newRows(&out)
		err := errors.Join(to.row(row), to.end())
		return out.String(), err
	case "tsv":
		err := tabbed{&out}.row(row)
		return out.String(), err
	}
	for _, cell := range row {
		out.WriteString("| " + inMarkdown(cell) + " ")
	}
	return out.String() + "|\n", nil
}

// columns are those of the table: for people to read, fewer.
func (b *Batch) columns() []column[news.BatchRow] {
	first := func(of func(c *news.Citation) string) func(int, *news.BatchRow) string {
		return func(_ int, r *news.BatchRow) string {
			if len(r.Citations) == 0 {
				return ""
			}
			return of(&r.Citations[0])
		}
	}
	columns := []column[news.BatchRow]{
		{"row", func(n int, _ *news.BatchRow) string { return strconv.Itoa(n) }},
		{"text", func(_ int, r *news.BatchRow) string { return r.Text }},
		{"kind", func(_ int, r *news.BatchRow) string { return string(r.Kind) }},
		{"status", func(_ int, r *news.BatchRow) string { return string(r.Status) }},
		{"answer", func(_ int, r *news.BatchRow) string { return r.Answer }},
		{"quote", first(func(c *news.Citation) string { return c.Quote })},
		{"source", first(func(c *news.Citation) string { return c.Article.Source })},
		{"published", first(func(c *news.Citation) string { return moment(c.Article.Published) })},
		{"headline", first(func(c *news.Citation) string { return c.Article.Headline })},
		{"link", first(func(c *news.Citation) string { return c.Link })},
		{noticeName, first(func(c *news.Citation) string { return c.Article.Mark() })},
	}
	if b.form == "markdown" {
		return append(columns, column[news.BatchRow]{"error", func(_ int, r *news.BatchRow) string { return fault(r) }})
	}
	return append(columns, []column[news.BatchRow]{
		{"article_id", first(func(c *news.Citation) string { return c.Article.ID })},
		{"others", func(_ int, r *news.BatchRow) string { return others(r) }},
		{"confidence", func(_ int, r *news.BatchRow) string {
			return told(r.Confidence > 0, strconv.FormatFloat(r.Confidence, 'f', 2, 64))
		}},
		{"articles", func(_ int, r *news.BatchRow) string { return told(r.Articles > 0, strconv.Itoa(r.Articles)) }},
		{"spellings", func(_ int, r *news.BatchRow) string { return spelled(r) }},
		{"warnings", func(_ int, r *news.BatchRow) string { return strings.Join(r.Warnings, " ") }},
		{"error", func(_ int, r *news.BatchRow) string { return fault(r) }},
	}...)
}

// told is a text, or nothing where there is nothing to tell.
func told(is bool, text string) string {
	if !is {
		return ""
	}
	return text
}

func fault(r *news.BatchRow) string {
	if r.Err == nil {
		return ""
	}
	return r.Err.Error()
}

// others are the quotes behind the first, a line each.
func others(r *news.BatchRow) string {
	var lines []string
	for _, c := range r.Citations[min(1, len(r.Citations)):] {
		it := Item{Article: c.Article, Link: c.Link, Marker: c.Marker}
		lines = append(lines, fmt.Sprintf("[%d] “%s” — %s", c.Marker, c.Quote, reference(&it)))
	}
	return strings.Join(lines, "\n")
}

func spelled(r *news.BatchRow) string {
	var read []string
	for _, s := range r.Spellings {
		read = append(read, s.Read)
	}
	return strings.Join(read, listSeparator)
}

// Written is what there is of a batch that broke off.
type Written struct {
	Rows int   // whole ones
	End  int64 // where the last of them ends
}

// Resume finds out how far a batch was written, of the given lines. KindConflict: what
// was written is not of them.
func Resume(written []byte, form string, lines []news.BatchLine) (Written, error) {
	b := &Batch{form: form}
	var out Written
	next := b.reader(written)
	for {
		row, text, end, ok := next()
		if !ok {
			return out, nil
		}
		if row == 0 { // the names of the columns
			out.End = end
			continue
		}
		if row != out.Rows+1 || row > len(lines) || text != b.shown(lines[row-1].Text) {
			return out, news.Errorf(news.KindConflict, "row %d of the file is not of these lines, %q; give another file, or remove it", row, text)
		}
		out = Written{Rows: row, End: end}
	}
}

// shown is how the table has a text.
func (b *Batch) shown(text string) string {
	switch b.form {
	case "csv":
		return cells([]string{text}, terminal.Safe)[0]
	case "tsv":
		return cells([]string{text}, terminal.OneLine)[0]
	case "markdown":
		return inMarkdown(text)
	}
	return text
}

// reader reads the whole rows of a table: the number of each, 0 for one of no number, its
// text, and where it ends.
func (b *Batch) reader(written []byte) func() (row int, text string, end int64, ok bool) {
	if b.form == "csv" {
		return csvReader(written)
	}
	at := 0
	return func() (row int, text string, end int64, ok bool) {
		i := bytes.IndexByte(written[at:], '\n')
		if i < 0 {
			return 0, "", 0, false
		}
		line := string(written[at : at+i])
		at += i + 1
		row, text = b.split(line)
		return row, text, int64(at), true
	}
}

func csvReader(written []byte) func() (row int, text string, end int64, ok bool) {
	in := csv.NewReader(bytes.NewReader(written))
	in.FieldsPerRecord = -1
	return func() (row int, text string, end int64, ok bool) {
		record, err := in.Read()
		end = in.InputOffset()
		if err != nil || len(record) < 2 || end == 0 || written[end-1] != '\n' {
			return 0, "", 0, false
		}
		row, _ = strconv.Atoi(record[0])
		return row, record[1], end, true
	}
}

// split returns the number and the text of a row on one line.
func (b *Batch) split(line string) (row int, text string) {
	switch b.form {
	case "jsonl":
		var doc struct {
			Row  int    `json:"row"`
			Text string `json:"text"`
		}
		_ = json.Unmarshal([]byte(line), &doc) // else it is no row
		return doc.Row, doc.Text
	case "tsv":
		first, rest, _ := strings.Cut(line, "\t")
		text, _, _ = strings.Cut(rest, "\t")
		row, _ = strconv.Atoi(first)
		return row, text
	}
	first, rest, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
	for i := 0; i < len(rest); i++ { // to the first bar that is not escaped
		if rest[i] == '\\' {
			i++
		} else if strings.HasPrefix(rest[i:], " | ") {
			text = rest[:i]
			break
		}
	}
	row, _ = strconv.Atoi(first)
	return row, text
}
