package app

import (
	"context"

	"byline/internal/embedded"
	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/news"
)

// Verify reads all that is stored and reports what is not as it was written.
func (e *Engine) Verify(ctx context.Context, report func(embedded.Fault), progress func(done, total int)) error {
	if x, ok := e.Index.(*embedded.Index); ok {
		return x.Verify(ctx, report, progress)
	}
	return verifyHashes(ctx, e.Index, report, progress)
}

// verifyHashes holds each article against the hash that it was stored with.
func verifyHashes(ctx context.Context, x index.Index, report func(embedded.Fault), progress func(done, total int)) error {
	stats, err := x.Stats(ctx)
	if err != nil {
		return err
	}
	done := 0
	return index.EachPage(ctx, x, func(articles []news.Article) error {
		ids := make([]string, len(articles))
		for i := range articles {
			ids[i] = articles[i].ID
		}
		hashes, err := x.Hashes(ctx, ids)
		if err != nil {
			return err
		}
		for i := range articles {
			if hash, ok := hashes[ids[i]]; ok && hash != encode.Hash(&articles[i]) {
				report(embedded.Fault{Article: ids[i], Revision: articles[i].Revision, Detail: "it has another hash than when it was stored"})
			}
		}
		done += len(articles)
		progress(done, stats.Articles)
		return nil
	})
}
