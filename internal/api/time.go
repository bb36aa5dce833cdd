package api

import (
	"time"

	"byline/internal/news"
)

// ParseTime reads an RFC 3339 time, or a date, which is midnight UTC. Empty text is the zero time.
func ParseTime(field, text string) (time.Time, error) {
	t, _, err := parseTimeOrDay(field, text)
	return t, err
}

// ParseMoment reads the moment of asking. A date alone means that all of the
// day is known: its last instant.
func ParseMoment(field, text string) (time.Time, error) {
	t, day, err := parseTimeOrDay(field, text)
	if err == nil && day {
		t = t.AddDate(0, 0, 1).Add(-time.Nanosecond)
	}
	return t, err
}

func parseTimeOrDay(field, text string) (t time.Time, day bool, err error) {
	if text == "" {
		return time.Time{}, false, nil
	}
	if t, err = time.Parse(time.DateOnly, text); err == nil {
		day = true
	} else if t, err = time.Parse(time.RFC3339, text); err != nil {
		return time.Time{}, false, news.InvalidField(field, "want a date as 2025-02-03 or a time as 2025-02-03T09:40:00+02:00, not %q", Clip(text))
	}
	// Years outside of this range cannot be kept in nanoseconds, which not only databases count in.
	if t.Year() < 1700 || t.Year() > 2250 {
		return time.Time{}, false, news.InvalidField(field, "the year %d is out of range (1700 to 2250)", t.Year())
	}
	return t, day, nil
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
