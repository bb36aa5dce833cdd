package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"byline/internal/format/field"
)

// delimiters stand between cells, the likeliest first.
var delimiters = []rune{'\t', ';', ',', '|'}

// headerRows is among how many first rows the names of the columns are looked
// for: exports put a title or a note before them.
const headerRows = 10

// Detect reports whether a text that begins with head and, if whole, ends there
// is a table: columns have names that are known, or at least the rows have
// the shape of a table.
func Detect(head []byte, whole bool) bool {
	for _, delimiter := range delimiters {
		rows := sampleRows(head, whole, delimiter)
		if at := headerIn(rows, 2); at >= 0 && at+1 < len(rows) && len(rows[at+1]) == len(rows[at]) || isGrid(rows, delimiter) {
			return true
		}
	}
	return false
}

// sampleRows are the first rows of a text, cut at a delimiter.
func sampleRows(head []byte, whole bool, delimiter rune) [][]string {
	_, head = separatorLine(head)
	r := newCSV(bytes.NewReader(head), delimiter, head)
	var rows [][]string
	for len(rows) < 2*headerRows {
		row, err := r.Read()
		if err != nil {
			if len(rows) > 0 && !whole && errors.Is(err, io.EOF) {
				rows = rows[:len(rows)-1] // it may be cut short
			}
			return rows
		}
		rows = append(rows, unmarked(row))
	}
	return rows
}

func newCSV(r io.Reader, delimiter rune, head []byte) *csv.Reader {
	if bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0 {
		r = lines{r}
	}
	if isBackslashed(head) {
		r = &marking{r: bufio.NewReader(r)}
	}
	c := csv.NewReader(r)
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = delimiter, -1, true
	return c
}

var (
	backslashed = regexp.MustCompile(`\\"[^,;\t|\r\n]`)
	doubled     = regexp.MustCompile(`[^,;\t|\r\n]""[^,;\t|\r\n"]`)
)

// isBackslashed reports whether quotes within quotes have a backslash before them, not another quote.
func isBackslashed(head []byte) bool { return backslashed.Match(head) && !doubled.Match(head) }

// quote stands for a quote that had a backslash before it, until the cells are read: within
// quotes it would have to be doubled, and outside it must not be.
const quote = '\x1a'

// marking puts that in place of such quotes.
type marking struct{ r *bufio.Reader }

func (m *marking) Read(p []byte) (int, error) {
	for n := range p {
		c, err := m.r.ReadByte()
		if err != nil {
			return n, err
		}
		if next, _ := m.r.Peek(1); c == '\\' && len(next) > 0 && next[0] == '"' {
			c = quote
			_, _ = m.r.Discard(1) // it was seen
		}
		p[n] = c
	}
	return len(p), nil
}

// unmarked puts the quotes back into cells.
func unmarked(cells []string) []string {
	for i, cell := range cells {
		cells[i] = strings.ReplaceAll(cell, string(quote), `"`)
	}
	return cells
}

// lines ends lines as everybody else does that end as on old Macintoshes.
type lines struct{ io.Reader }

func (l lines) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err //nolint:wrapcheck // as it was
}

// separatorLine cuts off the line with which Excel is told the delimiter.
func separatorLine(head []byte) (delimiter rune, rest []byte) {
	line, rest, _ := bytes.Cut(head, []byte("\n"))
	if s, ok := strings.CutPrefix(strings.TrimSpace(strings.Trim(string(line), `"`+"\r")), "sep="); ok && len(s) <= 1 {
		if s == "" {
			return '\t', rest
		}
		return rune(s[0]), rest
	}
	return 0, head
}

// isHeader reports whether a row names a headline or a text.
func isHeader(row []string) bool { return headerIn([][]string{row}, 1) == 0 }

// headerIn returns which of the first rows names a headline or a text and, all
// in all, enough columns; negative if none does.
func headerIn(rows [][]string, enough int) int {
	for i, row := range rows[:min(len(rows), headerRows)] {
		known, text := 0, false
		for _, cell := range row {
			if strings.Contains(cell, "://") || len(cell) > longestName && strings.Contains(strings.TrimSpace(cell), " ") {
				known, text = 0, false // a row of data
				break
			}
			k, t := field.StandsFor(cell)
			if columnPath.MatchString(cell) {
				for part := range strings.SplitSeq(cell, ".") {
					known, text := field.StandsFor(part)
					k, t = k || known, t || text
				}
			}
			if k {
				known++
			}
			text = text || t
		}
		if text && known >= enough {
			return i
		}
	}
	return -1
}

// longestName bounds, in bytes, the name of a column that has several words.
const longestName = 120

// isGrid reports whether rows have the same number of cells, at least four, as
// no prose has: there, a space follows on a comma.
func isGrid(rows [][]string, delimiter rune) bool {
	if len(rows) < 2 || delimiter != '\t' && len(rows) < 3 || len(rows[0]) < 4 {
		return false
	}
	spaced, cells := 0, 0
	for _, row := range rows {
		if len(row) != len(rows[0]) {
			return false
		}
		for _, cell := range row[1:] {
			cells++
			if strings.HasPrefix(cell, " ") {
				spaced++
			}
		}
	}
	return spaced*4 <= cells
}

// delimiterOf returns what stands between the cells of a table that begins with
// head: what makes its header the richest or else its first row the longest.
func delimiterOf(head []byte, isHeader func([]string) bool) rune {
	if d, _ := separatorLine(head); d != 0 {
		return d
	}
	best, most := ',', 0
	for _, delimiter := range delimiters {
		rows := sampleRows(head, true, delimiter)
		score := 0
		if len(rows) > 0 {
			score = len(rows[0])
		}
		if at := slices.IndexFunc(rows[:min(len(rows), headerRows)], isHeader); at >= 0 {
			score = 1000 * len(rows[at])
		}
		if score > most {
			best, most = delimiter, score
		}
	}
	return best
}
