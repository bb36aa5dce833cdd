package ingest

import (
	"context"
	"fmt"
	"iter"

	"byline/internal/format"
	"byline/internal/news"
	"byline/internal/panics"
)

// A batch is full at this many records or bytes, whichever comes first: enough
// to make a transaction worth its sync, little enough for memory and progress.
const (
	batchRecords = 128
	batchBytes   = 4 << 20
)

// batch is a run of records on their way into the store.
type batch struct {
	raws    []record
	entries []entry
	ready   chan struct{} // closed when entries are prepared
}

// entry is an article, or what is left of one.
type entry struct {
	input  string
	line   int
	record *news.Record // nil: rejected, or taken for unchanged
	result news.PutResult
	source *news.Article // kept where record is nil, to look again when its turn has come
}

// reject says why an article is not stored.
func (e *entry) reject(id string, err error) {
	e.source, e.result = nil, news.PutResult{ID: id, Status: news.PutRejected, Err: err}
}

// run moves records through the pipeline: cut into batches, prepared by
// workers, stored in order. done is called with each batch that was stored.
func (g *Ingester) run(ctx context.Context, records iter.Seq[record], n int, done func(*batch)) error {
	n = workers(n)
	group, ctx := panics.WithContext(ctx)
	work := make(chan *batch)
	ordered := make(chan *batch, n) // bounds what is under way
	group.Go(func() error {
		defer close(ordered)
		defer close(work)
		return deal(ctx, records, work, ordered)
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
	group.Go(func() error {
		for b := range ordered {
			select {
			case <-b.ready:
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := g.commit(ctx, b); err != nil {
				return err
			}
			done(b)
		}
		return nil
	})
	return group.Wait()
}

// deal cuts records into batches and hands each to a worker and, in order, to the writer.
func deal(ctx context.Context, records iter.Seq[record], work, ordered chan<- *batch) error {
	send := func(raws []record) error {
		b := &batch{raws: raws, ready: make(chan struct{})}
		for _, to := range []chan<- *batch{ordered, work} {
			select {
			case to <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}
	var raws []record
	bytes := 0
	for r := range records {
		raws = append(raws, r)
		bytes += len(r.Data)
		if len(raws) < batchRecords && bytes < batchBytes {
			continue
		}
		if err := send(raws); err != nil {
			return err
		}
		raws, bytes = nil, 0
	}
	if len(raws) > 0 {
		if err := send(raws); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// prepare parses and encodes a batch, except for articles that are stored already.
func (g *Ingester) prepare(ctx context.Context, b *batch) error {
	for _, r := range b.raws {
		for _, item := range parse(r.Raw) {
			e := entry{input: r.input, line: item.Line}
			a := item.Article
			err := item.Err
			if err == nil {
				err = normalise(&a)
			}
			if err != nil {
				e.reject(a.ID, err)
			} else {
				g.subjects.learn(a.Subjects)
				e.source = &a
			}
			b.entries = append(b.entries, e)
		}
	}
	b.raws = nil
	return g.encode(ctx, b)
}

// parse reads a record. A fault in a parser is one of the record alone.
func parse(raw format.Raw) (items []format.Item) {
	if err := panics.Catch(func() error { items = format.Parse(raw); return nil }); err != nil {
		return []format.Item{{Line: raw.Line, Err: err}}
	}
	return items
}

// encode makes records of the entries that differ from what is stored.
func (g *Ingester) encode(ctx context.Context, b *batch) error {
	var ids []string
	for i := range b.entries {
		if e := &b.entries[i]; e.source != nil {
			ids = append(ids, e.source.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	stored, err := g.store.Hashes(ctx, ids)
	if err != nil {
		return err
	}
	for i := range b.entries {
		e := &b.entries[i]
		if e.source == nil {
			continue
		}
		r, err := g.record(ctx, e.source, stored)
		if panics.In(err) {
			e.reject(e.source.ID, fmt.Errorf("article %q: %w", e.source.ID, err))
			continue
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", e.input, e.line, err)
		}
		if e.record = r; r != nil {
			e.source = nil
		}
	}
	return nil
}
