package answer

import (
	"strings"

	"byline/internal/lang"
	"byline/internal/lexical"
)

// forms finds the words of a question in other forms than those that it has them
// in, where it is in a language that articles are not analysed by.
type forms struct {
	in    *lang.Pack
	terms map[string]uint32 // of the question, by the stem
}

func newForms(in *lang.Pack, terms []term) *forms {
	f := &forms{in, make(map[string]uint32, len(terms))}
	for _, t := range terms {
		f.terms[in.Stem(strings.ToLower(t.text))] = t.id
	}
	return f
}

// unify gives tokens of text that are forms of a word of the question the term that it has there.
func (f *forms) unify(tokens []lexical.Token, text string) []lexical.Token {
	if f == nil {
		return tokens
	}
	for i, t := range tokens {
		if id, ok := f.term(f.in.Stem(strings.ToLower(text[t.Start:t.End]))); ok {
			tokens[i].Term = id
		}
	}
	return tokens
}

// term returns the term that the question has for a stem, or for the last word of a compound.
func (f *forms) term(stem string) (id uint32, ok bool) {
	if id, ok = f.terms[stem]; ok || !f.in.Compounds {
		return id, ok
	}
	const shortest = 3 // bytes of each part
	for last, id := range f.terms {
		if len(last) > shortest && len(stem) >= len(last)+shortest && strings.HasSuffix(stem, last) {
			return id, true
		}
	}
	return 0, false
}
