package retrieve

import (
	"context"

	"byline/internal/chunk"
	"byline/internal/encode"
	"byline/internal/lexical"
	"byline/internal/news"
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
	var hits []news.Hit
	for i := range articles {
		if articles[i].ID == "" { // deleted while we searched
			continue
		}
		h := news.Hit{Article: articles[i]}
		h.Passage, h.Highlights = r.bestPassage(&articles[i], terms) //nolint:contextcheck // the cut is of one article
		hits = append(hits, h)
	}
	return hits, nil
}

// bestPassage is the first of the passages that have the most words of a query.
func (r *Retriever) bestPassage(a *news.Article, terms news.QueryTerms) (best news.Passage, words []news.Span) {
	best.ArticleID = a.ID
	most := -1
	var tokens []lexical.Token
	for _, p := range chunk.Split(*a) {
		tokens = r.encoder.Tokens(tokens[:0], p.Text)
		held := map[uint32]bool{}
		for _, t := range tokens {
			held[t.Term] = true
		}
		n := 0
		for _, id := range terms.IDs {
			if held[id] {
				n++
			}
		}
		if n > most {
			most, best, words = n, p, highlights(tokens, p.Start, terms)
		}
	}
	return best, words
}
