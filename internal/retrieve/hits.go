package retrieve

import (
	"context"
	"slices"

	"byline/internal/lexical"
	"byline/internal/news"
)

// articleCache is what load knows beside the ranking and the plan.
type articleCache struct {
	terms news.QueryTerms               // to be highlighted
	read  map[news.Version]news.Article // what was read already
}

// load turns ranked passages into hits: it reads their articles, marks the
// words of the query and folds copies, until there are as many as were asked for.
func (r *Retriever) load(ctx context.Context, ranked []*ranking, p plan, l articleCache) ([]news.Hit, error) {
	fold := deduper{keep: p.keepCopies}
	for len(ranked) > 0 && len(fold.hits) < p.limit {
		// Most hits are no copies, so a second round is seldom needed.
		n := min(len(ranked), p.limit-len(fold.hits)+1)
		articles, err := r.versions(ctx, ranked[:n], l.read)
		if err != nil {
			return nil, err
		}
		for i, a := range articles {
			if a.ID == "" || len(fold.hits) == p.limit {
				continue // deleted while we searched
			}
			h, ok := r.hit(ctx, &articles[i], ranked[i])
			if !ok {
				continue
			}
			if p.explain {
				h.Explanation = ranked[i].explain(&p)
			}
			if h.Highlights = ranked[i].marks; !ranked[i].marked {
				h.Highlights = highlights(r.encoder.Tokens(nil, h.Passage.Text), h.Passage.Start, l.terms)
			}
			fold.add(h)
		}
		ranked = ranked[n:]
	}
	return fold.hits, nil
}

// versions returns the articles of passages, without reading any again.
func (r *Retriever) versions(ctx context.Context, ranked []*ranking, read map[news.Version]news.Article) ([]news.Article, error) {
	articles := make([]news.Article, len(ranked))
	var missing []news.Version
	var at []int
	for i, c := range ranked {
		a, ok := read[c.Version]
		if articles[i] = a; !ok {
			missing, at = append(missing, c.Version), append(at, i)
		}
	}
	if len(missing) == 0 {
		return articles, nil
	}
	found, err := r.index.Versions(ctx, missing)
	for i, a := range found {
		articles[at[i]] = a
	}
	return articles, err
}

// hit makes a hit of a passage and its article, unless its words are not there.
func (r *Retriever) hit(ctx context.Context, a *news.Article, c *ranking) (h news.Hit, ok bool) {
	if !r.cut(ctx, a, c) {
		return news.Hit{}, false
	}
	return news.Hit{
		Article: *a, Score: c.score, Signature: c.Signature,
		Passage: news.Passage{ArticleID: a.ID, Ordinal: c.Ordinal, Span: c.Span, Text: c.text},
	}, true
}

// cut gives a passage its text, or marks it as gone where the article does not have it.
func (r *Retriever) cut(ctx context.Context, a *news.Article, c *ranking) bool {
	var ok bool
	c.text, ok = r.wrong.Cut(ctx, a, c.Span, c.Sum)
	c.gone = !ok
	return ok
}

// withoutGone removes from a list what was read and is not there.
func withoutGone(list []*ranking) []*ranking {
	return slices.DeleteFunc(list, func(c *ranking) bool { return c.gone })
}

// highlights returns the words of a passage, which starts at offset, that the query asked for.
func highlights(tokens []lexical.Token, offset int, q news.QueryTerms) []news.Span {
	var out []news.Span
	for _, t := range tokens {
		if !slices.Contains(q.IDs, t.Term) {
			continue
		}
		s := news.Span{Start: offset + t.Start, End: offset + t.End}
		if n := len(out); n > 0 && s.Start < out[n-1].End { // words of a name that is highlighted
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
