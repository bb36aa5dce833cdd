package verify

import (
	"maps"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
)

// withoutOutlet is a statement without what only says that the source's outlet reports
// it, and on which day it did, which is no doubt of it: "Nordwire reported on 3 May that
// it rained", "it rained, according to Nordwire".
func withoutOutlet(statement string, s *Source) string {
	if s.about.Outlet == "" || !strings.Contains(strings.ToLower(statement), strings.ToLower(s.about.Outlet)) {
		return statement
	}
	in := s.grammar.pack
	before := `(?:` + lang.PatternOf(maps.Keys(in.Questions.Prepositions)) + ` )?`
	published := before + dayOfPublication(s.about.Published)
	outlet := `(?:` + lang.PatternOf(maps.Keys(in.Questions.Articles)) + ` )?` + regexp.QuoteMeta(s.about.Outlet)
	day := `(?:,? \(?` + published + `\)?)?`
	verb := lang.PatternOf(maps.Keys(in.Statements.OutletVerbs))
	as := lang.Pattern(lang.OnReplies().ReferralWords)
	rest := statement
	if m := regexp.MustCompile(`(?i)^(?:` + published + `,? )?(?:` + outlet + day + `,? ` + verb + day + `,? that |` + as + ` ` + outlet + day + `, )`).FindString(statement); m != "" {
		rest = statement[len(m):]
	} else if m := regexp.MustCompile(`(?i), (?:` + outlet + ` ` + verb + `|` + as + ` ` + outlet + `)` + day + `(\.?)$`).FindStringSubmatch(statement); m != nil {
		rest = strings.TrimSuffix(statement, m[0]) + m[1]
	}
	if rest == "" || rest == statement {
		return statement
	}
	first, size := utf8.DecodeRuneInString(rest)
	return string(unicode.ToUpper(first)) + rest[size:]
}

// dayOfPublication is the pattern of a day, as it is written.
func dayOfPublication(at time.Time) string {
	if at.IsZero() {
		return lang.Pattern(nil)
	}
	var forms []string
	for _, layout := range []string{"2 January 2006", "January 2, 2006", "January 2 2006", "2 Jan 2006", "Jan 2, 2006", "Jan. 2, 2006", time.DateOnly, "2 January", "January 2", "2 Jan", "Jan 2", "Jan. 2", "Monday"} {
		forms = append(forms, regexp.QuoteMeta(at.Format(layout)))
	}
	return `(?:` + at.Format("Monday") + `,? )?` + lang.Pattern(forms)
}
