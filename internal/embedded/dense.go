package embedded

import (
	"context"
	"math"
	"math/bits"

	"byline/internal/news"
)

// The scan for nearest vectors has two steps. The first compares the signs of
// all components, one bit each, and keeps the points whose Hamming distance to
// the query is least; the second computes the dot products of those with the
// query. See Charikar, Similarity Estimation Techniques from Rounding
// Algorithms, 2002, for why signs approximate angles.
const (
	rescoreFactor = 16   // points kept by the first step, for each one wanted
	rescoreLeast  = 2048 // and never fewer than these: up to here the scan is exact
)

// semantic scores the points of a space by the cosine of their vector and the query's.
func (s *search) semantic(ctx context.Context, sp int) ([]news.Candidate, error) {
	top := newTop(s, sp)
	q := newSigns(s.query.Vector)
	limit, err := s.hamming(ctx, sp, q)
	if err != nil {
		return nil, err
	}
	for i, seg := range s.segs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := &seg.space[sp].dense
		out := s.excluded[i]
		q.within(d, limit, func(p uint32) {
			if d.scale[p] == 0 || out.has(top.article(i, p)) {
				return
			}
			top.offer(scored{d.scale[p] * dot(s.query.Vector, d.codes[int(p)*d.dim:]), i, p})
		})
	}
	return top.candidates(), nil
}

// hamming returns the distance within which enough points lie for rescoring.
func (s *search) hamming(ctx context.Context, sp int, q signs) (int, error) {
	want := max(rescoreLeast, rescoreFactor*s.query.Limit)
	points := 0
	for _, seg := range s.segs {
		points += seg.space[sp].points
	}
	if points <= want {
		return math.MaxInt, nil
	}
	at := make([]int, 64*len(q)+1) // points at each distance
	t := top{s: s, space: sp}
	for i, seg := range s.segs {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		out := s.excluded[i]
		if out == nil {
			q.count(&seg.space[sp].dense, at)
			continue
		}
		d := &seg.space[sp].dense
		for p := range uint32(len(d.scale)) {
			if !out.has(t.article(i, p)) {
				at[q.distance(d.signs, int(p))]++
			}
		}
	}
	for distance, n := range at {
		if want -= n; want <= 0 {
			return distance, nil
		}
	}
	return math.MaxInt, nil
}

// signs holds a bit for each component of a vector, set where it is above zero.
type signs []uint64

func newSigns(v []float32) signs {
	out := make(signs, words(len(v)))
	for i, x := range v {
		if x > 0 {
			out[i/64] |= 1 << (i % 64)
		}
	}
	return out
}

// distance returns in how many signs point p differs.
func (q signs) distance(of []uint64, p int) int {
	row := of[p*len(q):][:len(q)]
	n := 0
	for i, w := range q {
		n += bits.OnesCount64(w ^ row[i])
	}
	return n
}

// count adds every point of d to the histogram of distances.
func (q signs) count(d *dense, at []int) {
	if len(q) == 4 { // 256 dimensions, the built-in embedder's: no inner loop
		q0, q1, q2, q3 := q[0], q[1], q[2], q[3]
		for s := d.signs; len(s) >= 4; s = s[4:] {
			at[bits.OnesCount64(q0^s[0])+bits.OnesCount64(q1^s[1])+bits.OnesCount64(q2^s[2])+bits.OnesCount64(q3^s[3])]++
		}
		return
	}
	for p := range d.scale {
		at[q.distance(d.signs, p)]++
	}
}

// within calls f with every point of d that is no further than limit.
func (q signs) within(d *dense, limit int, f func(uint32)) {
	if len(q) == 4 {
		q0, q1, q2, q3 := q[0], q[1], q[2], q[3]
		for p, s := uint32(0), d.signs; len(s) >= 4; p, s = p+1, s[4:] {
			if bits.OnesCount64(q0^s[0])+bits.OnesCount64(q1^s[1])+bits.OnesCount64(q2^s[2])+bits.OnesCount64(q3^s[3]) <= limit {
				f(p)
			}
		}
		return
	}
	for p := range d.scale {
		if q.distance(d.signs, p) <= limit {
			f(uint32(p))
		}
	}
}

// dot returns the sum of q[i]·codes[i].
func dot(q []float32, codes []int8) float32 {
	codes = codes[:len(q)]
	var a, b, c, d float32
	i := 0
	for ; i+4 <= len(q); i += 4 {
		a += q[i] * float32(codes[i])
		b += q[i+1] * float32(codes[i+1])
		c += q[i+2] * float32(codes[i+2])
		d += q[i+3] * float32(codes[i+3])
	}
	for ; i < len(q); i++ {
		a += q[i] * float32(codes[i])
	}
	return a + b + c + d
}
