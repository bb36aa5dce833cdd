package ingest

import (
	"context"

	"byline/internal/news"
	"byline/internal/panics"
)

// Commit is one article that was stored.
type Commit struct {
	Status  news.PutStatus // news.PutCreated or news.PutUpdated
	Article *news.Article  // as it is stored, with its revision; not to be changed

	Signature news.Signature // of its body, by which copies are known
	Vector    news.Vector    // of headline and first words; empty where it is still to come
}

// Observer is told of what was stored.
type Observer interface {
	// Committed is called once for each stored version, in the order in which they
	// were stored, by one goroutine for each ingest; ingests at the same time call
	// it at the same time. The next batch waits for it, so that long work belongs
	// elsewhere. An error, or a panic, is logged with the article, and changes
	// nothing: the article is stored, and the next one is told.
	//
	// A process that ends between storing and telling tells nobody. An observer
	// that must miss nothing compares with the index when it starts.
	Committed(ctx context.Context, c Commit) error
}

// toldTogether is of how many articles observers are told without a pause.
const toldTogether = 8

// notify tells the observers of the records that were stored.
func (g *Ingester) notify(ctx context.Context, records []news.Record, results []news.PutResult) {
	for i := range records {
		status := results[i].Status
		if status != news.PutCreated && status != news.PutUpdated {
			continue
		}
		if i%toldTogether == 0 {
			g.giveWay(ctx)
		}
		a := &records[i].Article
		for _, o := range g.observers {
			err := panics.Catch(func() error {
				return o.Committed(ctx, Commit{Status: status, Article: a, Signature: records[i].ArticleEncoding.Signature, Vector: records[i].ArticleEncoding.Vector})
			})
			if err != nil {
				g.logger.ErrorContext(ctx, "an article is stored, but not all that follows from it was done", "article", a.ID, "revision", a.Revision, "error", err)
			}
		}
	}
}
