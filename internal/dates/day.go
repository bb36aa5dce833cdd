package dates

import (
	"strings"
	"time"

	"byline/internal/news"
)

// accepted is what ParseDay says that it reads.
const accepted = `give a date as 2024-05-03, 2024-05, 2024 or 2024-05-03T15:04:05Z, or "today", "yesterday", "3 days ago", "2w ago"`

// dayLayouts are the forms of a date that ParseDay reads; those with a clock
// time come first.
var dayLayouts = []struct {
	layout   string
	dateOnly bool
}{
	{time.RFC3339, false},
	{"2006-01-02T15:04:05", false},
	{"2006-01-02T15:04", false},
	{"2006-01-02 15:04:05", false},
	{"2006-01-02 15:04", false},
	{"2006-01-02", true},
	{"2006-01", true},
	{"2006", true},
}

// ParseDay reads a date that a person gave as a flag or a field: RFC 3339,
// YYYY-MM-DD, YYYY-MM, YYYY, "now", "today", "yesterday", or a distance from
// now ("3 days ago", "3d ago", "2w", "6 months ago", "12h"). Without a zone of
// its own it is in loc, nil meaning UTC. With dateOnly, t is midnight at the
// beginning of the day, month or year. The error is of kind invalid and says what is accepted.
func ParseDay(s string, loc *time.Location) (t time.Time, dateOnly bool, err error) {
	if loc == nil {
		loc = time.UTC
	}
	return parseDay(s, time.Now().In(loc))
}

func parseDay(s string, now time.Time) (t time.Time, dateOnly bool, err error) {
	text := strings.TrimSpace(s)
	for _, l := range dayLayouts {
		if t, err := time.ParseInLocation(l.layout, text, now.Location()); err == nil && t.Year() > 0 {
			return t, l.dateOnly, nil
		}
	}
	p := parser{text: text, tokens: tokenize(lowerASCII(text)), asOf: now}
	if t, dateOnly, ok := p.distance(); ok {
		return t, dateOnly, nil
	}
	if len(text) > 40 {
		text = strings.ToValidUTF8(text[:40], "") + "…"
	}
	return t, false, news.Errorf(news.KindInvalid, "%q is not a date: %s", text, accepted)
}

// distance reads all of a text as a moment relative to asOf.
func (p *parser) distance() (t time.Time, dateOnly, ok bool) {
	if len(p.tokens) == 1 {
		switch p.word(0) {
		case "now":
			return p.asOf, false, true
		case "today":
			return ago(unitDay, 0, p.asOf), true, true
		case "yesterday":
			return ago(unitDay, 1, p.asOf), true, true
		}
	}
	if len(p.tokens) < 2 || len(p.tokens) > 3 || len(p.tokens) == 3 && p.word(2) != "ago" {
		return t, false, false
	}
	n := p.tokens[0].number
	if p.tokens[0].kind == word {
		n = cardinal(p.word(0))
	}
	u := unitOf(p.word(1))
	if p.tokens[0].kind == digits {
		switch p.word(1) {
		case "h":
			u = unitHour
		case "d":
			u = unitDay
		case "w":
			u = unitWeek
		case "mo":
			u = unitMonth
		case "y":
			u = unitYear
		}
	}
	if n < 0 || n > 100000 || n == 0 && p.tokens[0].kind == word || u == noUnit {
		return t, false, false
	}
	t = ago(u, n, p.asOf)
	return t, u != unitHour, t.Year() > 0
}
