package table

import (
	"slices"
	"strings"
	"time"

	"byline/internal/format/field"
)

// guessedRows is how many rows are looked at for what columns hold whose names are
// not known, and longText the mean length, in bytes, that only texts of articles have.
const (
	guessedRows = 20
	longText    = 200
)

// guess names columns whose names are not known by what is in them, where no other
// has that: the one with the longest cells is the text if they are long, and the
// only one in which every cell is a date is the date.
func guess(columns []string, rows []Row) {
	texts, dates := -1, []int{}
	most := longText
	for i, name := range columns {
		if known, _ := field.StandsFor(name); known || name == "" {
			continue
		}
		size, isDates := look(rows, i)
		if size >= most {
			texts, most = i, size
		}
		if isDates {
			dates = append(dates, i)
		}
	}
	if texts >= 0 && !slices.ContainsFunc(columns, field.IsFullText) {
		columns[texts] = "body"
	}
	if len(dates) == 1 && !slices.ContainsFunc(columns, field.IsDate) {
		columns[dates[0]] = "date"
	}
}

// look returns the mean length of the cells of a column that are not empty, and whether all of them are dates.
func look(rows []Row, column int) (size int, isDates bool) {
	filled := 0
	isDates = true
	for _, row := range rows {
		if column >= len(row.Cells) {
			continue
		}
		cell := strings.TrimSpace(row.Cells[column])
		if cell == "" {
			continue
		}
		filled++
		size += len(cell)
		isDates = isDates && isDate(cell)
	}
	if filled == 0 {
		return 0, false
	}
	return size / filled, isDates
}

// isDate reports whether a cell is a date; a number alone may be anything.
func isDate(cell string) bool {
	if len(cell) > 40 || strings.Trim(cell, "0123456789.,-") == "" && strings.Count(cell, "-")+strings.Count(cell, ".") < 2 {
		return false
	}
	_, err := field.TimeIn(cell, time.UTC, field.DayFirst)
	return err == nil
}
