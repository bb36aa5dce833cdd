package dates

import (
	"time"

	"byline/internal/lang"
)

// words are those of the language of questions. The grammar around them is
// that of English.
func words() *lang.Time { return &lang.Asking().Time }

// month returns the month that a word names, 0 if none; short says that it is
// an abbreviation, which could be a person's name.
func month(w string) (m int, short bool) {
	if m := words().Months[w]; m != 0 {
		return m, false
	}
	return words().MonthsShort[w], true
}

// weekday returns the day of the week that a word names.
func weekday(w string) (time.Weekday, bool) {
	d, ok := words().Weekdays[w]
	return time.Weekday(d), ok
}

// season returns the first month of a season as the meteorologists of the
// northern hemisphere count; winter begins in month 0, the December before.
func season(w string) (first int, ok bool) {
	first, ok = words().Seasons[w]
	return first, ok
}

// unit is a length of time that can be counted.
type unit uint8

const (
	noUnit unit = iota
	unitSecond
	unitMinute
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitQuarter
	unitYear
	unitDecade
)

// unitOf returns the unit that a word names in the singular or the plural.
func unitOf(w string) unit {
	switch words().Units[w] {
	case "second":
		return unitSecond
	case "minute":
		return unitMinute
	case "hour":
		return unitHour
	case "day":
		return unitDay
	case "week":
		return unitWeek
	case "month":
		return unitMonth
	case "quarter":
		return unitQuarter
	case "year":
		return unitYear
	case "decade":
		return unitDecade
	}
	return noUnit
}

// cardinal returns the number that a word stands for, 0 if none. "A few" and
// "several" are read generously: a filter should rather let in too much.
func cardinal(w string) int {
	return words().Cardinals[w]
}

// ordinal returns the number of "first" to "fourth", 0 if it is none.
func ordinal(w string) int {
	return words().Ordinals[w]
}

// part is a part of a period: of its thirds or its halves.
type part uint8

const (
	whole part = iota
	early
	mid
	late
	firstHalf
	secondHalf
)

// partOf returns the part that a word names, and whether "of" must follow.
func partOf(w string) (p part, of bool) {
	name := words().Parts[w]
	if name == "" {
		name = words().PartsOf[w]
		of = name != ""
	}
	switch name {
	case "early":
		return early, of
	case "mid":
		return mid, of
	case "late":
		return late, of
	}
	return whole, false
}

// makesName tells whether a word before a day of the week makes it a name
// ("Black Friday") or another one than the latest ("next Friday").
func makesName(w string) bool {
	return words().WeekdayNames[w]
}

// countedOrNamed tells whether a word after a year makes it a number ("2000
// people") or a part of a name ("2024 election").
func countedOrNamed(w string) bool {
	if words().YearNouns[w] || words().AfterYears[w] {
		return words().YearNouns[w]
	}
	n := len(w)
	return n >= 4 && w[n-1] == 's' && w[n-2] != '\''
}

// isPublication tells whether what token i, perhaps behind a hyphen, names is published,
// so that "from 2023" after it says when.
func (p *parser) isPublication(i int) bool {
	return words().Publications[p.word(i)] || p.word(i-1) == "-" && words().Publications[p.word(i-2)+"-"+p.word(i)]
}

// respelled returns the day or month that a word is with one slip of the keys, as in
// "yesturday", and any other word as it is. Short ones are
// too near to others: "mai", "sundae".
func respelled(w string) string {
	const shortest = 7 // bytes of the name
	if len(w) < shortest-1 {
		return w
	}
	for _, names := range []map[string]int{words().Months, words().Weekdays, {"yesterday": 0}} {
		for name := range names {
			if len(name) >= shortest && w != name && w != name+"s" && isOneSlip(w, name) {
				return name
			}
		}
	}
	return w
}

// isOneSlip reports whether two words differ by one letter that is wrong, missing or
// too many, or by two that have changed places.
func isOneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a[0] != b[0] {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return true
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
