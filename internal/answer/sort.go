package answer

import (
	"strings"

	"byline/internal/lang"
	ask "byline/internal/question"
)

// setSort sets what sort of thing a question asks for that may have no name: a
// vegetable, of "what vegetable replaces the chicken?"; or that it counts: children, of
// whom an article names the daughters.
func (q *question) setSort() {
	if q.asks != ask.Thing && q.asks != ask.Product && q.asks != ask.Number || q.in != language() {
		return
	}
	words := strings.Fields(strings.ToLower(q.text[q.read.Focus.Start:q.read.Focus.End]))
	for end := len(words); end > 0; end-- {
		for from := range end {
			if q.sort = sortOf(strings.Join(words[from:end], " ")); q.sort == nil {
				continue
			}
			for i, t := range q.terms {
				if t.at >= q.read.Focus.Start && t.at < q.read.Focus.End && strings.EqualFold(t.text, words[end-1]) {
					q.ofSort = 1 << i
				}
			}
			return
		}
	}
}

// matchSort is the term that names the sort which is asked for, if a text of an article in
// a language has something of that sort: who says measles speaks of a disease.
func (q *question) matchSort(text string, in *lang.Pack) mask {
	if q.ofSort == 0 || len(newSentenceText(text, in).ofSort(q.sort)) == 0 {
		return 0
	}
	return q.ofSort
}

// sortOf is what a noun asks for, nil if it is not known.
func sortOf(noun string) *lang.Sort {
	for _, form := range []string{noun, strings.TrimSuffix(noun, "s")} {
		if others := language().Questions.AskedSorts[form]; others != "" {
			return lang.EnglishNouns().Sort(strings.Split(others, ", ")...)
		}
	}
	return lang.EnglishNouns().Sort(noun)
}

// maxNoun is how many words the longest noun has that is known.
const maxNoun = 3

// ofSort lists the nouns of a text, the longest at each place, that name things of a
// sort. Of two in a row the last counts, if it does: oat biscuits.
func (s *sentenceText) ofSort(sort *lang.Sort) []mention {
	if sort == nil || s.in.Code != language().Code {
		return nil
	}
	var out []mention
	for i := 0; i < len(s.words); i++ {
		for end := min(len(s.words), i+maxNoun); end > i; end-- {
			noun, ok := s.joined(i, end)
			if !ok {
				continue
			}
			has, known := sort.Has(noun)
			if !known {
				continue
			}
			if n := len(out); has && n > 0 && s.gap(i-1) == " " && out[n-1].End == s.words[max(0, i-1)].End {
				out = out[:n-1]
			}
			if has {
				out = append(out, counted(s.span(i, end), lang.EnglishNouns().Singular(noun)))
			}
			i = end - 1
			break
		}
	}
	return out
}

// joined is the words from i up to before j in lower case, if nothing but spaces is between them.
func (s *sentenceText) joined(i, j int) (words string, ok bool) {
	for k := i; k+1 < j; k++ {
		if s.gap(k) != " " {
			return "", false
		}
	}
	return strings.ToLower(s.text[s.words[i].Start:s.words[j-1].End]), true
}
