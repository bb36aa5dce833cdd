package answer

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// signs find what is of a kind in sentences of a language other than that of this
// package, by patterns, since words are not told apart in all of them.
type signs struct {
	pack *lang.Pack
	of   map[ask.Kind]*regexp.Regexp
}

// shapes are what things of a kind look like in every language, beside the signs of its
// pack.
var shapes = map[ask.Kind]string{
	ask.Number:     `NUMBER`,
	ask.Percentage: `NUMBER ?[%٪％]`,
	ask.Amount:     `\p{Sc} ?NUMBER|NUMBER ?\p{Sc}`,
	ask.Date:       `MONTH|WEEKDAY|YEAR|\p{Nd}{1,2}[:h.]\p{Nd}{2}`,
	ask.Year:       `YEAR`,
	ask.Person:     `NAME NAME`,
}

// signsOf are those of each language, by its code. They are made when a question in it
// is first met.
var signsOf = sync.OnceValue(func() map[string]func() *signs {
	all := map[string]func() *signs{}
	for _, pack := range lang.Askers() {
		all[pack.Code] = sync.OnceValue(func() *signs { return newSigns(pack) })
	}
	return all
})

func newSigns(pack *lang.Pack) *signs {
	placeholders := strings.NewReplacer(
		"NUMBER", `(?:\p{Nd}+(?:[.,٫٬\x{A0} ]\p{Nd}+)*|`+lang.PatternOf(maps.Keys(pack.Answers.NumberWords))+`)`,
		"MONTH", lang.PatternOf(maps.Keys(pack.Time.Months), maps.Keys(language().Time.ForeignMonths), maps.Keys(language().Time.Months)),
		"WEEKDAY", lang.PatternOf(maps.Keys(pack.Time.Weekdays)),
		"YEAR", `(?:19|20)\d\d`,
		"NAME", `(?-i:\p{Lu}[\p{L}'’-]+)`,
		"CAPITAL", `(?-i:\p{Lu})`,
	)
	all := map[ask.Kind][]string{}
	for _, sign := range pack.Answers.Signs {
		kind := ask.KindOf(sign.Key)
		all[kind] = append(all[kind], placeholders.Replace(sign.Value))
	}
	for kind, shape := range shapes {
		all[kind] = append(all[kind], placeholders.Replace(shape))
	}
	s := &signs{pack, map[ask.Kind]*regexp.Regexp{}}
	for kind, patterns := range all {
		s.of[kind] = regexp.MustCompile(`(?i)` + lang.Pattern(patterns))
		s.of[kind].Longest()
	}
	return s
}

// setSigns sets by what it is told what answers a question in a language other than that
// of this package. What has no signs in it may be anything.
func (q *question) setSigns(in *lang.Pack) {
	of := signsOf()[in.Code]
	if of == nil {
		return
	}
	q.signs = of()
	if q.signs.of[q.asks] == nil {
		q.asks = ask.Thing
	}
}

// find returns where a text has things of a kind. Of numbers, those that tell a time or
// an age count nothing.
func (s *signs) find(kind ask.Kind, text string) (found []news.Span) {
	if s.of[kind] == nil {
		return nil
	}
	var others []news.Span
	if kind == ask.Number {
		for _, other := range []ask.Kind{ask.Date, ask.Age, ask.Duration} {
			others = append(others, s.find(other, text)...)
		}
	}
	for _, at := range s.of[kind].FindAllStringIndex(text, -1) {
		span := news.Span{Start: at[0], End: at[1]}
		overlaps := func(o news.Span) bool { return o.Start < span.End && span.Start < o.End }
		if lang.IsWhole(text, span.Start, span.End) && !slices.ContainsFunc(others, overlaps) {
			found = append(found, span)
		}
	}
	return found
}

// tell reports whether a sentence has something of the kind that a question asks for and
// does not say itself.
func (s *signs) tell(q *question, text string) bool {
	return slices.ContainsFunc(s.find(q.asks, text), func(at news.Span) bool {
		first, _, _ := strings.Cut(strings.ToLower(text[at.Start:at.End]), " ")
		isName := q.asks != ask.Person || !s.pack.Questions.Fillers[first]
		return isName && (q.asks == ask.Reason || !containsFold(q.text, text[at.Start:at.End]))
	})
}

// containsFold reports whether a text has some words, in any case.
func containsFold(text, some string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(some))
}
