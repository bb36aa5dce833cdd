package field

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Time reads a moment as news data spells it. A time without a zone is in loc,
// a date without a clock time is midnight there; nil means UTC. It reads
//
//   - RFC 3339 and its relatives: 2024-01-03T12:00:00Z, 2024-01-03 12:00, 2024-01-03, 2024/1/3
//   - without separators: 20240103, 20240103T120000Z, 20240103120000
//   - RFC 1123 and the dates that people write: Wed, 03 Jan 2024 12:00:00 GMT,
//     3 January 2024, January 3rd, 2024 at 3:04 p.m. EST
//   - Unix time in seconds, milliseconds, microseconds or nanoseconds
//
// It never guesses: where day and month are both numbers (03/04/2024) or the
// zone is not one it knows, that is an error.
func Time(s string, loc *time.Location) (time.Time, error) {
	s = Line(s)
	if loc == nil {
		loc = time.UTC
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return inRange(t, s)
		}
	}
	if t, ok := unixTime(s); ok {
		return inRange(t, s)
	}
	for _, p := range timePatterns {
		if m := p.FindStringSubmatch(s); m != nil {
			t, err := fromParts(p, m, loc)
			if err != nil {
				return time.Time{}, unreadable(s, err.Error())
			}
			return inRange(t, s)
		}
	}
	if ambiguous.MatchString(s) {
		return time.Time{}, unreadable(s, "day and month could be either way round; write YYYY-MM-DD")
	}
	return time.Time{}, unreadable(s, "")
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

// unixTime reads 9 to 11 digits as seconds and 12 to 20 as a fraction of them. Shorter numbers
// are left to others: they may be a year or a date.
func unixTime(s string) (time.Time, bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	if strings.Trim(fraction, "0123456789") != "" {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.HasPrefix(whole, "+") {
		return time.Time{}, false
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

const (
	weekdayPart = `(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,? +)?`
	monthPart   = `(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)\.?`
	clockPart   = `(?:(?:t|,? +(?:at +)?|, *| +[-–—|] +)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?: ?(?P<half>[ap])\.?m\.?)?)?`
	zonePart    = `(?: *(?P<zone>z|(?:gmt|utc)?[+-]\d{2}:?\d{2}|[+-]\d{2}|[a-z]{2,4})(?: *\([^)]*\))?)?`
)

var timePatterns = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(?P<year>\d{4})[-/.](?P<nmonth>\d{1,2})[-/.](?P<day>\d{1,2})` + clockPart + zonePart + `$`),
	regexp.MustCompile(`(?i)^(?P<year>\d{4})(?P<nmonth>\d{2})(?P<day>\d{2})(?:t?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?` + zonePart + `$`),
	regexp.MustCompile(`(?i)^` + weekdayPart + `(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]` + monthPart + `,?[ -](?P<year>\d{4})` + clockPart + zonePart + `$`),
	regexp.MustCompile(`(?i)^` + weekdayPart + monthPart + ` (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})` + clockPart + zonePart + `$`),
	regexp.MustCompile(`(?i)^` + weekdayPart + monthPart + ` (?P<day>\d{1,2})` + clockPart + zonePart + ` (?P<year>\d{4})$`),
}

var ambiguous = regexp.MustCompile(`^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b`)

// fromParts builds a time from what the named groups of p matched in m.
func fromParts(p *regexp.Regexp, m []string, loc *time.Location) (time.Time, error) {
	part := func(name string) string {
		if i := p.SubexpIndex(name); i >= 0 {
			return m[i]
		}
		return ""
	}
	number := func(name string) int { n, _ := strconv.Atoi(part(name)); return n } // digits or nothing, by the pattern
	month := number("nmonth")
	if name := part("month"); name != "" {
		month = 1 + strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name[:3]))/3
	}
	hour, minute, second := number("hour"), number("minute"), number("second")
	if half := part("half"); half != "" {
		if hour < 1 || hour > 12 {
			return time.Time{}, errors.New("no such time of day")
		}
		hour %= 12
		if half == "p" || half == "P" {
			hour += 12
		}
	}
	if zone := part("zone"); zone != "" {
		var err error
		if loc, err = location(zone); err != nil {
			return time.Time{}, err
		}
	}
	return CivilTime([3]int{number("year"), month, number("day")}, [3]int{hour, minute, second}, loc)
}

// CivilTime is time.Date that refuses dates and clock times that do not exist:
// date is year, month, day; clock is hour, minute, second.
func CivilTime(date, clock [3]int, loc *time.Location) (time.Time, error) {
	day := time.Date(date[0], time.Month(date[1]), date[2], 0, 0, 0, 0, time.UTC)
	if day.Year() != date[0] || int(day.Month()) != date[1] || day.Day() != date[2] {
		return time.Time{}, errors.New("no such day")
	}
	if clock[0] > 23 || clock[1] > 59 || clock[2] > 60 {
		return time.Time{}, errors.New("no such time of day")
	}
	return time.Date(date[0], time.Month(date[1]), date[2], clock[0], clock[1], clock[2], 0, loc), nil
}

// offsets are the abbreviations of zones that mean one thing in English news, in hours east of UTC.
var offsets = map[string]int{
	"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	"JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
}

// cities are the abbreviations of zones whose offset depends on the season.
var cities = map[string]string{"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

func location(zone string) (*time.Location, error) {
	name := strings.ToUpper(zone)
	if hours, ok := offsets[name]; ok {
		if hours == 0 {
			return time.UTC, nil
		}
		return time.FixedZone(name, hours*3600), nil
	}
	if city, ok := cities[name]; ok {
		return time.LoadLocation(city)
	}
	digits := strings.TrimPrefix(strings.TrimPrefix(name, "GMT"), "UTC")
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
