package segment

import (
	"math"

	"byline/internal/index"
	"byline/internal/news"
)

// relevant returns the articles that are relevant to a query. The query rounded to 8 bits
// tells of all but a few whether they are, since a cosine cannot be far from what that says.
func (v *View) relevant(r *news.Relevance) bitset {
	n := v.Articles()
	held, suffices := v.held(r)
	out := v.called(r.Best)
	for a := range uint32(n) {
		if suffices[held[a]] < -1 {
			out.add(a)
		}
	}
	d := &v.space[articleSpace].dense
	if len(r.Vector) == 0 || len(d.scale) == 0 {
		return out
	}
	p := newProbe(r.Vector)
	margin := p.margin()
	high, low, codes := make([]int32, pointsPerBlock), make([]int32, pointsPerBlock), make([]int8, len(p.fine))
	for from := 0; from < n; from += pointsPerBlock {
		scale := d.scale[from:min(from+pointsPerBlock, n)]
		highNibbles(high[:len(scale)], p.coarse, d.high[from*d.plane():])
		highNibbles(low[:len(scale)], p.coarse, d.low[from*d.plane():])
		for i, unit := range scale {
			need := suffices[held[from+i]]
			about := unit * p.step * float32(16*high[i]+low[i]-128*p.sum)
			if need < -1 || need > 1 || unit == 0 || about+margin < need {
				continue
			}
			if about-margin < need {
				d.codes(codes, from+i)
				if p.cosine(codes, unit) < need {
					continue
				}
			}
			out.add(uint32(from + i))
		}
	}
	return out
}

// called returns the articles that have one of some IDs.
func (v *View) called(ids []string) bitset {
	out := newBitset(v.Articles())
	if len(ids) == 0 {
		return out
	}
	wanted := NewIDs(ids)
	for a := range uint32(v.Articles()) {
		if wanted.Has(v.idView(a)) {
			out.add(a)
		}
	}
	return out
}

// held returns how many of the terms of a query each article has, and what cosine
// suffices for each such number.
func (v *View) held(r *news.Relevance) (held []uint16, suffices []float32) {
	held = make([]uint16, v.Articles())
	for _, term := range r.Terms {
		for a := range v.space[articleSpace].holders(term) {
			held[a]++
		}
	}
	suffices = make([]float32, len(r.Terms)+1)
	for i := range suffices {
		suffices[i] = index.Suffices(r, i)
	}
	return held, suffices
}

// margin is by how much a cosine may be off where the query is rounded to 8 bits.
func (p *probe) margin() float32 {
	const half = .5
	return half*p.step*float32(math.Sqrt(float64(len(p.coarse)))) + fineRounding
}

// fineRounding is by how much the rounding to 16 bits puts a cosine off.
const fineRounding = 1e-4

// cosine is that of a vector given by its codes.
func (p *probe) cosine(codes []int8, unit float32) float32 {
	return float32(dot(p.fine, codes)) * unit * (1. / queryUnit)
}
