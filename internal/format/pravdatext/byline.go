package pravdatext

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/format/field"
	"byline/internal/lang"
)

// bylineLine matches "MARTA KOVALENKOMonday, 3 February 2025, 09:40": names, what parts them
// from the weekday (mostly nothing), weekday, date, clock, rest.
var bylineLine = sync.OnceValue(func() *regexp.Regexp {
	weekdays, months := words(lang.Of("en").Time.Weekdays), words(lang.Of("en").Time.Months)
	return regexp.MustCompile(`^(.*?)(\s*[,|—–-]\s*|\s*)(?i:(` + weekdays + `)), (\d{1,2} (?i:` + months + `) \d{4})(?:,? (\d{1,2}:\d{2}))?(.*)$`)
})

// words is a pattern of the words of a list.
func words(list map[string]int) string { return lang.Pattern(slices.Sorted(maps.Keys(list))) }

// searched is how many lines from the top the byline is looked for in.
const searched = 6

type byline struct {
	names, date, clock string
	rest               string // what follows the time on the line
}

// findByline returns the byline and the index of its line, or -1.
func findByline(lines []line) (byline, int) {
	for i, l := range lines[:min(searched, len(lines))] {
		m := bylineLine().FindStringSubmatch(l.text)
		if len(m) == 0 || m[1] != "" && !isNames(m[1]) {
			continue
		}
		if m[2] == " " && strings.IndexFunc(m[1], unicode.IsLower) >= 0 {
			continue // "On Monday, 3 February 2025, …"
		}
		b := byline{names: m[1], date: m[4], clock: m[5], rest: field.Line(m[6])}
		if b.names == "" && b.rest != "" && b.clock == "" {
			continue // a paragraph that opens with a date
		}
		return b, i
	}
	return byline{}, -1
}

func (b byline) time(zone *time.Location) (time.Time, error) {
	return field.Time(strings.TrimSpace(b.date+" "+b.clock), zone)
}

const maxNames = 300 // characters of a byline

var notNames = regexp.MustCompile(`[.!?:;"“”]\s|[0-9!?:;"“”]|\s[Oo]n$`)

// isNames reports whether s can be the names of a byline: names separated by
// commas or "and", each word of them with a capital but for particles.
func isNames(s string) bool {
	if s == "" || len([]rune(s)) > maxNames {
		return false
	}
	if notNames.MatchString(initials.ReplaceAllString(s, "")) {
		return false
	}
	small, words := 0, strings.Fields(s)
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsLower(r) && w != "and" {
			small++
		}
	}
	letters := strings.IndexFunc(s, unicode.IsLetter) >= 0
	return letters && small*2 < len(words) && (small == 0 || len(words) <= 12)
}

var initials = regexp.MustCompile(`\b\p{L}\.`)
