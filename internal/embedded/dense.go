package embedded

import (
	"context"
	"runtime"

	"byline/internal/news"

	"golang.org/x/sync/errgroup"
)

// semantic scores the points of a space by the cosine of their vector and the
// query's. It looks at every point: at 256 dimensions that is a quarter of a
// kilobyte each, and the result is exact but for the rounding of the query,
// which is below 1e-4.
func (s *search) semantic(ctx context.Context, sp int) ([]news.Candidate, error) {
	q := quantizeQuery(s.query.Vector)
	parts := make([]*top, min(runtime.GOMAXPROCS(0), 1+s.points(sp)/pointsPerPart))
	g, ctx := errgroup.WithContext(ctx)
	for i := range parts {
		parts[i] = newTop(s, sp)
		g.Go(func() error { return parts[i].scan(ctx, q, i, len(parts)) })
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	best := parts[0]
	for _, part := range parts[1:] {
		for _, c := range part.heap {
			best.offer(c)
		}
	}
	return best.candidates(), nil
}

const (
	pointsPerPart  = 8192 // fewer are not worth a goroutine of their own
	pointsPerBlock = 1024 // scores that stay in the cache of the processor
)

// scan offers the points of every block whose number is part modulo parts.
func (t *top) scan(ctx context.Context, q []int16, part, parts int) error {
	var (
		sums   [pointsPerBlock]int32
		scores [pointsPerBlock]float32
	)
	for i, seg := range t.s.segs {
		d := &seg.space[t.space].dense
		for from := part * pointsPerBlock; from < len(d.scale); from += parts * pointsPerBlock {
			if err := ctx.Err(); err != nil {
				return err
			}
			scale := d.scale[from:min(from+pointsPerBlock, len(d.scale))]
			dots(sums[:len(scale)], q, d.codes[from*len(q):])
			for p, unit := range scale {
				scores[p] = float32(sums[p]) * unit * (1. / queryUnit)
			}
			t.collect(uint32(i), from, scores[:len(scale)])
		}
	}
	return nil
}

// points counts the points of a space that have a vector.
func (s *search) points(sp int) int {
	n := 0
	for _, seg := range s.segs {
		n += len(seg.space[sp].dense.scale)
	}
	return n
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
