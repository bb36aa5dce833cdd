package ingest

import (
	"context"
	"fmt"
	"iter"
	"runtime"

	"byline/internal/format/record"
	"byline/internal/news"
	"byline/internal/panics"
)

// A batch is full at this many records or bytes, whichever comes first: enough
// to make a transaction worth its sync, little enough for memory and progress.
const (
	batchRecords = 128
	batchBytes   = 4 << 20
)

// batch is a run of items on their way into the store.
type batch struct {
	rehearsal *rehearsal // of a load that stores nothing, once it is its turn
	taken     []Item
	items     []item
	how       news.Load
	decided   uint64        // how often people had decided when the items were prepared
	ready     chan struct{} // closed when items are prepared
	mark      *markedFile   // of the file of the last item; nil: it gets no bookmark
	at        record.Position
}

// item is an article on its way, or what is left of one.
type item struct {
	input    string
	line     int
	headline string
	record   *news.Record // nil: rejected, or taken for unchanged
	result   news.PutResult
	given    bool          // its ID is one that it has brought
	vague    bool          // its ID is made of too little to be of it alone
	article  *news.Article // kept where record is nil, to look again when its turn has come
}

// reject says why an article is not stored.
func (it *item) reject(id string, err error) {
	it.article, it.result = nil, news.PutResult{ID: id, Status: news.PutRejected, Err: err}
}

// workers returns how many goroutines parse and encode.
func workers(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// runPipeline moves items to the store: cut into batches, prepared by
// workers, stored in order. done is called with each batch that was stored.
func (g *Ingester) runPipeline(ctx context.Context, items iter.Seq[Item], how news.Load, done func(*batch) error) error {
	n := workers(how.Workers)
	group, ctx := panics.WithContext(ctx)
	work := make(chan *batch)
	ordered := make(chan *batch, n) // bounds what is under way
	group.Go(func() error {
		defer close(ordered)
		defer close(work)
		return dispatch(ctx, items, how, work, ordered)
	})
	for range n {
		group.Go(func() error {
			for b := range work {
				if err := g.prepare(ctx, b); err != nil {
					return err
				}
				close(b.ready)
			}
			return nil
		})
	}
	var tried *rehearsal
	if how.DryRun {
		tried = &rehearsal{hashes: map[string][16]byte{}, taken: map[string]*news.Article{}}
	}
	group.Go(func() error {
		for b := range ordered {
			select {
			case <-b.ready:
			case <-ctx.Done():
				return ctx.Err()
			}
			b.rehearsal = tried
			if err := g.commit(ctx, b); err != nil {
				return err
			}
			if err := done(b); err != nil {
				return err
			}
		}
		return nil
	})
	return group.Wait()
}

// dispatch cuts items into batches and hands each to a worker and, in order, to the writer.
func dispatch(ctx context.Context, items iter.Seq[Item], how news.Load, work, ordered chan<- *batch) error {
	send := func(taken []Item) error {
		last := &taken[len(taken)-1]
		b := &batch{taken: taken, how: how, ready: make(chan struct{}), mark: last.mark, at: last.At}
		for _, to := range []chan<- *batch{ordered, work} {
			select {
			case to <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}
	var taken []Item
	bytes := 0
	for it := range items {
		taken = append(taken, it)
		if bytes += len(it.Data); it.Article != nil {
			bytes += len(it.Article.Body)
		}
		if len(taken) < batchRecords && bytes < batchBytes {
			continue
		}
		if err := send(taken); err != nil {
			return err
		}
		taken, bytes = nil, 0
	}
	if len(taken) > 0 {
		if err := send(taken); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// prepare parses a batch, completes its articles and encodes them, except for
// those that are stored already. The error is of ctx or of the store.
func (g *Ingester) prepare(ctx context.Context, b *batch) error {
	b.decided = g.decisions.made.Load()
	for _, taken := range b.taken {
		all := g.parse(taken)
		for _, parsed := range all {
			it := item{input: taken.Input, line: parsed.Line}
			a := parsed.Article
			it.given, it.vague = a.ID != "", isVague(&a)
			err := parsed.Err
			if err == nil {
				taken.place(&a)
				err = g.complete(ctx, &a, len(all) == 1 && taken.Whole)
			}
			it.headline = a.Headline
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				it.reject(a.ID, err)
			default:
				g.subjects.learn(a.Subjects)
				it.article = &a
			}
			b.items = append(b.items, it)
		}
		g.giveWay(ctx)
	}
	b.taken = nil
	return g.encode(ctx, b)
}

// giveWay lets searches go first: after an article rather than after the 10 ms that the
// scheduler leaves to work that does not pause.
func (g *Ingester) giveWay(ctx context.Context) {
	if g.pause != nil {
		g.pause(ctx)
	}
	runtime.Gosched()
}

// place notes where an article lay.
func (it *Item) place(a *news.Article) {
	if a.File == "" && it.File != "" {
		a.File, a.FileTime = it.File, it.FileTime
	}
}

// complete checks an article and has the stages add what they know. One that does not say
// when it was published has the date on which it was last changed, else, if it is
// all of its file, that of the file: of a file that holds many, the date says when
// they were put together.
func (g *Ingester) complete(ctx context.Context, a *news.Article, wholeFile bool) error {
	if err := normalise(a); err != nil {
		return err
	}
	if a.Published.IsZero() {
		a.Published = a.Updated
	}
	if wholeFile && a.Published.IsZero() {
		a.Published = a.FileTime
	}
	id := a.ID
	for _, s := range g.stages {
		if err := panics.Catch(func() error { return s.Apply(ctx, a) }); panics.In(err) {
			return fmt.Errorf("article %q: %w", id, err)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// parse reads an item. A fault in a parser is one of the item alone.
func (g *Ingester) parse(taken Item) (parsed []record.Parsed) {
	if taken.Article != nil && taken.Err == nil {
		return []record.Parsed{{Article: *taken.Article, Line: taken.Line}}
	}
	if err := panics.Catch(func() error { parsed = g.reader.Parse(taken.Raw); return nil }); err != nil {
		return []record.Parsed{{Line: taken.Line, Err: err}}
	}
	return parsed
}

// encode makes records of the items that differ from what is stored.
func (g *Ingester) encode(ctx context.Context, b *batch) error {
	if b.how.DryRun && b.rehearsal == nil {
		return nil // what would become of it, its turn tells
	}
	var ids []string
	for i := range b.items {
		if it := &b.items[i]; it.article != nil {
			ids = append(ids, it.article.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	stored, err := g.store.Hashes(ctx, ids)
	if err != nil {
		return err
	}
	decisions, err := g.store.Decisions(ctx, ids)
	if err != nil {
		return err
	}
	for i := range b.items {
		it := &b.items[i]
		if it.article == nil {
			continue
		}
		if d := decisions[it.article.ID]; d.Deleted && !b.how.Restore {
			it.result, it.article = news.PutResult{ID: it.article.ID, Status: news.PutDeleted}, nil
			continue
		} else if !d.Edit.IsZero() {
			d.Edit.Apply(it.article)
		}
		if b.how.DryRun {
			it.result = b.rehearsal.wouldBe(it.article, stored)
			it.article = nil
			continue
		}
		g.giveWay(ctx)
		r, err := g.encodeChanged(ctx, it.article, stored)
		if panics.In(err) {
			it.reject(it.article.ID, fmt.Errorf("article %q: %w", it.article.ID, err))
			continue
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", it.input, it.line, err)
		}
		if it.record = r; r != nil {
			it.article = nil
		}
	}
	return nil
}
