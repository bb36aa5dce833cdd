package stories

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"byline/internal/index"
	"byline/internal/news"
)

// Coverage counts how much was published on something, among the articles that are
// known, and how much there is that is older. KindInvalid: the query cannot be read.
func (b *Book) Coverage(ctx context.Context, req news.CoverageRequest) (news.Coverage, error) {
	if err := b.Load(ctx); err != nil {
		return news.Coverage{}, err
	}
	published, err := b.selected(ctx, news.StoryRequest{Filter: req.Filter})
	if err != nil {
		return news.Coverage{}, err
	}
	on, err := b.selected(ctx, news.StoryRequest{Query: req.Query, Filter: req.Filter})
	if err != nil {
		return news.Coverage{}, err
	}
	uncounted, err := b.uncounted(ctx, req)
	if err != nil {
		return news.Coverage{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	c := &counter{unit: req.Unit, times: map[time.Time]map[string]*tally{}}
	groups := b.grouped()
	for _, slot := range b.byTime {
		if e := &b.entries[slot]; published == nil || published[e.id] {
			c.count(e, on == nil || on[e.id], groups.text[slot])
		}
	}
	out := c.coverage(b.outlets)
	out.Uncounted = uncounted
	return out, nil
}

// counter counts articles by time and outlet.
type counter struct {
	unit    news.CoverageUnit
	times   map[time.Time]map[string]*tally
	all     tally
	undated int
}

// tally counts articles, and the texts that they carry.
type tally struct {
	articles, published int
	texts               map[int]bool
}

func (t *tally) add(on bool, text int) {
	t.published++
	if !on {
		return
	}
	t.articles++
	if t.texts == nil {
		t.texts = map[int]bool{}
	}
	t.texts[text] = true
}

func (t *tally) counts() news.CoverageCount {
	return news.CoverageCount{Articles: t.articles, Texts: len(t.texts), Published: t.published}
}

func (c *counter) count(e *entry, on bool, text int) {
	c.all.add(on, text)
	if e.published == index.UnknownDate {
		if on {
			c.undated++
		}
		return
	}
	start := startOf(timeOf(e.published), c.unit)
	if c.times[start] == nil {
		c.times[start] = map[string]*tally{}
	}
	for _, outlet := range []string{e.source, allOutlets} {
		if c.times[start][outlet] == nil {
			c.times[start][outlet] = &tally{}
		}
		c.times[start][outlet].add(on, text)
	}
}

// allOutlets stands for all outlets of a time; none is called so.
const allOutlets = "\n"

// startOf is when the day, the week or the month of a time begins.
func startOf(t time.Time, unit news.CoverageUnit) time.Time {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	switch unit {
	case news.CoverageWeek:
		return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	case news.CoverageMonth:
		return day.AddDate(0, 0, 1-day.Day())
	case news.CoverageDay:
	}
	return day
}

// coverage is what was counted; outlets says how they write their names.
func (c *counter) coverage(outlets map[string]string) news.Coverage {
	out := news.Coverage{Total: c.all.counts(), Undated: c.undated}
	for _, start := range slices.SortedFunc(maps.Keys(c.times), time.Time.Compare) {
		one := news.CoverageTime{Start: start}
		for _, source := range slices.Sorted(maps.Keys(c.times[start])) {
			counts := c.times[start][source].counts()
			switch {
			case source == allOutlets:
				one.CoverageCount = counts
			case counts.Articles > 0:
				one.Outlets = append(one.Outlets, news.CoverageOutlet{Source: outlets[source], CoverageCount: counts})
			}
		}
		slices.SortStableFunc(one.Outlets, func(a, b news.CoverageOutlet) int { return cmp.Compare(b.Articles, a.Articles) })
		out.Times = append(out.Times, one)
	}
	return out
}
