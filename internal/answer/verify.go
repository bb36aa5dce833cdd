package answer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"byline/internal/news"
)

// verifier judges whether a passage carries what a model says of it. It is the
// place for other ways of verification than by words, such as a model of
// entailment.
type verifier interface {
	// verify returns the sentences of the n-th passage, from 0, that best carry a
	// clause of a statement or, if the clause says too little by itself, the
	// statement. It reports false if none do.
	verify(ctx context.Context, clause, statement string, n int) (quote, bool)
}

// wordVerifier verifies by words alone, so that a person can check it: a passage
// supports a statement if it has enough of its terms, weighed by how rare they
// are among what was found, and all of its numbers.
type wordVerifier struct{ *evidence }

// Thresholds of a wordVerifier.
const (
	minSupport  = .5 // share of the statement's weight that the passage must have
	minTerms    = 4  // of a clause that can be checked by itself
	worthLonger = .1 // share that another sentence must add to be part of the quote
	maxSupport  = 3  // sentences of a quote
)

// claim is a statement taken apart for verification.
type claim struct {
	terms   []uint32 // distinct
	weights []float64
	all     float64
	numbers []string
}

func (v wordVerifier) verify(_ context.Context, clause, statement string, n int) (quote, bool) {
	c := v.claimOf(clause)
	if len(c.terms) < minTerms {
		c = v.claimOf(statement)
	}
	return v.support(c, n)
}

// claimOf takes a statement apart.
func (v wordVerifier) claimOf(text string) claim {
	var c claim
	for _, t := range v.analyzer.Tokens(nil, text) {
		if t.InCompound || slices.Contains(c.terms, t.Term) {
			continue
		}
		w := v.idf(t.Term)
		if isCapital(text[t.Start:t.End]) && t.Start > 0 {
			w *= nameBoost
		}
		c.terms, c.weights, c.all = append(c.terms, t.Term), append(c.weights, w), c.all+w
	}
	c.numbers = numbersIn(text)
	return c
}

// support finds the sentences of a passage that best support a claim. It
// reports false if the passage does not support it.
func (v wordVerifier) support(c claim, passage int) (quote, bool) {
	x := &v.passages[passage]
	around := v.aroundTerms(x.hit.Article)
	if !x.hasNumbers(c.numbers) || c.all == 0 {
		return quote{}, false
	}
	if c.share(func(t uint32) bool { return has(x.terms, t) || has(around, t) }) < minSupport {
		return quote{}, false
	}
	var best quote
	top := -1.
	for from := x.first; from < x.last; from++ {
		for to := from + 1; to <= min(x.last, from+maxSupport); to++ {
			score := c.share(func(t uint32) bool {
				return slices.ContainsFunc(v.sentences[from:to], func(s sentence) bool { return slices.Contains(s.terms, t) })
			})
			score -= worthLonger * float64(to-from-1)
			if score > top {
				top, best = score, quote{&x.hit.Article, news.Span{Start: v.sentences[from].Start, End: v.sentences[to-1].End}}
			}
		}
	}
	return best, top > 0
}

// share is the share of the claim's weight whose terms are had.
func (c claim) share(had func(uint32) bool) float64 {
	var sum float64
	for i, t := range c.terms {
		if had(t) {
			sum += c.weights[i]
		}
	}
	return sum / c.all
}

func has(ascending []uint32, t uint32) bool {
	_, ok := slices.BinarySearch(ascending, t)
	return ok
}

// aroundTerms are the terms that a statement may take from around a passage: headline, outlet, day, authors, attribution.
func (v wordVerifier) aroundTerms(a news.Article) []uint32 {
	var terms []uint32
	for _, t := range v.analyzer.Tokens(nil, around(a)) {
		terms = append(terms, t.Term)
	}
	slices.Sort(terms)
	return terms
}

func around(a news.Article) string {
	credits := strings.Join(slices.Sorted(maps.Keys(language().Answers.ReportingWords)), " ")
	return strings.Join([]string{a.Headline, outlet(a), day(a), strings.Join(a.Authors, ", "), strings.Join(a.Attribution, ", "), credits}, "\n")
}

// hasNumbers reports whether all numbers stand in the passage or around it, in digits or as words.
func (x *passage) hasNumbers(numbers []string) bool {
	if len(numbers) == 0 {
		return true
	}
	text := x.hit.Passage.Text + "\n" + around(x.hit.Article)
	there := numbersIn(text)
	lower := strings.ToLower(text)
	return !slices.ContainsFunc(numbers, func(n string) bool {
		return !slices.Contains(there, n) && (language().Answers.SpelledNumbers[n] == "" || !strings.Contains(lower, language().Answers.SpelledNumbers[n]))
	})
}
