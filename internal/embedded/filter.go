package embedded

import (
	"math"
	"sort"
	"strings"

	"byline/internal/news"
)

// excluded returns the articles of a segment that a search must not see: the
// dead ones and those that the query leaves out. Nil means none.
func excluded(s *live, q news.IndexQuery) bitset {
	f := q.Filter
	if f.IsZero() && q.AsOf.IsZero() {
		return s.dead
	}
	out := newBitset(s.articles())
	copy(out, s.dead)
	excludeDates(out, s, f)
	if !q.AsOf.IsZero() {
		for i, t := range s.published {
			if t > q.AsOf.Unix() {
				out.add(uint32(i))
			}
		}
	}
	if len(f.Sources) > 0 {
		keepLabelled(out, s, labelSource, f.Sources)
	}
	if len(f.Subjects) > 0 {
		keepLabelled(out, s, labelSubject, f.Subjects)
	}
	if f.Language != "" {
		keepLabelled(out, s, labelLanguage, []string{f.Language})
	}
	return out
}

func excludeDates(out bitset, s *live, f news.Filter) {
	if f.After.IsZero() && f.Before.IsZero() {
		return
	}
	after, before := int64(unknownDate+1), int64(math.MaxInt64)
	if !f.After.IsZero() {
		after = f.After.Unix()
	}
	if !f.Before.IsZero() {
		before = f.Before.Unix()
	}
	for i, t := range s.published {
		if t < after || t >= before {
			out.add(uint32(i))
		}
	}
}

// keepLabelled excludes all articles that bear none of the given labels.
func keepLabelled(out bitset, s *live, field string, values []string) {
	keep := newBitset(s.articles())
	for _, v := range values {
		name := field + strings.ToLower(v)
		i := sort.Search(len(s.labelEnd), func(i int) bool { return s.label(i) >= name })
		if i == len(s.labelEnd) || s.label(i) != name {
			continue
		}
		for _, a := range s.labelled[s.labelOff[i]:s.labelOff[i+1]] {
			keep.add(a)
		}
	}
	for i := range out {
		out[i] |= ^keep[i]
	}
}
