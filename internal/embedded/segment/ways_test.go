package segment

import (
	"math/rand/v2"
	"testing"
)

// eachWay runs a test for every way, and for the choice among them.
func eachWay(t *testing.T, test func(t *testing.T, w way)) {
	for _, w := range append(ways(), portable, way{"chosen", true, 1, dot, 2, highNibbles}) {
		if !w.runsHere { // nothing can be installed that would change it
			t.Logf("this processor has no %s, so its sums are not tested", w.name)
			continue
		}
		t.Run(w.name, func(t *testing.T) { test(t, w) })
	}
}

// Whatever the processor offers, the sums are the same.
func TestDot(t *testing.T) {
	eachWay(t, func(t *testing.T, w way) {
		r := rand.New(rand.NewPCG(1, 1))
		for _, dim := range []int{1, 3, 4, 15, 16, 17, 31, 32, 33, 48, 64, 96, 100, 256, 300, 384, 768, 1024} {
			if dim%w.dotUnit != 0 {
				continue
			}
			for range 33 {
				q, codes := fineQuery(r, dim), someCodes(r, dim)
				if dim <= 32 { // the extremes, which unit length does not allow at once in more dimensions
					for i := range q {
						q[i], codes[i] = -queryUnit, -128
					}
				}
				var want int64
				for i := range q {
					want += int64(q[i]) * int64(codes[i])
				}
				if got := w.dot(q, codes); int64(got) != want {
					t.Errorf("%d dimensions: %d, want %d", dim, got, want)
				}
			}
		}
	})
}

func TestHighNibbles(t *testing.T) {
	eachWay(t, func(t *testing.T, w way) {
		r := rand.New(rand.NewPCG(2, 2))
		for _, dim := range []int{2, 4, 30, 32, 34, 64, 66, 100, 128, 192, 256, 300, 384, 768, 1024} {
			if dim%w.highNibblesUnit != 0 {
				continue
			}
			for _, points := range []int{0, 1, 3, 4, 5, 33} {
				q, rows := coarseQuery(r, dim), someBytes(r, points*dim/2)
				if dim%128 == 0 && points%2 > 0 { // the extremes
					for i := range q {
						q[i] = int8(127 - 254*(points%3/2))
					}
					for i := range rows {
						rows[i] = 0xff
					}
				}
				got := make([]int32, points)
				w.highNibbles(got, q, rows)
				for p := range got {
					var want int32
					for j := range dim / 2 {
						x := rows[p*dim/2+j]
						want += int32(q[j])*int32(x&15) + int32(q[dim/2+j])*int32(x>>4)
					}
					if got[p] != want {
						t.Errorf("%d dimensions, point %d of %d: %d, want %d", dim, p, points, got[p], want)
					}
				}
			}
		}
	})
}

func fineQuery(r *rand.Rand, dim int) []int16 {
	q := make([]int16, dim)
	for i := range q {
		q[i] = int16(r.IntN(2*queryUnit+1) - queryUnit)
	}
	return q
}

func coarseQuery(r *rand.Rand, dim int) []int8 {
	q := make([]int8, dim)
	for i := range q {
		q[i] = int8(r.IntN(255) - 127)
	}
	return q
}

func someBytes(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.IntN(256))
	}
	return b
}

func someCodes(r *rand.Rand, n int) []int8 { return view[int8](someBytes(r, n)) }

// Points of 256 dimensions in memory that stays in the cache of the processor.
const benchPoints, benchDim = 64, 256

// BenchmarkHighNibbles takes the first look at points.
func BenchmarkHighNibbles(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 5))
	q, rows, sums := coarseQuery(r, benchDim), someBytes(r, benchPoints*benchDim/2), make([]int32, benchPoints)
	for _, w := range append(ways(), portable) {
		b.Run(w.name, func(b *testing.B) { w.perPoint(b, func() { w.highNibbles(sums, q, rows) }) })
	}
}

// BenchmarkDot scores points in full, one by one.
func BenchmarkDot(b *testing.B) {
	r := rand.New(rand.NewPCG(6, 6))
	q, codes := fineQuery(r, benchDim), someCodes(r, benchPoints*benchDim)
	for _, w := range append(ways(), portable) {
		b.Run(w.name, func(b *testing.B) {
			w.perPoint(b, func() {
				for p := range benchPoints {
					w.dot(q, codes[p*benchDim:][:benchDim])
				}
			})
		})
	}
}

// perPoint reports what a function that goes over all points takes for each:
// time, and time of processors, which says the same while others use them too.
func (w way) perPoint(b *testing.B, f func()) {
	b.Helper()
	if !w.runsHere { // nothing can be installed that would change it
		b.Logf("this processor has no %s, so it is not measured", w.name)
		return
	}
	start := processorTime()
	for b.Loop() {
		f()
	}
	used, points := processorTime()-start, float64(b.N*benchPoints)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/points, "ns/point")
	b.ReportMetric(float64(used.Nanoseconds())/points, "cpu-ns/point")
}
