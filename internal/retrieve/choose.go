package retrieve

import (
	"context"

	"golang.org/x/sync/errgroup"

	"byline/internal/news"
)

// choiceOf is how many originals there are to choose from for each hit wanted.
const choiceOf = 2

// original is a candidate that is no copy of one before.
type original struct {
	*ranking
	hit      news.Hit
	shingles []uint64 // of the whole text
	sample   []uint64 // of those
}

// originals reads articles from the top of a list until it has as many as
// wanted that carry neither the text of a nor that of one before. The latter
// become copies of that one.
func (r *Retriever) originals(ctx context.Context, a *news.Article, ranked []*ranking, wanted int) ([]original, error) {
	own := shingles(r.encoder.Tokens(nil, a.Body))
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
				continue // deleted while we searched, or a copy
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
	group, ctx := errgroup.WithContext(ctx)
	for from := 0; from < len(ranked); from += readAtOnce {
		part := ranked[from:min(from+readAtOnce, len(ranked))]
		group.Go(func() error {
			articles, err := r.versions(ctx, part, nil)
			if err != nil {
				return err
			}
			for i, a := range articles {
				out[from+i].ranking = part[i]
				if a.ID != "" {
					all := shingles(r.encoder.Tokens(nil, a.Body))
					out[from+i] = original{part[i], part[i].hit(a, false), all, sampled(all)}
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

// choose picks hits one by one: each time the one that is most like what was
// asked for and least like those chosen before (maximal marginal relevance:
// Carbonell and Goldstein, The Use of MMR, 1998), and of an outlet that was not
// there yet rather than of one that was.
func (r *Retriever) choose(ctx context.Context, list []original, p plan) ([]news.Hit, error) {
	hits := make([]news.Hit, 0, min(p.limit, len(list)))
	if len(list) == 0 {
		return hits, nil
	}
	versions := make([]news.Version, len(list))
	for i, c := range list {
		versions[i] = c.Version
	}
	vectors, err := r.index.Vectors(ctx, versions)
	if err != nil {
		return nil, err
	}
	nearest := make([]float64, len(list)) // the cosine of each and the chosen one that it is most like
	chosen, outlets := make([]bool, len(list)), make(map[string]bool)
	for len(hits) < cap(hits) {
		best, most := -1, 0.
		for i, c := range list {
			value := c.score - p.weights.similar.likeOthers*nearest[i]
			if outlets[c.hit.Article.Source] {
				value -= p.weights.similar.sameOutlet
			}
			if !chosen[i] && (best < 0 || value > most) {
				best, most = i, value
			}
		}
		chosen[best], outlets[list[best].hit.Article.Source] = true, true
		hits = append(hits, list[best].hit)
		for i := range list {
			nearest[i] = max(nearest[i], dot(vectors[i], vectors[best]))
		}
	}
	return hits, nil
}

// dot is the cosine of two vectors of unit length, 0 where one is missing.
func dot(a, b []float32) float64 {
	var sum float32
	for i := range min(len(a), len(b)) {
		sum += a[i] * b[i]
	}
	return float64(sum)
}
