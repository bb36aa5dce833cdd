package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"byline/internal/atomicfile"
	"byline/internal/format/container"
	"byline/internal/format/record"
	"byline/internal/news"
)

const (
	leastMarked = 1 << 20     // bytes; a smaller file is read again in no time
	markEvery   = time.Second // as often are bookmarks written
)

// bookmark is how far a file was taken in.
type bookmark struct {
	Size     int64           `json:"size"`
	Modified time.Time       `json:"modified"`
	How      string          `json:"how"` // what it was read as
	At       record.Position `json:"at"`
	Whole    bool            `json:"whole,omitempty"` // to its end
	ID       string          `json:"id"`              // of the last article stored of it
}

// bookmarks are those of the files of a load, in a file that is there until the
// load is done. A nil *bookmarks keeps none.
type bookmarks struct {
	path  string
	how   string
	store Store

	mu      sync.Mutex
	marks   map[string]bookmark // by the whole path of a file
	opened  []string            // paths of this load
	current string
	saved   time.Time
	resumed int
}

// openBookmarks reads the bookmarks that an interrupted load has left, unless the
// load is to begin anew. Those that cannot be read are as good as none.
func (g *Ingester) openBookmarks(how news.Load) *bookmarks {
	if how.Bookmarks == "" || how.DryRun {
		return nil
	}
	b := &bookmarks{path: how.Bookmarks, how: fmt.Sprint(how.Format, how.Source, how.Map, how.Restore), store: g.store, marks: map[string]bookmark{}, saved: time.Now()}
	if !how.Anew {
		if err := atomicfile.ReadJSON(b.path, &b.marks); err != nil {
			b.marks = map[string]bookmark{}
		}
	}
	return b
}

// markedFile is a file that gets a bookmark.
type markedFile struct {
	path string
	bookmark
}

// open returns how far a file was taken in by a load that was interrupted: if it
// is the same file, read in the same way, and what was stored last is there still.
// It is nil for files that get no bookmark.
func (b *bookmarks) open(ctx context.Context, f news.InputFile, r any) (*markedFile, error) {
	file, ok := r.(container.Sized)
	if b == nil || !ok || file.Size() < leastMarked {
		return nil, nil
	}
	path, err := filepath.Abs(f.Path)
	if err != nil {
		return nil, nil //nolint:nilerr // a file without a path is read as a whole
	}
	b.mu.Lock()
	mark := b.marks[path]
	b.opened = append(b.opened, path)
	b.mu.Unlock()
	m := &markedFile{path, bookmark{Size: file.Size(), Modified: f.Modified, How: b.how}}
	if mark.Size != m.Size || !mark.Modified.Equal(m.Modified) || mark.How != m.How || mark.ID == "" {
		return m, nil
	}
	stored, err := b.store.Hashes(ctx, []string{mark.ID})
	if err != nil {
		return nil, err
	}
	if _, ok := stored[mark.ID]; ok {
		m.bookmark = mark
		b.resumed++
	}
	return m, nil
}

// note moves the bookmark of the file that a stored batch ends in.
func (b *bookmarks) note(m *markedFile, at record.Position, items []item) error {
	if b == nil || m == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.current != m.path {
		if last, ok := b.marks[b.current]; ok {
			last.Whole = true
			b.marks[b.current] = last
		}
		b.current = m.path
	}
	mark := m.bookmark
	if known, ok := b.marks[m.path]; ok {
		mark.ID = known.ID
	}
	for i := range items {
		if r := items[i].result; r.ID != "" && r.Status != news.PutRejected && r.Status != news.PutDeleted {
			mark.ID = r.ID
		}
	}
	mark.At = at
	b.marks[m.path] = mark
	if time.Since(b.saved) < markEvery {
		return nil
	}
	return b.save()
}

func (b *bookmarks) save() error {
	b.saved = time.Now()
	if err := atomicfile.WriteJSON(b.path, b.marks); !errors.Is(err, fs.ErrNotExist) { // an index elsewhere needs no folder, and none is made for this
		return err
	}
	return nil
}

// close removes the bookmarks of a load that is done.
func (b *bookmarks) close(done bool) error {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if done {
		for _, path := range b.opened {
			delete(b.marks, path)
		}
	}
	if len(b.marks) > 0 {
		return b.save()
	}
	if err := os.Remove(b.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
