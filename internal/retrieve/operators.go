package retrieve

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"byline/internal/news"
	"byline/internal/query"
)

// WithDates returns a Retriever that reads the dates of a query, as after:2025-02-03,
// with a function that is told the moment of asking.
func (r *Retriever) WithDates(read func(text string, now time.Time) (after, before time.Time, err error)) *Retriever {
	better := *r
	better.dates = read
	return &better
}

// readQuery reads the operators of a query, if it has any. A faulty one is plain,
// with a warning, unless the request is strict.
func (r *Retriever) readQuery(req news.SearchRequest) (tree *news.QueryNode, warnings []string, err error) {
	now := req.AsOf
	if now.IsZero() {
		if now = req.Asked; now.IsZero() {
			now = r.now()
		}
	}
	var interval query.Interval
	if r.dates != nil {
		interval = func(text string) (after, before time.Time, err error) { return r.dates(text, now) }
	}
	tree, err = query.Parse(req.Query, interval)
	var fault *query.FaultError
	if !errors.As(err, &fault) {
		return tree, nil, err
	}
	if req.Strict {
		return nil, nil, news.InvalidField("query", "%w", fault)
	}
	return nil, []string{"The operators of this query cannot be read (" + fault.Error() + "), so all of it was searched for as plain words."}, nil
}

// phraseOf reads a query of which no word tells anything by itself as a phrase, since
// nothing else is found by it: who's who, to be or not to be. It is nil for all else.
func (r *Retriever) phraseOf(p *plan) *news.QueryNode {
	text := p.understood.Query
	if len(p.tokens) > 0 || len(p.times) > 0 || strings.HasSuffix(strings.TrimSpace(text), "?") || len(r.encoder.Words(nil, text)) < 2 {
		return nil
	}
	return &news.QueryNode{Op: news.OpPhrase, Text: text, Span: news.Span{End: len(text)}}
}

// searchWithin searches among the articles that a query with operators asks for.
// They are ranked by its words, and by its meaning, as those of any other are.
func (r *Retriever) searchWithin(ctx context.Context, req news.SearchRequest, tree *news.QueryNode) (result news.SearchResult, err error) {
	q := query.Compile(tree, r.encoder, r.encoder)
	within := *r
	within.where = &q.Condition
	given := req.Query
	// What the query says is what is asked for: neither are other spellings tried
	// nor are dates guessed.
	req.Query, req.KeepDates, req.Exact = q.Text, true, true
	if q.Text == "" { // there is nothing to rank by
		req.Nearest, req.Sort = false, cmp.Or(req.Sort, news.SortNewest)
	}
	var out found
	if q.Text == "" {
		out, err = within.unranked(ctx, req)
	} else {
		out, err = within.search(ctx, req, within.makePlan(req))
	}
	if err != nil {
		return result, err
	}
	result = out.SearchResult
	r.warnOfUnknown(ctx, req.Filter, tree, &result)
	result.Understood.Query, result.Understood.Tree, result.Understood.Words = given, tree, q.Text
	return result, nil
}

// searchQuoting is searchRead for a plain query among the articles that have the
// phrases of the request.
func (r *Retriever) searchQuoting(ctx context.Context, req news.SearchRequest) (result news.SearchResult, err error) {
	phrases := req.Phrases
	req.Phrases = nil
	for _, every := range []bool{true, false} {
		within := *r
		within.where = query.Quoting(phrases, every, r.encoder)
		result, err = within.searchRead(ctx, req, nil)
		if err != nil || len(result.Hits) > 0 || len(phrases) == 1 {
			break
		}
	}
	return result, err
}

// unranked lists the articles of a query that names nothing to rank them by.
func (r *Retriever) unranked(ctx context.Context, req news.SearchRequest) (found, error) {
	f := searchState{plan: r.makePlan(req)}
	out, err := r.listed(ctx, req, f)
	out.Understood = f.plan.understood
	return out, err
}
