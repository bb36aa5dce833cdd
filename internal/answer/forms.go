package answer

import (
	"strings"

	"byline/internal/lexical"
)

// forms finds the words of a question in other forms than those that it has them
// in, where it is in a language that articles are not analysed by.
type forms struct {
	stem  func(word string) string
	terms map[string]uint32 // of the question, by the stem
}

func newForms(stem func(string) string, terms []term) *forms {
	f := &forms{stem, make(map[string]uint32, len(terms))}
	for _, t := range terms {
		f.terms[stem(strings.ToLower(t.text))] = t.id
	}
	return f
}

// unify gives tokens of text that are forms of a word of the question the term that it has there.
func (f *forms) unify(tokens []lexical.Token, text string) []lexical.Token {
	if f == nil {
		return tokens
	}
	for i, t := range tokens {
		if id, ok := f.terms[f.stem(strings.ToLower(text[t.Start:t.End]))]; ok {
			tokens[i].Term = id
		}
	}
	return tokens
}
