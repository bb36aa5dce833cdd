// Package sheet reads the lines of a batch: a column of a table, the texts of JSON
// lines, or plain lines.
package sheet

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"mime"
	"path"
	"strconv"
	"strings"

	"byline/internal/news"
)

// Origin says what is known of a text before it is read. All of it may be empty.
type Origin struct {
	Name   string // of the file: questions.csv
	Media  string // type
	Column string // that holds the lines: its name, or its number from 1
}

// Check makes a line of a text. One that cannot be asked says why.
type Check func(row int, text string) news.BatchLine

// Read reads the lines of a text, and of which kind they are if the name of their column
// tells. A line that is no question, claim or name is one with the reason. KindInvalid:
// there is no such column, or no line.
func Read(r io.Reader, from Origin, check Check) ([]news.BatchLine, news.LineKind, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, "", err
	}
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	var t table
	switch form := formOf(text, from); form {
	case jsonLines:
		t = readJSON(text)
	case plain:
		t = readPlain(text)
	default:
		t = readTable(text, rune(form))
	}
	column, kind, err := t.column(from.Column)
	if err != nil {
		return nil, "", err
	}
	if len(t.rows) == 0 {
		return nil, "", news.Errorf(news.KindInvalid, "there are no lines; want a question, claim or name in each")
	}
	lines := make([]news.BatchLine, len(t.rows))
	for i, row := range t.rows {
		lines[i] = row.line(i+1, column, check)
	}
	return lines, kind, nil
}

// form is how lines are written: what stands between the cells of a table, or one of these.
type form rune

const (
	plain     form = 0
	jsonLines form = '{'
)

// formOf tells how a text is written: by the name of its file or its type, or else by
// its first line.
func formOf(text []byte, from Origin) form {
	first, _, _ := bytes.Cut(bytes.TrimLeft(text, "\r\n "), []byte("\n"))
	media, _, _ := mime.ParseMediaType(from.Media)
	switch cmp.Or(strings.ToLower(path.Ext(from.Name)), media) {
	case ".csv", "text/csv":
		if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) { // as spreadsheets write it where the comma is decimal
			return ';'
		}
		return ','
	case ".tsv", ".tab", "text/tab-separated-values":
		return '\t'
	case ".jsonl", ".ndjson", "application/x-ndjson":
		return jsonLines
	case ".txt", ".md":
		return plain
	}
	if bytes.HasPrefix(first, []byte("{")) {
		return jsonLines
	}
	for _, comma := range "\t,;" {
		if t := readTable(first, comma); len(t.names) > 1 {
			return form(comma)
		}
	}
	return plain
}

// table is what was read: rows of cells and, if there are any, the names of the columns.
type table struct {
	names []string
	rows  []row
}

// row is a row of cells, or why there is none.
type row struct {
	cells []string
	err   error
}

func readPlain(text []byte) (t table) {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			t.rows = append(t.rows, row{cells: []string{string(line)}})
		}
	}
	return t
}

func readTable(text []byte, comma rune) (t table) {
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = comma, -1, true
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		t.rows = append(t.rows, row{cells, err})
	}
	if len(t.rows) > 0 && t.rows[0].err == nil && isHead(t.rows[0].cells) {
		t.names, t.rows = t.rows[0].cells, t.rows[1:]
	}
	if len(t.names) == 1 { // whoever wrote a list has not thought of quoting commas
		for i, r := range t.rows {
			t.rows[i].cells = []string{strings.Join(r.cells, string(comma))}
		}
	}
	return t
}

// isHead reports whether cells are names of columns: one is called as lines are.
func isHead(cells []string) bool {
	for _, c := range cells {
		if _, ok := kindOf(c); ok {
			return true
		}
	}
	return false
}

// kindOf is the kind of the lines in a column of a name; it is empty if each may be of
// another, and known is false if they may be anything.
func kindOf(name string) (kind news.LineKind, known bool) {
	switch name = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(name)), "s"); name {
	case "line", "text":
		return "", true
	case "question", "query", "querie":
		return news.LineQuestion, true
	case "claim", "statement":
		return news.LineClaim, true
	case "name", "person", "people", "company":
		return news.LineName, true
	}
	return "", false
}

// column chooses the column with the lines: the one that is asked for, or the first that
// is called as lines are, or the one with most text.
func (t *table) column(asked string) (n int, kind news.LineKind, err error) {
	if asked != "" {
		return t.asked(asked)
	}
	for i, name := range t.names {
		if kind, ok := kindOf(name); ok {
			return i, kind, nil
		}
	}
	var letters []int
	for _, r := range t.rows {
		for i, c := range r.cells {
			if i == len(letters) {
				letters = append(letters, 0)
			}
			letters[i] += len(c)
		}
	}
	for i := range letters {
		if letters[i] > letters[n] {
			n = i
		}
	}
	return n, "", nil
}

func (t *table) asked(column string) (n int, kind news.LineKind, err error) {
	if t.names == nil && len(t.rows) > 0 { // they may be names that nobody knows
		for _, c := range t.rows[0].cells {
			if strings.EqualFold(strings.TrimSpace(c), column) {
				t.names, t.rows = t.rows[0].cells, t.rows[1:]
				break
			}
		}
	}
	for i, name := range t.names {
		if strings.EqualFold(strings.TrimSpace(name), column) {
			kind, _ = kindOf(name)
			return i, kind, nil
		}
	}
	if n, err := strconv.Atoi(column); err == nil && n > 0 {
		if n <= len(t.names) {
			kind, _ = kindOf(t.names[n-1])
		}
		return n - 1, kind, nil
	}
	if len(t.names) > 0 {
		return 0, "", news.InvalidField("column", "there is none called %q; there are %s", column, strings.Join(t.names, ", "))
	}
	return 0, "", news.InvalidField("column", "there is none called %q; give its number, from 1", column)
}

// line is the line of a row.
func (r row) line(n, column int, check Check) news.BatchLine {
	line := news.BatchLine{Row: n}
	switch {
	case r.err != nil:
		line.Err = news.Errorf(news.KindInvalid, "the row cannot be read: %w", r.err)
	case column >= len(r.cells):
		line.Err = news.Errorf(news.KindInvalid, "the row has %d columns and nothing in column %d", len(r.cells), column+1)
	default:
		return check(n, r.cells[column])
	}
	return line
}
