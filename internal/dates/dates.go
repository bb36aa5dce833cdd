// Package dates reads time expressions in questions.
package dates

import (
	"time"

	"byline/internal/news"
)

// Find returns the time expressions of an English question, in order, each
// with the interval of publication dates that it means relative to asOf, in
// the time zone of asOf. After is inclusive, Before exclusive, zero is open.
func Find(question string, asOf time.Time) []news.DateExpression { return nil }

// Interval combines the expressions of one question into one interval; zero is open.
func Interval(found []news.DateExpression) (after, before time.Time) { return after, before }

// Recent tells whether a question asks for the newest: "latest", "now", "so far".
func Recent(question string) bool { return false }

// ParseDay reads a date given by a person as a flag or a field: RFC 3339,
// YYYY-MM-DD, YYYY-MM, YYYY, or something simple relative to now ("yesterday", "3 days ago").
// dateOnly says that it has no clock time; t is then the beginning of the period in loc.
func ParseDay(s string, loc *time.Location) (t time.Time, dateOnly bool, err error) { return t, false, nil }
