package qdrant

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"byline/internal/news"
	"byline/internal/panics"
)

// Reindexing says how an index is built anew.
type Reindexing struct {
	// Encode prepares an article for searching, vectors included. Several
	// goroutines call it at once.
	Encode func(context.Context, *news.Article) (news.Record, error)
	// OnProgress is told how many of the articles are done. It may be nil.
	OnProgress func(done, total int)
}

// maxPasses bounds how often a reindex looks for what was written meanwhile
// before it switches over. What comes later is brought after it.
const maxPasses = 5

// pagesUnderWay bounds the articles in memory: one page is encoded while another is stored.
const pagesUnderWay = 2

// Reindex builds what searches need anew, for the embedder that opts name,
// beside what is live; then it switches over in one step. What was live before
// stays until DropOld removes it. Run again after an interruption, it goes on
// where it was.
//
// Processes that have the index open keep to what was live when they opened it.
// Their searches go on there; their writes are taken over until the switch, and
// fail after it.
func Reindex(ctx context.Context, opts Options, r Reindexing) error {
	x, err := connect(ctx, opts)
	if err != nil {
		return err
	}
	err = x.reindex(withWriteRetries(ctx), r)
	return wrap("reindex", errors.Join(err, x.conn.client.Close()))
}

func (x *Index) reindex(ctx context.Context, r Reindexing) error {
	next, err := x.prepare(ctx)
	if err != nil {
		return err
	}
	b := &build{x: x, r: r, from: x.gen, to: next}
	for range maxPasses {
		changed, err := b.pass(ctx)
		if err != nil {
			return err
		}
		if changed == 0 {
			break
		}
	}
	if err := x.goLive(ctx, next); err != nil {
		return err
	}
	// A writer that was acknowledged before the switch had written before it.
	if _, err := b.pass(ctx); err != nil {
		return fmt.Errorf("bringing what was stored during the switch: %w", err)
	}
	x.gen = next
	return x.removeGone(ctx)
}

// prepare finds what is live and makes the next generation. One that was begun
// for another embedder is thrown away.
func (x *Index) prepare(ctx context.Context) (generation, error) {
	var err error
	if x.gen, err = x.live(ctx); err != nil {
		return generation{}, err
	}
	if x.gen.number == 0 {
		return generation{}, news.Errorf(news.KindInvalid, "there is no index %s at %s; take articles in with `byline ingest`", x.opts.Prefix, x.conn)
	}
	have, err := x.embedderIdentityOf(ctx, x.gen.articles)
	if err != nil {
		return generation{}, err
	}
	if have.schema != schemaVersion {
		return generation{}, have.check(x.identity(), "")
	}
	next := x.generation(x.gen.number + 1)
	for _, name := range []string{next.articles, next.passages} {
		exists, err := read(ctx, x.conn, func(ctx context.Context) (bool, error) { return x.conn.client.CollectionExists(ctx, name) })
		if err != nil {
			return next, err
		}
		if !exists {
			continue
		}
		begun, err := x.embedderIdentityOf(ctx, name)
		if err == nil && begun != x.identity() {
			err = x.drop(ctx, name)
		}
		if err != nil {
			return next, err
		}
	}
	return next, x.create(ctx, next)
}

// build fills one generation from another.
type build struct {
	x        *Index
	r        Reindexing
	from, to generation
	mu       sync.Mutex // held while r.OnProgress runs
}

// pass brings every article that the new generation lacks or has in an earlier
// revision, and returns how many those were.
func (b *build) pass(ctx context.Context) (int, error) {
	total, err := b.x.count(ctx, b.from.articles, nil)
	if err != nil {
		return 0, err
	}
	var done, changed atomic.Int64
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(pagesUnderWay)
	err = b.x.pages(ctx, b.from.articles, nil, nil, func(page []payload) error {
		group.Go(func() error {
			n, err := b.backfill(ctx, page)
			changed.Add(int64(n))
			b.progress(int(done.Add(int64(len(page)))), total)
			return err
		})
		return ctx.Err()
	})
	if failed := group.Wait(); failed != nil {
		err = failed
	}
	return int(changed.Load()), err
}

func (b *build) progress(done, total int) {
	if b.r.OnProgress == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.r.OnProgress(min(done, total), total)
}

// backfill writes those articles of a page that are needed.
func (b *build) backfill(ctx context.Context, page []payload) (int, error) {
	ids := make([]string, len(page))
	for i, p := range page {
		ids[i] = p.string(fieldArticle)
	}
	there, err := b.x.currentPointsIn(ctx, b.to, ids)
	if err != nil {
		return 0, err
	}
	var needed []payload
	var wanted []news.Version
	for _, p := range page {
		if there[p.string(fieldArticle)].int(fieldRevision) < p.int(fieldRevision) {
			needed, wanted = append(needed, p), append(wanted, p.version())
		}
	}
	articles, err := b.x.texts(ctx, wanted)
	if err != nil {
		return 0, err
	}
	versions, err := b.encode(ctx, articles, needed)
	if err != nil {
		return 0, err
	}
	if err := b.x.writeTo(ctx, b.to, versions); err != nil {
		return 0, err
	}
	var stale []news.Version
	for _, v := range versions {
		if v.Article.Revision > 1 {
			stale = append(stale, v.id())
		}
	}
	return len(versions), b.x.removeStale(ctx, b.to, stale)
}

// encode makes versions of articles on all cores. An article that was deleted meanwhile is left out.
func (b *build) encode(ctx context.Context, articles []news.Article, current []payload) ([]*version, error) {
	all := make([]*version, len(articles))
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range articles {
		if articles[i].ID == "" {
			continue
		}
		group.Go(func() error {
			r, err := b.r.Encode(ctx, &articles[i])
			if err != nil {
				return fmt.Errorf("article %q: %w", articles[i].ID, err)
			}
			r.Hash = current[i].hash()
			all[i] = &version{Record: &r, stored: current[i].stored()}
			return nil
		})
	}
	err := group.Wait()
	var versions []*version
	for _, v := range all {
		if v != nil {
			versions = append(versions, v)
		}
	}
	return versions, err
}

// removeGone removes articles that were deleted while they were brought here: their text is gone.
func (x *Index) removeGone(ctx context.Context) error {
	return x.pages(ctx, x.gen.articles, nil, []string{fieldArticle, fieldRevision}, func(page []payload) error {
		want := make([]news.Version, len(page))
		for i, p := range page {
			want[i] = p.version()
		}
		stored, err := x.versions(ctx, want, fieldArticle, fieldRevision)
		if err != nil {
			return err
		}
		for _, v := range want {
			if _, ok := stored[v]; ok {
				continue
			}
			if err := x.deleteUpTo(ctx, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// DropOld removes what Reindex replaced and returns the names of the collections.
func DropOld(ctx context.Context, opts Options) ([]string, error) {
	x, err := Open(ctx, opts)
	if err != nil {
		return nil, err
	}
	dropped, err := x.dropAll(ctx, func(name string) bool {
		return x.isGeneration(name) && name != x.gen.articles && name != x.gen.passages
	})
	return dropped, errors.Join(wrap("removing what was replaced", err), x.Close())
}

// Drop removes an index with all that is stored in it.
func Drop(ctx context.Context, opts Options) error {
	x, err := connect(ctx, opts)
	if err != nil {
		return err
	}
	_, err = x.dropAll(ctx, func(name string) bool {
		return name == x.revisions() || name == x.mark() || x.isGeneration(name)
	})
	return errors.Join(wrap("removing the index "+opts.Prefix, err), x.Close())
}
