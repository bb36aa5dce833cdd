package index

import "byline/internal/news"

// What a plain query finds are the articles that have its words, that mean what it
// means, or enough of both. Of few words more are needed. docs/query.md has the
// figures by which these numbers were chosen.
const (
	enoughWords   = .75 // share of the words that is enough by itself
	enoughMeaning = .35 // cosine that is enough by itself
	enoughOfBoth  = .65 // what share and cosine come to together, where words are many
	fewWords      = .7  // that divided by the number of words is what it takes beside
	onlyWords     = .5  // share that is enough where there is no meaning to go by and words are many
	fewOnlyWords  = .5  // the same as fewWords
)

// Suffices returns the cosine from which on an article with so many of the terms of
// a query is relevant to it. If that is less than -1 it is whatever it means, and if
// it is above 1 it is not.
func Suffices(r *news.Relevance, terms int) float32 {
	const always, never = -2, 2
	n := float32(max(1, len(r.Terms)))
	share := float32(terms) / n
	switch {
	case len(r.Vector) == 0 && share < onlyWords+fewOnlyWords/n:
		return never
	case len(r.Vector) == 0, share >= enoughWords:
		return always
	}
	return min(enoughMeaning, enoughOfBoth+fewWords/n-share)
}
