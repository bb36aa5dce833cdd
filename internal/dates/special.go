package dates

import (
	"strconv"
	"strings"
	"time"
)

// fortnight is how many weeks a fortnight has.
const fortnight = 2

// countedUnit reads a unit that is counted at i: how many of which unit one of it is.
func (p *parser) countedUnit(i int) (u unit, times int) {
	if words().Fortnights[p.word(i)] {
		return unitWeek, fortnight
	}
	return unitOf(p.word(i)), 1
}

// half reads "H1" at i; h is 0 if there is none.
func (p *parser) half(i int) (h, next int) {
	if p.word(i) == "h" && i+1 < len(p.tokens) && p.tokens[i+1].glued {
		if h = p.tokens[i+1].number; h == 1 || h == 2 {
			return h, i + 2
		}
	}
	return 0, i
}

// holiday reads the name of a day or some days of every year at i, with the
// year if there is one: "Christmas", "Easter 2024".
func (p *parser) holiday(i int) (phrase, bool) {
	const longest = 60 // bytes of the name of a holiday
	if i >= len(p.tokens) || p.tokens[i].kind != word {
		return phrase{}, false
	}
	rest := p.text[p.tokens[i].start:]
	rest = strings.ReplaceAll(lowerASCII(rest[:min(len(rest), longest)]), "’", "'")
	name, next := "", i
	for known := range words().Holidays {
		if len(known) <= len(name) || !strings.HasPrefix(rest, known) {
			continue
		}
		at := i
		for length := len(known); at < len(p.tokens) && p.tokens[at].start-p.tokens[i].start < length; at++ {
			if p.word(at) == "’" {
				length += len("’") - len("'")
			}
		}
		if p.tokens[at-1].end-p.tokens[i].start < len(known) || at < len(p.tokens) && p.tokens[at].glued && p.tokens[at].kind == word && p.tokens[at-1].kind == word {
			continue // a longer word
		}
		name, next = known, at
	}
	if name == "" || p.capital(next) {
		return phrase{}, false
	}
	ph := phrase{match: match{next: next}, bind: bound, vague: true}
	year, after := p.trailingYear(next)
	if year != 0 {
		if ph.next, ph.vague, ph.bind = after, false, alone; !p.endsClause(after) {
			return phrase{}, false
		}
	} else if _, possessive := p.skipPossessive(next); possessive {
		return phrase{}, false
	}
	from, to, _ := strings.Cut(words().Holidays[name], "..")
	if to == "" {
		to = from
	}
	for y := p.asOf.Year(); y >= p.asOf.Year()-1; y-- {
		if year != 0 {
			y = year
		}
		loc := p.asOf.Location()
		first, last := holidayIn(from, y, loc), holidayIn(to, y, loc)
		if last.Before(first) { // from one year into the next
			first = holidayIn(from, y-1, loc)
		}
		ph.after, ph.before = first, last.AddDate(0, 0, 1)
		if year != 0 || !ph.after.After(p.asOf) {
			return ph, true
		}
	}
	return phrase{}, false
}

// holidayIn returns the day that a pack gives for a holiday, in a year: "12-25",
// "easter-2", or "thursday 4 11" for the fourth Thursday of November.
func holidayIn(day string, year int, loc *time.Location) time.Time {
	if offset, movable := strings.CutPrefix(day, "easter"); movable {
		n, _ := strconv.Atoi(offset) // no offset is none
		return easter(year, loc).AddDate(0, 0, n)
	}
	if parts := strings.Fields(day); len(parts) == 3 {
		d, _ := weekday(parts[0])
		n, _ := strconv.Atoi(parts[1])
		m, _ := strconv.Atoi(parts[2])
		first := date(year, m, 1, loc)
		return first.AddDate(0, 0, (int(d)-int(first.Weekday())+7)%7+7*(n-1))
	}
	month, dayOf, _ := strings.Cut(day, "-")
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(dayOf)
	return date(year, m, d, loc)
}

// easter returns Easter Sunday of the western churches (the anonymous
// Gregorian algorithm, as given by Meeus, 1991).
func easter(year int, loc *time.Location) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	return date(year, month, (h+l-7*m+33*month+19)%32, loc)
}

// numericDate reads a date in numbers, year last: "24/11/2026", "24.11.2026".
// Where day and month could be either, the day is first, as in most of the
// world; other is then the day that it is if the month is first.
func (p *parser) numericDate(i int) (c, other calendar, next int, ok bool) {
	if i+4 >= len(p.tokens) || i > 0 && p.tokens[i].glued && p.tokens[i-1].kind != symbol {
		return c, c, i, false
	}
	first, second, third := p.tokens[i], p.tokens[i+2], p.tokens[i+4]
	short := func(t token) bool { return t.kind == digits && t.end-t.start <= 2 && t.number >= 1 && t.number <= 31 }
	length := third.end - third.start // of the year
	if !short(first) || !short(second) || third.kind != digits || length != 4 && length != 2 || !isDotted(p.tokens[i:i+5]) {
		return c, c, i, false
	}
	if next = i + 5; next < len(p.tokens) && p.tokens[next].glued && p.tokens[next].kind != symbol {
		return c, c, i, false
	}
	day, month, year := first.number, second.number, third.number
	if length == 2 {
		if !isShortDate(first, month) {
			return c, c, i, false
		}
		year += 2000
	}
	switch {
	case month > 12:
		day, month = month, day
	case day <= 12 && day != month:
		other = calendar{year: year, first: day, day: month}
	}
	c = calendar{year: year, first: month, day: day}
	return c, other, next, month <= 12 && day <= daysIn(year, month) && year >= 1800 && year < 2200
}

// isShortDate reports whether a date with two digits of its year can be nothing else:
// 27/11/26, and not 3.5.24.
func isShortDate(first token, month int) bool {
	return first.number > 12 && first.end-first.start == 2 && month <= 12
}

// dayAndMonthNumber reads a day and a month in numbers without the year at i, as in
// "between 24/11 and 26/11", where only one of them can be the month.
func (p *parser) dayAndMonthNumber(i int) (c calendar, next int, ok bool) {
	if i+2 >= len(p.tokens) || i > 0 && p.tokens[i].glued {
		return c, i, false
	}
	first, stroke, second := p.tokens[i], p.tokens[i+1], p.tokens[i+2]
	if first.kind != digits || second.kind != digits || stroke.word != "/" || !stroke.glued || !second.glued || i+3 < len(p.tokens) && p.tokens[i+3].glued && p.tokens[i+3].word == "/" {
		return c, i, false
	}
	day, month := first.number, second.number
	if month > 12 {
		day, month = month, day
	}
	const leap = 2024 // a year that has every day
	return calendar{first: month, day: day}, i + 3, day > 12 && month >= 1 && month <= 12 && day <= daysIn(leap, month)
}

// isDotted reports whether the second and fourth of five tokens are the same mark
// between the parts of a date, with no space around them.
func isDotted(t []token) bool {
	mark := t[1].word
	return t[1].glued && t[2].glued && t[3].glued && t[4].glued && t[3].word == mark && (mark == "/" || mark == "." || mark == "-")
}

// weekdayThe reads the day of the month behind a day of the week at i, as in
// "Friday the 20th": the latest such day.
func (p *parser) weekdayThe(d time.Weekday, i int) (phrase, bool) {
	n, next, ok := p.dayNumber(i)
	if !ok || next != i+2 { // only with its ending
		return phrase{}, false
	}
	return p.latestDay(next, func(at time.Time) bool { return at.Day() == n && at.Weekday() == d })
}

// latestDay makes a phrase of the latest day that is wanted.
func (p *parser) latestDay(next int, wanted func(time.Time) bool) (phrase, bool) {
	const longest = 800 // days until a day of the month falls on every day of the week
	y, m, today := p.asOf.Date()
	for back := range longest {
		if at := date(y, int(m), today-back, p.asOf.Location()); wanted(at) {
			ph := phrase{match: match{next: next}, bind: dayBind, vague: true}
			ph.after, ph.before = at, at.AddDate(0, 0, 1)
			return ph, true
		}
	}
	return phrase{}, false
}
