package retrieve

import (
	"context"
	"slices"
	"time"

	"byline/internal/news"
	"byline/internal/panics"
)

// choiceOf is how many originals there are to choose from for each hit wanted.
const choiceOf = 2

// original is a hit that is no copy of one before.
type original struct {
	hit      news.Hit
	shingles []uint64 // of the whole text
	sample   []uint64 // of those
}

// originals reads articles from the top of a list until it has as many as
// wanted that carry neither the text of a nor that of one before. The latter
// become copies of that one.
func (r *Retriever) originals(ctx context.Context, a *news.Article, ranked []*ranking, wanted int) ([]original, error) {
	tokens, err := r.encoder.TokensContext(ctx, nil, a.Body)
	if err != nil {
		return nil, err
	}
	own := shingles(tokens)
	var out []original
	for len(ranked) > 0 && len(out) < wanted {
		n := min(len(ranked), wanted-len(out))
		read, err := r.readAll(ctx, ranked[:n])
		if err != nil {
			return nil, err
		}
		ranked = ranked[n:]
		for _, c := range read {
			if c.hit.Article.ID == "" || nearCopies(own, c.shingles) {
				continue // not there any more, or a copy
			}
			if first := originalOf(c, out); first != nil {
				first.hit.Copies = append(first.hit.Copies, copyOf(c.hit.Article))
				continue
			}
			out = append(out, c)
		}
	}
	return out, nil
}

// readAll reads articles, a few at a time on each core.
func (r *Retriever) readAll(ctx context.Context, ranked []*ranking) ([]original, error) {
	out := make([]original, len(ranked))
	group, ctx := panics.WithContext(ctx)
	for from := 0; from < len(ranked); from += readAtOnce {
		part := ranked[from:min(from+readAtOnce, len(ranked))]
		group.Go(func() error {
			articles, err := r.versions(ctx, part, nil)
			if err != nil {
				return err
			}
			for i, a := range articles {
				if a.ID == "" {
					continue
				}
				if h, ok := r.hit(ctx, &articles[i], part[i]); ok {
					tokens, err := r.encoder.TokensContext(ctx, nil, a.Body)
					if err != nil {
						return err
					}
					all := shingles(tokens)
					out[from+i] = original{h, all, sampled(all)}
				}
			}
			return nil
		})
	}
	return out, group.Wait()
}

func originalOf(c original, list []original) *original {
	for i := range list {
		if mayBeNearCopies(c.sample, list[i].sample) && nearCopies(c.shingles, list[i].shingles) {
			return &list[i]
		}
	}
	return nil
}

// diversity is what a hit loses beside those that were chosen before it.
type diversity struct {
	likeOthers float64 // as far as it is like one of them
	sameOutlet float64 // if one of them is of its outlet
}

// scaled returns a share of it.
func (d diversity) scaled(share float64) diversity {
	return diversity{share * d.likeOthers, share * d.sameOutlet}
}

// most is all that a hit can lose.
func (d diversity) most() float64 { return d.likeOthers + d.sameOutlet }

// choice is a hit that can be chosen.
type choice struct {
	news.Hit
	vector []float32 // nil where the article has none yet
	alike  float64   // to the hit chosen before that it is most like
}

// choose puts hits, which are in order, into another: one by one, it takes the
// one that is most like what was asked for and least like those taken before
// (maximal marginal relevance: Carbonell and Goldstein, The Use of MMR, 1998),
// and of an outlet that was not there yet rather than of one that was. Each
// gets the score that it was taken by. Since what is left only loses more with
// each that is taken, scores fall.
func (r *Retriever) choose(ctx context.Context, hits []news.Hit, p plan, d diversity) ([]news.Hit, error) {
	left, err := r.choices(ctx, hits)
	if err != nil {
		return nil, err
	}
	chosen, outlets := make([]news.Hit, 0, len(left)), make(map[string]bool)
	for len(left) > 0 {
		best, least := -1, 0.
		for i := range left {
			loss := d.likeOthers * left[i].alike
			if outlets[left[i].Article.Source] {
				loss += d.sameOutlet
			}
			if best < 0 || left[i].Score-loss > left[best].Score-least {
				best, least = i, loss
			}
		}
		c := left[best]
		left = slices.Delete(left, best, best+1)
		lose(&c.Hit, least, p)
		chosen, outlets[c.Article.Source] = append(chosen, c.Hit), true
		for i := range left {
			left[i].alike = max(left[i].alike, likeness(&left[i], &c))
		}
	}
	return chosen, nil
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
	vectors, err := r.index.Vectors(ctx, versions)
	if err != nil {
		return nil, err
	}
	list := make([]choice, len(hits))
	for i, h := range hits {
		list[i] = choice{Hit: h, vector: vectors[i]}
	}
	return list, nil
}

// lose takes something off the score of a hit.
func lose(h *news.Hit, loss float64, p plan) {
	h.Score -= loss
	if p.explain {
		h.Explanation.Redundancy = loss
	}
}

// storyHalfLife is the distance in time at which half of what tells articles of
// another time apart has gone.
const storyHalfLife = 7 * 24 * time.Hour

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
