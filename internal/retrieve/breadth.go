package retrieve

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"byline/internal/lexical"
	"byline/internal/news"
)

// A broad query names a subject ("wildfires", "climate talks") on which there
// are more good articles than a page has room for. The first of them are then
// chosen so that the page shows several stories and outlets. A query of which
// one story is the best answer keeps its order. docs/evaluation.md has the figures.

// hits makes the hits of a ranking. Where the query is broad, the first are
// chosen, from as many as were read whatever the limit, so that a short list is
// the beginning of a longer one.
func (r *Retriever) hits(ctx context.Context, f finding) ([]news.Hit, error) {
	d, limit := r.weights.broad.scaled(r.breadth(f)), f.plan.limit
	if d == (diversity{}) {
		return r.load(ctx, f.ranked, f.plan, f.loading)
	}
	f.plan.limit = max(limit, refined)
	hits, err := r.load(ctx, f.ranked, f.plan, f.loading)
	if err != nil {
		return nil, err
	}
	n := min(len(hits), refined)
	chosen, err := r.choose(ctx, hits[:n], f.plan, d)
	if err != nil {
		return nil, err
	}
	for _, h := range hits[n:] {
		lose(&h, d.most(), f.plan) // as if it repeated all of them, so that it stays behind
		chosen = append(chosen, h)
	}
	return chosen[:min(len(chosen), limit)], nil
}

// breadth tells how broad a query is, from 0 to 1, by how many of the articles
// that were read have all of its words close together: 0 while these fit on a
// page, 1 if all do.
func (r *Retriever) breadth(f finding) float64 {
	p := &f.plan
	if p.group != news.GroupArticle || asksForOne(p.understood.Query) {
		return 0
	}
	need, full := r.share(p.text), 0
	for _, c := range f.ranked {
		if c.features[window] > 0 && c.features[window] >= need {
			full++
		}
	}
	return max(0, float64(full-DefaultLimit)/(refined-DefaultLimit))
}

// share returns how many of the words of a query name what it is about, the
// rest being of the kind of "latest news" or "what happened".
func (r *Retriever) share(query string) float64 {
	tokens := r.encoder.Tokens(nil, query)
	all := len(wordsOf(tokens).number)
	tokens = slices.DeleteFunc(tokens, func(t lexical.Token) bool { return coverage[strings.ToLower(query[t.Start:t.End])] })
	return float64(len(wordsOf(tokens).number)) / float64(max(1, all))
}

var (
	// coverage holds words that ask for news of whatever else a query names.
	coverage = lexical.WordSet(`latest newest new recent current now breaking news article articles story stories report reports
		coverage update updates happened happening happens going about tell show find all`)
	// measures are words that ask for a number after "how".
	measures = lexical.WordSet(`many much old long far big large high tall deep fast often`)
)

// asksForOne reports whether a query has a word that asks for one thing: a
// person, a time, a place, a number.
func asksForOne(query string) bool {
	words := strings.FieldsFunc(query, func(r rune) bool { return !unicode.IsLetter(r) })
	for i, word := range words {
		switch strings.ToLower(word) {
		case "who", "whom", "whose", "which", "when", "where":
			if word != "WHO" { // the World Health Organization
				return true
			}
		case "how":
			if i+1 < len(words) && measures[strings.ToLower(words[i+1])] {
				return true
			}
		}
	}
	return false
}
