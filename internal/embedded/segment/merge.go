package segment

import (
	"encoding/binary"
	"math"
	"strings"
)

// Merge makes one segment of several, leaving out what has a tombstone.
func Merge(segs []*View, of Stamp) *Builder {
	b := newBuilder(of)
	b.grow(segs)
	moved := make([][spaces][]uint32, len(segs)) // old point -> new point
	for i, s := range segs {
		moved[i] = b.addSegment(s)
	}
	for sp := range b.space {
		b.mergePostings(segs, moved, sp)
	}
	return b
}

// grow makes room at once, so that a big merge does not need twice its memory.
func (b *Builder) grow(segs []*View) {
	for sp := range b.space {
		points, postings, signed := 0, 0, 0
		for _, s := range segs {
			points += s.space[sp].points
			postings += len(s.space[sp].postings)
			signed += len(s.space[sp].signatures.text)
		}
		to := &b.space[sp]
		to.dense.grow(points)
		to.postings = make([]byte, 0, postings+postings/32)
		to.signatures = signatures{make([]uint32, 0, points), make([]byte, 0, signed)}
	}
}

// gone marks a point that has no place in the merged segment.
const gone = math.MaxUint32

// addSegment copies the live articles of a segment and their vectors.
func (b *Builder) addSegment(s *View) (moved [spaces][]uint32) {
	moved[articleSpace] = make([]uint32, s.Articles())
	moved[passageSpace] = make([]uint32, s.Passages())
	for a := range uint32(s.Articles()) {
		if s.tombstones.has(a) {
			moved[articleSpace][a] = gone
			for p := s.first[a]; p < s.first[a+1]; p++ {
				moved[passageSpace][p] = gone
			}
			continue
		}
		n := b.addArticle(article{s.change[a], s.published[a], s.changed[a], s.revision[a], s.hash(a), s.idView(a), nil})
		moved[articleSpace][a] = n
		b.space[articleSpace].dense.copy(&s.space[articleSpace].dense, a)
		b.space[articleSpace].signatures.add(s.space[articleSpace].signatures.of(a))
		for p := s.first[a]; p < s.first[a+1]; p++ {
			moved[passageSpace][p] = b.addPassage(n, s.span[2*p], s.span[2*p+1], s.sums[p])
			b.space[passageSpace].dense.copy(&s.space[passageSpace].dense, p)
			b.space[passageSpace].signatures.add(s.space[passageSpace].signatures.of(p))
		}
	}
	b.addLabels(s, moved[articleSpace])
	return moved
}

// addLabels copies those of the articles of a segment that have a place.
func (b *Builder) addLabels(s *View, moved []uint32) {
	for i := range s.labelEnd {
		articles := b.labels[s.label(i)]
		for _, a := range s.labelled[s.labelOff[i]:s.labelOff[i+1]] {
			if moved[a] != gone {
				articles = append(articles, moved[a])
			}
		}
		if len(articles) > 0 {
			b.labels[strings.Clone(s.label(i))] = articles
		}
	}
}

// mergePostings walks the terms of all segments in step. Points of earlier
// segments come before those of later ones, so postings stay ascending.
func (b *Builder) mergePostings(segs []*View, moved [][spaces][]uint32, sp int) {
	out := &b.space[sp]
	next := make([]int, len(segs)) // index of the next term
	for {
		least, found := uint32(math.MaxUint32), false
		for i, s := range segs {
			if terms := s.space[sp].terms; next[i] < len(terms) && (!found || terms[next[i]] < least) {
				least, found = terms[next[i]], true
			}
		}
		if !found {
			return
		}
		for i, s := range segs {
			from := &s.space[sp]
			if next[i] == len(from.terms) || from.terms[next[i]] != least {
				continue
			}
			post := from.postings[from.postOff[next[i]]:from.postOff[next[i]+1]]
			next[i]++
			if s.Dead() == 0 {
				out.movePostings(least, post, moved[i][sp][0])
			} else {
				out.addLiving(least, post, moved[i][sp])
			}
		}
	}
}

// movePostings adds postings of a term that all move by as much: but for the first, they
// stay as they are, since each tells how far it is from the one before.
func (s *spaceBuilder) movePostings(term uint32, post []byte, by uint32) {
	s.goOn(term)
	first, n := binary.Uvarint(post)
	s.addPosting(uint32(first)+by, post[n])
	rest := post[n+1:]
	s.postings = append(s.postings, rest...)
	for len(rest) > 0 {
		d, n := uint64(rest[0]), 1
		if d >= 0x80 {
			d, n = binary.Uvarint(rest)
		}
		s.last += uint32(d)
		s.df[len(s.df)-1]++
		rest = rest[n+1:]
	}
}

// addLiving adds the postings of a term whose points have a place.
func (s *spaceBuilder) addLiving(term uint32, post []byte, moved []uint32) {
	point := uint32(0)
	for len(post) > 0 {
		d, n := binary.Uvarint(post)
		point += uint32(d)
		if to := moved[point]; to != gone {
			s.goOn(term)
			s.addPosting(to, post[n])
		}
		post = post[n+1:]
	}
}

// goOn starts a term, unless it is the one under way.
func (s *spaceBuilder) goOn(term uint32) {
	if n := len(s.terms); n == 0 || s.terms[n-1] != term {
		s.startTerm(term)
	}
}
