package api

import (
	"time"

	"byline/internal/dates"
	"byline/internal/news"
)

// ParseTime reads a time, wherever one is taken: RFC 3339; a day, a month or a
// year as 2025-02-03, 2025-02 and 2025, which begin at midnight UTC; or words,
// as dates.Read reads them relative to now and in its time zone. A period stands
// for its beginning. Empty text is the zero time.
func ParseTime(field, text string, now time.Time) (time.Time, error) {
	from, _, err := parsePeriod(field, text, now)
	return from, err
}

// ParseMoment reads the moment of asking. Of a period all is known: it stands
// for its last instant.
func ParseMoment(field, text string, now time.Time) (time.Time, error) {
	from, to, err := parsePeriod(field, text, now)
	if err == nil && to.After(from) {
		from = to.Add(-time.Nanosecond)
	}
	return from, err
}

// InWords reports whether a text that ParseTime takes has to be read by a rule
// that a person may want to see applied: it is neither a day nor a time.
func InWords(text string) bool {
	_, errDay := time.Parse(time.DateOnly, text)
	_, errTime := time.Parse(time.RFC3339, text)
	return text != "" && errDay != nil && errTime != nil
}

// numerals are the ways of writing a time in digits, with what each lasts for.
// The zone of one that names none is UTC.
var numerals = []struct {
	layout              string
	years, months, days int
}{
	{layout: time.DateOnly, days: 1},
	{layout: time.RFC3339},
	{layout: "2006-01", months: 1},
	{layout: "2006", years: 1},
	{layout: "20060102", days: 1},
	{layout: "2006-01-02T15:04Z07:00"},
	{layout: "2006-01-02T15:04:05"},
	{layout: "2006-01-02T15:04"},
	{layout: time.DateTime},
	{layout: "2006-01-02 15:04"},
}

// parsePeriod reads what has a beginning and an end, which for a time are the same.
func parsePeriod(field, text string, now time.Time) (from, to time.Time, err error) {
	if text == "" {
		return from, to, nil
	}
	from, to, ok := inDigits(text)
	if !ok && len(text) <= MaxName {
		from, to, ok = dates.Read(text, now)
	}
	if !ok {
		return from, to, news.InvalidField(field, `want a date as 2025-02-03, a time as 2025-02-03T09:40:00+02:00 or words as 7d, yesterday or "last monday", not %q`, Clip(text))
	}
	// Years outside of this range cannot be kept in nanoseconds, which not only databases count in.
	if from.Year() < 1700 || from.Year() > 2250 {
		return time.Time{}, time.Time{}, news.InvalidField(field, "the year %d is out of range (1700 to 2250)", from.Year())
	}
	return from, to, nil
}

func inDigits(text string) (from, to time.Time, ok bool) {
	for _, n := range numerals {
		if t, err := time.Parse(n.layout, text); err == nil {
			return t, t.AddDate(n.years, n.months, n.days), true
		}
	}
	return from, to, false
}

// FormatTime writes a time as ParseTime takes it or, if it is the last instant of
// a day, as ParseMoment does: as a day where it is one in UTC.
func FormatTime(t time.Time) string {
	begins := t.UTC()
	if end := begins.Add(time.Nanosecond); end.Truncate(24 * time.Hour).Equal(end) {
		return t.UTC().Format(time.DateOnly)
	}
	if begins.Truncate(24 * time.Hour).Equal(begins) {
		return begins.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// Clip shortens text that is quoted in an error.
func Clip(text string) string {
	const most = 60
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
