package access

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"byline/internal/atomicfile"
	"byline/internal/news"
)

// File is a file of keys. Several processes may write it; they take turns.
type File struct{ path string }

// NewFile names a file of keys, which is made with the first of them.
func NewFile(path string) File { return File{path: path} }

// Keys returns the keys in the file: none if there is no file. A file that
// cannot be understood in full is an error that names the lines.
func (f File) Keys() ([]Key, error) {
	text, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("access: %w", err)
	}
	return parse(f.path, text)
}

// Add adds a key. Its name must not be that of another active key.
func (f File) Add(ctx context.Context, k Key) error {
	return f.change(ctx, func(keys []Key) ([]Key, error) {
		for _, other := range keys {
			if other.Name == k.Name && other.State(k.Created) == Active {
				return nil, news.Errorf(news.KindConflict, "there is an API key %s already; take another name, or revoke it first", other.label())
			}
		}
		return append(keys, k), nil
	})
}

// Revoke ends the active key that has the given ID or name, from now on. A key that was
// revoked stays in the file, so that the file still says that keys are needed.
// No such key is a news.KindNotFound error; a key that is revoked already is a
// news.KindConflict one.
func (f File) Revoke(ctx context.Context, idOrName string, now time.Time) (Key, error) {
	var revoked Key
	err := f.change(ctx, func(keys []Key) ([]Key, error) {
		i := slices.IndexFunc(keys, func(k Key) bool { return k.ID == idOrName })
		if i < 0 { // the latest of those with the name: the others are revoked or expired
			for j, k := range keys {
				if k.Name == idOrName && (i < 0 || k.Revoked.IsZero()) {
					i = j
				}
			}
		}
		if i < 0 {
			return nil, news.Errorf(news.KindNotFound, "no API key in %s has the ID or the name %q", f.path, idOrName)
		}
		if !keys[i].Revoked.IsZero() {
			return nil, news.Errorf(news.KindConflict, "the API key %s was revoked on %s already", keys[i].label(), keys[i].Revoked.Format(time.DateOnly))
		}
		keys[i].Revoked = now.UTC().Truncate(time.Second)
		revoked = keys[i]
		return keys, nil
	})
	return revoked, err
}

// Retire puts the file aside, under the name that it returns; "" if there is no file.
func (f File) Retire(ctx context.Context) (aside string, err error) {
	if _, err := os.Stat(f.path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	unlock, err := f.lock(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	aside = f.path + ".off"
	if err := os.Rename(f.path, aside); err != nil {
		return "", fmt.Errorf("access: %w", err)
	}
	return aside, nil
}

// lock keeps other processes from writing the file until unlock.
func (f File) lock(ctx context.Context) (unlock func() error, err error) {
	lock := flock.New(f.path + ".lock")
	if _, err := lock.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return nil, fmt.Errorf("access: locking %s: %w", f.path, err)
	}
	return lock.Unlock, nil
}

// change rewrites the file while no other process does.
func (f File) change(ctx context.Context, edit func([]Key) ([]Key, error)) (err error) {
	if _, err := os.Stat(f.path); errors.Is(err, fs.ErrNotExist) {
		if _, err := edit(nil); err != nil { // which leaves no folder behind
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o750); err != nil {
		return fmt.Errorf("access: %w", err)
	}
	unlock, err := f.lock(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	keys, err := f.Keys()
	if err != nil {
		return err
	}
	if keys, err = edit(keys); err != nil {
		return err
	}
	text, err := format(keys)
	if err != nil {
		return err
	}
	if err := atomicfile.WriteFile(f.path, text); err != nil {
		return fmt.Errorf("access: %w", err)
	}
	return nil
}
