package dates

import (
	"strings"
	"time"
)

// relative reads a period at i that is named by its distance from asOf.
func (p *parser) relative(i int) (phrase, bool) {
	next := i + 1
	switch p.word(i) {
	case "today", "tonight":
		return p.days(0, 0, next), !p.isTitle(i)
	case "yesterday":
		return p.days(1, 1, next), !p.isTitle(i)
	case "this", "current":
		return p.current(next)
	case "last", "previous":
		return p.previous(i)
	case "past":
		return p.rolling(next)
	case "earlier", "later":
		if ph, ok := p.within(next); ok {
			return ph, true
		}
	case "so":
		if p.word(next) == "far" {
			return p.within(i + 2)
		}
	case "weekend":
		return p.weekend(0, next), true
	case "day", "week", "month", "quarter", "year":
		if p.word(i-1) == "the" && p.isPublication(i-3) && p.endsClause(next) { // "news of the week"
			return p.unit(unitOf(p.word(i)), 0, next), true
		}
		if p.is(next, "in", "review") {
			return p.unit(unitOf(p.word(i)), 0, i+3), true
		}
		if p.is(next, "before", "last") && p.word(i-1) == "the" {
			return p.unit(unitOf(p.word(i)), 2, i+3), true
		}
		if p.word(i) == "day" && p.is(next, "before", "yesterday") {
			return p.days(2, 2, i+3), true
		}
	}
	return p.agoPhrase(i)
}

// within reads the period that may follow "earlier" and "so far".
func (p *parser) within(i int) (phrase, bool) {
	switch p.word(i) {
	case "today":
		return p.days(0, 0, i+1), true
	case "this":
		return p.current(i + 1)
	case "last":
		return p.previous(i)
	}
	return phrase{}, false
}

// days makes a phrase of the days from so many to so many before asOf.
func (p *parser) days(from, to, next int) phrase {
	ph := phrase{match: match{next: next}}
	ph.after, _ = calendarUnit(unitDay, from, p.asOf)
	_, ph.before = calendarUnit(unitDay, to, p.asOf)
	return ph
}

// unit makes a phrase of the calendar unit that is back units before that of asOf.
func (p *parser) unit(u unit, back, next int) phrase {
	ph := phrase{match: match{next: next}, calendar: calendar{months: monthsOf(u)}}
	ph.after, ph.before = calendarUnit(u, back, p.asOf)
	return ph
}

// current reads what follows "this" at i.
func (p *parser) current(i int) (phrase, bool) {
	switch w := p.word(i); w {
	case "morning", "afternoon", "evening":
		return p.days(0, 0, i+1), true
	case "weekend":
		ph := p.weekend(0, i+1)
		ph.bind = alone
		return ph, true
	case "week", "month", "quarter", "year", "decade":
		return p.unit(unitOf(w), 0, i+1), true
	}
	if d, ok := weekday(p.word(i)); ok && !p.capital(i+1) {
		monday, _ := calendarUnit(unitWeek, 0, p.asOf)
		y, m, first := monday.Date()
		ph := phrase{match: match{next: i + 1}}
		ph.after = date(y, int(m), first+(int(d)+6)%7, p.asOf.Location())
		ph.before = date(y, int(m), first+(int(d)+6)%7+1, p.asOf.Location())
		return ph, true
	}
	return p.nearest(i, 0)
}

// previous reads "last" or "previous" at i and what follows.
func (p *parser) previous(i int) (phrase, bool) {
	w, next := p.word(i+1), i+2
	switch w {
	case "night":
		return p.days(1, 0, next), p.word(i) == "last"
	case "weekend":
		back := 0
		if d := p.asOf.Weekday(); d == time.Saturday || d == time.Sunday {
			back = 1
		}
		ph := p.weekend(back, next)
		ph.bind = alone
		return ph, true
	case "week", "month", "quarter", "year", "decade":
		if ph, ok := p.weekThenDay(i, w, next); ok {
			return ph, true
		}
		if p.word(next) == "of" || w == "week" && p.word(next) == "tonight" {
			return phrase{}, false // "the last week of the war", "Last Week Tonight"
		}
		if w == "decade" || p.word(i-1) == "the" && p.word(i) == "last" && !p.possessive(next) {
			return p.rolling(i + 1) // "in the last week"
		}
		return p.unit(unitOf(w), 1, next), true
	}
	if d, ok := weekday(w); ok && !p.capital(next) {
		return p.onWeekday(d, 1, next), true
	}
	if ph, ok := p.nearest(i+1, 1); ok {
		return ph, true
	}
	if ph, ok := p.holiday(i + 1); ok && ph.vague {
		ph.bind, ph.vague = alone, false
		return ph, true
	}
	return p.rolling(i + 1)
}

func (p *parser) possessive(i int) bool {
	_, ok := p.skipPossessive(i)
	return ok
}

// nearest reads a month or a season after "this" or, with back 1, "last" at i.
func (p *parser) nearest(i, back int) (phrase, bool) {
	first, isSeason := season(p.word(i))
	c := calendar{first: first, months: 3}
	if !isSeason {
		m, short := month(p.word(i))
		if c = (calendar{first: m, months: 1}); m == 0 || short {
			return phrase{}, false
		}
	}
	next := i + 1
	if isSeason && p.word(next) == "of" || p.word(next) == "madness" {
		return phrase{}, false
	}
	ph, ok := p.resolve(c, next, alone)
	if ok && back > 0 && ph.before.After(p.asOf) { // it is not over: the one before
		c.year = ph.resolved - 1
		ph, ok = p.resolve(c, next, alone)
	}
	if ok && back == 0 && ph.before.Before(p.asOf) && ph.after.Year() < p.asOf.Year() && c.first > 0 {
		return phrase{}, false // "this December", still to come
	}
	if y, m, _ := p.asOf.Date(); ok && back == 0 && c.first == 0 && ph.before.Before(date(y, int(m)-3, 1, p.asOf.Location())) {
		return phrase{}, false // "this winter" in autumn
	}
	return ph, ok
}

// rolling reads a number of units that end at asOf, as after "past", at i.
func (p *parser) rolling(i int) (phrase, bool) {
	n, at, ok := p.count(i)
	if !ok {
		n, at = 1, i
	}
	u, times := p.countedUnit(at)
	if u == noUnit || p.word(at+1) == "of" {
		return phrase{}, false
	}
	ph := phrase{match: match{next: at + 1}}
	ph.after = ago(u, n*times, p.asOf)
	return ph, true
}

// agoPhrase reads "3 days ago" at i.
func (p *parser) agoPhrase(i int) (phrase, bool) {
	n, at, ok := p.count(i)
	if !ok {
		return phrase{}, false
	}
	if p.word(at+1) != "ago" {
		return phrase{}, false
	}
	if d, is := weekday(strings.TrimSuffix(p.word(at), "s")); is { // two Fridays ago
		return p.weeksBack(p.onWeekday(d, 1, at+2), n-1), true
	}
	u, times := p.countedUnit(at)
	if u == noUnit {
		return phrase{}, false
	}
	n *= times
	if p.word(at+2) == "today" && ofClock(u) == 0 { // to the day
		ph := phrase{match: match{next: at + 3}}
		ph.after, ph.before = calendarUnit(unitDay, 0, ago(u, n, p.asOf))
		return ph, true
	}
	if ofClock(u) > 0 {
		ph := p.days(0, 0, at+2)
		ph.after, ph.before = calendarUnit(unitDay, 0, ago(u, n, p.asOf))
		return ph, true
	}
	return p.unit(u, n, at+2), true
}

// weekend makes a phrase of the latest weekend that has begun or one before it.
func (p *parser) weekend(back, next int) phrase {
	sinceSaturday := (int(p.asOf.Weekday()) + 1) % 7
	y, m, d := p.asOf.Date()
	ph := phrase{match: match{next: next}, bind: bound, vague: true}
	ph.after = date(y, int(m), d-sinceSaturday-7*back, p.asOf.Location())
	ph.before = date(y, int(m), d-sinceSaturday-7*back+2, p.asOf.Location())
	return ph
}

// weekday reads a day of the week at i, with the date that may follow it.
func (p *parser) weekday(i int) (phrase, bool) {
	d, ok := weekday(p.word(i))
	short := !ok && words().WeekdaysShort[p.word(i)] && (p.capital(i) || p.word(i-1) == "on") // else a word by itself: wed, sat
	if !ok && !short || makesName(p.word(i-1)) {
		return phrase{}, false
	}
	next := i + 1
	at := next
	if p.word(at) == "." {
		at++
	}
	if p.word(at) == "," {
		at++
	}
	if p.word(at) == "the" {
		at++
	}
	if c, next, ok := p.dayAndMonth(at); ok {
		return p.resolve(c, next, dateBind)
	}
	if short {
		return phrase{}, false
	}
	if ph, ok := p.weekdayThe(d, at); ok && at > next && !p.is(at, "13") {
		return ph, true
	}
	if ph, ok := p.inWeek(d, next); ok {
		return ph, true
	}
	if p.is(next, "before", "last") {
		return p.weeksBack(p.onWeekday(d, 1, next+2), 1), true
	}
	switch p.word(next) {
	case "morning", "afternoon", "evening", "night":
		next++
	}
	if p.capital(next) || p.capital(next-1) && next > i+1 || p.is(next, "the", "13") {
		return phrase{}, false // "Saturday Night Live"
	}
	ph := p.onWeekday(d, 0, next)
	ph.bind, ph.vague = dayBind, true
	return ph, true
}

// weekThenDay reads the day behind "last week" at i: "last week on Thursday".
func (p *parser) weekThenDay(i int, unit string, next int) (phrase, bool) {
	if p.word(next) == "on" {
		next++
	}
	d, ok := weekday(p.word(next))
	if !ok || unit != "week" || p.word(i) != "last" {
		return phrase{}, false
	}
	return p.dayOfWeek(d, 1, next+1), true
}

// dayOfWeek is a day of the week that was so many weeks ago.
func (p *parser) dayOfWeek(d time.Weekday, weeks, next int) phrase {
	monday, _ := calendarUnit(unitWeek, weeks, p.asOf)
	ph := phrase{match: match{next: next}}
	ph.after = monday.AddDate(0, 0, (int(d)+6)%7)
	ph.before = ph.after.AddDate(0, 0, 1)
	return ph
}

// inWeek reads which week a day of the week is of, at i: "Friday last week", "Friday two weeks ago".
func (p *parser) inWeek(d time.Weekday, i int) (phrase, bool) {
	if p.word(i) == "of" {
		i++
	}
	back, next, counted := p.count(i)
	switch {
	case (p.word(i) == "last" || p.word(i) == "this") && p.word(i+1) == "week":
		back, next = 0, i+2
		if p.word(i) == "last" {
			back = 1
		}
	case counted && unitOf(p.word(next)) == unitWeek && p.word(next+1) == "ago":
		next += 2
	default:
		return phrase{}, false
	}
	return p.dayOfWeek(d, back, next), true
}

// weeksBack is a phrase of a day that many weeks before another.
func (p *parser) weeksBack(ph phrase, weeks int) phrase {
	ph.after, ph.before = ph.after.AddDate(0, 0, -7*weeks), ph.before.AddDate(0, 0, -7*weeks)
	return ph
}

// onWeekday makes a phrase of the latest such day of the week that is at least so many days before asOf.
func (p *parser) onWeekday(d time.Weekday, least, next int) phrase {
	back := (int(p.asOf.Weekday()) - int(d) + 7) % 7
	if back < least {
		back += 7
	}
	return p.days(back, back, next)
}
