package segment

import (
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"time"

	"byline/internal/index"
	"byline/internal/news"
)

// Set is a set of articles of a view.
type Set struct{ in bitset }

// Count returns how many articles are in it.
func (s Set) Count() int { return s.in.count() }

// All yields the articles, ascending.
func (s Set) All() iter.Seq[uint32] { return s.in.all() }

// With returns the set with some more articles in it.
func (s Set) With(articles []uint32) Set {
	out := slices.Clone(s.in)
	for _, a := range articles {
		out.add(a)
	}
	return Set{out}
}

// Selection is what is known of a condition without the texts of articles.
type Selection struct {
	Sure  Set // it holds of these
	Doubt Set // of these it may hold
}

// Select returns the articles that a filter lets through, that are not hidden as
// of a moment and, where a bound is given, those of which its condition holds or
// may hold. It knows no URLs.
func Select(v *View, f news.Filter, asOf time.Time, bound *news.Bound) Selection {
	seen := excluded(v, f, asOf).not(v.Articles())
	if bound == nil {
		return Selection{Sure: Set{seen}, Doubt: Set{newBitset(v.Articles())}}
	}
	if bound.Kind == news.BoundRelevance {
		return Selection{Sure: Set{seen.and(v.relevant(bound.Relevance))}, Doubt: Set{newBitset(v.Articles())}}
	}
	r := v.limits(bound)
	return Selection{Sure: Set{seen.and(r.least)}, Doubt: Set{seen.and(r.most).and(r.least.not(v.Articles()))}}
}

// limits are the articles of which a condition holds at least and at most.
type limits struct{ least, most bitset }

func exactly(b bitset) limits { return limits{b, b} }

func (v *View) limits(b *news.Bound) limits {
	n := v.Articles()
	none := newBitset(n)
	switch b.Kind {
	case news.BoundAll, news.BoundAtMost:
		out := exactly(none.not(n))
		for i := range b.Parts {
			part := v.limits(&b.Parts[i])
			out = limits{out.least.and(part.least), out.most.and(part.most)}
		}
		if b.Kind == news.BoundAtMost {
			out.least = none
		}
		return out
	case news.BoundAny:
		out := exactly(none)
		for i := range b.Parts {
			part := v.limits(&b.Parts[i])
			out = limits{out.least.or(part.least), out.most.or(part.most)}
		}
		return out
	case news.BoundNot:
		part := v.limits(&b.Parts[0])
		return limits{part.most.not(n), part.least.not(n)}
	case news.BoundTerm:
		return v.holders(b.Term)
	case news.BoundDates:
		excludeDates(none, v, news.Filter{After: b.After, Before: b.Before})
		return exactly(none.not(n))
	case news.BoundLabel:
		return exactly(v.labelledBy(b.Label, b.Is))
	case news.BoundID:
		return exactly(v.called([]string{b.Value}))
	}
	return limits{none, none.not(n)}
}

// holders are the articles with a term in the headline, which the terms of each
// passage hold too, or in the body. Only of one without passages that is not known:
// the terms of an article as a whole are of its outlet and authors as well.
func (v *View) holders(term uint32) limits {
	sure := newBitset(v.Articles())
	for p := range v.space[passageSpace].holders(term) {
		sure.add(v.owner[p])
	}
	most := slices.Clone(sure)
	for a := range v.space[articleSpace].holders(term) {
		if v.first[a] == v.first[a+1] {
			most.add(a)
		}
	}
	return limits{sure, most}
}

// holders yields the points that have a term, ascending.
func (s *space) holders(term uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		i, ok := slices.BinarySearch(s.terms, term)
		if !ok {
			return
		}
		point := uint32(0)
		for post := s.postings[s.postOff[i]:s.postOff[i+1]]; len(post) > 0; {
			distance, n := binary.Uvarint(post)
			if point += uint32(distance); n <= 0 || n == len(post) || !yield(point) {
				return
			}
			post = post[n+1:] // after the weight
		}
	}
}

// labelledBy returns the articles with a label whose value is asked for.
func (v *View) labelledBy(label news.Label, is func(string) bool) bitset {
	out := newBitset(v.Articles())
	letter := letterOf(label)
	for i := range v.labelEnd {
		value, ok := strings.CutPrefix(v.label(i), letter)
		if !ok || value == "" || !is(value) {
			continue
		}
		for _, a := range v.labelled[v.labelOff[i]:v.labelOff[i+1]] {
			out.add(a)
		}
	}
	return out
}

// Place returns where an article is in a listing. The ID is a view of it.
func (s *Segment) Place(article uint32) index.Cursor {
	return index.Cursor{Published: s.published[article], ID: s.idView(article)}
}

// Version returns which version of which article it is.
func (s *Segment) Version(article uint32) news.Version {
	return news.Version{ArticleID: s.ID(article), Revision: int(s.revision[article])}
}

// NoticesOn returns the articles without a tombstone that were put with one of some keys in
// news.Record.NoticeOn. Few segments hold any, which is looked at first.
func (v *View) NoticesOn(keys []string) (out []news.Version) {
	if first, end := v.labelsOf(labelOn); first == end {
		return nil
	}
	for _, a := range labelled(v, labelOn, keys) {
		if !v.tombstones.has(a) {
			out = append(out, v.Version(a))
		}
	}
	return out
}
