package dates

import "time"

var zero time.Time

// isRange tells whether a word stands between the ends of a range.
func isRange(w string) bool {
	switch w {
	case "to", "until", "till", "through", "-", "–", "—":
		return true
	}
	return false
}

// isOnward tells whether a word after "from 2023" makes it "since 2023".
func isOnward(w string) bool { return words().Onward[w] }

// pair reads a period at i or, where a word that joins follows, the two ends
// of a range: "March to May 2024", "3-9 May", "May 3 to 9".
func (p *parser) pair(i int, joins func(string) bool) (phrase, bool) {
	first, ok := p.phrase(i)
	if !ok {
		return p.dayRange(i, joins)
	}
	if !joins(p.word(first.next)) {
		return first, true
	}
	second, ok := p.phrase(first.next + 1)
	if d, next, isDay := p.dayNumber(first.next + 1); !ok && isDay && first.calendar.day > 0 {
		c := calendar{year: first.calendar.year, first: first.calendar.first, day: d}
		c.year, next = p.yearOr(c.year, next)
		second, ok = p.resolve(c, next, dateBind)
	}
	if !ok {
		return first, true
	}
	joined, ok := p.join(first, second)
	if !ok && !first.other.IsZero() { // with the month first, as the other end shows
		first.after, first.before, first.other = first.other, first.other.AddDate(0, 0, 1), zero
		joined, ok = p.join(first, second)
	}
	if ok {
		return joined, true
	}
	return first, true
}

// yearOr reads a year at i unless one is known.
func (p *parser) yearOr(known, i int) (y, next int) {
	if known != 0 {
		return known, i
	}
	return p.trailingYear(i)
}

// dayRange reads two days of one month at i: "3 to 9 May".
func (p *parser) dayRange(i int, joins func(string) bool) (phrase, bool) {
	if p.word(i) == "the" {
		i++
	}
	d, next, ok := p.dayNumber(i)
	if !ok || !joins(p.word(next)) {
		return phrase{}, false
	}
	second, ok := p.phrase(next + 1)
	if !ok || second.calendar.day == 0 {
		return phrase{}, false
	}
	c := second.calendar
	c.year, c.day = second.resolved, d
	first, ok := p.resolve(c, next, dateBind)
	if !ok {
		return phrase{}, false
	}
	first.vague = second.vague
	return p.join(first, second)
}

// join makes a range of two phrases. Where only one says the year, it holds for both.
func (p *parser) join(a, b phrase) (phrase, bool) {
	loc := p.asOf.Location()
	switch {
	case a.resolved == 0 && a.vague && !a.after.Before(b.before): // "Friday to Sunday"
		y, m, d := a.after.Date()
		a.after = date(y, int(m), d-7, loc)
	case a.resolved != 0 && b.resolved != 0 && a.calendar.year == 0:
		y, m, d := a.after.Date()
		y += b.resolved - a.resolved
		if a.after = date(y, int(m), d, loc); !a.after.Before(b.before) { // "November to January 2024"
			a.after = date(y-1, int(m), d, loc)
		}
	case a.resolved != 0 && b.resolved != 0 && b.calendar.year == 0: // "November 2023 to January"
		for y := a.resolved; y <= a.resolved+1; y++ {
			if _, before, ok := b.calendar.in(y, loc); ok {
				b.before = before
			}
			if a.after.Before(b.before) {
				break
			}
		}
	}
	joined := b
	joined.after, joined.vague, joined.joined = a.after, a.vague && b.vague, true
	if joined.bind == tightBound {
		joined.bind = bound
	}
	return joined, !b.before.IsZero() && a.after.Before(b.before)
}

// list goes on reading periods of the same kind: "in March, April and May 2024".
// The interval then holds all of them.
func (p *parser) list(ph phrase) phrase {
	for {
		at := ph.next
		if p.word(at) == "," {
			at++
		}
		if w := p.word(at); w == "and" || w == "or" {
			at++
		}
		if at == ph.next {
			return ph
		}
		other, ok := p.phrase(at)
		same := (other.calendar.day > 0) == (ph.calendar.day > 0) && other.calendar.months == ph.calendar.months && other.bind != alone
		if !ok || !same || ph.bind == alone {
			return ph
		}
		joined, ok := p.join(ph, other)
		if !ok {
			if joined, ok = p.join(other, ph); !ok {
				return ph
			}
			joined.next = other.next
		}
		ph = joined
	}
}
