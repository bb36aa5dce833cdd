package stories

import (
	"cmp"
	"context"
	"slices"
	"time"

	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/query"
)

// Coverage counts how much was published on something, among all articles. Copies are
// told among those that the book knows. KindInvalid: the query cannot be read.
func (b *Book) Coverage(ctx context.Context, req news.CoverageRequest) (news.Coverage, error) {
	if err := b.Load(ctx); err != nil {
		return news.Coverage{}, err
	}
	where, err := query.Select(req.Query, b.dates, b.analyzer, b.names)
	if err != nil {
		return news.Coverage{}, err
	}
	q := news.SetQuery{Filter: req.Filter, BySource: facetOf(req.Unit)}
	published, err := b.library.Set(ctx, q)
	if err != nil {
		return news.Coverage{}, err
	}
	on := published
	if q.Where = where; where != nil {
		if on, err = b.library.Set(ctx, q); err != nil {
			return news.Coverage{}, err
		}
	}
	outlets, err := b.outletsOf(ctx, on.Sources)
	if err != nil {
		return news.Coverage{}, err
	}
	c := newCounter(published.Sources, on.Sources)
	unfolded, err := b.fold(ctx, c, q, on.Total)
	if err != nil {
		return news.Coverage{}, err
	}
	out := c.coverage(outlets)
	out.Unfolded = unfolded
	return out, nil
}

func facetOf(unit news.CoverageUnit) news.FacetField {
	switch unit {
	case news.CoverageWeek:
		return news.FacetWeek
	case news.CoverageMonth:
		return news.FacetMonth
	case news.CoverageDay:
	}
	return news.FacetDay
}

// fold takes copies off the texts that were counted, and returns how many articles on it
// are older than those of which copies are known.
func (b *Book) fold(ctx context.Context, c *counter, q news.SetQuery, all int) (older int, err error) {
	ids, copies := b.copies()
	unit := q.BySource
	q.BySource, q.Among = "", ids
	since := b.since()
	if len(ids) == 0 && since.IsZero() {
		return 0, nil
	}
	if !q.Filter.Before.IsZero() && !since.Before(q.Filter.Before) {
		return all, nil
	}
	if since.After(q.Filter.After) {
		q.Filter.After = since
	}
	known, err := b.library.Set(ctx, q)
	if err != nil {
		return 0, err
	}
	for i, id := range ids {
		if known.Among[id] {
			c.fold(unit, copies[i])
		}
	}
	return all - known.Total, nil
}

// copiedText is an article with others that carry its text.
type copiedText struct {
	published int64
	source    string
	text      int
}

// copies are the articles of which the book knows others with the same text.
func (b *Book) copies() (ids []string, out []copiedText) {
	b.mu.Lock()
	defer b.mu.Unlock()
	g := b.grouped()
	return g.copyIDs, g.copies
}

// outletsOf are the names of outlets, as the book knows them or as one of their articles
// writes them.
func (b *Book) outletsOf(ctx context.Context, sources []news.SourceCount) (map[string]string, error) {
	names := make(map[string]string, len(sources))
	var unknown []news.Version
	b.mu.Lock()
	for _, s := range sources {
		if name, ok := b.outlets[s.Source]; ok || s.Source == "" {
			names[s.Source] = name
		} else {
			names[s.Source] = s.Source
			unknown = append(unknown, s.Example)
		}
	}
	b.mu.Unlock()
	if len(unknown) == 0 {
		return names, nil
	}
	articles, err := b.library.Versions(ctx, unknown)
	if _, err = news.SplitDamaged(err); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, a := range articles {
		if folded := index.Fold(a.Source); names[folded] == folded && folded != "" {
			names[folded] = a.Source
			if b.outlets[folded] == "" {
				b.outlets[folded] = a.Source
			}
		}
	}
	return names, nil
}

// counter counts articles by time and outlet.
type counter struct {
	times   map[time.Time]map[string]*news.CoverageCount
	sums    map[time.Time]*news.CoverageCount
	all     news.CoverageCount
	undated int
	seen    map[seenText]bool
}

// seenText is a text in a place where it counts once.
type seenText struct {
	text   int
	start  time.Time
	source string
}

// allOutlets stands for all outlets of a time, and of all times together; none is called so.
const allOutlets = "\n"

func newCounter(published, on []news.SourceCount) *counter {
	c := &counter{times: map[time.Time]map[string]*news.CoverageCount{}, sums: map[time.Time]*news.CoverageCount{}, seen: map[seenText]bool{}}
	c.add(published, func(count *news.CoverageCount, n int) { count.Published += n })
	c.add(on, func(count *news.CoverageCount, n int) {
		count.Articles += n
		count.Texts += n
	})
	for _, s := range on {
		for _, t := range s.Times {
			if t.Start.IsZero() {
				c.undated += t.Count
			}
		}
	}
	return c
}

func (c *counter) add(counts []news.SourceCount, add func(count *news.CoverageCount, n int)) {
	for _, s := range counts {
		for _, t := range s.Times {
			add(&c.all, t.Count)
			if t.Start.IsZero() {
				continue
			}
			of := c.times[t.Start]
			if of == nil {
				of = map[string]*news.CoverageCount{}
				c.times[t.Start], c.sums[t.Start] = of, &news.CoverageCount{}
			}
			if of[s.Source] == nil {
				of[s.Source] = &news.CoverageCount{}
			}
			add(of[s.Source], t.Count)
			add(c.sums[t.Start], t.Count)
		}
	}
}

// fold counts an article that shares its text with others: as a text no more where
// another with the same was seen.
func (c *counter) fold(unit news.FacetField, a copiedText) {
	once := func(count *news.CoverageCount, start time.Time, source string) {
		if count == nil {
			return
		}
		key := seenText{a.text, start, source}
		if c.seen[key] {
			count.Texts--
		}
		c.seen[key] = true
	}
	once(&c.all, time.Time{}, allOutlets)
	if a.published == index.UnknownDate {
		return
	}
	start := time.Unix(index.Period(unit, a.published), 0).UTC()
	once(c.sums[start], start, allOutlets)
	once(c.times[start][a.source], start, a.source)
}

// coverage is what was counted; outlets says how they write their names.
func (c *counter) coverage(outlets map[string]string) news.Coverage {
	out := news.Coverage{Total: c.all, Undated: c.undated}
	for start, of := range c.times {
		one := news.CoverageTime{Start: start, CoverageCount: *c.sums[start]}
		for source, counts := range of {
			if counts.Articles > 0 {
				one.Outlets = append(one.Outlets, news.CoverageOutlet{Source: outlets[source], CoverageCount: *counts})
			}
		}
		slices.SortFunc(one.Outlets, func(a, b news.CoverageOutlet) int {
			return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(index.Fold(a.Source), index.Fold(b.Source)))
		})
		out.Times = append(out.Times, one)
	}
	slices.SortFunc(out.Times, func(a, b news.CoverageTime) int { return a.Start.Compare(b.Start) })
	return out
}
