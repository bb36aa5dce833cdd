package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/encode"
	"byline/internal/news"
	"byline/internal/panics"
)

func (a *app) copyCommand() *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "copy --from KIND --to KIND",
		Short: "Copy all articles from one kind of index to the other",
		Long: `Copies all articles with their earlier versions from one kind of index to the
other, and compares them at the end. The settings say where each is: --data for
embedded, the qdrant settings for qdrant. What searches need is made anew by the
embedder of the settings. An interrupted run is taken up by running the same again.`,
		Example: `  byline copy --from embedded --to qdrant --data archive/ --qdrant-addr qdrant:6334`,
		Args:    none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for flag, kind := range map[string]string{"--from": from, "--to": to} {
				if _, ok := kinds()[kind]; !ok {
					return news.InvalidField(flag, "%q is no kind of index; give %s", kind, listOfKinds())
				}
			}
			if from == to {
				return news.InvalidField("--to", "is the same as --from")
			}
			return a.copy(cmd.Context(), a.locationOf(from), a.locationOf(to))
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "`kind` of index to read: "+listOfKinds())
	cmd.Flags().StringVar(&to, "to", "", "`kind` of index to fill")
	return cmd
}

func (a *app) copy(ctx context.Context, from, to location) (err error) {
	source, err := a.open(ctx, from, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := a.open(ctx, to, writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()

	c := copying{from: source, to: target, progress: a.newProgress(), start: time.Now()}
	err = c.run(ctx)
	c.progress.done()
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w; the same command goes on from there", errInterrupted)
	}
	if err != nil {
		return err
	}
	had, got, err := c.compare(ctx)
	if err != nil {
		return err
	}
	if had != got {
		return fmt.Errorf("%s holds %v, but %s holds %v; did it hold articles before, or did one of them change meanwhile?", from, had, to, got)
	}
	if a.json {
		return a.printJSON(map[string]any{
			"articles": got.articles, "revisions": got.revisions, "checksum": got.checksum(),
			"copied": c.copied, "seconds": time.Since(c.start).Seconds(),
		})
	}
	_, err = fmt.Fprintf(a.stdout, "%s of %s articles copied to %s in %s; both hold %v\n",
		count(c.copied), count(got.articles), to, time.Since(c.start).Round(10*time.Millisecond), got)
	return err
}

// copyPage is how many articles are copied at a time.
const copyPage = 128

// copying copies articles from one index to another.
type copying struct {
	from, to *library
	progress *progress
	start    time.Time
	copied   int
}

func (c *copying) run(ctx context.Context) error {
	stats, err := c.from.Stats(ctx)
	if err != nil {
		return err
	}
	done := 0
	return eachPage(ctx, c.from, func(articles []news.Article) error {
		if err := c.page(ctx, articles); err != nil {
			return err
		}
		done += len(articles)
		c.progress.show("copying articles", int64(done), int64(stats.Articles), time.Since(c.start))
		return nil
	})
}

// page copies those articles that the target lacks or has in another version.
func (c *copying) page(ctx context.Context, articles []news.Article) error {
	ids := make([]string, len(articles))
	for i := range articles {
		ids[i] = articles[i].ID
	}
	there, err := c.to.Hashes(ctx, ids)
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
	_, err = c.to.Put(ctx, records)
	return err
}

// earlier returns the superseded versions of an article that the target lacks,
// oldest first. Nobody searches them, so they need no encoding.
func (c *copying) earlier(ctx context.Context, current *news.Article, has [16]byte, known bool) ([]news.Record, error) {
	revisions, err := c.from.Revisions(ctx, current.ID)
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
func (c *copying) encode(ctx context.Context, records []news.Record) error {
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range records {
		if records[i].Hash != ([16]byte{}) {
			continue
		}
		group.Go(func() (err error) {
			article := records[i].Article
			records[i], err = c.to.encoder.Encode(ctx, &article)
			return err
		})
	}
	return group.Wait()
}

// holding is what an index holds, in a form that can be compared.
type holding struct {
	articles, revisions int
	high, low           uint64 // sum of the hashes of all articles
}

func (h holding) checksum() string { return fmt.Sprintf("%016x%016x", h.high, h.low) }

func (h holding) String() string {
	return fmt.Sprintf("%s articles and %s earlier versions with checksum %s", count(h.articles), count(h.revisions), h.checksum())
}

// compare reads all articles of both indexes again.
func (c *copying) compare(ctx context.Context) (had, got holding, err error) {
	group, ctx := panics.WithContext(ctx)
	for _, side := range []struct {
		of *library
		to *holding
	}{{c.from, &had}, {c.to, &got}} {
		group.Go(func() error { return side.to.read(ctx, side.of) })
	}
	err = group.Wait()
	return had, got, err
}

func (h *holding) read(ctx context.Context, l *library) error {
	stats, err := l.Stats(ctx)
	if err != nil {
		return err
	}
	h.revisions = stats.Revisions
	return eachPage(ctx, l, func(articles []news.Article) error {
		for i := range articles {
			hash := encode.Hash(&articles[i])
			var carry uint64
			h.low, carry = bits.Add64(h.low, binary.BigEndian.Uint64(hash[8:]), 0)
			h.high, _ = bits.Add64(h.high, binary.BigEndian.Uint64(hash[:8]), carry)
			h.articles++
		}
		return nil
	})
}

// eachPage calls do with all articles of an index, a page at a time.
func eachPage(ctx context.Context, l *library, do func([]news.Article) error) error {
	page := news.Page{Limit: copyPage}
	for {
		articles, next, err := l.Articles(ctx, news.Filter{}, page)
		if err != nil {
			return err
		}
		if err := do(articles); err != nil {
			return err
		}
		if page.Cursor = next; next == "" {
			return nil
		}
	}
}
