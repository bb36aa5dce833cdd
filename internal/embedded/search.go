package embedded

import (
	"context"
	"runtime"

	"byline/internal/embedded/segment"
	"byline/internal/news"
)

// Candidates returns the best points for each part of q that is not empty.
func (x *Index) Candidates(ctx context.Context, q news.IndexQuery) (news.Candidates, error) {
	snap := x.snapshot.Load()
	defer runtime.KeepAlive(snap) // searches read mapped memory, see segment.Open
	if err := x.usable(); err != nil {
		return news.Candidates{}, err
	}
	if len(q.Vector) > 0 && len(q.Vector) != x.opts.Dim {
		return news.Candidates{}, news.Errorf(news.KindInvalid, "embedded: search: the query vector has %d dimensions, the index %d", len(q.Vector), x.opts.Dim)
	}
	c, err := segment.Search(ctx, snap.segs, q)
	return c, wrap("search", err)
}
