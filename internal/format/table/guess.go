package table

import (
	"slices"
	"strings"

	"byline/internal/format/field"
)

// guessedRows is how many rows are looked at for what columns hold whose names are not known.
const guessedRows = 20

// guess names columns whose names are not known by what is in them.
func guess(columns []string, rows []Row) {
	for i, name := range field.Guess(filled(columns, rows)) {
		columns[i] = name
	}
}

// filled are columns with what the rows have in them.
func filled(columns []string, rows []Row) []field.Column {
	out := make([]field.Column, len(columns))
	for i, name := range columns {
		out[i].Name = name
		for _, row := range rows {
			if i < len(row.Cells) {
				out[i].Values = append(out[i].Values, row.Cells[i])
			}
		}
	}
	return out
}

// unnamed returns the names of the columns of a table in which no row names a headline or
// a text, and its rows, if what is in them tells both, and a date or an address: its first
// row names them in a way of its own, or nothing does. ok is false for any other.
func unnamed(rows []Row) (columns []string, data []Row, ok bool) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(row Row) bool { return row.Err != nil })
	const fewest = 2
	if len(rows) == 0 || len(rows[0].Cells) < fewest || slices.ContainsFunc(rows, func(row Row) bool { return len(row.Cells) != len(rows[0].Cells) }) {
		return nil, nil, false
	}
	for _, named := range []bool{true, false} {
		columns, data = names(rows[0].Cells), rows[1:]
		if !named {
			columns, data = make([]string, len(columns)), rows
			for i := range columns {
				columns[i] = "?" // which stands for nothing
			}
		}
		found := field.Guess(filled(columns, data))
		if !tellsArticles(found) || named && !isNamed(rows[0].Cells, found) || slices.ContainsFunc(columns, isQuestion) {
			continue
		}
		for i := range columns {
			if name := found[i]; name != "" {
				columns[i] = name
			} else if !named {
				columns[i] = ""
			}
		}
		return columns, data, true
	}
	return nil, nil, false
}

// isQuestion reports whether a column is of the answers to a question.
func isQuestion(name string) bool { return len(name) > 1 && strings.HasSuffix(name, "?") }

// tellsArticles reports whether what is found in columns are articles.
func tellsArticles(found map[int]string) bool {
	has := map[string]bool{}
	for _, name := range found {
		has[name] = true
	}
	return has["headline"] && has["body"] && (has["date"] || has["url"])
}

// isNamed reports whether the first row of a table names its columns: nothing in it is
// what the column holds.
func isNamed(first []string, found map[int]string) bool {
	for i, cell := range first {
		if field.Guess([]field.Column{{Name: "?", Values: []string{cell}}})[0] != "" || found[i] == "url" && strings.Contains(cell, "://") || strings.Count(strings.TrimSpace(cell), " ") > 3 {
			return false
		}
	}
	return true
}
