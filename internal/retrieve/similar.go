package retrieve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"byline/internal/encode"
	"byline/internal/neardup"
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
	r.warnOfUnknown(ctx, req.Filter, nil, &result)
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
	own, err := r.profile(ctx, &a)
	if err != nil {
		return result, err
	}
	q, warnings, err := r.likeness(ctx, &a, own.Vector, &p)
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
	originals, err := r.originals(ctx, own.Signature, ranked, choiceOf*p.limit)
	if err != nil {
		return result, err
	}
	choices := make([]choice, len(originals))
	for i, o := range originals {
		choices[i] = o.choice()
	}
	result.Hits, err = r.readOriginals(ctx, diversify(choices, p, p.weights.similar), originals, p.limit)
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

// profile returns that of an article, which may be but a text: then it has no vector yet.
func (r *Retriever) profile(ctx context.Context, a *news.Article) (own news.Profile, err error) {
	if a.ID != "" {
		stored, err := r.index.Profiles(ctx, []news.Version{{ArticleID: a.ID, Revision: a.Revision}})
		if err != nil {
			return own, err
		}
		own = stored[0]
	}
	if own.Signature == "" {
		own.Signature, err = r.encoder.Signature(ctx, a.Body)
	}
	return own, err
}

// likeness makes the query that an article itself answers best: its heaviest
// terms and its vector. Who wrote and published it does not count.
func (r *Retriever) likeness(ctx context.Context, a *news.Article, vector []float32, p *plan) (q news.IndexQuery, warnings []string, err error) {
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
	if len(vector) > 0 {
		q.Vector = vector
		return q, nil, nil
	}
	p.text = strings.TrimSpace(a.Headline + "\n" + encode.Lead(a.Body))
	q.Vector, warnings, err = r.queryVector(ctx, p)
	return q, warnings, err
}

// choiceOf is how many originals there are to choose from for each hit wanted.
const choiceOf = 2

// original is an article that is no near-duplicate of one before.
type original struct {
	*ranking
	profile news.Profile
	copies  []*ranking // near-duplicates of it that come after
}

// choice is its hit, with as much of the article as is known before it is read.
func (o *original) choice() choice {
	a := news.Article{ID: o.ArticleID, Revision: o.Revision, Source: o.Source, Published: o.Published}
	return choice{Hit: news.Hit{Article: a, Score: o.score}, vector: o.profile.Vector}
}

// originals takes articles from the top of a list until it has as many as wanted
// that carry neither the text with a signature nor that of one before. The latter
// become copies of that one.
func (r *Retriever) originals(ctx context.Context, own news.Signature, ranked []*ranking, wanted int) ([]*original, error) {
	var out []*original
	for len(ranked) > 0 && len(out) < wanted {
		next := ranked[:min(len(ranked), wanted)]
		profiles, err := r.index.Profiles(ctx, versionsOf(next))
		if err != nil {
			return nil, err
		}
		ranked = ranked[len(next):]
		for i, c := range next {
			if len(out) == wanted {
				break
			}
			if neardup.Compare(own, profiles[i].Signature).NearDuplicates() {
				continue
			}
			if first := originalOf(profiles[i].Signature, out); first != nil {
				first.copies = append(first.copies, c)
				continue
			}
			out = append(out, &original{ranking: c, profile: profiles[i]})
		}
	}
	return out, nil
}

func originalOf(signature news.Signature, list []*original) *original {
	for _, o := range list {
		if neardup.Compare(signature, o.profile.Signature).NearDuplicates() {
			return o
		}
	}
	return nil
}

// readOriginals reads hits, which are of originals, until it has as many as
// wanted. Where an article is not there any more, its first copy stands for it.
func (r *Retriever) readOriginals(ctx context.Context, hits []news.Hit, originals []*original, wanted int) ([]news.Hit, error) {
	byID := make(map[string]*original, len(originals))
	for _, o := range originals {
		byID[o.ArticleID] = o
	}
	var out []news.Hit
	for len(hits) > 0 && len(out) < wanted {
		next := hits[:min(len(hits), wanted-len(out))]
		hits = hits[len(next):]
		var texts []*ranking // each original with its copies
		for _, h := range next {
			o := byID[h.Article.ID]
			texts = append(append(texts, o.ranking), o.copies...)
		}
		articles, err := r.readAll(ctx, texts)
		if err != nil {
			return nil, err
		}
		for _, h := range next {
			n := 1 + len(byID[h.Article.ID].copies)
			if hit, ok := r.withCopies(ctx, articles[:n], texts[:n]); ok {
				hit.Score = h.Score
				out = append(out, hit)
			}
			articles, texts = articles[n:], texts[n:]
		}
	}
	return out, nil
}

// withCopies makes a hit of the first article that is there, with the others as its copies.
func (r *Retriever) withCopies(ctx context.Context, articles []news.Article, of []*ranking) (hit news.Hit, ok bool) {
	for i := range articles {
		switch {
		case articles[i].ID == "":
		case ok:
			hit.Copies = append(hit.Copies, copyOf(articles[i]))
			hit.Article.TakeFrom(&articles[i])
		default:
			hit, ok = r.hit(ctx, &articles[i], of[i])
		}
	}
	return hit, ok
}

// readAll reads articles, a few at a time on each core.
func (r *Retriever) readAll(ctx context.Context, ranked []*ranking) ([]news.Article, error) {
	out := make([]news.Article, len(ranked))
	group, ctx := panics.WithContext(ctx)
	for from := 0; from < len(ranked); from += readAtOnce {
		part := ranked[from:min(from+readAtOnce, len(ranked))]
		group.Go(func() error {
			articles, err := r.index.Versions(ctx, versionsOf(part))
			copy(out[from:], articles)
			return err
		})
	}
	return out, group.Wait()
}

func versionsOf(ranked []*ranking) []news.Version {
	out := make([]news.Version, len(ranked))
	for i, c := range ranked {
		out[i] = c.Version
	}
	return out
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
