package field

import (
	"cmp"
	"regexp"
	"sync"
	"time"

	"byline/internal/lang"
)

// longestVague bounds, in bytes, a date that is said in words.
const longestVague = 60

// Clock is what a time is read by beside its text. The zero value will do.
type Clock struct {
	Zone  *time.Location // of times that carry none; nil: UTC
	Order DateOrder      // of dates in numbers where day and month could be either way round
	AsOf  time.Time      // when the text was written, from which "3 hours ago" counts; zero: it is not known
	// Words reads a time in words as the period that it names; nil: there are none.
	Words func(text string, asOf time.Time) (after, before time.Time, ok bool)
}

// Vague reads what says less than a day, or counts from the time at which it was
// written: "Mar 2024" and "2024" are their first days, "3 hours ago" and "Yesterday,
// 14:30" count from asOf. Where that is zero, the latter are no time, and ok is still
// true: they are dates, of which nothing is known. Any other text is not ok. Dates in
// numbers that can be read two ways are left to TimeIn.
func (c Clock) Vague(text string) (at time.Time, ok bool) {
	if text = Line(text); text == "" || len(text) > longestVague {
		return time.Time{}, false
	}
	forms, spelled := vagueForms(), SpellDate(text)
	loc := cmp.Or(c.Zone, time.UTC)
	if m := forms.month.FindStringSubmatch(spelled); m != nil {
		if date, err := (parts{pattern: forms.month, matched: m}).date(); err == nil && date[1] > 0 && date[1] <= 12 {
			at, err = inRange(time.Date(date[0], time.Month(date[1]), 1, 0, 0, 0, 0, loc), text)
			return at, err == nil
		}
	}
	if m := forms.dayAndMonth.FindStringSubmatch(spelled); m != nil {
		return c.latest(parts{pattern: forms.dayAndMonth, matched: m}, loc)
	}
	day, clock := withoutDateLabel(forms.label.ReplaceAllString(text, "")), ""
	if m := forms.clock.FindStringSubmatchIndex(day); m != nil {
		day, clock = day[:m[0]], day[m[2]:m[3]]
	}
	if c.Words == nil || !forms.words.MatchString(day) {
		return time.Time{}, false
	}
	const base = 2020 // any year: what does not depend on it is no count
	asOf := c.AsOf
	if asOf.IsZero() {
		asOf = time.Date(base, time.March, 9, 12, 0, 0, 0, loc)
	}
	if at, _, ok = c.Words(day, asOf.In(loc)); !ok {
		return time.Time{}, false
	}
	if c.AsOf.IsZero() {
		if other, _, _ := c.Words(day, asOf.In(loc).AddDate(-1, -1, -1)); !other.Equal(at) {
			return time.Time{}, true
		}
	}
	if clock != "" {
		if exact, err := TimeIn(at.Format(time.DateOnly)+" "+clock, loc, UnknownOrder); err == nil {
			at = exact
		}
	}
	at, err := inRange(at, text)
	return at, err == nil
}

// latest is the latest day of that month that had begun when the text was written.
func (c Clock) latest(p parts, loc *time.Location) (at time.Time, ok bool) {
	date, err := p.date()
	if err != nil || c.AsOf.IsZero() {
		return time.Time{}, err == nil
	}
	asOf := c.AsOf.In(loc)
	for year := asOf.Year(); year > asOf.Year()-5; year-- { // 29 February is not in each
		at, err = CivilTime([3]int{year, date[1], date[2]}, [3]int{}, loc)
		if err == nil && !at.After(asOf) {
			return at, true
		}
	}
	return time.Time{}, false
}

type vaguePatterns struct {
	month, dayAndMonth, label, clock, words *regexp.Regexp
}

var vagueForms = sync.OnceValue(func() vaguePatterns {
	joins := ` *[ ,./-]+(?:` + quoted(lang.Any().Time.DateJoins) + ` +)?`
	const month = `(?P<month>\pL[\pL\pM.]{1,20})`
	return vaguePatterns{
		month:       regexp.MustCompile(`(?i)^(?:` + month + joins + `(?P<year>\d{4})|(?P<year>\d{4})(?:[年년] ?| +)` + `(?:(?P<nmonth>\d{1,2}) ?[月월]|` + month + `)|(?P<nmonth>\d{1,2})[./-](?P<year>\d{4})|(?P<year>\d{4})[./-](?P<nmonth>\d{1,2}))(?:\.? ?` + quoted(lang.Any().Time.YearEndings) + `)?\.?$`),
		dayAndMonth: regexp.MustCompile(`(?i)^(?:(?P<day>\d{1,2})` + lang.Pattern(lang.Any().Time.DayEndings) + `?[.º]?` + joins + month + `|(?P<nmonth>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日일])$`),
		label:       timePatterns().label,
		clock:       regexp.MustCompile(`(?i)(?:,? +(?:` + quoted(lang.Any().Time.ClockOpenings) + ` *)?|, *)(\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\b\.?)?)$`),
		words:       regexp.MustCompile(`\pL|^\d{4}$`),
	}
})

// fetched is when a record says that its article was fetched, zero if it does not.
func (o *Object) fetched() time.Time {
	text, err := o.single(seen)
	if err != nil || text == "" {
		return time.Time{}
	}
	at, err := TimeIn(text, o.clock.Zone, o.clock.Order)
	if err != nil {
		return time.Time{} // it only stands in for another
	}
	return at
}
