package field

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"byline/internal/lang"
)

// Time reads a moment as news data spells it. A time without a zone is in loc,
// a date without a clock time is midnight there; nil means UTC. It reads
//
//   - RFC 3339 and its relatives: 2024-01-03T12:00:00Z, 2024-01-03 12:00, 2024-01-03, 2024/1/3
//   - without separators: 20240103, 20240103T120000Z, 20240103120000, 202401031200
//   - RFC 1123 and the dates that people write: Wed, 03 Jan 2024 12:00:00 GMT,
//     3 Jan 24, January 3rd, 2024 at 3:04 p.m. EST, 3 janvier 2024 à 12h00, 2024年1月3日
//   - day and month in numbers where one of them is no month, or with dots, day first: 31/12/2017, 12/31/2017, 3.4.2024
//   - days since 1900 as spreadsheets count them, where a date has lost its format: 45294, 45294.5
//   - the same in digits of other scripts, with eras (令和6年4月9日) and clocks in words (오후 10시 5분), Buddhist years (9 เมษายน 2567)
//   - Unix time in seconds, milliseconds, microseconds or nanoseconds, and .NET's /Date(1704283200000)/
//
// It never guesses: where day and month could be either way round (03/04/2024)
// or the zone is not one it knows, that is an error. TimeIn is told which way round.
func Time(s string, loc *time.Location) (time.Time, error) { return TimeIn(s, loc, UnknownOrder) }

// TimeIn is Time for dates of which it is known in what order their day and month stand.
func TimeIn(s string, loc *time.Location, order DateOrder) (time.Time, error) {
	s = respelled(Line(s))
	if loc == nil {
		loc = time.UTC
	}
	// Most are in one of these, which patterns take ten times as long for.
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02T15:04:05", time.RFC1123Z} {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return inRange(t, s)
		}
	}
	if t, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", s); err == nil {
		return inRange(t, s)
	}
	if t, ok := unixTime(s); ok {
		return inRange(t, s)
	}
	if t, ok := serialDay(s, loc); ok {
		return t, nil
	}
	spelled := SpellDate(s)
	forms, why := timePatterns(), ""
	for _, text := range []string{spelled, forms.weekday.ReplaceAllString(forms.label.ReplaceAllString(spelled, ""), "$1$2")} {
		for _, p := range forms.patterns {
			m := p.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			t, err := parts{p, m, order}.time(loc)
			if err == nil {
				return inRange(t, s)
			}
			if why == "" && !errors.Is(err, errNoMonth) {
				why = err.Error()
			}
		}
	}
	return time.Time{}, unreadable(s, why)
}

func unreadable(s, why string) error {
	if why != "" {
		why = " (" + why + ")"
	}
	return fmt.Errorf("cannot read %q as a date%s", Abbreviate(s, 60), why)
}

// inRange refuses years that no article can have: they come of a wrong unit or a slip.
func inRange(t time.Time, s string) (time.Time, error) {
	if y := t.Year(); y < 1500 || y > 2200 {
		return time.Time{}, unreadable(s, "the year would be "+strconv.Itoa(y))
	}
	return t, nil
}

// respelled writes a time as others do that only programs write: "1.79E9" (pandas),
// "2026-07-12T15:00[UTC]" (Java), "12/Jul/2026:15:00:00 +0000" (logs of servers).
func respelled(s string) string {
	if exponent.MatchString(s) {
		if seconds, err := strconv.ParseFloat(s, 64); err == nil {
			return strconv.FormatFloat(seconds, 'f', 0, 64)
		}
	}
	if strings.HasSuffix(s, "[UTC]") || strings.HasSuffix(s, "[GMT]") {
		return strings.TrimSuffix(s[:len(s)-len("[UTC]")], "Z") + "Z"
	}
	return logged.ReplaceAllString(s, "$1 $2 $3 ")
}

var (
	exponent = regexp.MustCompile(`^\d\.\d+[eE]\+?\d{1,2}$`)
	logged   = regexp.MustCompile(`^(\d{1,2})/([A-Z][a-z]{2})/(\d{4}):`)
)

// unixTime reads 9 to 11 digits as seconds and 12 to 20 as a fraction of them. Shorter numbers
// are left to others: they may be a year or a date.
func unixTime(s string) (time.Time, bool) {
	if inside, ok := strings.CutPrefix(s, "/Date("); ok {
		s, _, _ = strings.Cut(strings.TrimSuffix(inside, ")/"), "+")
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if strings.Trim(fraction, "0123456789") != "" {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.HasPrefix(whole, "+") {
		return time.Time{}, false
	}
	if at, err := time.Parse("200601021504", whole); err == nil && at.Year() >= 1900 {
		return time.Time{}, false // a date to the minute, as milliseconds a time of 1973 to 1976
	}
	switch digits := len(strings.TrimPrefix(whole, "-")); digits {
	case 9, 10, 11:
		return time.Unix(n, 0).UTC(), true
	case 12, 13:
		return time.UnixMilli(n).UTC(), true
	case 15, 16:
		return time.UnixMicro(n).UTC(), true
	case 18, 19:
		return time.Unix(0, n).UTC(), true
	}
	return time.Time{}, false
}

// serialDay reads five digits as a day of 1950 to 2119 by its number in a spreadsheet,
// with its part of a day as the time.
func serialDay(s string, loc *time.Location) (time.Time, bool) {
	const first, last = 18264, 80354
	whole, fraction, _ := strings.Cut(s, ".")
	days, err := strconv.Atoi(whole)
	part, failed := strconv.ParseFloat("0."+fraction+"0", 64)
	if err != nil || failed != nil || len(whole) != 5 || days < first || days > last {
		return time.Time{}, false
	}
	return time.Date(1899, 12, 30+days, 0, 0, int(part*86400+.5), 0, loc), true
}

// dateForms find a date in the whole of a text.
type dateForms struct {
	patterns []*regexp.Regexp
	label    *regexp.Regexp // before it: "Publié le"
	weekday  *regexp.Regexp // behind it
}

// timePatterns are the ways of writing a moment that are read, with the names
// of months and weekdays of all languages.
var timePatterns = sync.OnceValue(func() dateForms {
	var patterns []*regexp.Regexp
	var label, behind *regexp.Regexp
	words := &lang.Any().Time
	joins, opening, closing := ` +(?:`+quoted(words.DateJoins)+` +)?`, quoted(words.ClockOpenings), quoted(words.ClockEndings)
	weekdays := func(yield func(string) bool) { // that are no name of a month, zone or word of another language
		for name := range words.ForeignWeekdays {
			if utf8.RuneCountInString(name) > 3-len(name)/7 && !yield(name) {
				return
			}
		}
	}
	var (
		clock = `(?:(?:t|(?:,? +|, *)(?:[-–—|·•@/] *)?(?:` + opening + `[,:]? *)?)(?P<hour>\d{1,2})(?:[:h.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?(?: ?(?P<half>[ap])\.?m\b\.?)?| ?(?P<half>[ap])\.?m\b\.?| ?h)(?: ?` + closing + `(?:\b|[. ]|$))?)?`
		zone  = `(?:,? *(?P<zone>(?:gmt|utc)?[+-]\d{2}:?\d{2}) [a-z]{3,4}|,? *\(?(?P<zone>z|(?:gmt|utc)?[+-](?:\d{2}:?\d{2}|\d{1,2})|[a-z]{3,10}/[a-z_/]{3,30}|[a-z\p{Cyrillic}]{2,4})\)?(?: *\([^)]*\)| *\[[\w/+-]*\])?)?`
		era   = `(?:\.? ?` + quoted(words.YearEndings) + `)?\.?`
		year  = `(?P<year>\d{4})` + era
		short = `(?P<year>\d{4}|\d{2})` + era
	)
	weekday := `(?:` + lang.PatternOf(maps.Keys(words.Weekdays), maps.Keys(words.WeekdaysShort), maps.Keys(words.ForeignWeekdays)) + `(?:\.?, *|\.? +))?`
	const month = `(?:d['’])?(?P<month>\pL[\pL\pM.]{1,20})` // any word: to look a month up is quicker than to find one of a thousand
	ending := lang.Pattern(words.DayEndings) + `?`
	spelled := []string{
		weekday + `(?P<year>\d{4})(?:[-/.]|\. )(?P<nmonth>\d{1,2})(?:[-/.]|\. )(?P<day>\d{1,2})\.?` + clock + zone,
		`(?P<year>\d{4})(?P<nmonth>\d{2})(?P<day>\d{2})(?:t?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?` + zone,
		weekday + `(?P<day>\d{1,2})` + ending + `[.º]?(?:` + joins + `|[ /-])` + month + `(?:,?` + joins + `|[/-])` + short + clock + zone,
		weekday + month + ` ?[ -](?P<day>\d{1,2})` + ending + `,?[ -]` + year + clock + zone,
		weekday + month + ` (?P<day>\d{1,2})` + clock + zone + ` (?P<year>\d{4})`,
		`(?P<nmonth>\d{2})/(?P<day>\d{2})/(?P<year>\d{4}), (?P<hour>\d{2}):(?P<minute>\d{2}) (?P<half>[ap])m, (?P<zone>\+0000) utc`, // of SerpApi
		weekday + `(?P<one>\d{1,2})(?P<apart>[-/.]) ?(?P<two>\d{1,2})[-/.] ?` + short + clock + zone,
		year + `(?:[年년])? *(?:(?P<nmonth>\d{1,2})[月월]|` + month + `) *(?P<day>\d{1,2})(?:[日일号號.]| d\.)?` + clock + zone,
		year + ` (?P<day>\d{1,2})\. ` + month + clock + zone,
		`(?P<hour>\d{1,2}):(?P<minute>\d{2})(?: ?(?P<half>[ap])\.?m\.?)?` + zone + `,? +` + weekday + `(?:(?P<day>\d{1,2})` + ending + ` +` + month + `|` + month + ` +(?P<day>\d{1,2})` + ending + `),? +(?P<year>\d{4})`,
	}
	for _, p := range spelled {
		patterns = append(patterns, regexp.MustCompile(`(?i)^`+p+`$`))
	}
	labels := lang.OnPages()
	label = regexp.MustCompile(`(?i)^(?:` + quoted(labels.Published) + `|` + quoted(labels.Updated) + `|` + lang.PatternOf(maps.Keys(words.DatelineJoins)) + `) ?[:–—-]? +`)
	behind = regexp.MustCompile(`(?i)(\d|\d[.日일]),? +\(?` + lang.PatternOf(maps.Keys(words.Weekdays), weekdays) + `\)?($|[ ,])`)
	return dateForms{patterns, label, behind}
})

// quoted is a pattern of words as they stand.
func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = regexp.QuoteMeta(w)
	}
	return lang.Pattern(out)
}

// parts are what the named groups of a pattern matched.
type parts struct {
	pattern *regexp.Regexp
	matched []string
	order   DateOrder // of groups "one" and "two"
}

// part returns what a group matched; of groups that share the name, the one that did.
func (p parts) part(name string) string {
	for i, n := range p.pattern.SubexpNames() {
		if n == name && p.matched[i] != "" {
			return p.matched[i]
		}
	}
	return ""
}

func (p parts) number(name string) int { n, _ := strconv.Atoi(p.part(name)); return n } // digits or nothing, by the pattern

func (p parts) time(loc *time.Location) (time.Time, error) {
	date, err := p.date()
	if err != nil {
		return time.Time{}, err
	}
	hour, minute, second := p.number("hour"), p.number("minute"), p.number("second")
	if half := p.part("half"); half != "" {
		if hour < 1 || hour > 12 {
			return time.Time{}, errors.New("no such time of day")
		}
		hour %= 12
		if half == "p" || half == "P" {
			hour += 12
		}
	}
	if zone := p.part("zone"); zone != "" {
		if loc, err = location(zone); err != nil {
			return time.Time{}, err
		}
	}
	return CivilTime(date, [3]int{hour, minute, second}, loc)
}

// date returns year, month and day. Years of two digits are 1970 to 2069.
func (p parts) date() ([3]int, error) {
	year, month, day := p.number("year"), p.number("nmonth"), p.number("day")
	short := len(p.part("year")) == 2
	if short {
		if year += 1900; year < 1970 {
			year += 100
		}
	}
	const buddhist = 543 // years that Thailand is ahead
	if year > 2200 && year < 2200+buddhist {
		year -= buddhist
	}
	if name := strings.Trim(strings.ToLower(p.part("month")), "."); name != "" {
		words := &lang.Any().Time
		month = cmp.Or(max(words.Months[name], words.MonthsShort[name]), words.ForeignMonths[name], words.FurtherMonths[name])
		if month == 0 {
			return [3]int{}, errNoMonth
		}
	}
	if one, two := p.number("one"), p.number("two"); one > 0 || two > 0 {
		order := p.order
		if order == UnknownOrder && isAmerican(p.part("zone")) {
			order = MonthFirst
		}
		if order == UnknownOrder && !short && p.part("apart") == "." {
			order = DayFirst // nobody who begins with the month writes it with dots
		}
		if told := orderOf(one, two); told != UnknownOrder && !(short && told == DayFirst && order == UnknownOrder) {
			order = told // 31/12/17 alone might begin with the year
		}
		switch {
		case order == DayFirst, one == two && !short:
			month, day = two, one
		case order == MonthFirst:
			month, day = one, two
		default:
			return [3]int{}, errors.New("day and month could be either way round; write YYYY-MM-DD")
		}
	}
	return [3]int{year, month, day}, nil
}

// CivilTime is time.Date that refuses dates and clock times that do not exist:
// date is year, month, day; clock is hour, minute, second.
func CivilTime(date, clock [3]int, loc *time.Location) (time.Time, error) {
	day := time.Date(date[0], time.Month(date[1]), date[2], 0, 0, 0, 0, time.UTC)
	if day.Year() != date[0] || int(day.Month()) != date[1] || day.Day() != date[2] {
		return time.Time{}, errors.New("no such day")
	}
	midnight := clock == [3]int{24} // at the end of the day, as ISO 8601 has it
	if clock[0] > 23 && !midnight || clock[1] > 59 || clock[2] > 60 {
		return time.Time{}, errors.New("no such time of day")
	}
	return time.Date(date[0], time.Month(date[1]), date[2], clock[0], clock[1], clock[2], 0, loc), nil
}

// errNoMonth is the error of a word that is no name of a month.
var errNoMonth = errors.New("no such month")

// isAmerican reports whether an abbreviation is of a zone of North America, where
// the month is written first.
func isAmerican(zone string) bool {
	name, words := strings.ToUpper(zone), &lang.Any().Time
	return words.Zones[name] <= -4 || strings.HasPrefix(words.ZonesByPlace[name], "America/")
}

// location returns the zone of an abbreviation that means one thing in the
// news of some language, or of an offset.
func location(zone string) (*time.Location, error) {
	name, words := strings.ToUpper(zone), &lang.Any().Time
	if hours, ok := words.Zones[name]; ok {
		if hours == 0 {
			return time.UTC, nil
		}
		return time.FixedZone(name, hours*3600), nil
	}
	if city, ok := words.ZonesByPlace[name]; ok {
		return time.LoadLocation(city)
	}
	if strings.Contains(zone, "/") {
		return time.LoadLocation(zone)
	}
	digits := strings.TrimPrefix(strings.TrimPrefix(name, "GMT"), "UTC")
	if len(digits) == 2 { // UTC+2
		digits = digits[:1] + "0" + digits[1:]
	}
	t, err := time.Parse("-0700", (strings.Replace(digits, ":", "", 1) + "00")[:min(5, len(digits)+2)])
	if err != nil {
		return nil, fmt.Errorf("unknown time zone %s", zone)
	}
	_, seconds := t.Zone()
	return time.FixedZone("", seconds), nil
}

// Abbreviate returns s cut to at most n characters, with an ellipsis where something is missing.
func Abbreviate(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}
