package retrieve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"byline/internal/encode"
	"byline/internal/news"
	"byline/internal/panics"
)

// similarTerms is how many of an article's terms look for others like it.
const similarTerms = 60

// Similar returns articles like a stored one, or like a text: not its copies,
// but what to read next. They are about the same or what goes with it, unlike
// each other and from several outlets where there is a choice, and rather from
// about the same time. docs/studies.md has the figures.
func (r *Retriever) Similar(ctx context.Context, req news.SimilarRequest) (news.SearchResult, error) {
	start := time.Now()
	r, index := r.tolerant()
	result, err := r.similar(ctx, req)
	if err != nil {
		return news.SearchResult{}, fmt.Errorf("retrieve: similar: %w", err)
	}
	result.Warnings = append(result.Warnings, index.warnings()...)
	result.Took = time.Since(start)
	return result, nil
}

func (r *Retriever) similar(ctx context.Context, req news.SimilarRequest) (result news.SearchResult, err error) {
	a, err := r.subject(ctx, req)
	if err != nil {
		return result, err
	}
	p := plan{
		mode: news.ModeHybrid, group: news.GroupArticle, limit: cmp.Or(req.Limit, DefaultLimit), weights: r.weights,
		understood: news.Understood{Query: a.Headline, AsOf: r.now(), Filter: req.Filter},
	}
	result.Understood = p.understood
	q, warnings, err := r.likeness(ctx, &a, &p)
	if err != nil {
		return result, err
	}
	result.Warnings = warnings
	found, err := r.index.Candidates(ctx, q)
	if err != nil {
		return result, err
	}
	ranked := slices.DeleteFunc(order(rank(found, q.Limit, p), p), func(c *ranking) bool { return c.ArticleID == a.ID })
	boostNearness(ranked, a.Published, p.weights.nearness)
	originals, err := r.originals(ctx, &a, ranked, choiceOf*p.limit)
	if err != nil {
		return result, err
	}
	hits := make([]news.Hit, len(originals))
	for i, o := range originals {
		hits[i] = o.hit
	}
	hits, err = r.diversify(ctx, hits, p, p.weights.similar)
	result.Hits = hits[:min(len(hits), p.limit)]
	return result, err
}

// subject returns the article that others shall be like.
func (r *Retriever) subject(ctx context.Context, req news.SimilarRequest) (news.Article, error) {
	switch {
	case req.ArticleID != "":
		return r.library.Article(ctx, req.ArticleID)
	case req.URL != "":
		return r.library.ArticleByURL(ctx, req.URL)
	}
	return news.Article{Body: req.Text}, nil
}

// likeness makes the query that an article itself answers best: its heaviest
// terms and its vector. Who wrote and published it does not count.
func (r *Retriever) likeness(ctx context.Context, a *news.Article, p *plan) (q news.IndexQuery, warnings []string, err error) {
	q = news.IndexQuery{Filter: p.understood.Filter, Limit: max(candidates, 2*choiceOf*p.limit)}
	terms := r.encoder.WholeTerms(&news.Article{Headline: a.Headline, Body: a.Body, Subjects: a.Subjects, Caption: a.Caption})
	order := make([]int, len(terms.IDs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(terms.Weights[j], terms.Weights[i]) })
	for _, i := range order[:min(len(order), similarTerms)] {
		q.Terms.IDs = append(q.Terms.IDs, terms.IDs[i])
		q.Terms.Weights = append(q.Terms.Weights, float32(terms.Weights[i])/news.WeightUnit)
	}
	if a.ID != "" {
		stored, err := r.index.Vectors(ctx, []news.Version{{ArticleID: a.ID, Revision: a.Revision}})
		if err != nil || len(stored[0]) > 0 {
			q.Vector = slices.Concat(stored...)
			return q, nil, err
		}
	}
	p.text = strings.TrimSpace(a.Headline + "\n" + encode.Lead(a.Body))
	q.Vector, warnings, err = r.queryVector(ctx, p)
	return q, warnings, err
}

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
			if c.hit.Article.ID == "" || nearDuplicates(own, c.shingles) {
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
		if mayBeNearDuplicates(c.sample, list[i].sample) && nearDuplicates(c.shingles, list[i].shingles) {
			return &list[i]
		}
	}
	return nil
}

// boostNearness adds to the scores of articles from about a time.
func boostNearness(list []*ranking, around time.Time, weight float64) {
	if around.IsZero() {
		return
	}
	for _, c := range list {
		c.score += weight * nearness(c.Published, around, similarHalfLife)
	}
	sortRanking(list)
}
