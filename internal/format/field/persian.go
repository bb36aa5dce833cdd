package field

import (
	"maps"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"byline/internal/lang"
)

// persianDates find dates of the calendar of Iran and Afghanistan: 19 مهر 1405, and
// 1405/07/19 in years that no date of another calendar is likely to have.
var persianDates = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(\d{1,2}) (?:ماه )?(` + lang.PatternOf(maps.Keys(lang.Any().Time.PersianMonths)) + `)(?: ماه)?[ ,]+(1[34]\d{2})\b|\b(1(?:3[89]|4[01])\d)([/-])(\d{1,2})[/-](\d{1,2})\b`)
})

// spellPersian writes the dates of that calendar in a text as ours: 2026-10-11.
func spellPersian(s string) string {
	if !strings.Contains(s, "13") && !strings.Contains(s, "14") {
		return s
	}
	p := persianDates()
	return p.ReplaceAllStringFunc(s, func(m string) string {
		at := p.FindStringSubmatch(m)
		number := func(i int) int { n, _ := strconv.Atoi(at[i]); return n } // digits, by the pattern
		year, month, day := number(3), lang.Any().Time.PersianMonths[at[2]], number(1)
		if at[2] == "" {
			year, month, day = number(4), number(6), number(7)
		}
		if month < 1 || month > 12 || day < 1 || day > 31 {
			return m
		}
		return fromPersian(year, month, day).Format(time.DateOnly)
	})
}

// fromPersian is a day of the calendar whose years begin with spring, of which eight
// in 33 are leap years; six months of 31 days come before those of 30.
func fromPersian(year, month, day int) time.Time {
	days := func(year int) int { return 365*year + (year+1595)/33*8 + ((year+1595)%33+3)/4 }
	const known = 1405 // which began on 21 March 2026
	since := days(year) - days(known) + 31*min(month-1, 6) + 30*max(month-7, 0) + day - 1
	return time.Date(2026, time.March, 21+since, 0, 0, 0, 0, time.UTC)
}
