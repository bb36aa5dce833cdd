package dates

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"byline/internal/lang"
	"byline/internal/news"
)

// inWords is a way to say a time in another language. What stands for a name or a
// number in both is a group of the expression.
type inWords struct {
	*regexp.Regexp
	english string
}

// otherWords are the ways of each language, by its code. They are made when a
// question in it is first met.
var otherWords = sync.OnceValue(func() map[string]func() []inWords {
	all := map[string]func() []inWords{}
	for _, pack := range lang.Askers() {
		all[pack.Code] = sync.OnceValue(func() []inWords { return waysOf(&pack.Time) })
	}
	return all
})

// ends are the marks that may stand behind the last word of a question.
const ends = " ?!.…؟？！。"

func waysOf(t *lang.Time) (all []inWords) {
	groups := strings.NewReplacer(
		"DAY", `(?P<DAY>\p{Nd}{1,2})`, "YEAR", `(?P<YEAR>\p{Nd}{4})`, "COUNT", `(?P<COUNT>\p{Nd}+)`,
		"MONTH", "(?P<MONTH>"+lang.PatternOf(maps.Keys(t.Months), maps.Keys(words().ForeignMonths), maps.Keys(words().Months))+")", "NUMBERED", "(?P<NUMBERED>1[0-2]|0?[1-9])",
		"WEEKDAY", "(?P<WEEKDAY>"+lang.PatternOf(maps.Keys(t.Weekdays))+")", "$", `[`+ends+`]*$`)
	for _, p := range t.InWords {
		all = append(all, inWords{regexp.MustCompile(`(?i)` + lang.Pattern([]string{groups.Replace(p.Value)})), p.Key})
	}
	return all
}

// foreign returns the times that a question names in the words of another
// language than that of this package, in order and without overlap.
func foreign(question string, asOf time.Time) (found []news.DateExpression) {
	pack := lang.AskedIn(question)
	ways := otherWords()[pack.Code]
	if ways == nil {
		return nil
	}
	for _, w := range ways() {
		for _, at := range w.FindAllStringSubmatchIndex(question, -1) {
			span := news.Span{Start: at[0], End: at[0] + len(strings.TrimRight(question[at[0]:at[1]], ends))}
			if !lang.IsWhole(question, span.Start, span.End) {
				continue
			}
			p := newParser(w.inEnglish(&pack.Time, question, at), asOf)
			p.past = true // only how it was is known
			m, ok := p.expression(0)
			if ok && m.next == len(p.tokens) && p.restricts(m) {
				found = append(found, news.DateExpression{
					Span: span, Text: question[span.Start:span.End], After: m.after, Before: m.before, Other: m.other,
				})
			}
		}
	}
	return withoutOverlap(inOrder(found))
}

// inOrder sorts expressions by where they begin, the longest first.
func inOrder(found []news.DateExpression) []news.DateExpression {
	slices.SortStableFunc(found, func(a, b news.DateExpression) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	return found
}

// withoutOverlap leaves out what begins before the end of another. found is in order.
func withoutOverlap(found []news.DateExpression) []news.DateExpression {
	end := 0
	return slices.DeleteFunc(found, func(d news.DateExpression) bool {
		if d.Start < end {
			return true
		}
		end = d.End
		return false
	})
}

// inEnglish says in English what was matched at the places of the groups in at.
func (w inWords) inEnglish(t *lang.Time, question string, at []int) string {
	text := w.english
	for i, name := range w.SubexpNames() {
		if name == "" {
			continue
		}
		value := ""
		if at[2*i] >= 0 {
			value = strings.Map(lang.Digit, strings.ToLower(question[at[2*i]:at[2*i+1]]))
		}
		switch name {
		case "MONTH":
			value = time.Month(cmp.Or(t.Months[value], words().ForeignMonths[value], words().Months[value])).String()
		case "NUMBERED":
			n, _ := strconv.Atoi(value) // the pattern lets through no other
			value = time.Month(n).String()
		case "WEEKDAY":
			value = time.Weekday(t.Weekdays[value]).String()
		}
		text = strings.Replace(text, name, value, 1)
	}
	return strings.TrimSpace(text)
}
