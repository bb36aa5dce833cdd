package segment

import (
	"iter"
	"math"
	"math/bits"
	"sort"
	"time"

	"byline/internal/index"
	"byline/internal/news"
)

// excluded returns the articles of a segment that a search must not see:
// those with a tombstone and those that the query leaves out. Nil means none.
func excluded(s *View, f news.Filter, asOf time.Time) bitset {
	if f.IsZero() && asOf.IsZero() {
		return s.tombstones
	}
	out := newBitset(s.Articles())
	copy(out, s.tombstones)
	excludeDates(out, s, f)
	if !asOf.IsZero() {
		for i, t := range s.published {
			if t > asOf.Unix() {
				out.add(uint32(i))
			}
		}
	}
	if !f.UpdatedAfter.IsZero() {
		for i, t := range s.changed {
			if t < f.UpdatedAfter.Unix() {
				out.add(uint32(i))
			}
		}
	}
	for _, l := range index.LabelFilters(f) {
		letter := letterOf(l.Label)
		if len(l.Wanted) > 0 {
			keepLabelled(out, s, letter, l.Wanted)
		}
		for _, a := range labelled(s, letter, l.Unwanted) {
			out.add(a)
		}
	}
	return out
}

func excludeDates(out bitset, s *View, f news.Filter) {
	if f.After.IsZero() && f.Before.IsZero() {
		return
	}
	after, before := int64(index.UnknownDate+1), int64(math.MaxInt64)
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
func keepLabelled(out bitset, s *View, letter string, values []string) {
	keep := newBitset(s.Articles())
	for _, a := range labelled(s, letter, values) {
		keep.add(a)
	}
	for i := range out {
		out[i] |= ^keep[i]
	}
}

// labelled returns the articles that bear one of the given labels, with each.
func labelled(s *View, letter string, values []string) (articles []uint32) {
	for _, v := range values {
		name := letter + v
		i := sort.Search(len(s.labelEnd), func(i int) bool { return s.label(i) >= name })
		if i < len(s.labelEnd) && s.label(i) == name {
			articles = append(articles, s.labelled[s.labelOff[i]:s.labelOff[i+1]]...)
		}
	}
	return articles
}

// worthAGap is how many points in a row have to be excluded for a scan to jump
// over them. Fewer take less time to look at than another run of points.
const worthAGap = 32

// runs yields ranges of points of a space, from and to, ascending. They hold all
// points whose articles are not excluded, and few others.
func runs(s *View, space int, excluded bitset) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		from, to := 0, 0
		for a := excluded.next(0, s.Articles(), false); a < s.Articles(); {
			b := excluded.next(a, s.Articles(), true)
			first, end := a, b
			if space == passageSpace {
				first, end = int(s.first[a]), int(s.first[b])
			}
			a = excluded.next(b, s.Articles(), false)
			if first == end { // articles without text
				continue
			}
			if first-to >= worthAGap {
				if from < to && !yield(from, to) {
					return
				}
				from = first
			}
			to = end
		}
		if from < to {
			yield(from, to)
		}
	}
}

// next returns the first number from i on that is in the set, or is not in it;
// end if there is none below that.
func (b bitset) next(i, end int, in bool) int {
	if b == nil && in {
		return end
	}
	for b != nil && i < end {
		word := b[i/64]
		if !in {
			word = ^word
		}
		if word >>= i % 64; word != 0 {
			i += bits.TrailingZeros64(word)
			break
		}
		i += 64 - i%64
	}
	return min(i, end)
}
