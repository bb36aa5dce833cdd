package format

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"byline/internal/lang"
)

// creditWords is what a line that credits sources is read by.
type creditWords struct {
	*lang.Credits
	label    *regexp.Regexp // what such a line begins with
	referral *regexp.Regexp // introduces whom a source itself relies on
	tail     *regexp.Regexp // begins what a source did or where, which is no part of its name
	owned    *regexp.Regexp // what a source has: its sources, its Telegram channel
	onDay    *regexp.Regexp // when something was said
	office   *regexp.Regexp // opens a description of a person or comes before a name
}

// credits are the words of all languages, for a line is read before that of its article is known.
var credits = sync.OnceValue(func() creditWords {
	words := lang.Any()
	c := &words.Credits
	months, weekdays := lang.Pattern(capitalized(words.Time.Months)), lang.Pattern(capitalized(words.Time.Weekdays))
	return creditWords{
		Credits:  c,
		label:    regexp.MustCompile(`(?i)^` + lang.Pattern(c.Labels) + `\s*:\s*`),
		referral: regexp.MustCompile(`(?i)[\s,;–—-]*\b` + lang.Pattern(c.Referrals) + `\s+`),
		tail:     regexp.MustCompile(`\s` + lang.Pattern(c.Tails)),
		owned:    regexp.MustCompile(`['’]s? ` + lang.Pattern(c.Owned) + `[^,]*$`),
		onDay:    regexp.MustCompile(`^(?:(?:\d{1,2} )?` + months + `(?: \d{1,2})?(?: \d{4})?|` + weekdays + `)$`),
		office:   regexp.MustCompile(`^(?:` + lang.Pattern(c.OfficeAdjectives) + ` )*` + lang.Pattern(c.Offices) + `\b`),
	}
})

// capitalized returns the keys of words, in order, with their first letters in capitals.
func capitalized(words map[string]int) []string {
	keys := slices.Sorted(maps.Keys(words))
	for i, w := range keys {
		first := []rune(w)[:1]
		keys[i] = strings.ToUpper(string(first)) + w[len(string(first)):]
	}
	return keys
}
