package retrieve

import (
	"context"
	"slices"

	"byline/internal/news"
)

// Diversification: a broad query names a subject ("wildfires", "climate talks")
// on which there are more good articles than a page has room for. The first of
// them are then chosen so that the page shows several stories and outlets. A
// query of which one story is the best answer keeps its order. docs/studies.md has the figures.

// hits makes the hits of a ranking. Where the query is broad, the first are
// chosen, from as many as were read whatever the limit, so that a short list is
// the beginning of a longer one.
func (r *Retriever) hits(ctx context.Context, f searchState) ([]news.Hit, error) {
	d, limit := r.weights.broad.scaled(r.breadth(f)), f.plan.limit
	if d == (diversity{}) {
		return r.load(ctx, f.ranked, f.plan, f.articleCache)
	}
	f.plan.limit = max(limit, articlesRead)
	hits, err := r.load(ctx, f.ranked, f.plan, f.articleCache)
	if err != nil {
		return nil, err
	}
	n := min(len(hits), articlesRead)
	choices, err := r.choices(ctx, hits[:n])
	if err != nil {
		return nil, err
	}
	chosen := diversify(choices, f.plan, d)
	for _, h := range hits[n:] {
		penalise(&h, d.most(), f.plan) // as if it repeated all of them, so that it stays behind
		chosen = append(chosen, h)
	}
	return chosen[:min(len(chosen), limit)], nil
}

// diversity is what a hit loses beside those that were chosen before it.
type diversity struct {
	LikeOthers float64 `json:"like_others"` // as far as it is like one of them
	SameOutlet float64 `json:"same_outlet"` // if one of them is of its outlet
}

// scaled returns a share of it.
func (d diversity) scaled(share float64) diversity {
	return diversity{share * d.LikeOthers, share * d.SameOutlet}
}

// most is all that a hit can lose.
func (d diversity) most() float64 { return d.LikeOthers + d.SameOutlet }

// choice is a hit that can be chosen.
type choice struct {
	news.Hit
	vector []float32 // nil where the article has none yet
	alike  float64   // to the hit chosen before that it is most like
}

// diversify puts choices, which are in order, into another: one by one, it takes the
// one that is most like what was asked for and least like those taken before
// (maximal marginal relevance: Carbonell and Goldstein, The Use of MMR, 1998),
// and of an outlet that was not there yet rather than of one that was. Each
// gets the score that it was taken by. Since what is left only loses more with
// each that is taken, scores fall.
func diversify(left []choice, p plan, d diversity) []news.Hit {
	chosen, outlets := make([]news.Hit, 0, len(left)), make(map[string]bool)
	for len(left) > 0 {
		best, least := -1, 0.
		for i := range left {
			loss := d.LikeOthers * left[i].alike
			if outlets[left[i].Article.Source] {
				loss += d.SameOutlet
			}
			if best < 0 || left[i].Score-loss > left[best].Score-least {
				best, least = i, loss
			}
		}
		c := left[best]
		left = slices.Delete(left, best, best+1)
		penalise(&c.Hit, least, p)
		chosen, outlets[c.Article.Source] = append(chosen, c.Hit), true
		for i := range left {
			left[i].alike = max(left[i].alike, likeness(&left[i], &c))
		}
	}
	return chosen
}

// choices adds the vectors of their articles to hits.
func (r *Retriever) choices(ctx context.Context, hits []news.Hit) ([]choice, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	versions := make([]news.Version, len(hits))
	for i, h := range hits {
		versions[i] = news.Version{ArticleID: h.Article.ID, Revision: h.Article.Revision}
	}
	profiles, err := r.index.Profiles(ctx, versions)
	if err != nil {
		return nil, err
	}
	list := make([]choice, len(hits))
	for i, h := range hits {
		list[i] = choice{Hit: h, vector: profiles[i].Vector}
	}
	return list, nil
}

// penalise takes something off the score of a hit.
func penalise(h *news.Hit, loss float64, p plan) {
	h.Score -= loss
	if p.explain {
		h.Explanation.Set("redundancy", loss)
	}
}

// likeness tells how much two hits repeat each other, from 0 to 1: the cosine of
// their articles, up to half of it only for being from the same time. What is
// alike but months apart, as one storm and the next, is another story.
func likeness(a, b *choice) float64 {
	together := nearness(a.Article.Published, b.Article.Published, storyHalfLife)
	return min(1, dot(a.vector, b.vector)*(.5+.5*together))
}

// dot is the cosine of two vectors of unit length, 0 where one is missing.
func dot(a, b []float32) float64 {
	var sum float32
	for i := range min(len(a), len(b)) {
		sum += a[i] * b[i]
	}
	return float64(sum)
}
