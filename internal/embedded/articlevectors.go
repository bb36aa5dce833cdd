package embedded

import (
	"context"
	"runtime"
	"slices"

	"byline/internal/news"
)

// Vectors returns the article vectors, in the order asked for:
// nil for a version that is not current or has none (yet).
func (x *Index) Vectors(ctx context.Context, want []news.Version) ([][]float32, error) {
	snap := x.snapshot.Load()
	defer runtime.KeepAlive(snap) // segments are mapped memory, see segment.Open
	if err := x.usable(); err != nil {
		return nil, err
	}
	out := make([][]float32, len(want))
	if len(want) == 0 {
		return out, nil
	}
	changes, err := x.db.ChangesOf(ctx, want)
	if err != nil {
		return nil, wrap("vectors", err)
	}
	places := make(map[uint64][]int, len(want))
	sought := make([]uint64, 0, len(want))
	for i, v := range want {
		if c, ok := changes[v]; ok {
			places[c] = append(places[c], i)
			sought = append(sought, c)
		}
	}
	slices.Sort(sought)
	for _, s := range snap.segs {
		for c, v := range s.ArticleVectors(sought) {
			for _, i := range places[c] {
				out[i] = v
			}
		}
	}
	return out, nil
}
