package embedded

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jellydator/ttlcache/v3"

	"byline/internal/embedded/segment"
	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/panics"
)

// Set returns the articles that a filter lets through and of which a condition
// holds, a part of them by date.
func (x *Index) Set(ctx context.Context, q news.SetQuery) (news.Set, error) {
	snap := x.snapshot.Load()
	defer runtime.KeepAlive(snap) // segments are mapped memory, see segment.Open
	if err := x.usable(); err != nil {
		return news.Set{}, err
	}
	sets, err := x.selected(ctx, snap, selection{q.Filter, q.AsOf, q.Where})
	if err != nil {
		return news.Set{}, wrap("set", err)
	}
	out, err := listSet(snap, sets, q)
	if err != nil {
		return out, wrap("set", err)
	}
	out.Among = among(snap, sets, q.Among)
	if q.Each != nil {
		for i, set := range sets {
			for a := range set.All() {
				place := snap.segs[i].Place(a)
				q.Each(place.ID, place.Published)
			}
		}
	}
	if q.BySource != "" {
		of, err := x.selected(ctx, snap, selection{filter: q.Filter, asOf: q.AsOf})
		if err != nil {
			return out, wrap("set", err)
		}
		t := index.NewBySource(q.BySource)
		segment.CountSources(snap.segs, sets, of, t.Add)
		out.Sources = t.Counts()
	}
	out.Facets, err = facets(snap, sets, &q)
	return out, wrap("set", err)
}

// among returns those of some articles that are in a set.
func among(snap *snapshot, sets []segment.Set, ids []string) map[string]bool {
	if len(ids) == 0 {
		return nil
	}
	wanted := segment.NewIDs(ids)
	in := make(map[string]bool, len(ids))
	for i, set := range sets {
		for a := range set.All() {
			if id := snap.segs[i].Place(a).ID; wanted.Has(id) {
				in[strings.Clone(id)] = true
			}
		}
	}
	return in
}

// facets counts the articles of a set, for several fields at a time.
func facets(snap *snapshot, sets []segment.Set, q *news.SetQuery) ([]news.Facet, error) {
	out := make([]news.Facet, len(q.Facets))
	var byDay map[int64]int
	if slices.ContainsFunc(q.Facets, index.IsTime) {
		byDay = segment.CountDays(snap.segs, sets)
	}
	var group panics.Group
	for i, field := range q.Facets {
		group.Go(func() error {
			t := index.NewTally(field)
			switch {
			case index.IsTime(field):
				addTimes(t, field, byDay)
			case q.Counted != nil:
				addCounted(t, field, snap, sets, q.Counted)
			default:
				addLabels(t, field, snap, sets)
			}
			out[i] = t.Facet()
			return nil
		})
	}
	return out, group.Wait()
}

// addLabels adds the values of a field that articles of a set have.
func addLabels(t *index.Tally, field news.FacetField, snap *snapshot, sets []segment.Set) {
	counted := segment.CountLabels(snap.segs, sets, news.Label(field))
	t.AtLeast(counted.Least(index.MaxFacetValues))
	counted.All(func(value string, n int, of segment.Labelled) {
		if t.Counts(value, n) {
			t.Add(news.FacetValue{Value: strings.Clone(value), Count: n, Example: of.Last()}) // the segment may be unmapped
		}
	})
}

// addCounted adds what the values are counted as.
func addCounted(t *index.Tally, field news.FacetField, snap *snapshot, sets []segment.Set, counted func(news.FacetField, string) string) {
	as := func(value string) string { return counted(field, value) }
	values := map[string]news.FacetValue{}
	for i, seg := range snap.segs {
		seg.CountAs(sets[i], news.Label(field), as, func(value string, n int, example uint32) {
			v, known := values[value]
			if !known {
				v = news.FacetValue{Value: strings.Clone(value), Example: seg.Version(example)} // the segment may be unmapped
			}
			v.Count += n
			values[v.Value] = v
		})
	}
	for value, v := range values {
		if t.Counts(value, v.Count) {
			t.Add(v)
		}
	}
}

// addTimes adds the days, weeks or months that articles of some days are of.
func addTimes(t *index.Tally, field news.FacetField, byDay map[int64]int) {
	counts := map[int64]int{}
	for day, n := range byDay {
		counts[index.Period(field, day)] += n
	}
	for begin, n := range counts {
		if value := index.FacetTime(field, begin); t.Counts(value, n) {
			t.Add(news.FacetValue{Value: value, Count: n})
		}
	}
}

// listSet counts the articles of a set and lists a page of them.
func listSet(snap *snapshot, sets []segment.Set, q news.SetQuery) (news.Set, error) {
	compare := index.Cursor.Compare
	if q.Oldest {
		compare = index.Cursor.CompareOldest
	}
	var after *index.Cursor
	if q.Page.Cursor != "" {
		c, err := index.ParseCursor(q.Page.Cursor)
		if err != nil {
			return news.Set{}, err
		}
		after = &c
	}
	type listed struct {
		index.Cursor
		of      *segment.View
		article uint32
	}
	var out news.Set
	var page []listed
	for i, set := range sets {
		out.Total += set.Count()
		if q.Page.Limit <= 0 {
			continue
		}
		for a := range set.All() {
			if c := snap.segs[i].Place(a); after == nil || compare(*after, c) < 0 {
				page = append(page, listed{c, snap.segs[i], a})
			}
		}
	}
	slices.SortFunc(page, func(a, b listed) int { return compare(a.Cursor, b.Cursor) })
	if len(page) > q.Page.Limit {
		page = page[:q.Page.Limit]
		out.Next = page[len(page)-1].String()
	}
	for _, l := range page {
		out.Listed = append(out.Listed, l.of.Version(l.article))
	}
	return out, nil
}

// selection says which articles are selected.
type selection struct {
	filter news.Filter
	asOf   time.Time
	where  *news.Condition
}

// key is the same for selections that are the same.
func (s *selection) key() string { return fmt.Sprintf("%q %v %v", s.where.Key, s.filter, s.asOf) }

// selected returns the articles of each segment that are selected. Those of a
// condition that only their texts decide are read, which is done once for as long
// as nothing is written.
func (x *Index) selected(ctx context.Context, snap *snapshot, s selection) ([]segment.Set, error) {
	if s.where == nil {
		sets := make([]segment.Set, len(snap.segs))
		for i, seg := range snap.segs {
			sets[i] = segment.Select(seg, s.filter, s.asOf, nil).Sure
		}
		return sets, nil
	}
	key := s.key()
	if kept := snap.selections.Get(key); kept != nil {
		return kept.Value(), nil
	}
	bound, err := x.withoutURLs(ctx, s.where.Bound)
	if err != nil {
		return nil, err
	}
	sets := make([]segment.Set, len(snap.segs))
	for i, seg := range snap.segs {
		known := segment.Select(seg, s.filter, s.asOf, &bound)
		more, err := x.verified(ctx, seg, known.Doubt, s.where)
		if err != nil {
			return nil, err
		}
		sets[i] = known.Sure.With(more)
	}
	snap.selections.Set(key, sets, ttlcache.NoTTL)
	return sets, nil
}

// readTogether is how many articles are read at a time to look at their texts.
const readTogether = 64

// verified reads articles and returns those of which a condition holds. Damaged
// ones are not among them, nor are those that were deleted meanwhile.
func (x *Index) verified(ctx context.Context, seg *segment.View, doubt segment.Set, where *news.Condition) ([]uint32, error) {
	var mu sync.Mutex
	var out []uint32
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for part := range slices.Chunk(slices.Collect(doubt.All()), readTogether) {
		group.Go(func() error {
			versions := make([]news.Version, len(part))
			for i, a := range part {
				versions[i] = seg.Version(a)
			}
			articles, err := x.db.Versions(ctx, versions)
			if _, err := news.SplitDamaged(err); err != nil {
				return err
			}
			var found []uint32
			for i := range articles {
				if articles[i].ID != "" && where.Holds(&articles[i]) {
					found = append(found, part[i])
				}
			}
			mu.Lock()
			defer mu.Unlock()
			out = append(out, found...)
			return nil
		})
	}
	return out, group.Wait()
}

// withoutURLs returns a bound with IDs in place of URLs, which no segment knows.
func (x *Index) withoutURLs(ctx context.Context, b news.Bound) (news.Bound, error) {
	if b.Kind == news.BoundURL {
		ids, err := x.db.IDsByURL(ctx, b.Value)
		known := news.Bound{Kind: news.BoundAny}
		for _, id := range ids {
			known.Parts = append(known.Parts, news.Bound{Kind: news.BoundID, Value: id})
		}
		return known, err
	}
	parts := b.Parts
	b.Parts = make([]news.Bound, len(parts))
	for i := range parts {
		var err error
		if b.Parts[i], err = x.withoutURLs(ctx, parts[i]); err != nil {
			return b, err
		}
	}
	return b, nil
}

// keptSelections is how many selections are remembered.
const keptSelections = 16

// newSnapshot is what a search sees of segments.
func newSnapshot(segs []*segment.View) *snapshot {
	return &snapshot{segs: segs, selections: ttlcache.New(ttlcache.WithCapacity[string, []segment.Set](keptSelections))}
}
