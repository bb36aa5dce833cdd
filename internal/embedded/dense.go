package embedded

import (
	"context"

	"byline/internal/news"
)

// semantic scores the points of a space by the cosine of their vector and the
// query's. It looks at every point: at 256 dimensions that is a quarter of a
// kilobyte each, and the result is exact but for the rounding of the query,
// which is below 1e-4.
func (s *search) semantic(ctx context.Context, sp int) ([]news.Candidate, error) {
	top := newTop(s, sp)
	q := quantizeQuery(s.query.Vector)
	var sums []int32
	var scores []float32
	for i, seg := range s.segs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := &seg.space[sp].dense
		sums = resize(sums, len(d.scale))
		scores = resize(scores, len(d.scale))
		dots(sums, q, d.codes)
		for p, sum := range sums {
			scores[p] = float32(sum) * d.scale[p] * (1. / queryUnit)
		}
		top.collect(i, scores)
	}
	return top.candidates(), nil
}

// resize returns a slice of length n that reuses the memory of s if it can.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// queryUnit is what 1 becomes in a quantised query: as much as an int16 holds.
const queryUnit = 1 << 14

// quantizeQuery rounds a vector of unit length. A sum of its products with the
// codes of a point fits into 32 bits up to 2^16 dimensions.
func quantizeQuery(v []float32) []int16 {
	out := make([]int16, len(v))
	for i, x := range v {
		x *= queryUnit
		if x >= 0 {
			x += .5
		} else {
			x -= .5
		}
		out[i] = int16(min(max(x, -queryUnit), queryUnit))
	}
	return out
}

// dotsPortable sets dst[p] to the sum of q[i]·codes[p·len(q)+i] over i.
func dotsPortable(dst []int32, q []int16, codes []int8) {
	for p := range dst {
		row := codes[p*len(q):][:len(q)]
		var a, b, c, d int32
		i := 0
		for ; i+4 <= len(q); i += 4 {
			a += int32(q[i]) * int32(row[i])
			b += int32(q[i+1]) * int32(row[i+1])
			c += int32(q[i+2]) * int32(row[i+2])
			d += int32(q[i+3]) * int32(row[i+3])
		}
		for ; i < len(q); i++ {
			a += int32(q[i]) * int32(row[i])
		}
		dst[p] = a + b + c + d
	}
}
