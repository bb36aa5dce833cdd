package verify

import (
	"strconv"
	"time"
)

// date is a day, month, year or day of the week that a text names; what it does not say is zero.
type date struct {
	first, last int
	year        int
	month, day  int
	weekday     int  // from 1 for Sunday
	ahead       bool // it may lie after the day of publication
	relative    bool // it counts from publication, by the shift
	shift       shift
}

// shift is how far from that of publication a year, month or day is: yesterday is a day before.
type shift struct {
	years, months, days int
	grain               int
}

// How exactly a date says when.
const (
	ofYear = iota
	ofMonth
	ofDay
)

// dates finds the dates of a sentence, and marks their words.
func (g *grammar) dates(words []word) []date {
	var list []date
	for i := 0; i < len(words); {
		d, next := g.dateAt(words, i)
		if next == i {
			i++
			continue
		}
		d.first, d.last = i, next-1
		for j := i; j < next; j++ {
			words[j].day = len(list)
		}
		list = append(list, d)
		i = next
	}
	return list
}

// dateAt reads the date that begins at the i-th word: a day of the week, 4 May,
// May 4th 2026, May 2026, 2026-05-04, 2026.
func (g *grammar) dateAt(words []word, i int) (d date, next int) {
	w := words[i]
	if day, ok := g.pack.Time.Weekdays[w.text]; ok && w.capital {
		d.weekday = day + 1
		return d, i + 1
	}
	if y, m, day, ok := numeric(words, i); ok {
		return date{year: y, month: m, day: day}, i + 3
	}
	if day := g.dayOf(w.text); day > 0 {
		for j := i + 1; j < min(i+4, len(words)); j++ { // the 4th of May
			if m := g.month(words, j); m > 0 && !words[j].breaks {
				return g.withYear(words, date{day: day, month: m}, j+1)
			}
			if words[j].term != 0 || words[j].breaks {
				break
			}
		}
	}
	if m := g.month(words, i); m > 0 {
		if i+1 < len(words) && !words[i+1].breaks {
			if day := g.dayOf(words[i+1].text); day > 0 {
				return g.withYear(words, date{day: day, month: m}, i+2)
			}
		}
		if d, next := g.withYear(words, date{month: m}, i+1); d.year > 0 || g.pack.Time.Months[words[i].text] > 0 || !beginsName(words, i) {
			return d, next
		}
		return d, i
	}
	if y := year(w.text); y > 0 && !g.counts(words, i) {
		return date{year: y}, i + 1
	}
	if by, k := g.shifts.at(words, i); k > 0 && !words[i+k-1].possessive && (i == 0 || !g.pack.Statements.Determiners[words[i-1].text]) { // not the next year
		return date{relative: true, shift: by}, i + k
	}
	return d, i
}

// beginsName reports whether the word behind another is written large as it is: Jan Hoek.
func beginsName(words []word, i int) bool {
	return i+1 < len(words) && words[i+1].capital && !words[i+1].breaks && words[i+1].term != 0
}

// withYear takes the year that may follow.
func (g *grammar) withYear(words []word, d date, next int) (date, int) {
	if next < len(words) {
		if y := year(words[next].text); y > 0 && !g.counts(words, next) {
			d.year = y
			return d, next + 1
		}
	}
	return d, next
}

// counts reports whether what looks like a year counts something: 2000 people, 1900 euros.
func (g *grammar) counts(words []word, i int) bool {
	if i > 0 && isSign(words[i-1].text) && !isFigure(words[i-1].text) && words[i-1].text != "" && words[i-1].key == words[i-1].text && len(words[i-1].text) <= 3 && words[i-1].term == 0 && g.pack.Statements.Units[words[i-1].text] != "" {
		return true
	}
	if i+1 == len(words) || words[i+1].breaks {
		return false
	}
	_, isUnit := g.units.at(words, i+1)
	_, isScale := g.pack.Statements.Scales[words[i+1].text]
	return isUnit > 0 || isScale
}

func year(text string) int {
	if len(text) != 4 || !isFigure(text) {
		return 0
	}
	y, err := strconv.Atoi(text)
	if err != nil || y < 1000 || y > 2200 {
		return 0
	}
	return y
}

// dayOf reads 4 and 4th.
func (g *grammar) dayOf(text string) int {
	n := len(text)
	for n > 0 && (text[n-1] < '0' || text[n-1] > '9') {
		n--
	}
	day, err := strconv.Atoi(text[:n])
	if err != nil || day < 1 || day > 31 {
		return 0
	}
	for _, e := range g.pack.Time.DayEndings {
		if text[n:] == e {
			return day
		}
	}
	if n == len(text) {
		return day
	}
	return 0
}

// month is the month that the i-th word names, 0 if none. Those that are
// other words as well need a capital that is not that of a sentence.
func (g *grammar) month(words []word, i int) int {
	w := words[i]
	t := &g.pack.Time
	m := t.Months[w.text]
	if m == 0 {
		m = t.MonthsShort[w.text]
	}
	if m == 0 || !w.capital {
		return 0
	}
	if w.opens && g.moodOf(w) && (i+1 == len(words) || g.dayOf(words[i+1].text) == 0 && year(words[i+1].text) == 0) {
		return 0
	}
	return m
}

// moodOf reports whether a word by itself says how sure something is.
func (g *grammar) moodOf(w word) bool {
	_, n := g.moods.at([]word{w}, 0)
	return n > 0
}

// numeric reads 2026-05-04 and 04/05/2026, whose day may stand first or second.
func numeric(words []word, i int) (y, m, d int, ok bool) {
	if i+2 >= len(words) || !words[i+1].joined || !words[i+2].joined {
		return 0, 0, 0, false
	}
	var v [3]int
	for k := range v {
		n, err := strconv.Atoi(words[i+k].text)
		if err != nil {
			return 0, 0, 0, false
		}
		v[k] = n
	}
	switch {
	case v[0] > 999 && v[1] <= 12 && v[2] <= 31:
		return v[0], v[1], v[2], true
	case v[2] > 999 && v[1] <= 12 && v[0] <= 31:
		return v[2], v[1], v[0], true
	case v[2] > 999 && v[0] <= 12 && v[1] <= 31:
		return v[2], v[0], v[1], true
	}
	return 0, 0, 0, false
}

// agrees reports whether a date of a statement is one that the source names or
// that follows from it, given the day on which the source was published.
func (d date) agrees(o date, published time.Time) bool {
	switch {
	case d.weekday > 0 && o.weekday > 0:
		return d.weekday == o.weekday
	case d.weekday > 0:
		return o.day > 0 && int(o.time(published).Weekday())+1 == d.weekday
	case d.month == 0:
		return d.year == o.year || o.year == 0 && (o.month > 0 || o.weekday > 0) && d.year == published.Year()
	}
	for _, at := range o.days(published) {
		if (d.day == 0 || d.day == at.Day()) && d.month == int(at.Month()) && (d.year == 0 || d.year == at.Year()) {
			return true
		}
	}
	sameMonth := d.month == o.month && (d.year == 0 || o.year == 0 || d.year == o.year)
	return sameMonth && (d.day == 0 || d.day == o.day)
}

func (d date) time(published time.Time) time.Time {
	y := d.year
	if y == 0 {
		y = published.Year()
	}
	return time.Date(y, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
}

// begins is the first day of a date that names a month.
func (d date) begins(published time.Time) time.Time {
	d.day = max(d.day, 1)
	return d.time(published)
}

// grain is how exactly a date says when.
func (d date) grain() int {
	switch {
	case d.day > 0:
		return ofDay
	case d.month > 0:
		return ofMonth
	}
	return ofYear
}

// days are those that a day of the week may be: the last one before publication, the next one after.
func (d date) days(published time.Time) []time.Time {
	if d.weekday == 0 || published.IsZero() {
		return nil
	}
	back := (int(published.Weekday()) + 1 - d.weekday + 7) % 7
	last := published.AddDate(0, 0, -back)
	if !d.ahead {
		return []time.Time{last}
	}
	return []time.Time{last, last.AddDate(0, 0, 7)}
}

// datedFrom gives dates that count from that of publication their year, month and day.
func (x *sentence) datedFrom(published time.Time) {
	for i := range x.dates {
		d := &x.dates[i]
		if !d.relative || published.IsZero() {
			continue
		}
		from := published
		if d.shift.grain == ofMonth { // a month after the 31st is the next
			from = from.AddDate(0, 0, 1-from.Day())
		}
		at := from.AddDate(d.shift.years, d.shift.months, d.shift.days)
		d.year = at.Year()
		if d.shift.grain >= ofMonth {
			d.month = int(at.Month())
		}
		if d.shift.grain == ofDay {
			d.day = at.Day()
		}
	}
}
