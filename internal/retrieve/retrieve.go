// Package retrieve finds the passages that bear on a query: it reads time
// expressions, asks an index for candidates, fuses their scores, weighs them by
// time where the query asks for it, folds copies and groups by article. All of
// this happens here, once, whatever the index.
package retrieve

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"byline/internal/encode"
	"byline/internal/lexical"
	"byline/internal/news"
)

// Index finds candidates and returns the articles that they came from, and
// the vectors of articles as wholes: nil where there is none.
type Index interface {
	Search(ctx context.Context, q news.IndexQuery) (news.Candidates, error)
	Versions(ctx context.Context, versions []news.Version) ([]news.Article, error)
	Vectors(ctx context.Context, versions []news.Version) ([][]float32, error)
}

// Library finds single articles.
type Library interface {
	Article(ctx context.Context, id string) (news.Article, error)
	ArticleByURL(ctx context.Context, url string) (news.Article, error)
}

// Limits on what one request may ask for.
const (
	DefaultLimit = 10
	MaxLimit     = 1000
	MaxQuery     = 8 << 10 // bytes
)

// candidates is the length of the lists that an index is asked for; longer
// lists change the first hundred hits of less than one query in a hundred.
const candidates = 200

// Retriever answers search requests.
type Retriever struct {
	index   Index
	library Library
	encoder *encode.Encoder
	now     func() time.Time
	weights weights
	wrong   news.OnWrongSpan // nil: nobody is told

	reranking // none unless WithReranker says so
}

// New makes a Retriever. now is the clock that "last week" is read by when a
// request names no other moment.
func New(index Index, library Library, encoder *encode.Encoder, now func() time.Time) *Retriever {
	return &Retriever{index: index, library: library, encoder: encoder, now: now, weights: allParts()}
}

// WithWrongSpans returns a Retriever that tells of each passage that it leaves
// out because its words are not those that the index was given.
func (r *Retriever) WithWrongSpans(tell news.OnWrongSpan) *Retriever {
	better := *r
	better.wrong = tell
	return &better
}

// Search returns the hits for a query, best first. A time long ago that leaves
// nothing to be found is searched for as words, with a warning: articles tell of
// times from long before they were published.
func (r *Retriever) Search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error) {
	start := time.Now()
	if err := check(&req); err != nil {
		return news.SearchResult{}, err
	}
	r, index := r.gettingBy()
	result, err := r.search(ctx, req)
	if dates := result.Understood.Dates; err == nil && len(result.Hits) == 0 && longAgo(dates, result.Understood.AsOf) {
		req.KeepDates = true
		var wider news.SearchResult
		if wider, err = r.search(ctx, req); err == nil && len(wider.Hits) > 0 {
			result = wider
			result.Warnings = append(result.Warnings, noneFrom(dates))
		}
	}
	if err != nil {
		return news.SearchResult{}, fmt.Errorf("retrieve: %w", err)
	}
	result.Warnings = append(result.Warnings, index.warnings()...)
	result.Took = time.Since(start)
	return result, nil
}

func (r *Retriever) search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error) {
	f, err := r.find(ctx, req)
	if err != nil {
		return news.SearchResult{}, err
	}
	f.ranked = order(f.ranked, f.plan)
	late, err := r.rerank(ctx, &f)
	if err != nil {
		return news.SearchResult{}, err
	}
	weighTime(f.ranked, f.plan)
	hits, err := r.hits(ctx, f)
	return news.SearchResult{Hits: hits, Understood: f.plan.understood, Warnings: append(f.warnings, late...)}, err
}

// finding is what both stages of a search make of a request.
type finding struct {
	plan     plan
	ranked   []*ranking
	warnings []string
	loading
}

// find searches the index and reads the first of what it finds.
func (r *Retriever) find(ctx context.Context, req news.SearchRequest) (f finding, err error) {
	f.plan = makePlan(req, r.now())
	f.plan.weights = r.weights
	q, warnings, err := r.indexQuery(ctx, &f.plan)
	if err != nil {
		return f, err
	}
	candidates, err := r.index.Search(ctx, q)
	if err != nil {
		return f, err
	}
	f.ranked, f.warnings, f.terms = rank(candidates, q.Limit, f.plan), warnings, q.Terms
	f.read, err = r.refine(ctx, f.ranked, f.plan)
	f.ranked = present(f.ranked)
	return f, err
}

// longAgo reports whether times were over more than a year before asOf. What
// was asked of last week, articles of another week cannot answer.
func longAgo(dates []news.DateExpression, asOf time.Time) bool {
	return len(dates) > 0 && !slices.ContainsFunc(dates, func(d news.DateExpression) bool {
		return d.Before.IsZero() || d.Before.After(asOf.AddDate(-1, 0, 0))
	})
}

// noneFrom tells that no article of the times in a query was found.
func noneFrom(dates []news.DateExpression) string {
	texts := make([]string, len(dates))
	for i, d := range dates {
		texts[i] = "“" + d.Text + "”"
	}
	return "No article published then was found, so " + strings.Join(texts, " and ") + " was looked for in the text of articles of any time."
}

func check(req *news.SearchRequest) error {
	if strings.TrimSpace(req.Query) == "" {
		return news.InvalidField("query", "is empty; give a few words or a question")
	}
	if len(req.Query) > MaxQuery {
		return news.Errorf(news.KindTooLarge, "query: has %d bytes, more than the %d that are allowed", len(req.Query), MaxQuery)
	}
	if err := checkFilter(req.Filter); err != nil {
		return err
	}
	switch req.Mode {
	case "", news.ModeHybrid, news.ModeKeyword, news.ModeSemantic:
	default:
		return news.InvalidField("mode", "is %q; it can be hybrid, keyword or semantic", req.Mode)
	}
	switch req.Group {
	case "", news.GroupArticle, news.GroupPassage:
	default:
		return news.InvalidField("group", "is %q; it can be article or passage", req.Group)
	}
	if req.HalfLife < 0 {
		return news.InvalidField("half_life", "is negative")
	}
	return checkLimit(&req.Limit)
}

func checkFilter(f news.Filter) error {
	if !f.After.IsZero() && !f.Before.IsZero() && !f.After.Before(f.Before) {
		return news.InvalidField("filters.after", "is not before filters.before, so nothing can match")
	}
	return nil
}

func checkLimit(limit *int) error {
	if *limit == 0 {
		*limit = DefaultLimit
	}
	if *limit < 0 || *limit > MaxLimit {
		return news.InvalidField("limit", "is %d; it can be 1 to %d", *limit, MaxLimit)
	}
	return nil
}

// indexQuery makes the query that an index understands.
func (r *Retriever) indexQuery(ctx context.Context, p *plan) (q news.IndexQuery, warnings []string, err error) {
	q = news.IndexQuery{Filter: p.understood.Filter, AsOf: p.horizon, Limit: max(candidates, 2*p.limit)}
	if p.mode != news.ModeSemantic {
		q.Terms = r.encoder.QueryTerms(p.text)
	}
	if p.mode != news.ModeKeyword {
		q.Vector, warnings, err = r.queryVector(ctx, p)
	}
	return q, warnings, err
}

// queryVector embeds the text of a query. A hybrid search does without meaning
// where that cannot be done, with a warning.
func (r *Retriever) queryVector(ctx context.Context, p *plan) (v []float32, warnings []string, err error) {
	v, err = r.encoder.QueryVector(ctx, p.text)
	if err != nil && p.mode == news.ModeHybrid && ctx.Err() == nil {
		p.mode = news.ModeKeyword
		return nil, []string{"The embedder cannot be used right now, so this was searched by words only."}, nil
	}
	return v, warnings, err
}

// loading is what load knows beside the ranking and the plan.
type loading struct {
	terms news.QueryTerms               // to be highlighted
	read  map[news.Version]news.Article // what was read already
}

// load turns ranked passages into hits: it reads their articles, marks the
// words of the query and folds copies, until there are as many as were asked for.
func (r *Retriever) load(ctx context.Context, ranked []*ranking, p plan, l loading) ([]news.Hit, error) {
	fold := folder{keep: p.keepCopies}
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
				h.Explanation = ranked[i].explanation
			}
			tokens := r.encoder.Tokens(nil, h.Passage.Text)
			h.Highlights = highlights(tokens, h.Passage.Start, l.terms)
			fold.add(h, tokens)
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
		Article: *a, Score: c.score,
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

// present removes from a list what was read and is not there.
func present(list []*ranking) []*ranking {
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
