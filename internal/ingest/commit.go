package ingest

import (
	"context"

	"byline/internal/encode"
	"byline/internal/news"
	"byline/internal/panics"
)

// encodeChanged encodes an article, unless the version stored is the same: then it returns nil.
func (g *Ingester) encodeChanged(ctx context.Context, a *news.Article, stored map[string][16]byte) (*news.Record, error) {
	if hash, ok := stored[a.ID]; ok && hash == encode.Hash(a) {
		return nil, nil
	}
	var r news.Record
	err := panics.Catch(func() (err error) { r, err = g.encoder.Encode(ctx, a); return err })
	return &r, err
}

// commit stores a batch, fills in its results and tells the observers.
func (g *Ingester) commit(ctx context.Context, b *batch) error {
	g.giveWay(ctx)
	defer g.claims.take(b.sharedIDs())()
	if err := g.settle(ctx, b); err != nil {
		return err
	}
	if err := g.keepTexts(ctx, b); err != nil {
		return err
	}
	g.decisions.RLock()
	defer g.decisions.RUnlock()
	if b.decided != g.decisions.made.Load() { // somebody may have decided about what is prepared
		for i := range b.items {
			if it := &b.items[i]; it.record != nil {
				it.article, it.record = &it.record.Article, nil
			}
		}
	}
	// What looked unchanged to a worker may have changed meanwhile, by a
	// batch that was stored before this one.
	if err := g.encode(ctx, b); err != nil {
		return err
	}
	var records []news.Record
	var at []int
	for i := range b.items {
		it := &b.items[i]
		switch {
		case it.record != nil:
			records = append(records, *it.record)
			at = append(at, i)
			it.record = nil
		case it.article != nil:
			it.result = news.PutResult{ID: it.article.ID, Status: news.PutUnchanged}
		}
	}
	if len(records) == 0 {
		return nil
	}
	results, err := g.store.Put(ctx, records)
	if err != nil {
		return err
	}
	for i, r := range results {
		b.items[at[i]].result = r
	}
	g.notify(ctx, records, results)
	return nil
}
