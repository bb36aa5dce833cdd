package segment

import (
	"cmp"
	"encoding/binary"
	"io"
	"iter"
	"math"
)

// Merge makes one segment of several, leaving out what has a tombstone. Vectors,
// signatures and postings, which are nearly all of it, stay where they are until they are
// written, so that a merge takes little memory however big it is.
func Merge(segs []*View, of Stamp) *Builder {
	b := &Builder{Stamp: of, merge: merge{segs: segs, moved: make([][spaces][]uint32, len(segs))}}
	b.grow(segs)
	m := &b.merge
	for i, s := range segs {
		m.moved[i] = b.addSegment(s)
	}
	m.addLabels(b)
	for sp := range b.space {
		m.addPostings(&b.space[sp], sp)
	}
	return b
}

// grow makes room for what is copied.
func (b *Builder) grow(segs []*View) {
	articles, passages, ids, labelled := 0, 0, 0, 0
	for _, s := range segs {
		articles += s.Articles()
		passages += s.Passages()
		ids += len(s.ids)
		labelled += len(s.labelled)
	}
	b.change, b.published, b.changed = make([]uint64, 0, articles), make([]int64, 0, articles), make([]int64, 0, articles)
	b.revision, b.hashes = make([]uint32, 0, articles), make([]byte, 0, 16*articles)
	b.ids, b.idEnd, b.first = make([]byte, 0, ids), make([]uint32, 0, articles), make([]uint32, 0, articles+1)
	b.owner, b.span, b.sums = make([]uint32, 0, passages), make([]uint32, 0, 2*passages), make([]uint32, 0, passages)
	b.labelled = make([]uint32, 0, labelled)
	b.space[articleSpace].signatureEnd, b.space[passageSpace].signatureEnd = make([]uint32, 0, articles), make([]uint32, 0, passages)
}

// merge is of some segments.
type merge struct {
	segs  []*View
	moved [][spaces][]uint32 // of each segment, old point -> new point
	read  int                // bytes since their pages were let go
}

// readTogether is how many bytes are read before their pages are let go.
const readTogether = 16 << 20

// passed takes note of how much was read, which is not needed again soon.
func (m *merge) passed(bytes int) {
	if m.read += bytes; m.read < readTogether {
		return
	}
	m.read = 0
	for _, s := range m.segs {
		s.LetGo()
	}
}

// reading is a writer of what is read.
func (m *merge) reading(w io.Writer) io.Writer {
	return writerFunc(func(p []byte) (int, error) {
		m.passed(len(p))
		return w.Write(p)
	})
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// gone marks a point that has no place in the merged segment.
const gone = math.MaxUint32

// addSegment copies the living articles of a segment, with views of their vectors and signatures.
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
		n := b.addArticle(article{s.change[a], s.published[a], s.changed[a], s.revision[a], s.hash(a), s.idView(a)})
		moved[articleSpace][a] = n
		for p := s.first[a]; p < s.first[a+1]; p++ {
			moved[passageSpace][p] = b.addPassage(n, s.span[2*p], s.span[2*p+1], s.sums[p])
		}
	}
	for from, to := range s.living() {
		for sp, points := range [spaces][2]uint32{articleSpace: {from, to}, passageSpace: {s.first[from], s.first[to]}} {
			b.space[sp].addPoints(&s.space[sp], points[0], points[1])
		}
	}
	return moved
}

// living yields runs of articles without tombstones, each by its first and what comes after its last.
func (v *View) living() iter.Seq2[uint32, uint32] {
	return func(yield func(uint32, uint32) bool) {
		n := uint32(v.Articles())
		for from := uint32(0); from < n; from++ {
			to := from
			for to < n && !v.tombstones.has(to) {
				to++
			}
			if to > from && !yield(from, to) {
				return
			}
			from = to
		}
	}
}

// addLabels adds those that living articles have.
func (m *merge) addLabels(b *Builder) {
	names := func(i, label int) string { return m.segs[i].label(label) }
	lengths := make([]int, len(m.segs))
	for i, s := range m.segs {
		lengths[i] = len(s.labelEnd)
	}
	for name, at := range inStep(lengths, names) {
		started := false
		for i, label := range at {
			if label < 0 {
				continue
			}
			s := m.segs[i]
			for _, a := range s.labelled[s.labelOff[label]:s.labelOff[label+1]] {
				to := m.moved[i][articleSpace][a]
				if to == gone {
					continue
				}
				if !started {
					b.startLabel(name)
					started = true
				}
				b.labelled = append(b.labelled, to)
			}
		}
	}
}

// addPostings adds the terms of a space, and how their postings are written: they are put
// together twice, first for their lengths.
func (m *merge) addPostings(b *spaceBuilder, sp int) {
	size := 0
	for term, p := range m.postings(sp) {
		b.addTerm(term, p.df, uint64(size))
		size += len(p.text)
		m.passed(len(p.text))
	}
	b.postings = section{size, func(w io.Writer) error {
		for _, p := range m.postings(sp) {
			if _, err := w.Write(p.text); err != nil {
				return err
			}
		}
		return nil
	}}
}

// postings yields the terms of a space, ascending, with their postings, which hold until
// the next. Points of earlier segments come before those of later ones.
func (m *merge) postings(sp int) iter.Seq2[uint32, *postings] {
	lengths := make([]int, len(m.segs))
	for i, s := range m.segs {
		lengths[i] = len(s.space[sp].terms)
	}
	return func(yield func(uint32, *postings) bool) {
		var p postings
		for term, at := range inStep(lengths, func(i, term int) uint32 { return m.segs[i].space[sp].terms[term] }) {
			p = postings{text: p.text[:0]}
			for i, n := range at {
				if n < 0 {
					continue
				}
				from := &m.segs[i].space[sp]
				post := from.postings[from.postOff[n]:from.postOff[n+1]]
				if m.segs[i].Dead() == 0 {
					p.move(post, m.moved[i][sp][0])
				} else {
					p.addLiving(post, m.moved[i][sp])
				}
			}
			if p.df > 0 && !yield(term, &p) {
				return
			}
		}
	}
}

// postings are those of a term.
type postings struct {
	text []byte
	df   uint32
	last uint32 // point
}

// move adds postings that all move by as much: but for the first, they stay as they are,
// since each tells how far it is from the one before.
func (p *postings) move(post []byte, by uint32) {
	first, n := binary.Uvarint(post)
	p.add(uint32(first)+by, post[n])
	rest := post[n+1:]
	p.text = append(p.text, rest...)
	for len(rest) > 0 {
		d, n := uint64(rest[0]), 1
		if d >= 0x80 {
			d, n = binary.Uvarint(rest)
		}
		p.last += uint32(d)
		p.df++
		rest = rest[n+1:]
	}
}

// addLiving adds the postings whose points have a place.
func (p *postings) addLiving(post []byte, moved []uint32) {
	point := uint32(0)
	for len(post) > 0 {
		d, n := binary.Uvarint(post)
		point += uint32(d)
		if to := moved[point]; to != gone {
			p.add(to, post[n])
		}
		post = post[n+1:]
	}
}

func (p *postings) add(point uint32, weight byte) {
	p.text = appendPosting(p.text, point-p.last, weight)
	p.last = point
	p.df++
}

// inStep walks ascending lists of such lengths together. It yields each key that there is,
// ascending, with where it is in each list, -1 where it is not.
func inStep[K cmp.Ordered](lengths []int, key func(list, at int) K) iter.Seq2[K, []int] {
	return func(yield func(K, []int) bool) {
		next, at := make([]int, len(lengths)), make([]int, len(lengths))
		keys := make([]K, len(lengths)) // of next
		for i, n := range lengths {
			if n > 0 {
				keys[i] = key(i, 0)
			}
		}
		for {
			var least K
			found := false
			for i, n := range lengths {
				if next[i] < n && (!found || keys[i] < least) {
					least, found = keys[i], true
				}
			}
			if !found {
				return
			}
			for i, n := range lengths {
				if at[i] = -1; next[i] == n || keys[i] != least {
					continue
				}
				at[i] = next[i]
				next[i]++
				if next[i] < n {
					keys[i] = key(i, next[i])
				}
			}
			if !yield(least, at) {
				return
			}
		}
	}
}
