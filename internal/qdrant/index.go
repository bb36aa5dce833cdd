package qdrant

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
)

// oldest is the first version of Qdrant that has all that is used here:
// conditional updates and metadata of collections.
const oldest = "1.16"

// Index is an index in Qdrant. Its methods may be called by several goroutines.
type Index struct {
	opts   Options
	conn   *conn
	closed atomic.Bool
	// gen is the generation that was live when the index was opened. It is
	// pinned: vectors of this process's embedder belong to no other.
	gen     generation
	leasing atomic.Bool // the collection of leases is there
}

// Open opens the index and, unless it is opened for reading only, makes it if
// there is none. It returns a KindInvalid error if there is none to read, or
// if it was made with another embedder, and a KindUnavailable one if Qdrant
// cannot be used as it is, with what to do about it.
func Open(ctx context.Context, opts Options) (*Index, error) {
	x, err := connect(ctx, opts)
	if err != nil {
		return nil, err
	}
	if err := x.open(ctx); err != nil {
		return nil, errors.Join(wrap("opening the index "+opts.Prefix, err), x.conn.client.Close())
	}
	return x, nil
}

// connect reaches the server and looks at its version.
func connect(ctx context.Context, opts Options) (*Index, error) {
	c, err := dial(&opts)
	if err != nil {
		return nil, wrap("connecting", err)
	}
	x := &Index{opts: opts, conn: c}
	if err := x.checkVersion(ctx); err != nil {
		return nil, errors.Join(err, c.client.Close())
	}
	return x, nil
}

// checkVersion returns an error if the server is too old.
func (x *Index) checkVersion(ctx context.Context) error {
	health, err := read(ctx, x.conn, func(ctx context.Context) (*api.HealthCheckReply, error) {
		return x.conn.client.HealthCheck(ctx)
	})
	if err != nil {
		return wrap("connecting", err)
	}
	if v := health.GetVersion(); older(v, oldest) {
		return wrap("connecting", unavailable("%s is version %s; update it to %s or later", x.conn, v, oldest))
	}
	return nil
}

// older compares major and minor versions. One that cannot be read counts as new.
func older(version, than string) bool {
	major, minor, ok := majorMinor(version)
	oldMajor, oldMinor, _ := majorMinor(than)
	return ok && (major < oldMajor || major == oldMajor && minor < oldMinor)
}

func majorMinor(version string) (major, minor int, ok bool) {
	n, err := fmt.Sscanf(strings.TrimPrefix(version, "v"), "%d.%d", &major, &minor)
	return major, minor, err == nil && n == 2
}

func (x *Index) open(ctx context.Context) error {
	var err error
	if x.gen, err = x.live(ctx); err != nil {
		return err
	}
	if x.gen.number == 0 {
		if err := x.notRestoring(ctx); err != nil {
			return err
		}
		if x.opts.ReadOnly {
			return news.Errorf(news.KindInvalid, "there is none at %s; take articles in with `byline ingest`, or name another with qdrant.prefix", x.conn)
		}
		if err := x.make(ctx); err != nil {
			return err
		}
	}
	for _, collection := range []string{x.gen.articles, x.gen.passages} {
		have, err := x.embedderIdentityOf(ctx, collection)
		if err != nil {
			return err
		}
		if err := have.check(x.identity(), "make all vectors anew beside the live ones with: byline reindex"); err != nil {
			return err
		}
	}
	if x.opts.ReadOnly {
		return nil
	}
	// Indexes of earlier versions lack these.
	if err := x.createFieldIndex(ctx, x.revisions(), fieldLast, number()); err != nil {
		return err
	}
	for _, collection := range []string{x.gen.articles, x.gen.passages} {
		if err := x.createFieldIndex(ctx, collection, fieldFiles, keyword()); err != nil {
			return err
		}
	}
	return x.finishStale(ctx)
}

// make creates an empty index.
func (x *Index) make(ctx context.Context) error {
	if err := x.createRevisions(ctx); err != nil {
		return err
	}
	first := x.generation(1)
	if err := x.create(ctx, first); err != nil {
		return err
	}
	// Another process may have been faster, even with another embedder: then
	// the collections are its own, and the check that follows tells.
	if err := x.goLive(ctx, first); err != nil {
		return err
	}
	x.gen = first
	return nil
}

// Close closes the connections.
func (x *Index) Close() error {
	if x.closed.Swap(true) {
		return nil
	}
	return wrap("close", x.conn.client.Close())
}

// Flush has nothing to do: what is acknowledged is stored.
func (x *Index) Flush() error { return x.writable() }

// Ready reports, as an error, why the index cannot be used right now.
func (x *Index) Ready(ctx context.Context) error {
	if err := x.usable(); err != nil {
		return err
	}
	exists, err := read(ctx, x.conn, func(ctx context.Context) (bool, error) {
		return x.conn.client.CollectionExists(ctx, x.gen.articles)
	})
	if err == nil && !exists {
		err = unavailable("the collection %s is not at %s any more; if the index was built anew, start this process again", x.gen.articles, x.conn)
	}
	return wrap("ready", err)
}

func (x *Index) usable() error {
	if x.closed.Load() {
		return news.Errorf(news.KindUnavailable, "qdrant: the index is closed")
	}
	return nil
}

func (x *Index) writable() error {
	if err := x.usable(); err != nil {
		return err
	}
	if x.opts.ReadOnly {
		return news.Errorf(news.KindConflict, "qdrant: the index is open for reading only")
	}
	return nil
}

// dropAll removes the collections that are chosen and returns their names.
func (x *Index) dropAll(ctx context.Context, chosen func(name string) bool) ([]string, error) {
	names, err := read(ctx, x.conn, x.conn.client.ListCollections)
	if err != nil {
		return nil, err
	}
	var dropped []string
	for _, name := range names {
		if !chosen(name) {
			continue
		}
		if err := x.drop(ctx, name); err != nil {
			return dropped, err
		}
		dropped = append(dropped, name)
	}
	return dropped, nil
}

// isGeneration reports whether a collection is one of any generation of this index.
func (x *Index) isGeneration(name string) bool {
	for _, alias := range []string{x.articlesAlias(), x.passagesAlias()} {
		if suffix, ok := strings.CutPrefix(name, alias+"_"); ok {
			_, err := strconv.Atoi(suffix)
			return err == nil
		}
	}
	return false
}

func (x *Index) drop(ctx context.Context, collection string) error {
	_, err := write(ctx, x.conn, func(ctx context.Context) (struct{}, error) {
		err := x.conn.client.DeleteCollection(ctx, collection)
		if isMissing(err) {
			err = nil
		}
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("removing the collection %s: %w", collection, err)
	}
	return nil
}
