// Package retrieve finds the passages that bear on a query, whatever the index.
//
// A search goes through these steps, which Retriever.search calls in this order:
//
//	operators.go   which articles there are, if the query has operators
//	plan.go        what the query means: its text, times, outlets, filters
//	candidates.go  the four lists of an index, by article and passage
//	fuse.go        one list of them, by the signals that are known (signals.go)
//	proximity.go   the best are read: how close the words of the query stand
//	rerank.go      a reranker, if there is one
//	recency.go     newer ones first where that is asked for; all half-lives
//	set.go         which articles are found at all, and the part that is listed
//	hits.go        articles, highlights; duplicates are folded (dedup.go)
//	diversify.go   several stories and outlets, if the query is broad (breadth.go)
//	spelling.go    once more, where a word is written otherwise in what was found
//
// What counts how much stands in ranker.json, which weights.go reads;
// ablation.go leaves parts out. similar.go finds articles like a given one.
package retrieve

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"byline/internal/encode"
	"byline/internal/news"
	"byline/internal/question"
)

// Index finds candidates and returns the articles that they came from, and what
// articles as wholes are compared by, as index.Searcher and index.Reader say.
type Index interface {
	Candidates(ctx context.Context, q news.IndexQuery) (news.Candidates, error)
	Versions(ctx context.Context, versions []news.Version) ([]news.Article, error)
	Profiles(ctx context.Context, versions []news.Version) ([]news.Profile, error)
}

// Library finds single articles, and those of a set.
type Library interface {
	Set(ctx context.Context, q news.SetQuery) (news.Set, error)
	Article(ctx context.Context, id string) (news.Article, error)
	ArticleByURL(ctx context.Context, url string) (news.Article, error)
}

// DefaultLimit is how many hits a request gets that names no number.
const DefaultLimit = 10

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
	where   *news.Condition  // of a query with operators, for one search
	dates   func(text string, now time.Time) (after, before time.Time, err error)
	names   Names // nil: none are known

	directory Directory // nil: unknown names of filters are not told
	spelled   *spelledValues
	tokenized *tokenCache

	reranking // none unless WithReranker says so
}

// New makes a Retriever. now is the clock that "last week" is read by when a
// request names no other moment.
func New(index Index, library Library, encoder *encode.Encoder, now func() time.Time) *Retriever {
	return &Retriever{index: index, library: library, encoder: encoder, now: now, weights: defaultWeights(), spelled: &spelledValues{as: map[spelledValue]string{}}, tokenized: newTokenCache(encoder)}
}

// WithWrongSpans returns a Retriever that tells of each passage that it leaves
// out because its words are not those that the index was given.
func (r *Retriever) WithWrongSpans(tell news.OnWrongSpan) *Retriever {
	better := *r
	better.wrong = tell
	return &better
}

// Search returns the hits for a query, best first. A time that leaves nothing to
// be found is searched for as words, with a warning, if there are other words:
// articles tell of times from long before they were published. The request has
// been checked where it came in (internal/api).
func (r *Retriever) Search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error) {
	start := time.Now()
	tree, faults, err := r.readQuery(req)
	if err != nil {
		return news.SearchResult{}, err
	}
	r, index := r.tolerant()
	result, err := r.searchRead(ctx, req, tree)
	if err != nil {
		return news.SearchResult{}, fmt.Errorf("retrieve: %w", err)
	}
	result.Warnings = slices.Concat(faults, result.Warnings, index.warnings())
	result.Took = time.Since(start)
	return result, nil
}

// searchRead is Search for a query that has been read: tree is nil if it is plain.
func (r *Retriever) searchRead(ctx context.Context, req news.SearchRequest, tree *news.QueryNode) (news.SearchResult, error) {
	if tree != nil {
		return r.searchWithin(ctx, req, tree)
	}
	if len(req.Phrases) > 0 {
		return r.searchQuoting(ctx, req)
	}
	p := r.makePlan(req)
	if phrase := r.phraseOf(&p); phrase != nil {
		return r.searchWithin(ctx, req, phrase)
	}
	result, err := r.search(ctx, req, p)
	if dates := result.Understood.Dates; err == nil && result.none() && len(dates) > 0 && !result.onlyTimes {
		req.KeepDates = true
		var wider found
		if wider, err = r.search(ctx, req, r.makePlan(req)); err == nil && !wider.none() {
			result = wider
			result.Warnings = append(result.Warnings, noneFrom(dates))
		}
	}
	if err != nil {
		return news.SearchResult{}, err
	}
	if better, ok := r.respelled(ctx, req, result); ok {
		better.Warnings = append(better.Warnings, readAs(better.Understood.Spellings))
		result = better
	}
	r.warnOfUnknown(ctx, req.Filter, nil, &result.SearchResult)
	r.warnOfOthers(ctx, req, &p, &result)
	result.Warnings = append(result.Warnings, inDoubt(result.Understood.Dates)...)
	return result.SearchResult, nil
}

func (r *Retriever) search(ctx context.Context, req news.SearchRequest, p plan) (out found, err error) {
	f, err := r.find(ctx, p)
	if err != nil {
		return out, err
	}
	f.ranked = order(f.ranked, f.plan)
	if r.where == nil && !req.Nearest {
		f.relevant = r.relevance(&f)
	}
	late, err := r.rerank(ctx, &f)
	if err != nil {
		return out, err
	}
	boostRecent(f.ranked, f.plan)
	if req.Nearest {
		out.Hits, err = r.hits(ctx, f)
		out.near = out.Hits
	} else if out, err = r.listed(ctx, req, f); err != nil {
		return out, err
	}
	if !req.Exact {
		out.strange = strangeWords(&f.plan)
	}
	if len(out.strange) > 0 && !req.Nearest {
		out.near, err = r.nearest(ctx, f, out.Hits)
	}
	out.Understood, out.Warnings, out.onlyTimes = f.plan.understood, slices.Concat(f.warnings, late), f.plan.onlyTimes()
	return out, err
}

// nearest returns the first of a ranking, whatever of it was listed: as many as are
// listed at a time.
func (r *Retriever) nearest(ctx context.Context, f searchState, listed []news.Hit) ([]news.Hit, error) {
	first := f.ranked[:min(len(f.ranked), f.plan.limit, hitsSpelled)]
	same := len(listed) >= len(first)
	for i := 0; same && i < len(first); i++ {
		same = listed[i].Article.ID == first[i].ArticleID
	}
	if same {
		return listed, nil
	}
	return r.load(ctx, first, f.plan, f.articleCache)
}

// searchState is what both stages of a search make of a request.
type searchState struct {
	plan     plan
	ranked   []*ranking
	relevant *news.Condition // what makes an article part of what a plain query finds
	vector   []float32       // of the query
	warnings []string
	articleCache
}

// find searches the index and reads the first of what it finds.
func (r *Retriever) find(ctx context.Context, p plan) (f searchState, err error) {
	f.plan = p
	q, warnings, err := r.indexQuery(ctx, &f.plan)
	if err != nil {
		return f, err
	}
	candidates, err := r.index.Candidates(ctx, q)
	if err != nil {
		return f, err
	}
	f.ranked, f.vector, f.warnings, f.terms = rank(candidates, q.Limit, f.plan), q.Vector, warnings, q.Terms
	f.read, err = r.readBest(ctx, f.ranked, f.plan, f.terms)
	f.ranked = withoutGone(f.ranked)
	return f, err
}

// onlyTimes reports whether a query asks for the news of times and names
// nothing else. Articles of another time are no answer to that.
func (p *plan) onlyTimes() bool {
	if !p.filters {
		return false
	}
	query := p.understood.Query
	topic := question.Read(query).Topic
	rest := []byte(query[topic.Start:topic.End])
	for _, d := range p.times {
		for i := max(d.Start, topic.Start); i < min(d.End, topic.End); i++ {
			rest[i-topic.Start] = ' '
		}
	}
	return len(topical(p)) == 0 || !strings.ContainsFunc(string(rest), unicode.IsLetter)
}

// inDoubt tells how dates were read that could be read in two ways.
func inDoubt(found []news.DateExpression) (warnings []string) {
	const layout = "2 January 2006"
	for _, d := range found {
		if !d.Other.IsZero() {
			day := d.After
			if day.IsZero() {
				day = d.Before
			}
			warnings = append(warnings, fmt.Sprintf("“%s” was read with the day first, around %s; for %s, write %s.",
				d.Text, day.Format(layout), d.Other.Format(layout), d.Other.Format(time.DateOnly)))
		}
	}
	return warnings
}

// readAs tells which words were searched for in another spelling.
func readAs(spellings []news.Spelling) string {
	texts := make([]string, len(spellings))
	for i, s := range spellings {
		texts[i] = "“" + s.Read + "” for “" + s.Written + "”"
	}
	return "Nothing found has every word as it is spelled, so this was searched for with " + strings.Join(texts, ", ") + "."
}

// noneFrom tells that no article of the times in a query was found.
func noneFrom(dates []news.DateExpression) string {
	texts := make([]string, len(dates))
	for i, d := range dates {
		texts[i] = "“" + d.Text + "”"
	}
	return "No article published then was found, so " + strings.Join(texts, " and ") + " was looked for in the text of articles of any time."
}

// indexQuery makes the query that an index understands.
func (r *Retriever) indexQuery(ctx context.Context, p *plan) (q news.IndexQuery, warnings []string, err error) {
	q = news.IndexQuery{Filter: p.understood.Filter, AsOf: p.horizon, Where: r.where, Limit: max(candidates, 2*p.limit)}
	if p.mode != news.ModeSemantic {
		q.Terms = encode.QueryTerms(p.tokens)
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
