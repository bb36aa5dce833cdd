package field

import (
	"maps"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// The lengths, in bytes, of what stands before and behind the date of a dateline.
const (
	maxDatelinePlace  = 60
	maxDatelineEnding = 60
)

// datelinePatterns find a whole date, and what may stand behind it up to the
// dash or the like that ends a dateline.
var datelinePatterns = sync.OnceValues(func() (date, ending *regexp.Regexp) {
	words := &lang.Any().Time
	month := lang.PatternOf(maps.Keys(words.Months), maps.Keys(words.MonthsShort), maps.Keys(words.ForeignMonths), maps.Keys(words.FurtherMonths)) + `\.?`
	day, joins := `\d{1,2}`+lang.Pattern(words.DayEndings)+`?[.º]?`, `(?: +`+quoted(words.DateJoins)+`)?`
	date = regexp.MustCompile(`(?i)` + lang.Pattern([]string{
		`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}`,
		day + joins + ` +` + month + `,?` + joins + ` +\d{4}`,
		month + ` +` + day + `, +\d{4}`,
		`\d{1,2}[./-]\d{1,2}[./-]\d{4}`,
		`\d{4} *[年년] *\d{1,2} *[月월] *\d{1,2} *[日일]`,
	}))
	bracketed := `(?:\([^()\n]{1,30}\)|（[^（）\n]{1,30}）|/[^/\n]{1,30}/)`
	agency := `(?:,? *` + bracketed + `|, *\p{Lu}[^,()–—\n-]{1,30}?)`
	clock := `(?:,? +\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?(?: ?\p{Lu}{2,5})?)`
	ending = regexp.MustCompile(`^(?: ?` + quoted(words.YearEndings) + `)?` + clock + `?` + agency + `?(?:\.? *[–—―−-]{1,2}[ \p{Lu}«“"„]|:[ \n]|\.? *$|` + quoted(words.DatelineEndings) + `| *` + bracketed + `[.:]? )`)
	return date, ending
})

// Dateline returns the date in the dateline with which a paragraph begins, as in
// "Elmsund, 18 November 2026 - The council …" or "LONDON, Nov 18, 2026 (Reuters) —",
// or which the paragraph is. ok is false where it has no date with its year, or
// the date may be part of a sentence. A time of day is left out.
func Dateline(paragraph string, loc *time.Location, order DateOrder) (at time.Time, ok bool) {
	first, _, _ := strings.Cut(strings.TrimSpace(paragraph), "\n")
	head := clip(first, maxDatelinePlace+len("00 de september de 0000")+maxDatelineEnding)
	if !hasDayAndYear(head) {
		return at, false
	}
	date, ending := datelinePatterns()
	found := date.FindStringIndex(head)
	if len(found) == 0 || !isPlace(head[:found[0]]) {
		return at, false
	}
	rest := head[found[1]:]
	if n := ending.FindStringIndex(rest); len(n) == 0 || len(head) < len(first) && n[1] == len(rest) {
		return at, false // where it was cut, nothing ends
	}
	at, err := TimeIn(head[found[0]:found[1]], loc, order)
	return at, err == nil
}

// DatelineOf returns the date in the dateline of an article: of its headline, of
// its first paragraph, or of the second below a byline.
func DatelineOf(a *news.Article, loc *time.Location, order DateOrder) (at time.Time, ok bool) {
	first, rest, _ := strings.Cut(a.Body, "\n\n")
	second, _, _ := strings.Cut(rest, "\n\n")
	if len(first) > maxDatelinePlace {
		second = ""
	}
	for _, paragraph := range []string{a.Headline, first, second} {
		if at, ok = Dateline(paragraph, loc, order); ok {
			return at, true
		}
	}
	return at, false
}

// hasDayAndYear reports whether a text has a number that may be a year of news, of four
// digits, and another, as each date has: the patterns take long to find none.
func hasDayAndYear(text string) bool {
	numbers, year := 0, false
	for n := range strings.FieldsFuncSeq(text, func(r rune) bool { return r < '0' || r > '9' }) {
		numbers++
		year = year || len(n) == len("2026") && "18" <= n && n < "22"
	}
	return year && numbers > 1
}

// clip returns at most n bytes of s, whole characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// isPlace reports whether what stands before a date names a place, an agency or a
// day of the week and no more, or nothing: words with capitals, behind which a
// comma or a bracket closes them off.
func isPlace(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" {
		return true
	}
	if len(text) > maxDatelinePlace {
		return false
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，()/（）", r) })
	times := &lang.Any().Time
	capitals, small := 0, 0
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		lower := strings.ToLower(w)
		switch _, weekday := times.Weekdays[lower]; {
		case i == 0 && lang.Any().Time.NoPlaces[lower]:
			return false
		case weekday, times.WeekdaysShort[strings.TrimSuffix(lower, ".")], times.ForeignWeekdays[lower]:
		case unicode.IsLetter(r) && !unicode.IsLower(r):
			capitals++
		case unicode.IsLower(r) && utf8.RuneCountInString(w) <= maxParticle && i > 0:
			small++
		default:
			return false
		}
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	return len(words) > 0 && len(words) <= 6 && small <= max(1, capitals) && (strings.ContainsRune(",，)/）", last) || endsInJoin(text) || unicode.Is(unicode.Han, last) || weekdayAlone(words))
}

// maxParticle is how many letters small words in the names of places have ("upon").
const maxParticle = 4

// endsInJoin reports whether a comma and an article close a place off: "Paris, le 5 mars 2024".
func endsInJoin(text string) bool {
	i := strings.LastIndex(text, ",")
	return i > 0 && lang.Any().Time.DatelineJoins[strings.ToLower(strings.TrimSpace(text[i+1:]))]
}

// weekdayAlone reports whether nothing but the day of the week stands before a date.
func weekdayAlone(words []string) bool {
	_, ok := lang.Any().Time.Weekdays[strings.ToLower(words[0])]
	return ok && len(words) == 1
}
