package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"byline/internal/embedded/articledb"
	"byline/internal/embedded/segment"
	"byline/internal/news"

	"github.com/gofrs/flock"
	"github.com/jellydator/ttlcache/v3"
)

// Options say how to open an index.
type Options struct {
	// ReadOnly opens an index that another process may be writing. It sees
	// what was stored when it was opened.
	ReadOnly bool
	// Encode prepares an article for searching. It is called, by several
	// goroutines at once, for articles that no segment holds.
	Encode func(context.Context, *news.Article) (news.Record, error)
	// Encoding is the version of what Encode makes of a text, vectors aside;
	// what another version made is made anew, see Background.
	Encoding uint32
	// Embedder names the model whose vectors the index holds, and Dim their
	// length. An index with another embedder's vectors is refused.
	Embedder string
	Dim      int
	// Deferred says that Encode leaves vectors out, and that SetVectors brings them.
	Deferred bool
	// KeepServing opens the index for reading where nothing can be written to
	// its folder, as on a full disk. Every write then says why it is refused.
	KeepServing bool
	// Background encodes anew, while the index is used, what another version encoded; else
	// that is done when it is opened, and whoever only reads takes it as it is.
	Background bool
	// Rebuild drops all vectors and segments and makes them anew, which is
	// how an index changes its embedder.
	Rebuild bool
	// OnRebuild is told how many of the articles that had to be encoded
	// again are done. It may be nil.
	OnRebuild func(done, total int)
	Logger    *slog.Logger
}

// Index is an embedded index. Its methods may be called by several goroutines.
type Index struct {
	dir      string
	opts     Options
	stamp    segment.Stamp
	db       *articledb.DB
	lock     *flock.Flock // nil when read-only
	readOnly error        // why nothing can be written, if that was not asked for
	fresh    bool         // it was not there before, and nothing has been written to it

	snapshot atomic.Pointer[snapshot]
	cache    *articleCache
	closed   atomic.Bool

	upgrading *upgrading // nil: there is none

	mu   sync.Mutex // held while writing
	next int        // number of the next segment file
}

// snapshot is what a search sees.
type snapshot struct {
	segs []*segment.View // what is not current has a tombstone (segment/tombstones.go)

	selections *ttlcache.Cache[string, []segment.Set] // of articles of these, made last
}

// Open opens the index in dir, and makes it if there is none. It returns a
// KindConflict error if another process writes to it, and a KindInvalid one if
// it was made with another embedder.
func Open(ctx context.Context, dir string, opts Options) (*Index, error) {
	x := &Index{dir: dir, opts: opts, cache: newArticleCache()}
	if err := x.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("embedded: opening %s: %w", dir, articledb.DiskFull(err)), x.release())
	}
	return x, nil
}

func (x *Index) open(ctx context.Context) error {
	err := x.openDatabase(ctx)
	if err != nil && x.opts.KeepServing && !x.opts.ReadOnly && articledb.CannotWrite(err) {
		if err := x.release(); err != nil {
			return err
		}
		x.readOnly = articledb.DiskFull(err)
		x.opts.Logger.Error("nothing can be written to the index, so it is served as it is and takes no articles", "dir", x.dir, "reason", x.readOnly)
		x.opts.ReadOnly, x.db, x.lock = true, nil, nil
		err = x.openDatabase(ctx)
	}
	if articledb.IsDamage(err) && !x.opts.ReadOnly {
		err = fmt.Errorf("%w; see what can be brought back with: byline repair --data %s", err, x.dir)
	}
	if err != nil {
		return err
	}
	if err := x.checkEmbedder(ctx); err != nil {
		return err
	}
	h, err := x.db.History(ctx)
	if err != nil {
		return err
	}
	x.stamp = segment.Stamp{History: h, Encoding: x.opts.Encoding, Dim: x.opts.Dim}
	return x.load(ctx)
}

// openDatabase takes the lock, where the index is to be written, and opens the database.
func (x *Index) openDatabase(ctx context.Context) error {
	if err := x.checkDatabase(); err != nil {
		return err
	}
	mode := articledb.ForReading
	if !x.opts.ReadOnly {
		if err := x.acquire(); err != nil {
			return err
		}
		_, err := os.Stat(filepath.Join(x.dir, articledb.FileName))
		x.fresh = errors.Is(err, os.ErrNotExist)
		mode = articledb.ForWriting
	}
	var err error
	x.db, err = articledb.Open(ctx, x.dir, mode, x.opts.Logger)
	if err != nil && mode == articledb.ForReading && articledb.CannotWrite(err) {
		x.db, err = articledb.Open(ctx, x.dir, articledb.Unchanging, x.opts.Logger)
	}
	return err
}

// checkDatabase refuses a folder whose database is gone although there are
// segments: they hold no text, and a new, empty index is not what anybody meant.
func (x *Index) checkDatabase() error {
	if err := finishRestore(x.dir); err != nil {
		return err
	}
	info, err := os.Stat(filepath.Join(x.dir, articledb.FileName))
	if err == nil && info.Size() > 0 {
		return nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if files, _ := filepath.Glob(filepath.Join(x.dir, "segments", "*.seg")); len(files) > 0 {
		return news.Errorf(news.KindConflict, "%s, which holds the articles, is missing or empty, but segments that were made from it are there; put a backup back with: byline restore FILE --data %s (or remove %s to start with no articles)",
			articledb.FileName, x.dir, filepath.Join(x.dir, "segments"))
	}
	if x.opts.ReadOnly {
		return noIndexYet(x.dir)
	}
	return nil
}

func noIndexYet(dir string) error {
	return news.Errorf(news.KindNotFound, "there is no index yet; make one with: byline ingest --data %s PATH", dir)
}

// acquire makes the directory and takes the lock that only one process can have.
func (x *Index) acquire() error {
	if err := os.MkdirAll(filepath.Join(x.dir, "segments"), 0o750); err != nil {
		return err
	}
	var err error
	x.lock, err = lockDir(x.dir)
	return err
}

// lockName is the file that whoever writes to a directory has locked.
const lockName = "lock"

// lockDir takes the lock of a directory.
func lockDir(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, lockName))
	ok, err := lock.TryLock()
	if err == nil && !ok {
		err = news.Errorf(news.KindConflict, "%w", &heldError{})
	}
	if err != nil {
		return nil, err
	}
	return lock, nil
}

// heldError says that another process holds the directory.
type heldError struct{}

func (*heldError) Error() string {
	return "another byline process is writing to it; wait until it is done, or stop it"
}

// IsHeld reports whether err says that another process writes to an index.
func IsHeld(err error) bool {
	var held *heldError
	return errors.As(err, &held)
}

// Embedder returns the name of the embedder whose vectors the index in dir
// holds, and their length: "" and 0 if nothing was stored in it yet. The error
// is of kind not found if there is no index.
func Embedder(ctx context.Context, dir string) (name string, dim int, err error) {
	if err := finishRestore(dir); err != nil {
		return "", 0, wrap("embedder of "+dir, err)
	}
	if _, err := os.Stat(filepath.Join(dir, articledb.FileName)); errors.Is(err, os.ErrNotExist) {
		return "", 0, news.Errorf(news.KindNotFound, "embedded: there is no index in %s", dir)
	}
	s, err := articledb.Open(ctx, dir, articledb.ForReading, slog.New(slog.DiscardHandler))
	if err != nil {
		return "", 0, wrap("embedder of "+dir, err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	name, dim, err = s.Embedder(ctx)
	return name, dim, wrap("embedder of "+dir, err)
}

// checkEmbedder compares the embedder of the index with the one configured.
func (x *Index) checkEmbedder(ctx context.Context) error {
	name, dim, err := x.db.Embedder(ctx)
	if err != nil || name == x.opts.Embedder && dim == x.opts.Dim {
		return err
	}
	if name != "" && !x.opts.Rebuild {
		return news.Errorf(news.KindInvalid, "its vectors were made by %q, but %q is configured; configure the former, or make all vectors anew with: byline reindex --data %s",
			articledb.NameEmbedder(name, dim), articledb.NameEmbedder(x.opts.Embedder, x.opts.Dim), x.dir)
	}
	if x.opts.ReadOnly {
		return nil
	}
	return x.db.ChangeEmbedder(ctx, x.opts.Embedder, x.opts.Dim, x.opts.Deferred)
}

// Ready reports, as an error, why the index cannot be used right now.
func (x *Index) Ready(context.Context) error { return x.usable() }

func (x *Index) usable() error {
	if x.closed.Load() {
		return news.Errorf(news.KindUnavailable, "embedded: the index is closed")
	}
	return nil
}

// Close writes to disk what is only in memory and lets go of the directory.
func (x *Index) Close() error {
	if x.closed.Swap(true) {
		return nil
	}
	x.endUpgrade()
	x.mu.Lock()
	defer x.mu.Unlock()
	var err error
	if !x.opts.ReadOnly {
		err = articledb.DiskFull(wrap("close", x.flush()))
	}
	x.snapshot.Store(newSnapshot(nil))
	return errors.Join(err, x.release())
}

// release closes what open opened.
func (x *Index) release() error {
	var errs []error
	if x.db != nil {
		errs = append(errs, x.db.Close())
	}
	if x.fresh {
		x.removeTraces()
	}
	if x.lock != nil {
		errs = append(errs, x.lock.Unlock())
	}
	return errors.Join(errs...)
}

// removeTraces removes the folder of an index in which nothing was ever stored,
// so that a load of which every record was refused leaves nothing behind. A
// folder with anything else in it stays. Faults are passed over: a folder that
// stays does no harm.
func (x *Index) removeTraces() {
	for _, name := range []string{articledb.FileName, articledb.FileName + "-wal", articledb.FileName + "-shm", "segments", lockName, ""} {
		_ = os.Remove(filepath.Join(x.dir, name))
	}
}

// Hashes returns the hashes of those of the given articles that are stored.
func (x *Index) Hashes(ctx context.Context, ids []string) (map[string][16]byte, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	h, err := x.db.Hashes(ctx, ids)
	return h, wrap("hashes", err)
}

// Decisions returns what people decided about those of the given articles that
// they deleted or edited.
func (x *Index) Decisions(ctx context.Context, ids []string) (map[string]news.Decision, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	d, err := x.db.Decisions(ctx, ids)
	return d, wrap("decisions", err)
}

// Article returns the current version of an article. The error is a
// news.DamagedError if it cannot be read.
func (x *Index) Article(ctx context.Context, id string) (news.Article, error) {
	if err := x.usable(); err != nil {
		return news.Article{}, err
	}
	a, err := x.db.Article(ctx, id)
	if news.KindOf(err) == news.KindNotFound {
		err = cmp.Or(x.lost(ctx, []news.Version{{ArticleID: id}}), err)
	}
	return a, wrap("article", err)
}

// lost returns a news.DamagedError if searches know of versions, any if the
// revision is 0, that SQLite did not find although nobody deleted their
// articles: an index of the database is damaged.
func (x *Index) lost(ctx context.Context, versions []news.Version) error {
	if len(versions) == 0 {
		return nil
	}
	snap := x.snapshot.Load()
	defer runtime.KeepAlive(snap) // segments are mapped memory, see segment.Open
	versions = slices.DeleteFunc(versions, func(v news.Version) bool {
		return !slices.ContainsFunc(snap.segs, func(s *segment.View) bool { return s.Has(v) })
	})
	if len(versions) == 0 {
		return nil
	}
	deleted, err := x.db.Deletions(ctx)
	if err != nil {
		return err
	}
	var ids []string
	for _, v := range versions {
		if _, ok := deleted[v.ArticleID]; !ok {
			ids = append(ids, v.ArticleID)
		}
	}
	return x.db.Lost(ids)
}

// ArticleByURL returns the current version of the article that was published at a URL.
func (x *Index) ArticleByURL(ctx context.Context, url string) (news.Article, error) {
	if err := x.usable(); err != nil {
		return news.Article{}, err
	}
	a, err := x.db.ArticleByURL(ctx, url)
	return a, wrap("article by URL", err)
}

// Articles lists the articles that match a filter, the newest first, with the
// cursor of the next page, "" on the last one.
func (x *Index) Articles(ctx context.Context, f news.Filter, p news.Page) ([]news.Article, string, error) {
	if err := x.usable(); err != nil {
		return nil, "", err
	}
	a, next, err := x.db.Articles(ctx, f, p)
	return a, next, wrap("articles", err)
}

// Revisions returns all stored versions of an article, the newest first.
func (x *Index) Revisions(ctx context.Context, id string) ([]news.Revision, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	r, err := x.db.Revisions(ctx, id)
	return r, wrap("revisions", err)
}

// NoticesOn returns the articles that are notices on what has one of some keys, each once.
func (x *Index) NoticesOn(_ context.Context, keys []string) ([]news.Version, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	snap := x.snapshot.Load()
	defer runtime.KeepAlive(snap)
	var out []news.Version
	for _, s := range snap.segs {
		for _, v := range s.NoticesOn(keys) {
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return out, nil
}

// Sources returns the outlets of all articles, in lower case.
func (x *Index) Sources(context.Context) ([]string, error) {
	return x.names(func(s *segment.View) iter.Seq[string] { return slices.Values(s.Sources()) })
}

// Subjects returns the subjects of all articles, in lower case.
func (x *Index) Subjects(context.Context) ([]string, error) {
	return x.names(func(s *segment.View) iter.Seq[string] { return s.Subjects() })
}

// names returns those of all segments, each once, ascending, but for the empty one.
func (x *Index) names(of func(*segment.View) iter.Seq[string]) ([]string, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	snap := x.snapshot.Load()
	defer runtime.KeepAlive(snap)
	seen := make(map[string]bool)
	for _, s := range snap.segs {
		for name := range of(s) {
			seen[name] = true
		}
	}
	delete(seen, "")
	return slices.Sorted(maps.Keys(seen)), nil
}

// Stats counts what the index holds.
func (x *Index) Stats(ctx context.Context) (news.Stats, error) {
	st := news.Stats{Embedder: x.opts.Embedder}
	if err := x.usable(); err != nil {
		return st, err
	}
	err := x.db.Stats(ctx, &st)
	damaged := articledb.IsDamage(err)
	if err != nil && !damaged {
		return st, wrap("stats", err)
	}
	for _, s := range x.snapshot.Load().segs {
		if damaged { // what can be found can still be counted
			st.Articles += s.Articles() - s.Dead()
		}
		for a := range s.Current() {
			st.Passages += s.PassagesOf(a)
		}
	}
	err = filepath.WalkDir(x.dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == restoringName || d.Name() == replacedName) {
			return filepath.SkipDir // another index
		}
		if err != nil || d.IsDir() {
			return nil //nolint:nilerr // a file that went away meanwhile has no size
		}
		if info, err := d.Info(); err == nil {
			st.Bytes += info.Size()
		}
		return nil
	})
	return st, wrap("stats", err)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("embedded: %s: %w", what, err)
}
