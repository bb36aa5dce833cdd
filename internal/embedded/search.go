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
	var only []segment.Set
	if q.Where != nil {
		var err error
		if only, err = x.selected(ctx, snap, selection{q.Filter, q.AsOf, q.Where}); err != nil {
			return news.Candidates{}, wrap("search", err)
		}
	}
	c, err := segment.Search(ctx, snap.segs, q, only)
	return c, wrap("search", err)
}
