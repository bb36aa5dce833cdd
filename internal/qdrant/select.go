package qdrant

import (
	"context"
	"slices"
	"sync"
	"time"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/panics"
)

// A condition is worked out here, since Qdrant knows which passages have a term
// only by a search for it, and phrases not at all: what is known of all articles
// that the filter lets through is read, then the passages of each term, then the
// texts of the articles that are still in doubt.

// selection says which articles are selected.
type selection struct {
	filter news.Filter
	asOf   time.Time
	where  *news.Condition
}

// chosen are articles that are selected, among all that a filter lets through.
type chosen struct {
	in, out  []payload // as far as selectedFields go
	all      bool      // those that are in neither do not pass the filter
	revision map[string]int
}

// labelFields are the fields that keep labels.
func labelField(label news.Label) string {
	switch label {
	case news.LabelSource:
		return fieldSource
	case news.LabelAuthor:
		return fieldAuthors
	case news.LabelSection:
		return fieldSection
	case news.LabelSubject:
		return fieldSubjects
	case news.LabelLanguage:
		return fieldLanguage
	case news.LabelPerson:
		return fieldPeople
	case news.LabelOrganisation:
		return fieldBodies
	case news.LabelPlace:
		return fieldPlaces
	}
	return fieldFiles
}

// selectedFields are those that articles are selected and counted by.
func selectedFields() []string {
	return []string{fieldArticle, fieldRevision, fieldPublished, fieldPassages, fieldURL, fieldSource, fieldSubjects, fieldLanguage, fieldFiles, fieldAuthors, fieldSection, fieldPeople, fieldBodies, fieldPlaces}
}

// choose returns the articles that are selected.
func (x *Index) choose(ctx context.Context, s selection) (*chosen, error) {
	c := &chooser{x: x, filter: filterOf(s.filter, s.asOf), number: make(map[string]int)}
	if s.where != nil && s.where.Bound.Kind == news.BoundRelevance {
		return c.relevant(ctx, s.where.Bound.Relevance)
	}
	err := x.each(ctx, x.gen.articles, c.filter, selectedFields(), func(p payload) error {
		c.number[p.string(fieldArticle)] = len(c.all)
		c.all = append(c.all, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	hold := make([]bool, len(c.all))
	if s.where == nil {
		for i := range hold {
			hold[i] = true
		}
	} else if hold, err = c.hold(ctx, s.where); err != nil {
		return nil, err
	}
	out := &chosen{all: true, revision: make(map[string]int)}
	for i, p := range c.all {
		if hold[i] {
			out.in, out.revision[p.string(fieldArticle)] = append(out.in, p), p.int(fieldRevision)
		} else {
			out.out = append(out.out, p)
		}
	}
	return out, nil
}

// filter adds to a filter that a point is of a selected article. It names those or
// the others, whichever are fewer.
func (s *chosen) filter(f *api.Filter, ofArticles bool) *api.Filter {
	list := s.in
	if len(s.out) < len(list) {
		list = s.out
	}
	var which *api.Condition
	if ofArticles {
		ids := make([]*api.PointId, len(list))
		for i, p := range list {
			ids[i] = articleID(p.string(fieldArticle))
		}
		which = api.NewHasID(ids...)
	} else {
		ids := make([]string, len(list))
		for i, p := range list {
			ids[i] = p.string(fieldArticle)
		}
		which = api.NewMatchKeywords(fieldArticle, ids...)
	}
	switch {
	case len(list) == 0:
		return f
	case len(s.out) < len(s.in):
		out := and(f)
		out.MustNot = append(slices.Clip(out.MustNot), which)
		return out
	}
	return and(f, which)
}

// without leaves out candidates that are not selected in the version that they are of.
func (s *chosen) without(list []news.Candidate) []news.Candidate {
	if s == nil {
		return list
	}
	return slices.DeleteFunc(list, func(c news.Candidate) bool { return s.revision[c.ArticleID] != c.Revision })
}

// chooser works out of which articles a condition holds.
type chooser struct {
	x      *Index
	filter *api.Filter // may be nil
	all    []payload
	number map[string]int // in all, by ID
}

// limits are whether a condition holds of each article for sure, and whether it may.
type limits struct{ least, most []bool }

func (c *chooser) hold(ctx context.Context, where *news.Condition) ([]bool, error) {
	l, err := c.limits(ctx, &where.Bound)
	if err != nil {
		return nil, err
	}
	var doubt []int
	for i := range c.all {
		if l.most[i] && !l.least[i] {
			doubt = append(doubt, i)
		}
	}
	hold := slices.Clone(l.least)
	var mu sync.Mutex
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(readsAtOnce)
	for part := range slices.Chunk(doubt, readTogether) {
		group.Go(func() error {
			versions := make([]news.Version, len(part))
			for i, n := range part {
				versions[i] = c.all[n].version()
			}
			articles, err := c.x.texts(ctx, versions)
			mu.Lock()
			defer mu.Unlock()
			for i := range articles {
				hold[part[i]] = articles[i].ID != "" && where.Holds(&articles[i])
			}
			return err
		})
	}
	return hold, group.Wait()
}

// How many articles are read at a time, and how many times at once.
const (
	readTogether = 64
	readsAtOnce  = 4
)

func (c *chooser) each(is func(payload) bool) limits {
	out := make([]bool, len(c.all))
	for i, p := range c.all {
		out[i] = is(p)
	}
	return limits{out, out}
}

func (c *chooser) limits(ctx context.Context, b *news.Bound) (limits, error) {
	switch b.Kind {
	case news.BoundTerm:
		return c.holders(ctx, b.Term)
	case news.BoundDates:
		f := news.Filter{After: b.After, Before: b.Before}
		return c.each(func(p payload) bool { return index.Matches(f, &news.Article{Published: p.published()}) }), nil
	case news.BoundLabel:
		field := labelField(b.Label)
		return c.each(func(p payload) bool {
			if value := p.string(field); value != "" && b.Is(value) {
				return true
			}
			return slices.ContainsFunc(p.strings(field), b.Is)
		}), nil
	case news.BoundID:
		return c.each(func(p payload) bool { return p.string(fieldArticle) == b.Value }), nil
	case news.BoundURL:
		return c.each(func(p payload) bool { return p.string(fieldURL) == b.Value }), nil
	case news.BoundNothing:
		l := c.each(func(payload) bool { return true })
		l.least = make([]bool, len(c.all))
		return l, nil
	}
	return c.combined(ctx, b)
}

// combined works out a bound that has parts.
func (c *chooser) combined(ctx context.Context, b *news.Bound) (limits, error) {
	parts := make([]limits, len(b.Parts))
	for i := range b.Parts {
		var err error
		if parts[i], err = c.limits(ctx, &b.Parts[i]); err != nil {
			return limits{}, err
		}
	}
	out := limits{make([]bool, len(c.all)), make([]bool, len(c.all))}
	for i := range c.all {
		switch b.Kind {
		case news.BoundAny:
			out.least[i] = slices.ContainsFunc(parts, func(l limits) bool { return l.least[i] })
			out.most[i] = slices.ContainsFunc(parts, func(l limits) bool { return l.most[i] })
		case news.BoundNot:
			out.least[i], out.most[i] = !parts[0].most[i], !parts[0].least[i]
		default:
			out.least[i] = b.Kind == news.BoundAll && !slices.ContainsFunc(parts, func(l limits) bool { return !l.least[i] })
			out.most[i] = !slices.ContainsFunc(parts, func(l limits) bool { return !l.most[i] })
		}
	}
	return out, nil
}

// holders are the articles with a term in the headline, which the terms of each
// passage hold too, or in the body. It is not known of those without passages, nor
// of one whose passages are of another version than that which is looked at.
func (c *chooser) holders(ctx context.Context, term uint32) (limits, error) {
	out := limits{make([]bool, len(c.all)), make([]bool, len(c.all))}
	for i, p := range c.all {
		out.most[i] = p.int(fieldPassages) == 0
	}
	if len(c.all) == 0 {
		return out, nil
	}
	most, err := c.x.count(ctx, c.x.gen.passages, nil)
	if err != nil || most == 0 {
		return out, err
	}
	points, err := read(ctx, c.x.conn, func(ctx context.Context) ([]*api.ScoredPoint, error) {
		return c.x.conn.client.Query(ctx, &api.QueryPoints{
			CollectionName: c.x.gen.passages, Query: api.NewQuerySparse([]uint32{term}, []float32{1}), Using: api.PtrOf(sparseVector), Filter: c.filter,
			Limit: api.PtrOf(uint64(most + slack)), WithPayload: selected([]string{fieldArticle, fieldRevision}),
		})
	})
	for _, point := range points {
		p := payload(point.GetPayload())
		if i, ok := c.number[p.string(fieldArticle)]; ok && point.GetScore() > 0 {
			out.most[i] = true
			out.least[i] = out.least[i] || c.all[i].int(fieldRevision) == p.int(fieldRevision)
		}
	}
	return out, err
}

// Set returns the articles that a filter lets through and of which a condition
// holds, a part of them by date.
func (x *Index) Set(ctx context.Context, q news.SetQuery) (news.Set, error) {
	if err := x.usable(); err != nil {
		return news.Set{}, err
	}
	out, err := x.set(ctx, q)
	return out, wrap("set", err)
}

func (x *Index) set(ctx context.Context, q news.SetQuery) (out news.Set, err error) {
	compare := index.Cursor.Compare
	if q.Oldest {
		compare = index.Cursor.CompareOldest
	}
	var after index.Cursor
	if q.Page.Cursor != "" {
		if after, err = index.ParseCursor(q.Page.Cursor); err != nil {
			return out, err
		}
	}
	s, err := x.choose(ctx, selection{q.Filter, q.AsOf, q.Where})
	if err != nil {
		return out, err
	}
	out.Total, out.Among, out.Facets = len(s.in), s.among(q.Among), s.facets(&q)
	if q.Each != nil {
		for _, p := range s.in {
			q.Each(p.string(fieldArticle), seconds(p))
		}
	}
	if q.BySource != "" {
		if out.Sources, err = x.bySource(ctx, s, &q); err != nil {
			return out, err
		}
	}
	if q.Page.Limit <= 0 {
		return out, nil
	}
	page := slices.DeleteFunc(s.in, func(p payload) bool { return q.Page.Cursor != "" && compare(after, placeOf(p)) >= 0 })
	slices.SortFunc(page, func(a, b payload) int { return compare(placeOf(a), placeOf(b)) })
	if len(page) > q.Page.Limit {
		page = page[:q.Page.Limit]
		out.Next = placeOf(page[len(page)-1]).String()
	}
	for _, p := range page {
		out.Listed = append(out.Listed, p.version())
	}
	return out, nil
}

// bySource counts what is chosen, and all that the filter lets through, by outlet and time.
func (x *Index) bySource(ctx context.Context, s *chosen, q *news.SetQuery) ([]news.SourceCount, error) {
	t := index.NewBySource(q.BySource)
	add := func(list []payload, in, of int) {
		for _, p := range list {
			t.Add(p.string(fieldSource), seconds(p), in, of, p.version())
		}
	}
	if s.all {
		add(s.in, 1, 1)
		add(s.out, 0, 1)
		return t.Counts(), nil
	}
	add(s.in, 1, 0)
	every, err := x.choose(ctx, selection{filter: q.Filter, asOf: q.AsOf})
	if err != nil {
		return nil, err
	}
	add(every.in, 0, 1)
	return t.Counts(), nil
}
