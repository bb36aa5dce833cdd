package embedded

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"path/filepath"

	"byline/internal/atomicfile"
	"byline/internal/index"
	"byline/internal/news"
)

// A restore makes a whole index in DIR/restoring. Renaming that to DIR/restored
// is what makes it count; then the parts of the old index move to
// DIR/before-restore and those of the new one to their places, each by a rename.
// Whoever opens the index does what is left of that. So a process that is
// killed at any moment leaves the old index or the new one. It all stays in
// DIR, which may be where a volume is mounted.
const (
	restoringName = "restoring"
	restoredName  = "restored"
	replacedName  = "before-restore"
)

// Restoring says how an index is made of what another one kept.
type Restoring struct {
	Options // of the index that is made; ReadOnly and Rebuild are not used

	// Kept is what to store, in the order that news.Kept describes. Nothing of
	// it counts if it ends with an error.
	Kept iter.Seq2[*news.Kept, error]
	// Vectors says that the vectors that come with articles are the embedder's.
	Vectors bool
	// Replace says that an index that is there may be replaced.
	Replace bool
	// Hash makes the hash of an article that comes without one.
	Hash func(*news.Article) [16]byte
	// OnStored is told how many articles are stored. It may be nil.
	OnStored func(n int)
	// Before is called when all is made and nothing has been replaced yet; its
	// error ends the restore. It may be nil.
	Before func() error
}

// Replaced is the folder in which Restore keeps the index that it replaces.
func Replaced(dir string) string { return filepath.Join(dir, replacedName) }

// Holds reports whether there is an index in dir.
func Holds(dir string) (bool, error) {
	for _, name := range []string{databaseName, filepath.Join(restoredName, databaseName)} {
		if there, err := exists(filepath.Join(dir, name)); there || err != nil {
			return there, err
		}
	}
	return false, nil
}

// Restore makes the index in dir of what another one kept: same revision
// numbers, same times, same deletions. All that searches need is made before it
// counts. The error is of kind conflict if there is an index and it may not be
// replaced, or if another process writes to it. Where it fails, the index that
// was there is as it was.
func Restore(ctx context.Context, dir string, r Restoring) error {
	return wrap("restoring into "+dir, diskFull(restore(ctx, dir, &r)))
}

func restore(ctx context.Context, dir string, r *Restoring) (err error) {
	if err := finishRestore(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	if err := mayRestore(dir, r.Replace); err != nil {
		return err
	}
	making := filepath.Join(dir, restoringName)
	if err := os.RemoveAll(making); err != nil { // of one that was cut short
		return err
	}
	if err := r.make(ctx, making); err != nil {
		if ctx.Err() != nil { // whatever it was that met with that
			err = ctx.Err()
		}
		return errors.Join(err, os.RemoveAll(making))
	}
	if err := os.Rename(making, filepath.Join(dir, restoredName)); err != nil {
		return err
	}
	if err := atomicfile.SyncDir(dir); err != nil {
		return err
	}
	return putInPlace(dir)
}

// mayRestore returns an error if something is in the way of the index to come.
func mayRestore(dir string, replace bool) error {
	there := false
	info, err := os.Stat(filepath.Join(dir, databaseName))
	if err == nil {
		there = info.Size() > 0
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	segments, err := filepath.Glob(filepath.Join(dir, "segments", "*.seg"))
	if err != nil {
		return err
	}
	if !there && len(segments) == 0 {
		return os.RemoveAll(filepath.Join(dir, "segments"))
	}
	// Segments without a database are what is left of an index that was lost.
	if there && !replace {
		return news.Errorf(news.KindConflict, "it holds an index already; name another folder with --data, or give --force to replace that index, which is then kept in %s", Replaced(dir))
	}
	kept, err := exists(Replaced(dir))
	if err == nil && kept {
		err = news.Errorf(news.KindConflict, "%s still holds what an earlier restore replaced; remove or move it, and restore again", Replaced(dir))
	}
	return err
}

// make makes the whole index in a folder of its own.
func (r *Restoring) make(ctx context.Context, dir string) error {
	if err := os.Mkdir(dir, 0o750); err != nil {
		return err
	}
	if err := r.fill(ctx, dir); err != nil {
		return err
	}
	o := r.Options
	o.ReadOnly, o.Rebuild, o.KeepServing = false, false, false
	x, err := Open(ctx, dir, o)
	if err != nil {
		return err
	}
	if err := x.Close(); err != nil {
		return err
	}
	if log, err := exists(filepath.Join(dir, databaseName+"-wal")); err != nil || log {
		return errors.Join(errors.New("SQLite has left its log behind"), err)
	}
	if r.Before != nil {
		if err := r.Before(); err != nil {
			return err
		}
	}
	return atomicfile.SyncDir(dir)
}

// fill writes the database.
func (r *Restoring) fill(ctx context.Context, dir string) (err error) {
	s, err := openStore(ctx, dir, forWriting, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if _, err := s.write.ExecContext(ctx, `INSERT OR REPLACE INTO meta VALUES ('embedder', ?)`, nameEmbedder(r.Embedder, r.Dim)); err != nil {
		return err
	}
	w := restorer{r: r, s: s}
	defer func() { err = errors.Join(err, w.rollback()) }()
	for k, err := range r.Kept {
		if err == nil {
			err = w.take(ctx, k)
		}
		if err != nil {
			return err
		}
	}
	return w.commit(ctx)
}

// restorer stores what was kept, so many rows in a transaction.
type restorer struct {
	r    *Restoring
	s    *store
	tx   *sql.Tx
	put  *putter
	rows int // in the transaction
	done int // articles
}

// restoreRows is how many rows are stored in one transaction.
const restoreRows = 2000

func (w *restorer) take(ctx context.Context, k *news.Kept) (err error) {
	if w.tx == nil {
		if w.tx, err = w.s.write.BeginTx(ctx, nil); err != nil {
			return err
		}
		if w.put, err = newPutter(ctx, w.tx, w.s); err != nil {
			return err
		}
	}
	if err := w.store(ctx, k); err != nil {
		return err
	}
	w.rows++
	if w.rows < restoreRows {
		return nil
	}
	return w.commit(ctx)
}

func (w *restorer) store(ctx context.Context, k *news.Kept) error {
	a := &k.Article
	if k.State == news.KeptDeleted {
		w.put.change++
		_, err := w.tx.ExecContext(ctx, `INSERT INTO deleted (id, revision, change) VALUES (?,?,?)`, a.ID, a.Revision, int64(w.put.change))
		return err
	}
	if k.Hash == ([16]byte{}) {
		k.Hash = w.r.Hash(a)
	}
	meta, body, err := w.s.pack(a)
	if err != nil {
		return err
	}
	row := versionRow{id: a.ID, revision: int64(a.Revision), stored: k.Stored.Unix(), hash: k.Hash[:], fields: []byte(meta), body: body}
	if k.State == news.KeptSuperseded {
		_, err := w.tx.ExecContext(ctx, `INSERT INTO revisions (`+versionColumns+`) VALUES (?,?,?,?,?,?,?)`,
			a.ID, a.Revision, row.stored, row.hash, row.checksum(), meta, body)
		return err
	}
	w.put.change++
	has, err := w.vectors(ctx, k)
	if err != nil {
		return err
	}
	_, err = w.put.insert.ExecContext(ctx, int64(w.put.change), a.Revision, row.hash, a.URL, index.Seconds(a.Published), row.stored,
		w.r.Deferred && !has, row.checksum(), meta, body, a.ID)
	w.done++
	if err == nil && w.r.OnStored != nil {
		w.r.OnStored(w.done)
	}
	return err
}

// vectors stores those of a current version, and reports whether it has any
// that fit: where articles are cut into other passages now, they do not.
func (w *restorer) vectors(ctx context.Context, k *news.Kept) (bool, error) {
	if !w.r.Vectors || !w.r.Deferred || len(k.Vectors) == 0 {
		return false, nil
	}
	record, err := w.r.Encode(ctx, &k.Article)
	if err != nil || len(k.Vectors) != 1+len(record.Passages) {
		return false, err
	}
	packed, err := index.PackVectors(k.Vectors, w.r.Dim)
	if err != nil {
		return false, err
	}
	v := news.Version{ArticleID: k.Article.ID, Revision: k.Article.Revision}
	_, err = w.put.v.ExecContext(ctx, v.ArticleID, v.Revision, vectorSum(v, packed), packed)
	return err == nil, err
}

func (w *restorer) commit(ctx context.Context) error {
	if w.tx == nil {
		return nil
	}
	if err := w.put.saveCounter(ctx, w.tx); err != nil {
		return err
	}
	err := w.tx.Commit()
	w.tx, w.put, w.rows = nil, nil, 0
	return err
}

func (w *restorer) rollback() error {
	if w.tx == nil {
		return nil
	}
	if err := w.tx.Rollback(); !errors.Is(err, sql.ErrTxDone) { // a context that ended has done it
		return err
	}
	return nil
}

// finishRestore does what a restore left undone that was cut short after its
// index had been made.
func finishRestore(dir string) (err error) {
	if there, err := exists(filepath.Join(dir, restoredName)); err != nil || !there {
		return err
	}
	lock, err := lockDir(dir)
	if news.KindOf(err) == news.KindConflict {
		return news.Errorf(news.KindConflict, "a backup is being restored into %s; try again in a moment", dir)
	}
	if err != nil {
		return err
	}
	return errors.Join(putInPlace(dir), lock.Unlock())
}

// putInPlace moves the restored index to where it belongs. It goes on where it
// was cut short: as long as the new database has not moved, the one in its
// place is the old one, and likewise for the segments.
func putInPlace(dir string) error {
	from, old := filepath.Join(dir, restoredName), Replaced(dir)
	for _, part := range []struct{ name, with string }{
		{databaseName, databaseName}, {databaseName + "-wal", databaseName}, {databaseName + "-shm", databaseName},
		{"segments", "segments"},
	} {
		if waits, err := exists(filepath.Join(from, part.with)); err != nil || !waits {
			if err != nil {
				return err
			}
			continue
		}
		if err := move(dir, old, part.name); err != nil {
			return err
		}
	}
	for _, name := range []string{"segments", databaseName} { // what is looked for comes last
		if err := move(from, dir, name); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(from); err != nil {
		return err
	}
	return atomicfile.SyncDir(dir)
}

// move moves what has a name, if it is there, and sees to it that it has moved
// before whatever comes next.
func move(from, to, name string) error {
	there, err := exists(filepath.Join(from, name))
	if err != nil || !there {
		return err
	}
	if err := os.MkdirAll(to, 0o750); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
		return err
	}
	return errors.Join(atomicfile.SyncDir(to), atomicfile.SyncDir(from))
}

func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
