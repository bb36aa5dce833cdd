package qdrant

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"

	"byline/internal/news"
	"byline/internal/panics"
)

// Restoring says how an index is made of what another one kept.
type Restoring struct {
	// Kept is what to store, in the order that news.Kept describes.
	Kept iter.Seq2[*news.Kept, error]
	// Vectors says that the vectors that come with articles are the embedder's.
	Vectors bool
	// Encode prepares an article for searching. Several goroutines call it at once.
	Encode func(context.Context, *news.Article) (news.Record, error)
	// Hash makes the hash of an article that comes without one.
	Hash func(*news.Article) [16]byte
	// OnStored is told how many articles are stored. It may be nil.
	OnStored func(n int)
}

// Restore makes an index of what another one kept: same revision numbers, same
// times, same deletions. The error is of kind conflict if there is an index that
// holds anything. Nobody sees the new one before it is whole, and where it is
// cut short, the next Restore begins anew.
func Restore(ctx context.Context, opts Options, r Restoring) error {
	x, err := connect(ctx, opts)
	if err != nil {
		return err
	}
	err = x.restore(withWriteRetries(ctx), &r)
	return wrap("restoring into "+opts.Prefix, errors.Join(err, x.Close()))
}

// mark is a collection without points that is there while an index is restored.
func (x *Index) mark() string { return x.opts.Prefix + "_restoring" }

func (x *Index) exists(ctx context.Context, collection string) (bool, error) {
	return read(ctx, x.conn, func(ctx context.Context) (bool, error) { return x.conn.client.CollectionExists(ctx, collection) })
}

func (x *Index) restore(ctx context.Context, r *Restoring) error {
	if err := x.mayRestore(ctx); err != nil {
		return err
	}
	if err := x.createCollection(ctx, x.layout(x.mark()), nil); err != nil {
		return err
	}
	if _, err := x.dropAll(ctx, func(name string) bool { return name == x.revisions() || x.isGeneration(name) }); err != nil {
		return err
	}
	if err := x.createRevisions(ctx); err != nil {
		return err
	}
	x.gen = generation{}
	first := x.generation(1)
	if err := x.create(ctx, first); err != nil {
		return err
	}
	f := filling{x: x, r: r, to: first}
	for k, err := range r.Kept {
		if err == nil {
			err = f.take(ctx, k)
		}
		if err != nil {
			return err
		}
	}
	if err := f.flush(ctx); err != nil {
		return err
	}
	if err := x.goLive(ctx, first); err != nil {
		return err
	}
	return x.drop(ctx, x.mark())
}

// mayRestore returns an error if there is an index that holds anything.
func (x *Index) mayRestore(ctx context.Context) error {
	live, err := x.live(ctx)
	if err != nil {
		return err
	}
	marked, err := x.exists(ctx, x.mark())
	if err != nil {
		return err
	}
	if marked && live.number > 0 { // it was cut short when all was done
		if err := x.drop(ctx, x.mark()); err != nil {
			return err
		}
		marked = false
	}
	there, err := x.exists(ctx, x.revisions())
	if err != nil || !there || marked {
		return err
	}
	n, err := x.count(ctx, x.revisions(), nil)
	if err == nil && n > 0 {
		err = news.Errorf(news.KindConflict, "it holds articles already; name another prefix with qdrant.prefix, and set that for the servers once all is restored")
	}
	return err
}

// notRestoring returns an error if an index is being restored that is not live yet.
func (x *Index) notRestoring(ctx context.Context) error {
	marked, err := x.exists(ctx, x.mark())
	if err == nil && marked {
		err = news.Errorf(news.KindConflict, "a backup is being restored, or that was cut short: then run `byline restore` again")
	}
	return err
}

// filling stores what was kept, so many versions at a time.
type filling struct {
	x  *Index
	r  *Restoring
	to generation

	versions []*version // of any state
	current  []int      // indexes of those that are current
	vectors  [][]news.Vector
	bytes    int
	done     int // articles
}

func (f *filling) take(ctx context.Context, k *news.Kept) error {
	if k.State == news.KeptDeleted {
		return f.x.recordDeletion(ctx, news.Version{ArticleID: k.Article.ID, Revision: k.Article.Revision})
	}
	if k.Hash == ([16]byte{}) {
		k.Hash = f.r.Hash(&k.Article)
	}
	if k.State == news.KeptCurrent {
		f.current = append(f.current, len(f.versions))
		f.vectors = append(f.vectors, k.Vectors)
	}
	f.versions = append(f.versions, &version{Record: &news.Record{Article: k.Article, Hash: k.Hash}, stored: k.Stored})
	f.bytes += len(k.Article.Body)
	if len(f.versions) < requestPoints && f.bytes < requestBytes {
		return nil
	}
	return f.flush(ctx)
}

// flush stores what has been taken.
func (f *filling) flush(ctx context.Context) error {
	if err := f.x.insertVersions(ctx, f.versions); err != nil {
		return fmt.Errorf("versions: %w", err)
	}
	group, encoding := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	current := make([]*version, len(f.current))
	for i, at := range f.current {
		group.Go(func() (err error) {
			current[i], err = f.encode(encoding, f.versions[at], f.vectors[i])
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if err := f.x.writeTo(ctx, f.to, current); err != nil {
		return err
	}
	var again []news.Version
	for _, v := range current {
		if v.Article.Revision > 1 {
			again = append(again, v.id())
		}
	}
	if err := f.x.removeStale(ctx, f.to, again); err != nil {
		return err
	}
	f.done += len(current)
	if f.r.OnStored != nil {
		f.r.OnStored(f.done)
	}
	f.versions, f.current, f.vectors, f.bytes = nil, nil, nil, 0
	return nil
}

// encode makes a version ready for search, with its vectors if they fit: where
// articles are cut into other passages now, they do not.
func (f *filling) encode(ctx context.Context, v *version, vectors []news.Vector) (*version, error) {
	record, err := f.r.Encode(ctx, &v.Article)
	if err != nil {
		return nil, fmt.Errorf("article %q: %w", v.Article.ID, err)
	}
	record.Hash = v.Hash
	if record.Pending && f.r.Vectors && len(vectors) == 1+len(record.Passages) {
		err = record.Attach(vectors)
	}
	return &version{Record: &record, stored: v.stored}, err
}
