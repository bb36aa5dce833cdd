// Package table reads tables in which each row is an article and the columns
// have names: CSV, with whatever stands between the cells, and the sheets of
// workbooks. Each row becomes a JSON object with the names of the columns, so
// that everything that is known of the fields of JSON holds for columns too.
package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/format/field"
	"byline/internal/news"
)

// Row is a row of a table, or the reason why it cannot be read.
type Row struct {
	Line  int // on which it begins, or its number, from 1
	Cells []string
	Err   error
}

// Split yields the rows of a table in CSV, each as a JSON object of at most about
// limit bytes. What stands between the cells, and which row names the columns, is
// found out. A row that does not fit the columns is an error of its own.
func Split(r *bufio.Reader, limit int) iter.Seq[field.Record] {
	return records(readCSV(r, limit, isHeader), isHeader)
}

// SplitMapped is Split for a table whose columns are named by whoever gives it:
// a row that has one of the names is the one with all of them. One that lacks the
// headline or the text is an error, for nothing would come in its place.
func SplitMapped(mapping news.Mapping) func(*bufio.Reader, int) iter.Seq[field.Record] {
	in := func(row []string, name string) bool {
		first, _, _ := strings.Cut(name, ".") // which may be a path
		return slices.ContainsFunc(row, func(cell string) bool {
			cell = field.Line(cell)
			return strings.EqualFold(cell, name) || strings.EqualFold(cell, first)
		})
	}
	has := func(row []string) bool {
		return slices.ContainsFunc(slices.Collect(maps.Values(mapping)), func(name string) bool { return in(row, name) })
	}
	return func(r *bufio.Reader, limit int) iter.Seq[field.Record] {
		return func(yield func(field.Record) bool) {
			var err error
			header := func(row []string) bool {
				if !has(row) {
					return false
				}
				for _, of := range []string{"headline", "body"} {
					if name := mapping[of]; name != "" && !in(row, name) && err == nil {
						err = news.InvalidField(of, "there is no column %q; there are %s", name, field.Abbreviate(strings.Join(row, ", "), 200))
					}
				}
				return true
			}
			for record := range records(readCSV(r, limit, has), header) {
				if err != nil {
					yield(field.Record{Number: 1, Err: err})
					return
				}
				if !yield(record) {
					return
				}
			}
		}
	}
}

func readCSV(r *bufio.Reader, limit int, isHeader func([]string) bool) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		head, _ := r.Peek(r.Size()) // an error comes again when the rows are read
		delimiter := delimiterOf(head, isHeader)
		skipped := 0
		if d, rest := separatorLine(head); d != 0 {
			_, _ = r.Discard(len(head) - len(rest))
			skipped = 1
		}
		guard := &guarded{r: r, limit: limit}
		c := newCSV(guard, delimiter, head)
		for {
			guard.read = 0
			cells, err := c.Read()
			row := Row{Cells: unmarked(cells)}
			var syntax *csv.ParseError
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.As(err, &syntax):
				row.Line, row.Err = skipped+syntax.StartLine, news.Errorf(news.KindInvalid, "cannot read the row: %w", syntax.Err)
			case err != nil:
				row.Err = err
			default:
				line, _ := c.FieldPos(0)
				row.Line = skipped + line
			}
			if !yield(row) || err != nil && syntax == nil {
				return
			}
		}
	}
}

// guarded ends the input where a row is longer than may be: a quote that is never
// closed would make all that follows one cell.
type guarded struct {
	r           io.Reader
	read, limit int
}

func (g *guarded) Read(p []byte) (int, error) {
	if g.read > g.limit {
		return 0, news.Errorf(news.KindTooLarge, "a row is longer than %d bytes; is a quote in it never closed?", g.limit)
	}
	n, err := g.r.Read(p)
	g.read += n
	return n, err
}

// records makes of each row behind the one with the names of the columns a JSON
// object. A table in which no row names a headline or a text is one error,
// which says what would be taken.
func records(rows iter.Seq[Row], isHeader func([]string) bool) iter.Seq[field.Record] {
	return func(yield func(field.Record) bool) {
		var before, held []Row
		var columns []string
		emit := func(rows ...Row) bool {
			for _, row := range rows {
				record := field.Record{Number: row.Line, Err: row.Err}
				if row.Err == nil {
					record.Data, record.Err = object(columns, row.Cells)
				}
				if (record.Data != nil || record.Err != nil) && !yield(record) {
					return false
				}
			}
			return true
		}
		guessed := false
		for row := range rows {
			switch {
			case columns == nil && row.Err == nil && isHeader(row.Cells):
				columns = names(row.Cells)
				continue
			case columns == nil:
				if before = append(before, row); len(before) < headerRows {
					continue
				}
				if columns, held, guessed = unnamed(before); !guessed {
					yield(unusable(before))
					return
				}
				if !emit(held...) {
					return
				}
				continue
			case guessed:
				if !emit(row) {
					return
				}
				continue
			}
			if held = append(held, row); len(held) == guessedRows {
				guess(columns, held)
				if guessed = true; !emit(held...) {
					return
				}
			}
		}
		if columns == nil {
			if columns, held, guessed = unnamed(before); !guessed {
				yield(unusable(before))
				return
			}
			emit(held...)
		} else if !guessed {
			guess(columns, held)
			emit(held...)
		}
	}
}

// unusable says why nothing can be read of a table, given its first rows.
func unusable(rows []Row) field.Record {
	for _, row := range rows {
		if row.Err != nil {
			return field.Record{Number: row.Line, Err: row.Err}
		}
	}
	found := "nothing"
	if len(rows) > 0 {
		cells := rows[0].Cells
		quoted := make([]string, min(len(cells), 8))
		for i := range quoted {
			quoted[i] = fmt.Sprintf("%q", field.Abbreviate(field.Line(cells[i]), 30))
		}
		found = strings.Join(quoted, ", ")
	}
	return field.Record{Number: 1, Err: news.Errorf(news.KindInvalid,
		"it is a table, and no column in it is named as a headline or a text is; its first row has %s; "+
			`name the columns in the first row, as "title", "text", "date", "source", "author", "url" and "id", in English or another language`, found)}
}

// names are the names of columns, empty for those that are not read. "data" is the
// date in Italian, Polish and Portuguese, and in no table a list of articles.
func names(header []string) []string {
	out := make([]string, len(header))
	dated := false
	seen := map[string]bool{}
	for i, cell := range header {
		name := field.Line(field.UTF8([]byte(cell)))
		if key := strings.ToLower(name); !seen[key] {
			out[i], seen[key] = name, true
		}
		dated = dated || field.IsDate(name)
	}
	for i, name := range out {
		if !dated && strings.EqualFold(name, "data") {
			out[i] = "date"
		}
	}
	return out
}

// object writes a row as JSON, nil if it is empty. Empty cells are left out.
func object(columns, cells []string) ([]byte, error) {
	for len(cells) > len(columns) && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	filled := 0
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			filled++
		}
	}
	switch {
	case filled == 0:
		return nil, nil
	case len(cells) != len(columns):
		return nil, news.Errorf(news.KindInvalid, "the row has %d cells and the table %d columns; is a quote missing around a text with a delimiter or a line end in it?", len(cells), len(columns))
	}
	data := []byte{'{'}
	within := map[string]any{}
	for i, cell := range cells {
		if columns[i] == "" || strings.TrimSpace(cell) == "" {
			continue
		}
		if columnPath.MatchString(columns[i]) {
			put(within, strings.Split(columns[i], "."), cell)
			continue
		}
		if len(data) > 1 {
			data = append(data, ',')
		}
		data = appendText(append(appendText(data, columns[i]), ':'), field.UTF8([]byte(cell)))
	}
	if len(within) > 0 {
		inner, err := json.Marshal(lists(within))
		if err != nil {
			return nil, news.Errorf(news.KindInvalid, "cannot read the row: %w", err)
		}
		if len(data) > 1 {
			data = append(data, ',')
		}
		return append(data, inner[1:]...), nil
	}
	if len(data) == 1 {
		return nil, nil
	}
	return append(data, '}'), nil
}

// columnPath is a column that pandas has made of a member within another: "title.rendered",
// "authors.0.name".
var columnPath = regexp.MustCompile(`^[A-Za-z_]\w*(?:\.\w+)+$`)

// put puts the value of such a column where it was.
func put(object map[string]any, path []string, value string) {
	for ; len(path) > 1; path = path[1:] {
		inner, ok := object[path[0]].(map[string]any)
		if !ok {
			inner = map[string]any{}
			object[path[0]] = inner
		}
		object = inner
	}
	object[path[0]] = field.UTF8([]byte(value))
}

// lists returns an object in which those are lists again whose members are numbers.
func lists(object map[string]any) any {
	names := slices.Sorted(maps.Keys(object))
	isList := true
	for _, name := range names {
		if inner, ok := object[name].(map[string]any); ok {
			object[name] = lists(inner)
		}
		isList = isList && strings.Trim(name, "0123456789") == ""
	}
	if !isList {
		return object
	}
	var list []any
	for _, name := range names {
		list = append(list, object[name])
	}
	return list
}

func appendText(data []byte, text string) []byte {
	data, _ = jsontext.AppendQuote(data, bytes.ToValidUTF8([]byte(text), []byte("\ufffd"))) // which is the one fault it finds
	return data
}

// isUsable reports whether one of the first rows names a headline or a text.
func isUsable(rows []Row) bool {
	for _, row := range rows[:min(len(rows), headerRows)] {
		if headerIn([][]string{row.Cells}, 1) == 0 {
			return true
		}
	}
	return false
}

// padded makes rows as wide as the widest, for sheets leave out what is empty at the end.
func padded(rows []Row) []Row {
	width := 0
	for _, row := range rows {
		width = max(width, len(row.Cells))
	}
	for i := range rows {
		for len(rows[i].Cells) < width {
			rows[i].Cells = append(rows[i].Cells, "")
		}
	}
	return rows
}
