package index

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"byline/internal/news"
)

// BySource counts articles by outlet and time.
type BySource struct {
	unit    news.FacetField
	sources map[string]*sourceTally
}

type sourceTally struct {
	example news.Version
	times   map[int64]int // by Period
}

// NewBySource makes a count by a facet by time.
func NewBySource(unit news.FacetField) *BySource {
	return &BySource{unit: unit, sources: map[string]*sourceTally{}}
}

// Add counts articles of an outlet that were published at a time, as Seconds returns it.
// example names one of them.
func (b *BySource) Add(source string, published int64, n int, example func() news.Version) {
	t := b.sources[source]
	if t == nil {
		t = &sourceTally{example: example(), times: map[int64]int{}}
		b.sources[source] = t
	}
	if published != UnknownDate {
		published = Period(b.unit, published)
	}
	t.times[published] += n
}

// Counts returns what was counted.
func (b *BySource) Counts() (out []news.SourceCount) {
	for _, source := range slices.Sorted(maps.Keys(b.sources)) {
		t := b.sources[source]
		one := news.SourceCount{Source: source, Example: t.example}
		for published, n := range t.times {
			count := news.TimeCount{Count: n}
			if published != UnknownDate {
				count.Start = time.Unix(published, 0).UTC()
			}
			one.Times = append(one.Times, count)
		}
		slices.SortFunc(one.Times, func(a, b news.TimeCount) int {
			return cmp.Or(cmp.Compare(undated(a), undated(b)), a.Start.Compare(b.Start))
		})
		out = append(out, one)
	}
	return out
}

func undated(c news.TimeCount) int {
	if c.Start.IsZero() {
		return 1
	}
	return 0
}
