package api

import (
	"time"

	"byline/internal/news"
)

// ParseInterval reads a date of a query, as after:2025-02-03, in all the ways that
// ParseTime takes. It returns the interval that is meant, with before exclusive; a
// time is the second that it names.
func ParseInterval(text string, now time.Time) (after, before time.Time, err error) {
	after, before, err = parsePeriod("date", text, now)
	switch {
	case err != nil:
	case after.IsZero():
		err = news.InvalidField("date", "must not be empty")
	case !after.Before(before):
		before = after.Add(time.Second)
	}
	return after, before, err
}
