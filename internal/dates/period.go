package dates

import "time"

// phrase reads what names a period at i, with an article before it: the
// part of one, a relative one or one of the calendar.
func (p *parser) phrase(i int) (phrase, bool) {
	article := p.word(i) == "the"
	if article {
		i++
	}
	if p.is(i, "weekend", "of") {
		if ph, ok := p.partial(i); ok {
			return ph, true
		}
	}
	if ph, ok := p.relative(i); ok {
		return ph, true
	}
	if ph, ok := p.partial(i); ok {
		return ph, true
	}
	if ph, ok := p.weekday(i); ok {
		return ph, true
	}
	if ph, ok := p.dated(i); ok {
		return ph, !(article && p.describes(i, ph))
	}
	if ph, ok := p.weekNumber(i); ok {
		return ph, true
	}
	if article {
		return p.dayAlone(i)
	}
	return phrase{}, false
}

// weekNumber reads a week by its number in the year, as ISO 8601 counts, at i:
// "week 47", "week 47 of 2025". Without a year it is the latest that has begun.
func (p *parser) weekNumber(i int) (phrase, bool) {
	n, next, ok := p.number(i + 1)
	if !ok || p.word(i) != "week" || n < 1 || n > 53 {
		return phrase{}, false
	}
	ph := phrase{bind: bound, vague: true}
	year, next := p.trailingYear(next)
	ph.next = next
	for y := p.asOf.Year(); ; y-- {
		if year != 0 {
			y, ph.vague = year, false
		}
		ph.after, ph.before = calendarUnit(unitWeek, 1-n, date(y, 1, 4, p.asOf.Location())) // which is in the first week
		if in, _ := ph.after.AddDate(0, 0, 3).ISOWeek(); in == y && (year != 0 || !ph.after.After(p.asOf)) {
			return ph, true
		}
		if year != 0 || y < p.asOf.Year()-10 {
			return phrase{}, false
		}
	}
}

// dayAlone reads a day of the month without the month behind an article at i, as in
// "on the 25th": the latest such day.
func (p *parser) dayAlone(i int) (phrase, bool) {
	n, next, ok := p.dayNumber(i)
	if ok && p.word(next) == "of" && (p.word(next+1) == "this" || p.word(next+1) == "last") && p.word(next+2) == "month" {
		month := p.unit(unitMonth, btoi(p.word(next+1) == "last"), next+3)
		y, m, _ := month.after.Date()
		return p.resolve(calendar{year: y, first: int(m), day: n}, next+3, dateBind)
	}
	if !ok || next != i+2 || !p.endsClause(next) { // only with its ending: "on the 4th floor"
		return phrase{}, false
	}
	return p.latestDay(next, func(at time.Time) bool { return at.Day() == n })
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// describes tells whether a date at i that follows an article describes the
// words after it, as in "the 2024 race", "the March talks", "the 3 May vote".
func (p *parser) describes(i int, ph phrase) bool {
	c := ph.calendar
	switch {
	case c.day > 0:
		for ; i < ph.next; i++ {
			if p.word(i) == "of" { // "the 3rd of May"
				return false
			}
		}
		return !p.endsClause(ph.next)
	case c.months == 1:
		return c.year == 0 || !p.endsClause(ph.next)
	}
	return c.months == 12
}

// partial reads a part of a period: "early March", "the end of 2023", "first
// half of last year", "last week of May", "week of 3 June 2024".
func (p *parser) partial(i int) (phrase, bool) {
	which, of := partOf(p.word(i))
	switch next := i + 1; {
	case which != whole && of:
		if p.word(next) != "of" {
			return phrase{}, false
		}
		i = next + 1
	case which != whole:
		if i = next; p.word(i) == "-" {
			i++
		}
	case p.word(i) == "week" && (p.word(next) == "of" || p.word(next) == "beginning" || p.word(next) == "starting"):
		return p.weekOf(next + 1)
	case p.is(i, "weekend", "of"):
		return p.weekendOf(next + 1)
	case p.is(next, "half", "of") && halfOf(p.word(i)) != whole:
		which, i = halfOf(p.word(i)), i+3
	case p.isEdge(i):
		return p.edge(i)
	default:
		return phrase{}, false
	}
	ph, ok := p.divided(i)
	months := ph.calendar.months
	if !ok || months == 0 || ph.before.IsZero() {
		return ph, ok && ph.calendar.day == 0 && ph.bind == alone // "late last week" is all of it
	}
	ph.after, ph.before = narrow(ph.after, ph.before, months, which)
	ph.calendar, ph.bind = calendar{}, dateBind
	if ph.resolved == 0 {
		ph.bind = alone // "early last month"
	}
	return ph, true
}

// divided reads the period at i that is asked for in part. The year and the month are
// those of now.
func (p *parser) divided(i int) (ph phrase, ok bool) {
	if p.word(i) == "the" {
		i++
		if u := unitOf(p.word(i)); u == unitYear || u == unitMonth {
			return p.unit(u, 0, i+1), true
		}
	}
	if ph, ok = p.relative(i); ok {
		return ph, true
	}
	return p.dated(i)
}

// halfOf returns the half that an ordinal names.
func halfOf(ordinal string) part {
	switch ordinal {
	case "first":
		return firstHalf
	case "second":
		return secondHalf
	}
	return whole
}

// weekOf reads the day or month after "week of" at i.
func (p *parser) weekOf(i int) (phrase, bool) {
	ph, ok := p.dated(i)
	if !ok || ph.calendar.day == 0 {
		return ph, false
	}
	ph.after, ph.before = calendarUnit(unitWeek, 0, ph.after)
	ph.calendar, ph.bind = calendar{}, dateBind
	return ph, true
}

// weekendOf reads the day or days behind "weekend of" at i.
func (p *parser) weekendOf(i int) (phrase, bool) {
	if p.word(i) == "the" {
		i++
	}
	ph, ok := p.pair(i, isRange)
	if !ok || ph.calendar.day == 0 {
		return ph, false
	}
	if !ph.joined { // the Saturday and the Sunday of its week
		monday, _ := calendarUnit(unitWeek, 0, ph.after)
		ph.after, ph.before = monday.AddDate(0, 0, 5), monday.AddDate(0, 0, 7)
	}
	ph.calendar, ph.bind = calendar{}, dateBind
	return ph, true
}

// isEdge reports whether the first or last of something, or its second to fourth week, is at i.
func (p *parser) isEdge(i int) bool {
	which := p.word(i)
	return p.word(i+2) == "of" && (which == "first" || which == "last" || ordinal(which) > 0 && unitOf(p.word(i+1)) == unitWeek)
}

// edge reads the first or last day, week or month of a period at i, or its second to fourth week.
func (p *parser) edge(i int) (phrase, bool) {
	nth, u := ordinal(p.word(i)), unitOf(p.word(i+1)) // 0: the last
	i += 3
	if p.word(i) == "the" {
		i++
	}
	ph, ok := p.dated(i)
	if !ok || ph.calendar.months <= monthsOf(u) || u == noUnit || ofClock(u) > 0 {
		return ph, false
	}
	ph.calendar, ph.bind = calendar{}, bound
	switch months := monthsOf(u); {
	case months > 0 && nth > 0:
		ph.before = date(ph.after.Year(), int(ph.after.Month())+months, 1, p.asOf.Location())
	case months > 0:
		ph.after = date(ph.before.Year(), int(ph.before.Month())-months, 1, p.asOf.Location())
	default:
		length := 1
		if u == unitWeek {
			length = 7
		}
		if y, m, d := ph.after.Date(); nth > 0 {
			d += (nth - 1) * length
			ph.after, ph.before = date(y, int(m), d, p.asOf.Location()), date(y, int(m), d+length, p.asOf.Location())
		} else {
			y, m, d = ph.before.Date()
			ph.after = date(y, int(m), d-length, p.asOf.Location())
		}
	}
	return ph, true
}

// dated reads a period of the calendar at i.
func (p *parser) dated(i int) (phrase, bool) {
	if c, next, ok := p.isoDate(i); ok {
		return p.resolve(c, next, dateBind)
	}
	if c, next, ok := p.dayAndMonthNumber(i); ok {
		return p.resolve(c, next, bound)
	}
	if c, other, next, ok := p.numericDate(i); ok {
		ph, ok := p.resolve(c, next, dateBind)
		if other.day > 0 {
			ph.other, _, _ = other.in(other.year, p.asOf.Location())
		}
		return ph, ok
	}
	if ph, ok := p.holiday(i); ok {
		return ph, true
	}
	if c, next, ok := p.dayAndMonth(i); ok {
		return p.resolve(c, next, dateBind)
	}
	if c, next, b, ok := p.months(i); ok {
		return p.resolve(c, next, b)
	}
	if c, next, ok := p.years(i); ok {
		return p.resolve(c, next, bound)
	}
	return phrase{}, false
}

// resolve makes a phrase of a calendar period.
func (p *parser) resolve(c calendar, next int, b bind) (phrase, bool) {
	ph := phrase{match: match{next: next}, calendar: c, bind: b, vague: c.year == 0}
	var ok bool
	ph.after, ph.before, ph.resolved, ok = c.latest(p.asOf)
	return ph, ok
}

func separatesDate(t token) bool { return t.glued && (t.word == "-" || t.word == "/") }

// isoDate reads YYYY-MM-DD, YYYY/MM/DD or YYYY-MM at i.
func (p *parser) isoDate(i int) (c calendar, next int, ok bool) {
	if i+2 >= len(p.tokens) || i > 0 && p.tokens[i].glued && p.tokens[i-1].kind != symbol {
		return c, i, false
	}
	y, sep, m := p.tokens[i], p.tokens[i+1], p.tokens[i+2]
	if y.kind != digits || y.end-y.start != 4 {
		return c, i, false
	}
	two := func(t token) bool { return t.glued && t.kind == digits && t.end-t.start == 2 }
	if y.number < 1800 || y.number >= 2200 || !separatesDate(sep) || !two(m) || m.number < 1 || m.number > 12 {
		return c, i, false
	}
	if i+4 < len(p.tokens) && p.tokens[i+3].glued && p.tokens[i+3].word == sep.word && two(p.tokens[i+4]) {
		d := p.tokens[i+4].number
		return calendar{year: y.number, first: m.number, day: d}, i + 5, d >= 1 && d <= daysIn(y.number, m.number)
	}
	if sep.word == "/" || i+3 < len(p.tokens) && p.tokens[i+3].glued && p.tokens[i+3].kind != symbol {
		return c, i, false
	}
	return calendar{year: y.number, first: m.number, months: 1}, i + 3, true
}

// dayAndMonth reads a day with its month, and the year if there is one: "3 May", "May 3rd, 2024", "the 3rd of May".
func (p *parser) dayAndMonth(i int) (c calendar, next int, ok bool) {
	if d, next, ok := p.dayNumber(i); ok {
		if p.word(next) == "of" {
			next++
		}
		m, next := p.month(next)
		if m == 0 {
			return c, i, false
		}
		c = calendar{first: m, day: d}
		c.year, next = p.trailingYear(next)
		return c, next, true
	}
	m, next := p.month(i)
	if m == 0 {
		return c, i, false
	}
	if p.word(next) == "the" {
		next++
	}
	d, next, ok := p.dayNumber(next)
	if !ok {
		return c, i, false
	}
	if (m == 5 || m == 3) && !p.capital(i) && unitOf(p.word(next)) != noUnit {
		return c, i, false // "may 3 days be enough"
	}
	c = calendar{first: m, day: d}
	c.year, next = p.trailingYear(next)
	return c, next, true
}

// month reads the name of a month at i, with the stop of an abbreviation; m is 0 if there is none.
func (p *parser) month(i int) (m, next int) {
	m, short := month(p.word(i))
	if m == 0 {
		return 0, i
	}
	if next = i + 1; short && p.word(next) == "." && p.tokens[next].glued {
		next++
	}
	return m, next
}

// trailingYear reads a year after a day or month at i, with a comma or "of" before it; y is 0 if there is none.
func (p *parser) trailingYear(i int) (y, next int) {
	at := i
	if w := p.word(at); w == "," || w == "of" {
		at++
	}
	if y, next, ok := p.yearNumber(at, 1000); ok && (at == i || p.word(i) == "of" || !countedOrNamed(p.word(next))) {
		return y, next
	}
	return p.shortYear(i)
}

// shortYear reads a year of this century after an apostrophe at i: "summer '26".
func (p *parser) shortYear(i int) (y, next int) {
	if w := p.word(i); w != "'" && w != "’" || i+1 >= len(p.tokens) {
		return 0, i
	}
	if t := p.tokens[i+1]; t.glued && t.kind == digits && t.end-t.start == 2 {
		return 2000 + t.number, i + 2
	}
	return 0, i
}

// slashedYear reads a year behind a quarter or a half at i, which a stroke may part
// from it: "H2/2026".
func (p *parser) slashedYear(i int) (y, next int) {
	if i+1 < len(p.tokens) && p.word(i) == "/" && p.tokens[i].glued {
		if t := p.tokens[i+1]; t.glued && t.kind == digits && t.end-t.start == 4 {
			return t.number, i + 2
		}
	}
	return p.trailingYear(i)
}

// months reads a month, a quarter or a season, with the year if there is one.
func (p *parser) months(i int) (c calendar, next int, b bind, ok bool) {
	if first, isSeason := season(p.word(i)); isSeason {
		c = calendar{first: first, months: 3}
		c.year, next = p.trailingYear(i + 1)
		switch p.word(next) {
		case "of", "from", "to", "in": // "the fall of Kabul"
			return c, next, bound, c.year != 0
		}
		return c, next, bound, true
	}
	if q, at := p.quarter(i); q > 0 {
		c = calendar{first: 3*q - 2, months: 3}
		c.year, next = p.slashedYear(at)
		return c, next, bindOf(c), c.year != 0 || p.word(at) != "of"
	}
	if h, at := p.half(i); h > 0 {
		c = calendar{first: 6*h - 5, months: 6}
		c.year, next = p.slashedYear(at)
		return c, next, bindOf(c), c.year != 0 || p.word(at) != "of"
	}
	m, at := p.month(i)
	if m == 0 {
		return c, i, 0, false
	}
	_, short := month(p.word(i))
	c = calendar{first: m, months: 1}
	c.year, next = p.trailingYear(at)
	switch {
	case c.year != 0:
		return c, next, dateBind, true
	case short || p.word(next) == "madness":
		return c, i, 0, false
	case m == 3 || m == 5: // "before May resigned"
		return c, next, tightBound, true
	}
	return c, next, bound, true
}

// bindOf is what a quarter or a half needs around it: one of a year that is said is a date.
func bindOf(c calendar) bind {
	if c.year != 0 {
		return dateBind
	}
	return bound
}

// quarter reads "Q3" or "third quarter" at i; q is 0 if there is none.
func (p *parser) quarter(i int) (q, next int) {
	if p.word(i) == "q" && i+1 < len(p.tokens) && p.tokens[i+1].glued {
		if q = p.tokens[i+1].number; q >= 1 && q <= 4 {
			return q, i + 2
		}
		return 0, i
	}
	if q = ordinal(p.word(i)); q > 0 && p.word(i+1) == "quarter" {
		return q, i + 2
	}
	return 0, i
}

// years reads a year, some years ("2022-23") or a decade ("1990s") at i.
func (p *parser) years(i int) (c calendar, next int, ok bool) {
	if i+1 < len(p.tokens) && p.tokens[i].kind == digits && p.tokens[i+1].glued && p.word(i+1) == "s" && !p.tokens[i].glued {
		y := p.tokens[i].number
		return calendar{year: y, first: 1, months: 120}, i + 2, y >= 1800 && y < 2200 && y%10 == 0
	}
	y, next, ok := p.yearNumber(i, 1800)
	if !ok {
		return c, i, false
	}
	c = calendar{year: y, first: 1, months: 12}
	if n, end, ok := p.number(next + 1); ok && (p.word(next) == "-" || p.word(next) == "–") && p.tokens[next].glued && n == (y+1)%100 {
		c.months, next = 24, end
	}
	if _, possessive := p.skipPossessive(next); possessive || countedOrNamed(p.word(next)) || p.capital(next) {
		return c, i, false
	}
	return c, next, true
}
