package answer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
)

// forms finds the words of a question in other forms than those that it has them
// in, where it is in a language that articles are not analysed by.
type forms struct {
	in    *lang.Pack
	stem  func(string) string
	terms map[string]uint32 // of the question, by the stem
	kin   []kinWord         // of those that no passage has in any form
}

// kinWord is a word of a question, in small letters, and its term.
type kinWord struct {
	word string
	term uint32
}

func newForms(in *lang.Pack, terms []term) *forms {
	f := &forms{in: in, stem: in.Stem, terms: make(map[string]uint32, len(terms))}
	if f.stem == nil {
		f.stem = lang.StemByScript
	}
	for _, t := range terms {
		f.terms[f.stem(strings.ToLower(t.text))] = t.id
	}
	return f
}

// lookForKin has words of the question that no passage has, names and numbers aside,
// stand for others of their root from here on: saniert, Sanierung.
func (f *forms) lookForKin(q *question, analyzer *lexical.Analyzer, hits []news.Hit) {
	if f == nil {
		return
	}
	var seen mask
	for i := range hits {
		for _, text := range []string{hits[i].Passage.Text, hits[i].Article.Headline} {
			seen |= q.maskOf(f.unify(analyzer.Tokens(nil, text), text))
		}
	}
	for i, t := range q.terms {
		if seen&(1<<i) == 0 && !t.name && !t.number {
			f.kin = append(f.kin, kinWord{strings.ToLower(t.text), t.id})
		}
	}
}

// hasKin reports whether a word of the question stands nowhere itself.
func (f *forms) hasKin() bool { return f != nil && len(f.kin) > 0 }

// unify gives tokens of text that are forms of a word of the question the term that it has there.
func (f *forms) unify(tokens []lexical.Token, text string) []lexical.Token {
	if f == nil {
		return tokens
	}
	for i, t := range tokens {
		word := strings.ToLower(text[t.Start:t.End])
		if id, ok := f.term(f.stem(word)); ok {
			tokens[i].Term = id
		} else if at := slices.IndexFunc(f.kin, func(k kinWord) bool { return areKin(k.word, word) }); at >= 0 {
			tokens[i].Term = f.kin[at].term
		}
	}
	return tokens
}

// areKin reports whether two words begin alike and differ in no more than an ending.
func areKin(a, b string) bool {
	const least, ending = 5, 5 // letters
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	alike := utf8.RuneCountInString(a[:n])
	return alike >= least && utf8.RuneCountInString(a[n:]) <= min(ending, alike-1) && utf8.RuneCountInString(b[n:]) <= min(ending, alike-1)
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
