package qdrant

import (
	"cmp"
	"context"
	"slices"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
	"byline/internal/panics"
)

const (
	// slack is how many candidates more than wanted are asked for. Qdrant cuts
	// equal scores anywhere; with a few more, it is seen where they end.
	slack = 16
	// maxAsked bounds how far a list is followed to the end of equal scores.
	maxAsked = 20_000
	// maxAttempts is how often a search is repeated because articles were
	// being replaced in the middle of it.
	maxAttempts = 5
)

// Candidates returns the best points for each part of q that is not empty.
func (x *Index) Candidates(ctx context.Context, q news.IndexQuery) (news.Candidates, error) {
	if err := x.usable(); err != nil {
		return news.Candidates{}, err
	}
	if len(q.Vector) > 0 && len(q.Vector) != x.opts.Dim {
		return news.Candidates{}, news.Errorf(news.KindInvalid, "qdrant: search: the query vector has %d dimensions, the index %d", len(q.Vector), x.opts.Dim)
	}
	if q.Limit <= 0 {
		return news.Candidates{}, nil
	}
	s := &search{x: x, query: q, filter: filterOf(q.Filter, q.AsOf), asked: q.Limit + slack, committed: make(map[string]int)}
	if q.Where != nil {
		var err error
		if s.only, err = x.choose(ctx, selection{q.Filter, q.AsOf, q.Where}); err != nil {
			return news.Candidates{}, wrap("search", err)
		}
		if len(s.only.in) == 0 {
			return news.Candidates{}, nil
		}
	}
	c, err := s.run(ctx)
	return c, wrap("search", err)
}

// search is one query, perhaps made several times.
type search struct {
	x      *Index
	query  news.IndexQuery
	filter *api.Filter // may be nil
	only   *chosen     // nil: all that the filter lets through
	asked  int         // length of the lists that Qdrant is asked for
	// committed holds, for articles that were seen in several revisions, the
	// one that was current before the present attempt began.
	committed map[string]int
}

// found is what one attempt found.
type found struct {
	passages, articles lists
}

// lists are the candidates of one collection, as Qdrant returned them.
type lists struct {
	keyword, semantic []news.Candidate
}

func (f *found) all() []*[]news.Candidate {
	return []*[]news.Candidate{&f.passages.keyword, &f.passages.semantic, &f.articles.keyword, &f.articles.semantic}
}

func (s *search) run(ctx context.Context) (news.Candidates, error) {
	var f found
	for attempt := 1; ; attempt++ {
		var err error
		if f, err = s.ask(ctx); err != nil {
			return news.Candidates{}, err
		}
		full := s.full(&f)
		settled, err := s.settle(ctx, &f, attempt == maxAttempts)
		if err != nil {
			return news.Candidates{}, err
		}
		if settled && (!s.cut(&f, full) || s.asked >= maxAsked) {
			break
		}
		if settled {
			s.asked = min(2*s.asked, maxAsked)
			attempt = 0
		}
	}
	return news.Candidates{
		PassageKeyword: s.best(f.passages.keyword), PassageSemantic: s.best(f.passages.semantic),
		ArticleKeyword: s.best(f.articles.keyword), ArticleSemantic: s.best(f.articles.semantic),
	}, nil
}

// ask queries both collections at once.
func (s *search) ask(ctx context.Context) (found, error) {
	var f found
	group, ctx := panics.WithContext(ctx)
	group.Go(func() (err error) {
		f.passages, err = s.askOne(ctx, s.x.gen.passages)
		return err
	})
	group.Go(func() (err error) {
		f.articles, err = s.askOne(ctx, s.x.gen.articles)
		return err
	})
	err := group.Wait()
	return f, err
}

func (s *search) askOne(ctx context.Context, collection string) (lists, error) {
	var queries []*api.QueryPoints
	var results lists
	var to []*[]news.Candidate
	filter := s.filter
	if s.only != nil {
		filter = s.only.filter(s.filter, collection == s.x.gen.articles)
	}
	add := func(list *[]news.Candidate, using string, query *api.Query, params *api.SearchParams) {
		to = append(to, list)
		queries = append(queries, &api.QueryPoints{
			CollectionName: collection, Query: query, Using: api.PtrOf(using), Filter: filter, Params: params,
			Limit:       api.PtrOf(uint64(s.asked)),
			WithPayload: selected([]string{fieldArticle, fieldRevision, fieldOrdinal, fieldStart, fieldEnd, fieldSum, fieldSignature, fieldPublished, fieldSource}),
		})
	}
	if len(s.query.Terms.IDs) > 0 {
		add(&results.keyword, sparseVector, api.NewQuerySparse(s.query.Terms.IDs, s.query.Terms.Weights), nil)
	}
	if len(s.query.Vector) > 0 {
		add(&results.semantic, denseVector, api.NewQueryDense(s.query.Vector), s.x.denseParams())
	}
	if len(queries) == 0 {
		return results, ctx.Err()
	}
	batch, err := read(ctx, s.x.conn, func(ctx context.Context) ([]*api.BatchResult, error) {
		return s.x.conn.client.QueryBatch(ctx, &api.QueryBatchPoints{CollectionName: collection, QueryPoints: queries})
	})
	if err != nil {
		return results, err
	}
	for i, r := range batch {
		*to[i] = s.only.without(candidates(r.GetResult()))
	}
	return results, nil
}

// denseParams say how vectors are compared.
func (x *Index) denseParams() *api.SearchParams {
	p := &api.SearchParams{HnswEf: api.PtrOf(uint64(searchEffort))}
	if x.opts.Exact {
		p.Exact = api.PtrOf(true)
	}
	if x.opts.Quantisation == QuantisationScalar {
		p.Quantization = &api.QuantizationSearchParams{Rescore: api.PtrOf(true), Oversampling: api.PtrOf(2.)}
	}
	return p
}

func candidates(points []*api.ScoredPoint) []news.Candidate {
	out := make([]news.Candidate, len(points))
	for i, point := range points {
		p := payload(point.GetPayload())
		out[i] = news.Candidate{
			Version: p.version(), Ordinal: p.int(fieldOrdinal), Span: p.span(), Sum: p.sum(), Signature: p.signature(fieldSignature), Score: point.GetScore(),
			Published: p.published(), Source: p.string(fieldSource),
		}
	}
	return out
}

// full says which lists may go on beyond what was asked for.
func (s *search) full(f *found) []bool {
	var out []bool
	for _, l := range f.all() {
		out = append(out, len(*l) >= s.asked)
	}
	return out
}

// cut reports whether more must be asked for: a list may go on, and either ends
// in scores as high as that of the last candidate wanted, or has too few left.
func (s *search) cut(f *found, full []bool) bool {
	for i, l := range f.all() {
		if !full[i] || len(*l) == 0 {
			continue
		}
		last := (*l)[len(*l)-1].Score
		if last > 0 && (len(*l) < s.query.Limit || (*l)[s.query.Limit-1].Score == last) {
			return true
		}
	}
	return false
}

// settle leaves each article in one revision. It reports false where that
// takes another attempt, unless this is the last.
func (s *search) settle(ctx context.Context, f *found, lastAttempt bool) (bool, error) {
	seen := revisionsSeen(f)
	if len(seen) == 0 {
		return true, nil
	}
	ids := make([]string, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	points, err := s.x.currentPoints(ctx, ids)
	if err != nil {
		return false, err
	}
	settled := true
	current := make(map[string]int, len(ids))
	for id, oldest := range seen {
		now := points[id].int(fieldRevision) // 0: deleted meanwhile
		current[id] = now
		// A revision is complete from when it becomes current to when another
		// does. This one is current now; was it when the search began? If it is
		// the oldest that there is, or was seen to be current before.
		if now != 0 && now != oldest && s.committed[id] != now {
			s.committed[id] = now
			settled = false
		}
	}
	if !settled && !lastAttempt {
		return false, nil
	}
	for _, l := range f.all() {
		*l = slices.DeleteFunc(*l, func(c news.Candidate) bool {
			revision, several := current[c.ArticleID]
			return several && c.Revision != revision
		})
	}
	return true, nil
}

// revisionsSeen returns the articles of which there are several revisions,
// with the oldest.
func revisionsSeen(f *found) map[string]int {
	oldest, newest := make(map[string]int), make(map[string]int)
	for _, l := range f.all() {
		for _, c := range *l {
			if n, ok := oldest[c.ArticleID]; !ok || c.Revision < n {
				oldest[c.ArticleID] = c.Revision
			}
			newest[c.ArticleID] = max(newest[c.ArticleID], c.Revision)
		}
	}
	for id, n := range newest {
		if oldest[id] == n {
			delete(oldest, id)
		}
	}
	return oldest
}

// best brings a list into order and to the length wanted. What scores nothing is no match.
func (s *search) best(list []news.Candidate) []news.Candidate {
	list = slices.DeleteFunc(list, func(c news.Candidate) bool { return c.Score <= 0 })
	slices.SortFunc(list, func(a, b news.Candidate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	return list[:min(len(list), s.query.Limit)]
}
