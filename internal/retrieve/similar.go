package retrieve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/news"
)

// similarTerms is how many of an article's terms look for others like it.
const similarTerms = 60

// Similar returns articles like a stored one, or like a text, best first.
// Neither the article itself nor copies of it are among them.
func (r *Retriever) Similar(ctx context.Context, req news.SimilarRequest) (news.SearchResult, error) {
	start := time.Now()
	if err := checkLimit(&req.Limit); err != nil {
		return news.SearchResult{}, err
	}
	a, err := r.subject(ctx, req)
	if err != nil {
		return news.SearchResult{}, fmt.Errorf("retrieve: similar: %w", err)
	}
	p := plan{
		mode: news.ModeHybrid, group: news.GroupArticle, limit: req.Limit + 1, weights: r.weights,
		understood: news.Understood{Query: a.Headline, AsOf: r.now(), Filter: req.Filter},
	}
	q, warnings, err := r.likeness(ctx, &a, &p)
	if err != nil {
		return news.SearchResult{}, fmt.Errorf("retrieve: similar: %w", err)
	}
	found, err := r.index.Search(ctx, q)
	if err != nil {
		return news.SearchResult{}, fmt.Errorf("retrieve: similar: %w", err)
	}
	ranked := slices.DeleteFunc(order(rank(found, q.Limit, p), p), func(c *ranking) bool { return c.ArticleID == a.ID })
	hits, err := r.load(ctx, ranked, p, loading{})
	if err != nil {
		return news.SearchResult{}, fmt.Errorf("retrieve: similar: %w", err)
	}
	hits = r.withoutCopiesOf(&a, hits)
	return news.SearchResult{Hits: hits[:min(len(hits), req.Limit)], Understood: p.understood, Warnings: warnings, Took: time.Since(start)}, nil
}

// subject returns the article that others shall be like.
func (r *Retriever) subject(ctx context.Context, req news.SimilarRequest) (news.Article, error) {
	given := 0
	for _, s := range []string{req.ArticleID, req.URL, req.Text} {
		if s != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return news.Article{}, news.InvalidField("article_id", "give exactly one of article_id, url and text")
	case req.ArticleID != "":
		return r.library.Article(ctx, req.ArticleID)
	case req.URL != "":
		return r.library.ArticleByURL(ctx, req.URL)
	}
	return news.Article{Body: req.Text}, nil
}

// likeness makes the query that an article itself answers best: its heaviest
// terms and its vector.
func (r *Retriever) likeness(ctx context.Context, a *news.Article, p *plan) (q news.IndexQuery, warnings []string, err error) {
	q = news.IndexQuery{Filter: p.understood.Filter, Limit: max(candidates, 2*p.limit)}
	record, err := r.encoder.Article(ctx, a)
	if err != nil {
		return q, nil, err
	}
	terms := record.Whole.Terms
	order := make([]int, len(terms.IDs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(terms.Weights[j], terms.Weights[i]) })
	for _, i := range order[:min(len(order), similarTerms)] {
		q.Terms.IDs = append(q.Terms.IDs, terms.IDs[i])
		q.Terms.Weights = append(q.Terms.Weights, float32(terms.Weights[i])/100)
	}
	if !record.Pending {
		q.Vector = embed.Dequantize(record.Whole.Vector)
		return q, nil, nil
	}
	p.text = strings.TrimSpace(a.Headline + "\n" + encode.Lead(a.Body))
	q.Vector, warnings, err = r.queryVector(ctx, p)
	return q, warnings, err
}

// withoutCopiesOf leaves out hits that carry the text of a.
func (r *Retriever) withoutCopiesOf(a *news.Article, hits []news.Hit) []news.Hit {
	own := shingles(r.encoder.Tokens(a.Body))
	return slices.DeleteFunc(hits, func(h news.Hit) bool {
		return areCopies(own, shingles(r.encoder.Tokens(h.Article.Body)))
	})
}
