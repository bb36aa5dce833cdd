package query

import (
	"slices"
	"strings"
	"unicode"

	"byline/internal/chunk"
	"byline/internal/news"
	"byline/internal/speech"
)

// Said is what somebody says: a condition for articles in which it is said, and
// which of what is said there it is.
type Said struct {
	news.Condition
	Is func(*news.Saying) bool
}

// SaidBy is what is said by those whose name has the words of a speaker, one behind
// the other, and has all words of a text; each may be empty. The bound tells of the
// articles that have all of these words, but for one of which only the beginning is given.
func SaidBy(speaker, text string, analysis Analysis) Said {
	is, terms := names(speaker), termsOf(text, analysis)
	said := Said{Is: func(s *news.Saying) bool {
		return (speaker == "" || is(s.Speaker)) && has(termsOf(s.Quote, analysis), terms)
	}}
	var bounds []news.Bound
	whole := speaker
	if strings.HasSuffix(speaker, "*") {
		whole = speaker[:strings.LastIndexFunc(speaker, unicode.IsSpace)+1]
	}
	for _, w := range analysis.Words(nil, whole+" "+text) {
		if !w.Stop {
			bounds = append(bounds, news.Bound{Kind: news.BoundTerm, Term: w.Key})
		}
	}
	said.Condition = news.Condition{
		Key: "said " + quote(speaker) + " " + quote(text), Bound: atMost(bounds...),
		Holds: func(a *news.Article) bool {
			return slices.ContainsFunc(speech.Sayings(a, chunk.Sentences), func(s news.Saying) bool { return said.Is(&s) })
		},
	}
	return said
}

// termsOf are the terms of the words of a text that are no stop words.
func termsOf(text string, analysis Analysis) []uint32 {
	var terms []uint32
	for _, w := range analysis.Words(nil, text) {
		if !w.Stop {
			terms = append(terms, w.Key)
		}
	}
	return terms
}

// has reports whether all of some terms are among others.
func has(all, wanted []uint32) bool {
	return !slices.ContainsFunc(wanted, func(term uint32) bool { return !slices.Contains(all, term) })
}
