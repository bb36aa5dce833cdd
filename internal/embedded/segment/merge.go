package segment

import (
	"encoding/binary"
	"math"
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
	labels := make([][]string, s.Articles())
	for i := range s.labelEnd {
		for _, a := range s.labelled[s.labelOff[i]:s.labelOff[i+1]] {
			labels[a] = append(labels[a], string([]byte(s.label(i))))
		}
	}
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
		n := b.addArticle(article{s.change[a], s.published[a], s.changed[a], s.revision[a], s.hash(a), s.idView(a), labels[a]})
		moved[articleSpace][a] = n
		b.space[articleSpace].dense.copy(&s.space[articleSpace].dense, a)
		b.space[articleSpace].signatures.add(s.space[articleSpace].signatures.of(a))
		for p := s.first[a]; p < s.first[a+1]; p++ {
			moved[passageSpace][p] = b.addPassage(n, s.span[2*p], s.span[2*p+1], s.sums[p])
			b.space[passageSpace].dense.copy(&s.space[passageSpace].dense, p)
			b.space[passageSpace].signatures.add(s.space[passageSpace].signatures.of(p))
		}
	}
	return moved
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
		started := false
		for i, s := range segs {
			from := &s.space[sp]
			if next[i] == len(from.terms) || from.terms[next[i]] != least {
				continue
			}
			post := from.postings[from.postOff[next[i]]:from.postOff[next[i]+1]]
			next[i]++
			point := uint32(0)
			for len(post) > 0 {
				d, n := binary.Uvarint(post)
				point += uint32(d)
				if to := moved[i][sp][point]; to != gone {
					if !started {
						out.startTerm(least)
						started = true
					}
					out.addPosting(to, post[n])
				}
				post = post[n+1:]
			}
		}
	}
}
