package embedded

import (
	"context"
	"fmt"

	"byline/internal/embedded/articledb"
	"byline/internal/embedded/segment"
	"byline/internal/news"
)

// Put stores articles and makes them searchable. When it returns, what it
// reports as created or updated survives a crash and can be found. Records
// get the number of their revision.
func (x *Index) Put(ctx context.Context, records []news.Record) ([]news.PutResult, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.writable(); err != nil {
		return nil, err
	}
	x.fresh = x.fresh && len(records) == 0
	written, results, err := x.db.Put(ctx, records)
	if err != nil {
		return nil, articledb.DiskFull(wrap("put", err))
	}
	for _, r := range written {
		x.cache.drop(r.Record.Article.ID)
	}
	return results, articledb.DiskFull(wrap("put", x.publish(written)))
}

// Flush writes to disk what is only in memory, so that another process which
// opens the index need not encode it again.
func (x *Index) Flush() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.writable(); err != nil {
		return err
	}
	return articledb.DiskFull(wrap("flush", x.flush()))
}

// Delete removes an article with all its revisions.
func (x *Index) Delete(ctx context.Context, id string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.writable(); err != nil {
		return err
	}
	change, err := x.db.Remove(ctx, id)
	if err != nil {
		return wrap("delete", err)
	}
	if change == 0 {
		return fmt.Errorf("embedded: delete: %w", news.Errorf(news.KindNotFound, "there is no article %q", id))
	}
	x.cache.drop(id)
	x.replace(segment.WithTombstones(x.snapshot.Load().segs, map[uint64]bool{change: true}))
	return nil
}

// Pending returns up to limit articles whose vectors are still to come, the
// longest waiting first.
func (x *Index) Pending(ctx context.Context, limit int) ([]news.Article, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	out, err := x.db.Pending(ctx, limit)
	return out, wrap("pending", err)
}

// SetVectors gives a pending version its vectors: one for the article as a
// whole and one for each passage. A version that is no longer current is left alone.
func (x *Index) SetVectors(ctx context.Context, a news.Article, whole news.Vector, passages []news.Vector) error {
	if err := x.writable(); err != nil {
		return err
	}
	record, err := x.opts.Encode(ctx, &a)
	if err != nil {
		return wrap("set vectors", err)
	}
	vectors := append([]news.Vector{whole}, passages...)
	if err := record.Attach(vectors); err != nil {
		return wrap("set vectors", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.writable(); err != nil {
		return err
	}
	stored, err := x.db.SetVectors(ctx, &record, vectors, x.opts.Dim)
	if err != nil || stored.Change == 0 {
		return articledb.DiskFull(wrap("set vectors", err))
	}
	return wrap("set vectors", x.publish([]articledb.Stored{stored}))
}

// Writable reports whether articles can be stored.
func (x *Index) Writable() bool { return x.writable() == nil }

func (x *Index) writable() error {
	if err := x.usable(); err != nil {
		return err
	}
	switch {
	case x.readOnly != nil:
		return news.Errorf(news.KindUnavailable, "embedded: nothing can be stored: %w; mend that and start again", x.readOnly)
	case x.opts.ReadOnly:
		return news.Errorf(news.KindConflict, "embedded: the index is open for reading only")
	}
	return nil
}

// publish makes stored records visible, and the versions that they replace
// invisible, in one step.
func (x *Index) publish(written []articledb.Stored) error {
	if len(written) == 0 {
		return nil
	}
	records := make([]segment.Record, len(written))
	replaced := make(map[uint64]bool)
	for i, r := range written {
		records[i] = segment.Record{Record: r.Record, Change: r.Change}
		if r.Replaces != 0 {
			replaced[r.Replaces] = true
		}
	}
	seg, err := segment.Build(records, x.stamp)
	if err != nil {
		return err
	}
	x.replace(append(segment.WithTombstones(x.snapshot.Load().segs, replaced), segment.NewView(seg, nil)))
	return x.compact()
}

func (x *Index) replace(segs []*segment.View) { x.snapshot.Store(newSnapshot(segs)) }
