package segment

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"byline/internal/news"
)

// View is a segment with tombstones on those of its articles that are not
// current any more. It is never changed either.
type View struct {
	*Segment

	tombstones bitset // by article
	dead       int    // how many tombstones there are
}

// NewView returns a view of a segment with a tombstone on each article for which
// dead returns true; nil sets none.
func NewView(s *Segment, dead func(article uint32) bool) *View {
	v := &View{Segment: s}
	if dead == nil {
		return v
	}
	tombstones := newBitset(s.Articles())
	for a := range uint32(s.Articles()) {
		if dead(a) {
			tombstones.add(a)
			v.dead++
		}
	}
	if v.dead > 0 {
		v.tombstones = tombstones
	}
	return v
}

// WithTombstones returns views with a tombstone on each of the given changes. It
// copies what it changes.
func WithTombstones(views []*View, changes map[uint64]bool) []*View {
	out := slices.Clone(views)
	if len(changes) == 0 {
		return out
	}
	for i, s := range out {
		var changed *View
		for a, c := range s.change {
			if !changes[c] {
				continue
			}
			if changed == nil {
				changed = &View{Segment: s.Segment, tombstones: newBitset(s.Articles()), dead: s.dead}
				copy(changed.tombstones, s.tombstones)
			}
			changed.tombstones.add(uint32(a))
			changed.dead++
		}
		if changed != nil {
			out[i] = changed
		}
	}
	return out
}

// Dead returns how many articles have a tombstone.
func (v *View) Dead() int { return v.dead }

// Current yields the articles that have none.
func (v *View) Current() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for a := range uint32(v.Articles()) {
			if !v.tombstones.has(a) && !yield(a) {
				return
			}
		}
	}
}

// Has reports whether a version, of any revision if that is 0, is current.
func (v *View) Has(version news.Version) bool {
	for a := range v.Current() {
		if v.idView(a) == version.ArticleID && (version.Revision == 0 || int(v.revision[a]) == version.Revision) {
			return true
		}
	}
	return false
}

// Holds reports whether the version of a change is in it and current.
func (v *View) Holds(change uint64) bool {
	article, ok := v.Find(change)
	return ok && !v.tombstones.has(article)
}

// Entry is an article in a segment.
type Entry struct {
	Change   uint64
	Revision uint32
	Hash     [16]byte // of its record
	ID       string   // a view of it
}

// Entry returns what tells which version of which article it is.
func (s *Segment) Entry(article uint32) Entry {
	return Entry{s.change[article], s.revision[article], s.hash(article), s.idView(article)}
}

// Spans yields the passages of an article, with the sum of the words of each.
func (s *Segment) Spans(article uint32) iter.Seq2[news.Span, uint32] {
	return func(yield func(news.Span, uint32) bool) {
		for p := s.first[article]; p < s.first[article+1]; p++ {
			if !yield(news.Span{Start: int(s.span[2*p]), End: int(s.span[2*p+1])}, s.sums[p]) {
				return
			}
		}
	}
}

// PassagesOf returns how many passages an article has.
func (s *Segment) PassagesOf(article uint32) int { return int(s.first[article+1] - s.first[article]) }

// Subjects yields the subjects of all articles, in lower case, ascending.
func (s *Segment) Subjects() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range s.labelEnd {
			if subject, ok := strings.CutPrefix(s.label(i), labelSubject); ok && !yield(strings.Clone(subject)) {
				return
			}
		}
	}
}

// Sources returns the outlets of all articles, in lower case, ascending.
func (s *Segment) Sources() []string { return s.outlets[1:] }

// Find returns the article of a change, which has a tombstone if it is not current.
func (s *Segment) Find(change uint64) (article uint32, ok bool) {
	if s.byChange == nil {
		i, ok := slices.BinarySearch(s.change, change)
		return uint32(i), ok
	}
	i, ok := slices.BinarySearchFunc(s.byChange, change, func(a uint32, c uint64) int { return cmp.Compare(s.change[a], c) })
	if !ok {
		return 0, false
	}
	return s.byChange[i], true
}

// changeOrder returns the articles by rising change, nil where they are in that order.
func (s *Segment) changeOrder() []uint32 {
	if slices.IsSorted(s.change) {
		return nil
	}
	order := make([]uint32, len(s.change))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(s.change[a], s.change[b]) })
	return order
}

// Profile returns what an article as a whole is compared by.
func (s *Segment) Profile(article uint32) news.Profile {
	of := &s.space[articleSpace]
	p := news.Profile{Signature: news.Signature(of.signatures.of(article))}
	if int(article) < len(of.scale) && of.scale[article] != 0 {
		p.Vector = of.vector(int(article))
	}
	return p
}
