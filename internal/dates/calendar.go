package dates

import "time"

// calendar is a period that recurs every year unless its year is said: a day
// of a month, or some months from the first of one on.
type calendar struct {
	year   int // 0: not said
	first  int // month; 0 is the December before
	day    int // of the month; 0: the period is whole months
	months int // length, where day is 0
}

// in returns the bounds of the period in a year; ok is false for a day that the month does not have.
func (c calendar) in(year int, loc *time.Location) (after, before time.Time, ok bool) {
	if c.day == 0 {
		return date(year, c.first, 1, loc), date(year, c.first+c.months, 1, loc), true
	}
	if c.day > daysIn(year, c.first) {
		return after, before, false
	}
	return date(year, c.first, c.day, loc), date(year, c.first, c.day+1, loc), true
}

// latest returns the bounds of the period in its year or, if that is not
// said, of the latest one that began no later than asOf, and the year.
func (c calendar) latest(asOf time.Time) (after, before time.Time, year int, ok bool) {
	if c.year != 0 {
		after, before, ok = c.in(c.year, asOf.Location())
		return after, before, c.year, ok
	}
	const leap = 8 // 29 February can be that many years away
	for year = asOf.Year() + 1; year >= asOf.Year()-leap; year-- {
		after, before, ok = c.in(year, asOf.Location())
		if ok && !after.After(asOf) {
			return after, before, year, true
		}
	}
	return after, before, 0, false
}

// narrow returns a part of the period that begins at after and has the given
// number of months, of which a single one is divided by days.
func narrow(after, before time.Time, months int, p part) (time.Time, time.Time) {
	y, m, loc := after.Year(), int(after.Month()), after.Location()
	at := func(share, of int) time.Time {
		if months == 1 {
			return date(y, m, 1+30*share/of, loc)
		}
		return date(y, m+months*share/of, 1, loc)
	}
	switch p {
	case early:
		return after, at(1, 3)
	case mid:
		return at(1, 3), at(2, 3)
	case late:
		return at(2, 3), before
	case firstHalf:
		return after, at(1, 2)
	case secondHalf:
		return at(1, 2), before
	}
	return after, before
}

// date is midnight at the beginning of a day; month and day may be out of range.
func date(year, month, day int, loc *time.Location) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, loc)
}

// daysIn returns the length of a month.
func daysIn(year, month int) int {
	return date(year, month+1, 0, time.UTC).Day()
}

// calendarUnit returns the bounds of the calendar unit that is back units
// before the one that holds asOf.
func calendarUnit(u unit, back int, asOf time.Time) (after, before time.Time) {
	y, m, d := asOf.Date()
	loc, mon := asOf.Location(), int(m)
	at := func(n int) time.Time {
		switch u {
		case unitWeek:
			return date(y, mon, d-(int(asOf.Weekday())+6)%7+7*n, loc)
		case unitMonth:
			return date(y, mon+n, 1, loc)
		case unitQuarter:
			return date(y, mon-(mon-1)%3+3*n, 1, loc)
		case unitYear:
			return date(y+n, 1, 1, loc)
		case unitDecade:
			return date(y-y%10+10*n, 1, 1, loc)
		}
		return date(y, mon, d+n, loc)
	}
	return at(-back), at(1 - back)
}

// monthsOf returns how many months a unit has, 0 if it is shorter.
func monthsOf(u unit) int {
	switch u {
	case unitMonth:
		return 1
	case unitQuarter:
		return 3
	case unitYear:
		return 12
	case unitDecade:
		return 120
	}
	return 0
}

// ofClock returns how long a unit is that is less than a day, 0 if it is more.
func ofClock(u unit) time.Duration {
	switch u {
	case unitSecond:
		return time.Second
	case unitMinute:
		return time.Minute
	case unitHour:
		return time.Hour
	}
	return 0
}

// ago returns the moment that lies count units before asOf; for all but hours and
// their parts it is the midnight at which that day began.
func ago(u unit, count int, asOf time.Time) time.Time {
	if length := ofClock(u); length > 0 {
		return asOf.Add(-time.Duration(count) * length)
	}
	y, m, d := asOf.Date()
	switch u {
	case unitDay:
		return date(y, int(m), d-count, asOf.Location())
	case unitWeek:
		return date(y, int(m), d-7*count, asOf.Location())
	}
	first := date(y, int(m)-count*monthsOf(u), 1, time.UTC)
	if last := daysIn(first.Year(), int(first.Month())); d > last {
		d = last // a month before 31 March is 28 February
	}
	return date(first.Year(), int(first.Month()), d, asOf.Location())
}
