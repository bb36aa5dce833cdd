package field

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"byline/internal/lang"
)

// longestNothing bounds, in bytes, what may be a way of saying that there is nothing.
const longestNothing = 100

// serviceMarks find what a news service puts into a text.
type serviceMarks struct {
	forPayers  *regexp.Regexp   // in place of what it sells: "ONLY AVAILABLE IN PAID PLANS"
	truncation *regexp.Regexp   // where it has cut a text: "… [+2112 chars]"
	endings    []*regexp.Regexp // with what a feed ends one: "The post … appeared first on …"; one by one, for most are out of the question at their first letter
}

var services = sync.OnceValue(func() serviceMarks {
	s := &lang.Any().Services
	names := strings.NewReplacer("HEADLINE", `.+`, "OUTLET", `.+`)
	var endings []*regexp.Regexp
	for _, ending := range s.Endings {
		endings = append(endings, regexp.MustCompile(`^(?:`+names.Replace(ending)+`)(?: ?[.…→»›>]|\.\.\.)*$`))
	}
	return serviceMarks{
		forPayers:  regexp.MustCompile(`(?i)^(?:\pL+ ){0,3}` + lang.Pattern(s.ForPayers) + `[.!]?$`),
		truncation: regexp.MustCompile(`(?i)(…|\.\.\.)?\s*[\[(](?:\+|\.\.\. ?|… ?)?\d[\d,.]*\s*` + lang.Pattern(s.CutUnits) + `[^\])]{0,10}[\])]\s*$`),
		endings:    endings,
	}
})

// ellipsis is how a text ends that was cut by whoever wrote the feed.
var ellipsis = regexp.MustCompile(`(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&hellip;\]|&hellip;|&#8230;|\[&#8230;\])\s*(?:</p>\s*)?$`)

// isNothing reports whether a text stands for nothing.
func isNothing(text string) bool {
	if len(text) > len("(undefined)") {
		return strings.HasPrefix(text, "0000-00-00") || (strings.Contains(text, "vailable ") || strings.Contains(text, "VAILABLE ")) && services().forPayers.MatchString(text)
	}
	switch strings.ToLower(text) {
	case "", "null", "none", "nan", "nat", "n/a", "<na>", "undefined", "(null)", "0000-00-00":
		return true
	}
	return text == "NA" || text == `\N` // as R and MySQL write it
}

// CutTruncation returns a text without what a news service puts where it has cut
// it, and whether it was cut: "so far … [+2112 chars]" is "so far …".
func CutTruncation(s string) (text string, short bool) {
	tail := len(s) - min(len(s), 64)
	if last := s[tail:]; !strings.HasSuffix(last, "]") && !strings.HasSuffix(last, ")") && !strings.Contains(last, "...") && !strings.Contains(last, "…") && !strings.Contains(last, "&") {
		return s, false
	}
	if m := services().truncation.FindStringSubmatchIndex(s[tail:]); m != nil {
		end := tail + m[0]
		if m[2] >= 0 {
			end = tail + m[3]
		}
		return s[:end], true
	}
	return s, ellipsis.MatchString(s[tail:])
}

// IsRemoved reports whether a text says that a service has taken the article or comment away.
func IsRemoved(s string) bool {
	if len(s) > len("[Removed] ")+1 {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "[removed]", "[deleted]":
		return true
	}
	return false
}

// CutOutlet returns a headline without the name of the outlet, or whatever else
// stands behind it, where that is one of names: "Quay shut - Harbour Times".
func CutOutlet(headline string, names ...string) string {
	for {
		cut := headline
		for _, mark := range []string{" - ", " | ", " – ", " — ", " :: ", " · ", " » ", " // ", "｜", "丨", "_"} {
			i := strings.LastIndex(headline, mark)
			if i <= 0 {
				continue
			}
			for _, name := range names {
				if behind := strings.TrimSpace(headline[i+len(mark):]); name != "" && (strings.EqualFold(behind, name) || IsSiteOf(behind, name) || IsSiteOf(name, behind)) {
					cut = strings.TrimSpace(headline[:i])
				}
			}
		}
		if cut == headline {
			return headline
		}
		headline = cut
	}
}

// IsSiteOf reports whether a text is the site that an outlet has by its name:
// "harbourtimes.example" of the Harbour Times.
func IsSiteOf(text, outlet string) bool {
	if strings.Contains(text, " ") {
		return false
	}
	site, zone, ok := strings.Cut(strings.TrimPrefix(strings.ToLower(text), "www."), ".")
	return ok && zone != "" && site == strings.ReplaceAll(strings.ToLower(outlet), " ", "")
}

// longestEnding bounds, in bytes, what a feed ends a text with.
const longestEnding = 600

// shortEnding is how many bytes an ending has at most that names neither headline nor outlet: "Continue reading".
const shortEnding = 40

// CutEnding returns a body without what feeds put behind it: that it, by its
// headline, appeared first on a site, by its name, and links to go on reading.
func CutEnding(body, headline, outlet string) string {
	for {
		at := endingOf(body)
		if at < 0 {
			return body
		}
		if ending := body[at:]; len(ending) > shortEnding && !mentions(ending, Abbreviate(headline, 24)) && !mentions(ending, outlet) {
			return body
		}
		body = strings.TrimSpace(body[:at])
	}
}

// endingOf returns where an ending begins: with the last paragraph, or with a sentence in it; -1 if there is none.
func endingOf(body string) int {
	start := max(0, len(body)-longestEnding)
	if p := strings.LastIndex(body, "\n\n"); p+2 >= start {
		start = p + 2
		if p < 0 {
			start = 0
		}
		if isEnding(body[start:]) || p >= 0 && isFurniture(body[start:]) {
			return start
		}
	}
	for i := start; i < len(body); i++ {
		if body[i] != ' ' || i == 0 {
			continue
		}
		if r, _ := utf8.DecodeLastRuneInString(body[:i]); strings.ContainsRune(".!?…»”\"])", r) && isEnding(body[i+1:]) {
			return i + 1
		}
	}
	return -1
}

// asideLine is what stands on pages beside texts, the whole of a paragraph.
var asideLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^` + lang.Pattern(lang.OnPages().Furniture) + `$`)
})

// isFurniture reports whether a paragraph invites readers to share or to go on reading, and no more.
func isFurniture(text string) bool {
	const longest = 60
	return len(text) <= longest && asideLine().MatchString(strings.Trim(text, " »›>→•|[]()-–—*"))
}

func isEnding(text string) bool {
	return slices.ContainsFunc(services().endings, func(ending *regexp.Regexp) bool { return ending.MatchString(text) })
}

func mentions(text, name string) bool {
	name = strings.TrimSuffix(name, "…")
	return name != "" && strings.Contains(strings.ToLower(text), strings.ToLower(name))
}
