package embedded

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"byline/internal/atomicfile"
	"byline/internal/embedded/articledb"
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
	for _, name := range []string{articledb.FileName, filepath.Join(restoredName, articledb.FileName)} {
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
	return wrap("restoring into "+dir, articledb.DiskFull(restore(ctx, dir, &r)))
}

func restore(ctx context.Context, dir string, r *Restoring) (err error) {
	if err := finishRestore(dir); err != nil {
		return err
	}
	_, errBefore := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil && errors.Is(errBefore, os.ErrNotExist) { // what fails leaves nothing, if nothing else is there
			_ = os.Remove(filepath.Join(dir, lockName))
			_ = os.Remove(dir)
		}
		err = errors.Join(err, lock.Unlock())
	}()
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
	info, err := os.Stat(filepath.Join(dir, articledb.FileName))
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
	if log, err := exists(filepath.Join(dir, articledb.FileName+"-wal")); err != nil || log {
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
func (r *Restoring) fill(ctx context.Context, dir string) error {
	return articledb.Fill(ctx, dir, articledb.Filling{
		Kept: r.Kept, Vectors: r.Vectors && r.Deferred, Pending: r.Deferred,
		Embedder: r.Embedder, Dim: r.Dim, Encode: r.Encode, Hash: r.Hash, OnStored: r.OnStored,
	})
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
		{articledb.FileName, articledb.FileName}, {articledb.FileName + "-wal", articledb.FileName}, {articledb.FileName + "-shm", articledb.FileName},
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
	for _, name := range []string{"segments", articledb.FileName} { // what is looked for comes last
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
