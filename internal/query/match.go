package query

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"byline/internal/chunk"
	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
)

// article is an article that a condition is held against. What its texts are
// cut into is worked out once, when it is asked for.
type article struct {
	*news.Article
	headline, body text
}

// text is one of the two texts of an article that words are looked for in.
type text struct {
	analysis  Analysis
	written   string
	language  string
	words     []lexical.Word
	tokens    []lexical.Token
	sentences []news.Span
}

func newArticle(a *news.Article, analysis Analysis) *article {
	return &article{
		Article:  a,
		headline: text{analysis: analysis, written: a.Headline, language: a.Language},
		body:     text{analysis: analysis, written: a.Body, language: a.Language},
	}
}

func (t *text) allWords() []lexical.Word {
	if t.words == nil {
		t.words = t.analysis.Words(make([]lexical.Word, 0, len(t.written)/5), t.written)
	}
	return t.words
}

func (t *text) allTokens() []lexical.Token {
	if t.tokens == nil {
		t.tokens = t.analysis.Tokens(make([]lexical.Token, 0, len(t.written)/8), t.written)
	}
	return t.tokens
}

// sentenceOf returns the number of the sentence that a word is in.
func (t *text) sentenceOf(word int) int {
	if t.sentences == nil {
		t.sentences = chunk.Sentences(t.written, lang.OfArticle(t.language))
	}
	i, _ := slices.BinarySearchFunc(t.sentences, t.words[word].Start, func(s news.Span, at int) int { return cmp.Compare(s.End, at+1) })
	return i
}

// place is where something stands in a text: a range of its words.
type place struct{ from, to int }

// finder finds the places of something in a text, ascending, each once.
type finder func(*text) []place

// findTerm finds a term: of a word, or of words that have one together.
func findTerm(term uint32) finder {
	return func(t *text) (found []place) {
		words := t.allWords()
		for _, token := range t.allTokens() {
			if token.Term != term {
				continue
			}
			from, _ := slices.BinarySearchFunc(words, token.Start, func(w lexical.Word, at int) int { return cmp.Compare(w.Start, at) })
			to, _ := slices.BinarySearchFunc(words, token.End, func(w lexical.Word, at int) int { return cmp.Compare(w.Start, at) })
			found = append(found, place{from, to})
		}
		return ordered(found)
	}
}

// findWords finds words one behind the other.
func findWords(phrase []func(*text, lexical.Word) bool) finder {
	return func(t *text) (found []place) {
		words := t.allWords()
		for i := 0; i+len(phrase) <= len(words); i++ {
			fits := true
			for j := 0; fits && j < len(phrase); j++ {
				fits = phrase[j](t, words[i+j])
			}
			if fits {
				found = append(found, place{i, i + len(phrase)})
			}
		}
		return found
	}
}

func hasKey(key uint32) func(*text, lexical.Word) bool {
	return func(_ *text, w lexical.Word) bool { return w.Key == key }
}

func isWritten(as string) func(*text, lexical.Word) bool {
	return func(t *text, w lexical.Word) bool { return t.written[w.Start:w.End] == as }
}

// isSigned is of words that are part of a name with signs, beside what fits them.
func isSigned(name uint32, fits func(*text, lexical.Word) bool) func(*text, lexical.Word) bool {
	return func(t *text, w lexical.Word) bool { return w.Signed == name && fits(t, w) }
}

func hasPrefix(folded string) func(*text, lexical.Word) bool {
	return func(t *text, w lexical.Word) bool {
		return strings.HasPrefix(lexical.Fold(t.written[w.Start:w.End]), folded)
	}
}

// isLike is of words as a pattern in which "?" stands for a letter and "*" for any number.
func isLike(folded string) func(*text, lexical.Word) bool {
	written := strings.NewReplacer(`\?`, `.`, `\*`, `.*`).Replace(regexp.QuoteMeta(folded))
	like := regexp.MustCompile(`^(?:` + written + `)$`)
	return func(t *text, w lexical.Word) bool { return like.MatchString(lexical.Fold(t.written[w.Start:w.End])) }
}

// findAny finds the places of any of several things.
func findAny(of []finder) finder {
	return func(t *text) (found []place) {
		for _, f := range of {
			found = append(found, f(t)...)
		}
		return ordered(found)
	}
}

// findNear finds two things of which one begins at most most words behind the end
// of the other: 1 is the next word. A place goes from the first to the end of the second.
func findNear(a, b finder, most int) finder {
	return findPairs(a, b, func(_ *text, x, y place) bool { return y.from-x.to < most }, nil)
}

// findSame finds two things in one sentence.
func findSame(a, b finder) finder {
	return findPairs(a, b,
		func(t *text, x, y place) bool { return t.sentenceOf(x.from) == t.sentenceOf(y.from) },
		func(t *text, x, y place) bool { return t.sentenceOf(x.from) == t.sentenceOf(y.to-1) })
}

// findPairs finds two things, in either order, that do not overlap. The second
// begins within reach of the first, beyond which nothing farther away does, and
// ends so that the two fit, if that is not nil.
func findPairs(a, b finder, reaches, fits func(t *text, x, y place) bool) finder {
	return func(t *text) (found []place) {
		left, right := a(t), b(t)
		pairs := func(first, second []place) {
			for _, x := range first {
				i, _ := slices.BinarySearchFunc(second, x.to, func(y place, at int) int { return cmp.Compare(y.from, at) })
				for ; i < len(second) && reaches(t, x, second[i]); i++ {
					if fits == nil || fits(t, x, second[i]) {
						found = append(found, place{x.from, second[i].to})
					}
				}
			}
		}
		pairs(left, right)
		pairs(right, left)
		return ordered(found)
	}
}

func ordered(found []place) []place {
	slices.SortFunc(found, func(x, y place) int { return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to)) })
	return slices.Compact(found)
}
