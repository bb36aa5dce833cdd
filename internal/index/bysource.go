package index

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"byline/internal/news"
)

// BySource counts articles by outlet and time.
type BySource struct {
	unit    news.FacetField
	sources map[string]*sourceTally
	last    string // the outlet that was counted for last, of which more is likely to come
	of      *sourceTally
}

type sourceTally struct {
	example news.Version
	times   []periodCount // in any order, one perhaps several times
}

// periodCount counts articles of a Period, or of index.UnknownDate.
type periodCount struct {
	begin     int64
	count, of int
}

// NewBySource makes a count by a facet by time.
func NewBySource(unit news.FacetField) *BySource {
	return &BySource{unit: unit, sources: map[string]*sourceTally{}}
}

// Add counts articles of an outlet that were published at a time, as Seconds returns it:
// so many in the set, of so many that the filter lets through. The example is one of them.
// It takes least time if those of an outlet come together, by time.
func (b *BySource) Add(source string, published int64, in, of int, example news.Version) {
	if b.of == nil || source != b.last {
		if b.of = b.sources[source]; b.of == nil {
			b.of = &sourceTally{example: example}
			b.sources[strings.Clone(source)] = b.of // it may be part of what is larger, or a view
		}
		b.last = source
	}
	begin := b.begin(published)
	if n := len(b.of.times); n > 0 && b.of.times[n-1].begin == begin {
		b.of.times[n-1].add(in, of)
	} else {
		b.of.times = append(b.of.times, periodCount{begin, in, of})
	}
}

// begin is Period, which takes a while: a time soon after the beginning of the period that
// was counted last is of that.
func (b *BySource) begin(published int64) int64 {
	if published == UnknownDate {
		return UnknownDate
	}
	if n := len(b.of.times); n > 0 {
		last := b.of.times[n-1].begin
		if last != UnknownDate && published >= last && published < last+b.shortest() {
			return last
		}
	}
	return Period(b.unit, published)
}

// shortest is how many seconds the shortest period has.
func (b *BySource) shortest() int64 {
	const day = 24 * 60 * 60
	switch b.unit {
	case news.FacetWeek:
		return 7 * day
	case news.FacetMonth:
		return 28 * day
	}
	return day
}

func (c *periodCount) add(in, of int) { c.count, c.of = c.count+in, c.of+of }

// Counts returns what was counted.
func (b *BySource) Counts() (out []news.SourceCount) {
	for _, source := range slices.Sorted(maps.Keys(b.sources)) {
		t := b.sources[source]
		out = append(out, news.SourceCount{Source: source, Example: t.example, Times: t.inOrder()})
	}
	return out
}

// inOrder returns each time once, the earliest first, what has no date last.
func (t *sourceTally) inOrder() []news.TimeCount {
	before := func(a, b periodCount) int {
		return cmp.Or(cmp.Compare(undated(a.begin), undated(b.begin)), cmp.Compare(a.begin, b.begin))
	}
	if !slices.IsSortedFunc(t.times, before) {
		slices.SortFunc(t.times, before)
	}
	out := make([]news.TimeCount, 0, len(t.times))
	for i, c := range t.times {
		if i > 0 && c.begin == t.times[i-1].begin {
			out[len(out)-1].Count += c.count
			out[len(out)-1].Of += c.of
			continue
		}
		one := news.TimeCount{Count: c.count, Of: c.of}
		if c.begin != UnknownDate {
			one.Start = time.Unix(c.begin, 0).UTC()
		}
		out = append(out, one)
	}
	return out
}

func undated(begin int64) int {
	if begin == UnknownDate {
		return 1
	}
	return 0
}
