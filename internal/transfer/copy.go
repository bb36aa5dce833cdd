package transfer

import (
	"context"
	"runtime"
	"slices"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/panics"
)

// Copying says what to copy where.
type Copying struct {
	From, To index.Index
	// Encode prepares an article for To. Several goroutines call it at once.
	Encode func(context.Context, *news.Article) (news.Record, error)
	// OnProgress is told how many articles of From have been looked at. It may be nil.
	OnProgress func(done, total int)
}

// Copied is what both indexes hold after a copy. Where they differ, To held
// articles before, or an index was written to meanwhile.
type Copied struct {
	Articles int // that were copied; To had the others already
	From, To Inventory
}

// Copy copies all articles with their earlier versions, then reads both indexes
// again. One that was interrupted is taken up by the next: what is there is not
// copied again. Errors are those of the indexes and of Encode.
func Copy(ctx context.Context, job Copying) (Copied, error) {
	c := copier{Copying: job}
	if err := c.run(ctx); err != nil {
		return Copied{}, err
	}
	done := Copied{Articles: c.copied}
	group, ctx := panics.WithContext(ctx)
	group.Go(func() (err error) { done.From, err = TakeInventory(ctx, c.From); return err })
	group.Go(func() (err error) { done.To, err = TakeInventory(ctx, c.To); return err })
	return done, group.Wait()
}

// copier is a copy under way.
type copier struct {
	Copying

	copied int
}

func (c *copier) run(ctx context.Context) error {
	stats, err := c.From.Stats(ctx)
	if err != nil {
		return err
	}
	done := 0
	return index.EachPage(ctx, c.From, func(articles []news.Article) error {
		if err := c.page(ctx, articles); err != nil {
			return err
		}
		done += len(articles)
		if c.OnProgress != nil {
			c.OnProgress(done, stats.Articles)
		}
		return nil
	})
}

// page copies those articles that the target lacks or has in another version.
func (c *copier) page(ctx context.Context, articles []news.Article) error {
	ids := make([]string, len(articles))
	for i := range articles {
		ids[i] = articles[i].ID
	}
	there, err := c.To.Hashes(ctx, ids)
	if err != nil {
		return err
	}
	var records []news.Record
	for i := range articles {
		hash, known := there[ids[i]]
		if known && hash == encode.Hash(&articles[i]) {
			continue
		}
		if articles[i].Revision > 1 {
			earlier, err := c.earlier(ctx, &articles[i], hash, known)
			if err != nil {
				return err
			}
			records = append(records, earlier...)
		}
		records = append(records, news.Record{Article: articles[i]})
		c.copied++
	}
	if err := c.encode(ctx, records); err != nil {
		return err
	}
	_, err = c.To.Put(ctx, records)
	return err
}

// earlier returns the superseded versions of an article that the target lacks,
// oldest first. Nobody searches them, so they need no encoding.
func (c *copier) earlier(ctx context.Context, current *news.Article, has [16]byte, known bool) ([]news.Record, error) {
	revisions, err := c.From.Revisions(ctx, current.ID)
	if err != nil {
		return nil, err
	}
	var out []news.Record
	for _, r := range slices.Backward(revisions) {
		if r.Revision == current.Revision {
			continue
		}
		hash := encode.Hash(&r.Article)
		if known && hash == has {
			out = nil // up to this one they are there
			continue
		}
		out = append(out, news.Record{Article: r.Article, Hash: hash})
	}
	return out, nil
}

// encode makes the records that have no hash yet ready for search.
func (c *copier) encode(ctx context.Context, records []news.Record) error {
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range records {
		if records[i].Hash != ([16]byte{}) {
			continue
		}
		group.Go(func() (err error) {
			article := records[i].Article
			records[i], err = c.Encode(ctx, &article)
			return err
		})
	}
	return group.Wait()
}
