package spread_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"byline/internal/spread"

	"pgregory.net/rapid"
)

func TestListsComeOutAsComparisonsSortThem(t *testing.T) {
	var small spread.Sorter[uint32]
	var large spread.Sorter[uint64]
	rapid.Check(t, func(t *rapid.T) {
		narrow := rapid.Uint32Range(0, 9)
		wide := rapid.Uint32()
		list := rapid.SliceOfN(rapid.OneOf(narrow, wide), 0, 300).Draw(t, "list")
		long := make([]uint64, len(list))
		for i, n := range list {
			long[i] = uint64(n)<<rapid.IntRange(0, 32).Draw(t, "shift") | uint64(i)
		}
		want, wantLong := slices.Sorted(slices.Values(list)), slices.Sorted(slices.Values(long))
		small.Sort(list)
		large.Sort(long)
		if !slices.Equal(list, want) {
			t.Fatalf("sorted: %v, want %v", list, want)
		}
		if !slices.Equal(long, wantLong) {
			t.Fatalf("sorted: %v, want %v", long, wantLong)
		}
	})
}

// BenchmarkSort sorts as many terms as a passage and an article have, and as a batch of
// articles has postings, beside sorting them by comparisons. It takes another list each
// time: a processor that has seen one guesses how comparisons end.
func BenchmarkSort(b *testing.B) {
	for _, of := range []struct {
		name string
		size int
	}{{"passage", 100}, {"article", 700}, {"batch", 150_000}} {
		random := rand.New(rand.NewPCG(1, uint64(of.size)))
		lists := make([][]uint32, 2+100_000/of.size)
		for i := range lists {
			for range of.size {
				lists[i] = append(lists[i], random.Uint32())
			}
		}
		work := make([]uint32, of.size)
		sorted := func(b *testing.B, sort func([]uint32)) {
			for i := 0; b.Loop(); i++ {
				copy(work, lists[i%len(lists)])
				sort(work)
			}
		}
		b.Run(of.name+"/compared", func(b *testing.B) { sorted(b, slices.Sort[[]uint32]) })
		b.Run(of.name+"/spread", func(b *testing.B) { sorted(b, new(spread.Sorter[uint32]).Sort) })
	}
}
