package dates

import (
	"strings"
	"time"

	"byline/internal/lang"
)

// Read reads a text that is nothing but a time, as people write it into a field
// of dates, and returns the period that it names; ok is false if it names none.
// The words are those that Find knows in a question, but nothing around them has
// to show that a time is meant, the period may be still to come, and a distance
// is counted to the day:
//
//	text                                  with asOf on Wednesday 15 May 2024, 14:30
//	now, 12h, 12 hours ago, 5 min ago     that moment, for which after and before are equal
//	today, yesterday, tomorrow            15, 14, 16 May
//	7d, now-7d, 7 days ago, last 7 days   8 May; as well w, mo or m (months), q, y
//	2 weeks ago, a year ago               1 May; 15 May 2023
//	monday, last monday                   13 May, the latest; "last" is never today
//	last week, past week, this month      6 to 12 May; 8 May; May
//	2023, sept 2023, q3 2023, summer 2023 that year, month, quarter, season
//	3 may, 3 may 2023, may 3rd, 3/5/2023  that day; without a year the latest
//	march, christmas, early march         the latest that has begun
//	2025-Q1, 2025W07, 03FEB2025, 2025/9   as spoken has them
//
// So are the words of other languages that Find knows: "vor 3 Stunden", "hace 2 días".
// Where 10/03/2024 may be two days, it is the one with the day first, as in Find.
func Read(text string, asOf time.Time) (after, before time.Time, ok bool) {
	if after, before, ok = readEnglish(text, asOf); ok {
		return after, before, true
	}
	text = strings.TrimSpace(text)
	for _, pack := range lang.Askers() {
		for _, w := range pack.Ways() {
			at := w.FindStringSubmatchIndex(text)
			if len(at) == 0 || at[0] > 0 || at[1] < len(text) {
				continue
			}
			english := strings.TrimPrefix(strings.TrimPrefix(inEnglish(w, &pack.Time, text, at), "on "), "in ")
			if after, before, ok = readEnglish(english, asOf); ok {
				return after, before, true
			}
		}
	}
	return readEnglish(spoken(text), asOf)
}

func readEnglish(text string, asOf time.Time) (after, before time.Time, ok bool) {
	p := newParser(text, asOf)
	for _, read := range []func() (phrase, bool){p.moment, p.distance, p.wholePhrase} {
		if ph, found := read(); found && ph.next == len(p.tokens) {
			return ph.after, ph.before, true
		}
	}
	return after, before, false
}

// moment reads "now" and "tomorrow", which restrict nothing in a question.
func (p *parser) moment() (phrase, bool) {
	switch p.word(0) {
	case "now":
		return phrase{match: match{after: p.asOf, before: p.asOf, next: 1}}, true
	case "just":
		return phrase{match: match{after: p.asOf, before: p.asOf, next: 2}}, p.word(1) == "now"
	case "tomorrow":
		return p.days(-1, -1, 1), true
	}
	return phrase{}, false
}

// distance reads how long ago a day or an hour was: "7d", "-7d", "2 weeks ago",
// "about 3 hours ago", "last 7 days".
func (p *parser) distance() (phrase, bool) {
	i := 0
	if words().Roughly[p.word(i)] {
		i++
	}
	if p.word(i) == "now" && p.word(i+1) == "-" { // now-7d, as Elasticsearch counts
		i++
	}
	for p.word(i) == "-" || p.word(i) == "the" || p.word(i) == "last" || p.word(i) == "past" {
		i++
	}
	if i > 0 && p.word(i-1) == "last" && unitOf(p.word(i)) != noUnit {
		return phrase{}, false // "last week" is one of the calendar
	}
	n, u, next, ok := p.shortDistance(i)
	if !ok {
		var times int
		if n, next, ok = p.count(i); !ok {
			n, next, ok = 1, i, i > 0 // "past week"
		}
		u, times = p.countedUnit(next)
		n, next = n*times, next+1
	}
	if !ok || u == noUnit {
		return phrase{}, false
	}
	if p.word(next) == "ago" {
		next++
	}
	if p.word(0) == "now" && p.word(next) == "/" { // now-7d/d
		next += 2
	}
	ph := phrase{match: match{next: next}}
	ph.after = ago(u, n, p.asOf)
	if ph.before = ph.after; ofClock(u) == 0 {
		y, m, d := ph.after.Date()
		ph.before = date(y, int(m), d+1, ph.after.Location())
	}
	return ph, true
}

// shortDistance reads a number with the letter of a unit at i: "7d".
func (p *parser) shortDistance(i int) (n int, u unit, next int, ok bool) {
	if i+1 >= len(p.tokens) || p.tokens[i].kind != digits || !p.tokens[i+1].glued {
		return 0, noUnit, i, false
	}
	switch p.word(i + 1) {
	case "h":
		u = unitHour
	case "d":
		u = unitDay
	case "w":
		u = unitWeek
	case "m", "mo":
		u = unitMonth
	case "q":
		u = unitQuarter
	case "y":
		u = unitYear
	default:
		u = unitOf(p.word(i + 1)) // "7days"
	}
	const most = 10_000
	n = p.tokens[i].number
	return n, u, i + 2, n >= 0 && n <= most && u != noUnit
}

// wholePhrase reads what names a period in a question.
func (p *parser) wholePhrase() (phrase, bool) {
	if m, short := month(p.word(0)); short && m != 0 && len(p.tokens) == 1 { // in a question it may be a name
		return p.resolve(calendar{first: m, months: 1}, 1, dateBind)
	}
	ph, ok := p.phrase(0)
	if ok && ph.before.IsZero() { // "past week" goes on until asOf
		ph.before = p.asOf
	}
	return ph, ok
}
