package feeds

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"byline/internal/atomicfile"
	"byline/internal/news"
)

// Folder keeps sources in a folder: two files for each, what is said of it and
// what is remembered, for their owner alone, as addresses may hold passwords. A
// file that is damaged harms one source, and a program that polls and one that
// adds or removes do not get in each other's way. It is safe for use by several
// goroutines and processes.
type Folder struct {
	dir    string
	logger *slog.Logger

	mu     sync.Mutex
	cached map[string]cachedFeed
}

// cachedFeed is a file as it was last read.
type cachedFeed struct {
	feed     news.Feed
	size     int64
	modified time.Time
}

// NewFolder names a folder, which is made with the first source.
func NewFolder(dir string, logger *slog.Logger) *Folder {
	return &Folder{dir: dir, logger: logger, cached: map[string]cachedFeed{}}
}

const memoryEnding = ".memory.json"

func (d *Folder) path(id string) string   { return filepath.Join(d.dir, id+".json") }
func (d *Folder) memory(id string) string { return filepath.Join(d.dir, id+memoryEnding) }

// Feeds returns all sources, in the order of their addresses. One whose file
// cannot be read is left out, and logged.
func (d *Folder) Feeds(ctx context.Context) ([]news.Feed, error) {
	files, err := os.ReadDir(d.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("feeds: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.cached
	d.cached = make(map[string]cachedFeed, len(files))
	all := make([]news.Feed, 0, len(files)/2)
	for _, file := range files {
		name := file.Name()
		info, err := file.Info()
		if err != nil || strings.HasSuffix(name, memoryEnding) || strings.HasSuffix(name, hubEnding) || filepath.Ext(name) != ".json" {
			continue
		}
		c, ok := before[name]
		if !ok || c.size != info.Size() || !c.modified.Equal(info.ModTime()) {
			c = cachedFeed{size: info.Size(), modified: info.ModTime()}
			if err := atomicfile.ReadJSON(filepath.Join(d.dir, name), &c.feed); err != nil {
				d.logger.ErrorContext(ctx, "the file of a feed cannot be read; remove it, and add the feed again", "file", name, "error", err)
				continue
			}
		}
		d.cached[name] = c
		all = append(all, c.feed)
	}
	slices.SortFunc(all, func(a, b news.Feed) int { return strings.Compare(a.URL, b.URL) })
	return all, nil
}

// Memory returns what is remembered of a source.
func (d *Folder) Memory(_ context.Context, id string) (Memory, error) {
	var m Memory
	err := atomicfile.ReadJSON(d.memory(id), &m)
	if errors.Is(err, fs.ErrNotExist) {
		return Memory{}, nil
	}
	return m, err
}

// Keep implements Store.
func (d *Folder) Keep(ctx context.Context, f news.Feed, m Memory) error {
	return d.change(ctx, func() error {
		var now news.Feed
		if err := atomicfile.ReadJSON(d.path(f.ID), &now); errors.Is(err, fs.ErrNotExist) {
			return nil // it was removed
		} else if err == nil && now.Polled.IsZero() && !f.Added.Equal(now.Added) {
			return nil // and added again
		}
		if err := atomicfile.WriteJSON(d.memory(f.ID), m); err != nil {
			return err
		}
		return atomicfile.WriteJSON(d.path(f.ID), f)
	})
}

// Add adds a source. KindConflict: it is there already.
func (d *Folder) Add(ctx context.Context, f news.Feed) error {
	return d.change(ctx, func() error {
		if _, err := os.Stat(d.path(f.ID)); err == nil {
			return news.Errorf(news.KindConflict, "%s is polled already (%s)", news.ShownURL(f.URL), f.ID)
		}
		return atomicfile.WriteJSON(d.path(f.ID), f)
	})
}

// Remove removes a source, by its ID or its address. Its articles stay.
// KindNotFound: there is none.
func (d *Folder) Remove(ctx context.Context, idOrURL string) (news.Feed, error) {
	f, err := d.Find(ctx, idOrURL)
	if err != nil {
		return f, err
	}
	return f, d.change(ctx, func() error {
		err := os.Remove(d.path(f.ID))
		for _, beside := range []string{d.memory(f.ID), filepath.Join(d.dir, f.ID+hubEnding)} {
			if gone := os.Remove(beside); !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
		return err
	})
}

// Find returns a source by its ID or its address. KindNotFound: there is none.
func (d *Folder) Find(ctx context.Context, idOrURL string) (news.Feed, error) {
	all, err := d.Feeds(ctx)
	if err != nil {
		return news.Feed{}, err
	}
	i := slices.IndexFunc(all, func(f news.Feed) bool { return f.ID == idOrURL || f.URL == idOrURL })
	if i < 0 {
		return news.Feed{}, news.Errorf(news.KindNotFound, "no feed has the ID or the address %q; `byline feeds list` lists them", idOrURL)
	}
	return all[i], nil
}

// Due has sources polled at the next look, whenever they would be: those that
// are named, or all.
func (d *Folder) Due(ctx context.Context, ids ...string) error {
	all, err := d.Feeds(ctx)
	if err != nil {
		return err
	}
	return d.change(ctx, func() error {
		for _, f := range all {
			if len(ids) > 0 && !slices.Contains(ids, f.ID) || len(ids) == 0 && ended(f) {
				continue
			}
			if ended(f) {
				f.State = news.FeedNew
			}
			f.Next = time.Time{}
			if err := atomicfile.WriteJSON(d.path(f.ID), f); err != nil {
				return err
			}
		}
		return nil
	})
}

// Lead waits until no other process polls the sources of the folder, and keeps
// it so until release.
func (d *Folder) Lead(ctx context.Context) (release func() error, err error) {
	if err := os.MkdirAll(d.dir, 0o750); err != nil {
		return nil, fmt.Errorf("feeds: %w", err)
	}
	const again = 30 * time.Second
	lock := flock.New(filepath.Join(d.dir, "poll.lock"))
	if _, err := lock.TryLockContext(ctx, again); err != nil {
		return nil, fmt.Errorf("feeds: %w", err)
	}
	return lock.Unlock, nil
}

// TryLead is Lead without the wait: ok is false where another process polls.
func (d *Folder) TryLead() (release func() error, ok bool, err error) {
	if err := os.MkdirAll(d.dir, 0o750); err != nil {
		return nil, false, fmt.Errorf("feeds: %w", err)
	}
	lock := flock.New(filepath.Join(d.dir, "poll.lock"))
	ok, err = lock.TryLock()
	return lock.Unlock, ok, err
}

// change writes files while no other process does.
func (d *Folder) change(ctx context.Context, write func() error) (err error) {
	if err := os.MkdirAll(d.dir, 0o750); err != nil {
		return fmt.Errorf("feeds: %w", err)
	}
	lock := flock.New(filepath.Join(d.dir, "change.lock"))
	if _, err := lock.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return fmt.Errorf("feeds: locking %s: %w", d.dir, err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	return write()
}
