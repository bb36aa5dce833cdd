package segment

import (
	"context"
	"math"
	"runtime"
	"sync/atomic"

	"byline/internal/news"
	"byline/internal/panics"
)

// semantic scores the points of both spaces by the cosine of their vector and
// the query's. All points are looked at by the upper halves of their codes; those
// that do best are scored in full (oversampling, as Qdrant calls it).
func (s *search) semantic(ctx context.Context) (articles, passages []news.Candidate, err error) {
	p := newProbe(s.query.Vector)
	scans, err := s.scanAll(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	var best [spaces][]news.Candidate
	var both panics.Group
	for sp := range best {
		both.Go(func() error { best[sp] = p.score(shortlist(scans, sp)).candidates(); return nil })
	}
	if err := both.Wait(); err != nil {
		return nil, nil, err
	}
	return best[articleSpace], best[passageSpace], nil
}

// scanAll looks at all points, on all cores.
func (s *search) scanAll(ctx context.Context, p *probe) ([]*scan, error) {
	blocks := s.blocks()
	scans := make([]*scan, min(runtime.GOMAXPROCS(0), 1+len(blocks)/blocksPerScan))
	var next atomic.Int64 // block that nobody has taken yet
	g, ctx := panics.WithContext(ctx)
	for i := range scans {
		scans[i] = newScan(s, p)
		g.Go(func() error {
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= len(blocks) {
					break
				}
				scans[i].look(blocks[n])
			}
			return ctx.Err()
		})
	}
	return scans, g.Wait()
}

// shortlist returns the best points of a space that the scans found together.
func shortlist(scans []*scan, space int) *top {
	best := scans[0].shortlist[space]
	for _, other := range scans[1:] {
		for _, c := range other.shortlist[space].kept {
			best.offer(c)
		}
	}
	return best
}

// oversampling is how many points are scored in full for each that is wanted.
// The upper halves put the cosine of a vector of 256 dimensions off by .007 (one
// standard deviation). Of two hundred points out of 125,832 that leaves out one
// in 14,000, none of them among the first hundred; 1.5 leaves out one in 500.
const oversampling = 2

const (
	blocksPerScan  = 8    // fewer are not worth a goroutine of their own
	pointsPerBlock = 1024 // scores that stay in the cache of the processor
)

// block is a range of points of one space of a segment.
type block struct {
	space, seg int
	from, to   int
}

// blocks are the points that have a vector, without most of those whose articles
// are excluded.
func (s *search) blocks() []block {
	var out []block
	for i, seg := range s.segs {
		for sp := range seg.space {
			if len(seg.space[sp].scale) == 0 {
				continue
			}
			for from, to := range runs(seg, sp, s.excluded[i]) {
				for ; from < to; from += pointsPerBlock {
					out = append(out, block{sp, i, from, min(from+pointsPerBlock, to)})
				}
			}
		}
	}
	return out
}

// probe is the vector of a query, of unit length, rounded twice: to 8 bits for
// the first look, and to 16 bits, which is off by less than 1e-4.
type probe struct {
	fine   []int16 // with a 0 more if the dimensions are odd, as planes have
	coarse []int8
	step   float32 // of coarse
	sum    int32   // of coarse
	slope  float32 // of a cosine, for a sum of products of coarse and upper halves
	shift  float32 // what is to be added to that
}

// queryUnit is what 1 becomes in a quantised query: as much as an int16 holds.
const queryUnit = 1 << 14

func newProbe(v []float32) *probe {
	even := len(v) + len(v)%2
	p := &probe{fine: make([]int16, even), coarse: make([]int8, even)}
	var most float64
	for i, x := range v {
		p.fine[i] = int16(math.Round(min(max(float64(x), -1), 1) * queryUnit))
		most = max(most, math.Abs(float64(x)))
	}
	step := max(most, 1e-9) / 127
	for i, x := range v {
		p.coarse[i] = int8(math.Round(float64(x) / step))
		p.sum += int32(p.coarse[i])
	}
	// A code is 16 times its upper half, plus its lower half, which is taken to
	// be the middle of 0 and 15, less 128.
	p.step, p.slope, p.shift = float32(step), float32(16*step), float32((7.5-128)*step*float64(p.sum))
	return p
}

// scan looks at blocks, on behalf of one goroutine.
type scan struct {
	*probe
	shortlist [spaces]*top
	sums      [pointsPerBlock]int32
	scores    [pointsPerBlock]float32
}

func newScan(s *search, p *probe) *scan {
	c := &scan{probe: p}
	for sp := range c.shortlist {
		c.shortlist[sp] = newTopOf(s, sp, oversampling*s.query.Limit, -1) // the score in full may be above 0
	}
	return c
}

// look offers the points of a block by the upper halves of their codes.
func (c *scan) look(b block) {
	t := c.shortlist[b.space]
	d := &t.s.segs[b.seg].space[b.space].dense
	scale := d.scale[b.from:b.to]
	highNibbles(c.sums[:len(scale)], c.coarse, d.high[b.from*d.plane():])
	for p, unit := range scale {
		c.scores[p] = unit * (c.slope*float32(c.sums[p]) + c.shift)
	}
	t.collect(uint32(b.seg), b.from, c.scores[:len(scale)])
}

// score returns the best of some points by their codes in full.
func (p *probe) score(shortlist *top) *top {
	best := newTop(shortlist.s, shortlist.space)
	codes := make([]int8, len(p.fine))
	shortlist.cut()
	for _, c := range shortlist.kept {
		d := &shortlist.s.segs[c.seg].space[shortlist.space].dense
		d.codes(codes, int(c.point))
		c.score = p.cosine(codes, d.scale[c.point])
		best.offer(c)
	}
	return best
}

// resize returns a slice of length n that reuses the memory of s if it can.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
