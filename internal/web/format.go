package web

import (
	"strconv"
	"strings"
	"time"

	"byline/internal/news"
)

// formatInterval words the time from after to before, which is exclusive.
func formatInterval(after, before time.Time) string {
	last := before
	if h, m, s := before.Clock(); h == 0 && m == 0 && s == 0 {
		last = before.AddDate(0, 0, -1)
	}
	from, to := formatDate(after), formatDate(last)
	if after.Year() == last.Year() && from != to {
		from = after.Format("2 January")
	}
	switch {
	case after.IsZero() && before.IsZero():
		return "any time"
	case after.IsZero():
		return "until " + to
	case before.IsZero():
		return "since " + from
	case from == to:
		return from
	}
	return from + " to " + to
}

// timeOf reads a date or time as it is given in an address. What is neither is the zero time.
func timeOf(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t, _ = time.Parse(time.RFC3339, text) // zero if it fails
	}
	return t
}

// formatDate returns the date in the zone that the time came with, and nothing for the zero time.
func formatDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2 January 2006")
}

// formatISO is the time for programs that read the page.
func formatISO(t time.Time) string { return t.Format(time.RFC3339) }

// formatDay is the date as a field for dates has it.
func formatDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// formatFields names fields as people do.
func formatFields(fields []string) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		switch f {
		case news.FieldSource:
			f = "outlet"
		case news.FieldPublished:
			f = "date"
		}
		names[i] = f
	}
	return strings.Join(names, ", ")
}

func formatList(values []string) string { return strings.Join(values, ", ") }

// formatShortDate is formatDate with the month in three letters, where room is short.
func formatShortDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2 Jan 2006")
}

// formatCount is a number with what it counts: "1 quote", "2,140 quotes".
func formatCount(n int, what string) string {
	if n != 1 {
		what += "s"
		if stem, ok := strings.CutSuffix(what, "ys"); ok {
			what = stem + "ies"
		}
	}
	return formatThousands(n) + " " + what
}

// formatThousands is a number with separators: "2,140".
func formatThousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
