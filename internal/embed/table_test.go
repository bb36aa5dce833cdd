package embed

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Whatever the processor offers, the sums are the same.
func TestRowsAddUpToTheSameWithAndWithoutVectors(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, width := range []int{1, 63, 64, 65, 128} {
		const tokens = 50
		all := &table{width: width, rows: make([]uint64, tokens*width)}
		for i := range all.rows {
			for range lanes {
				all.rows[i] = all.rows[i]<<16 | rng.Uint64N(2*levels+1)
			}
		}
		for count := range rowsPerSpill + 1 {
			var pending pendingRows
			for i := range pending {
				pending[i] = uint16(rng.IntN(tokens))
			}
			got, want := make([]uint64, width), make([]uint64, width)
			addRows(all, got, &pending, count)
			for _, id := range pending[:count] {
				for i, x := range all.row(id) {
					want[i] += x
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d rows of %d: other sums", count, width)
			}
			all.addRows(got, pending[:count])
			if !slices.Equal(got, want) {
				t.Errorf("%d rows of %d, in portable code: other sums", count, width)
			}
		}
	}
}
