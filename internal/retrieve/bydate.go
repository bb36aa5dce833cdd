package retrieve

import (
	"context"
	"slices"

	"byline/internal/chunk"
	"byline/internal/encode"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/panics"
)

// readListed makes hits of articles that were not found by their passages.
func (r *Retriever) readListed(ctx context.Context, versions []news.Version, f *searchState) ([]news.Hit, error) {
	if len(versions) == 0 {
		return nil, nil
	}
	articles, err := r.index.Versions(ctx, versions)
	if err != nil {
		return nil, err
	}
	terms := encode.QueryTerms(f.plan.tokens)
	hits := make([]news.Hit, len(articles))
	for i, a := range articles {
		hits[i].Article = a
	}
	var group panics.Group
	for part := range slices.Chunk(hits, readAtOnce) { //nolint:contextcheck // the cut is of one article
		group.Go(func() error {
			for i := range part {
				part[i].Passage, part[i].Highlights = r.bestPassage(&part[i].Article, terms)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(hits, func(h news.Hit) bool { return h.Article.ID == "" }), nil // deleted while we searched
}

// bestPassage is the first of the passages that have the most words of a query.
func (r *Retriever) bestPassage(a *news.Article, terms news.QueryTerms) (best news.Passage, words []news.Span) {
	best.ArticleID = a.ID
	most := -1
	var tokens []lexical.Token
	held := make([]bool, len(terms.IDs))
	for _, p := range chunk.Split(*a) {
		tokens = r.encoder.Tokens(tokens[:0], p.Text)
		clear(held)
		n := 0
		for _, t := range tokens {
			if i := slices.Index(terms.IDs, t.Term); i >= 0 && !held[i] {
				held[i] = true
				n++
			}
		}
		if n > most {
			most, best, words = n, p, highlights(tokens, p.Start, terms)
		}
	}
	return best, words
}
