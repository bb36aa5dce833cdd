package embedded

import (
	"context"
	"runtime"

	"byline/internal/news"
)

// Profiles returns what articles as wholes are compared by, in the order asked for:
// an empty one for a version that is not current.
func (x *Index) Profiles(ctx context.Context, want []news.Version) ([]news.Profile, error) {
	snap := x.snapshot.Load()
	defer runtime.KeepAlive(snap) // segments are mapped memory, see segment.Open
	if err := x.usable(); err != nil {
		return nil, err
	}
	out := make([]news.Profile, len(want))
	if len(want) == 0 {
		return out, nil
	}
	changes, err := x.db.ChangesOf(ctx, want)
	if err != nil {
		return nil, wrap("profiles", err)
	}
	for i, v := range want {
		change, current := changes[v]
		if !current {
			continue
		}
		for _, s := range snap.segs {
			if article, ok := s.Find(change); ok {
				out[i] = s.Profile(article)
			}
		}
	}
	return out, nil
}
