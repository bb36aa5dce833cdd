package lexical

import (
	"byline/internal/news"
	"byline/internal/spread"
)

// BM25 holds the parameters of BM25 term weighting. The mean length is a
// constant rather than that of the collection, so that a weight can be stored
// once and for all: it stays true when other articles come or go, and it is
// the same in every index.
type BM25 struct {
	K1, B      float32
	MeanLength float32 // in terms
}

// Weigh turns a bag of terms into a sparse vector of BM25 weights: for a term
// that occurs tf times among n terms,
//
//	tf·(k1+1) / (tf + k1·(1 - b + b·n/mean))
//
// It sorts bag in place. A term that occurs twice in bag counts twice.
func (p BM25) Weigh(bag []uint32, by *spread.Sorter[uint32]) news.Terms {
	by.Sort(bag)
	norm := p.K1 * (1 - p.B + p.B*float32(len(bag))/p.MeanLength)
	distinct := 0
	for i, t := range bag {
		if i == 0 || t != bag[i-1] { //nolint:gosec // i is not 0
			distinct++
		}
	}
	out := news.Terms{IDs: make([]uint32, 0, distinct), Weights: make([]uint8, 0, distinct)}
	for i := 0; i < len(bag); {
		j := i + 1
		for j < len(bag) && bag[j] == bag[i] {
			j++
		}
		tf := float32(j - i)
		w := tf * (p.K1 + 1) / (tf + norm)
		out.IDs = append(out.IDs, bag[i])
		out.Weights = append(out.Weights, quantize(w))
		i = j
	}
	return out
}

// quantize rounds a weight to the unit of news.Terms; a term that occurs never rounds to nothing.
func quantize(w float32) uint8 {
	return uint8(min(max(w*news.WeightUnit+.5, 1), 255))
}
