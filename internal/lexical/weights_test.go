package lexical

import (
	"math"
	"slices"
	"testing"

	"byline/internal/news"
	"byline/internal/spread"

	"pgregory.net/rapid"
)

func TestWeighFollowsTheFormula(t *testing.T) {
	p := BM25{K1: 1.5, B: .75, MeanLength: 4}
	got := p.Weigh([]uint32{7, 3, 7, 9}, new(spread.Sorter[uint32])) // length 4, the mean: the length plays no part
	if !slices.Equal(got.IDs, []uint32{3, 7, 9}) {
		t.Fatalf("IDs %v", got.IDs)
	}
	// tf 1: 2.5/2.5; tf 2: 5/3.5
	for i, want := range []float64{1, 1.43, 1} {
		if w := float64(got.Weights[i]) / news.WeightUnit; math.Abs(w-want) > .005 {
			t.Errorf("weight of %d is %.3f, want %.3f", got.IDs[i], w, want)
		}
	}
}

func TestWeighProperties(t *testing.T) {
	p := BM25{K1: 1.2, B: .75, MeanLength: 90}
	var sorter spread.Sorter[uint32]
	rapid.Check(t, func(t *rapid.T) {
		bag := rapid.SliceOf(rapid.Uint32Range(1, 50)).Draw(t, "bag")
		got := p.Weigh(slices.Clone(bag), &sorter)
		if !slices.IsSorted(got.IDs) || len(slices.Compact(slices.Clone(got.IDs))) != len(got.IDs) || len(got.IDs) != len(got.Weights) {
			t.Fatalf("IDs are not ascending and unique: %v", got)
		}
		for i, id := range got.IDs {
			if !slices.Contains(bag, id) {
				t.Fatalf("%d came from nowhere", id)
			}
			if w := float32(got.Weights[i]) / news.WeightUnit; w <= 0 || w > p.K1+1+.01 {
				t.Fatalf("weight %v is out of range", w)
			}
		}
	})
}
