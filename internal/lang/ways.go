package lang

import (
	"maps"
	"regexp"
	"strings"
	"sync"
)

// Way is a way to say a time. What stands for a name or a number in English, too, is a
// group of the expression.
type Way struct {
	*regexp.Regexp
	English string
}

// QuestionEnds are the marks that may stand behind the last word of a question.
const QuestionEnds = " ?!.…؟？！。"

// ways are those of each of [Askers], by its code. They are made when a question in it
// is first met.
var ways = sync.OnceValue(func() map[string]func() []Way {
	all := map[string]func() []Way{}
	for _, p := range askers() {
		all[p.Code] = sync.OnceValue(func() []Way { return waysOf(&p.Time) })
	}
	return all
})

func waysOf(t *Time) (all []Way) {
	own := &Asking().Time
	groups := strings.NewReplacer(
		"DAY", `(?P<DAY>\p{Nd}{1,2})`, "YEAR", `(?P<YEAR>\p{Nd}{4})`, "COUNT", `(?P<COUNT>\p{Nd}+)`,
		"MONTH", "(?P<MONTH>"+PatternOf(maps.Keys(t.Months), maps.Keys(own.ForeignMonths), maps.Keys(own.Months))+")", "NUMBERED", "(?P<NUMBERED>1[0-2]|0?[1-9])",
		"WEEKDAY", "(?P<WEEKDAY>"+PatternOf(maps.Keys(t.Weekdays))+")", "$", `[`+QuestionEnds+`]*$`)
	for _, p := range t.InWords {
		all = append(all, Way{regexp.MustCompile(`(?i)` + Pattern([]string{groups.Replace(p.Value)})), p.Key})
	}
	return all
}

// Ways returns how times are said in the language of one of [Askers], none in another.
func (p *Pack) Ways() []Way {
	if of := ways()[p.Code]; of != nil {
		return of()
	}
	return nil
}

// WithoutTimes is a text with blanks in place of the times that it names in the words of
// the language.
func (p *Pack) WithoutTimes(text string) string {
	rest := []byte(text)
	for _, w := range p.Ways() {
		for _, at := range w.FindAllStringIndex(text, -1) {
			if end := at[0] + len(strings.TrimRight(text[at[0]:at[1]], QuestionEnds)); IsWhole(text, at[0], end) {
				copy(rest[at[0]:end], strings.Repeat(" ", end-at[0]))
			}
		}
	}
	return string(rest)
}
