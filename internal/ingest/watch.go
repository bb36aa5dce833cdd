package ingest

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"byline/internal/news"
)

// Watch finds what is new, changed or gone in files and folders, each time that
// it looks. It is for one goroutine.
type Watch struct {
	roots  []string
	settle time.Duration
	files  *Files
	seen   map[string]fileState // at the last look
	loaded map[string]fileState // as they were when Scan returned them
	looked bool
}

// fileState is what tells that a file has changed.
type fileState struct {
	size     int64
	modified time.Time
}

// NewWatch watches files and folders. A file is left alone until it has not
// changed for as long as settle, lest it is read while it is being written.
func NewWatch(roots []string, settle time.Duration) *Watch {
	return &Watch{roots: roots, settle: settle, files: NewFiles(nil, nil), seen: map[string]fileState{}, loaded: map[string]fileState{}}
}

// Scan returns the files that are new or have changed, and the paths of those
// that are gone since they were returned. What is there at the first look is new.
func (w *Watch) Scan(now time.Time) (changed []news.InputFile, gone []string) {
	seen := map[string]fileState{}
	for _, root := range w.roots {
		_ = walk(root, func(path string) error {
			if _, twice := seen[path]; twice || halfWritten(path) {
				return nil
			}
			info, err := os.Stat(path)
			if err != nil {
				return nil //nolint:nilerr // it went away meanwhile
			}
			state := fileState{info.Size(), info.ModTime()}
			seen[path] = state
			before, known := w.seen[path]
			still := known && before == state || !w.looked
			age := now.Sub(state.modified) // below zero where the clock of whoever wrote it goes ahead
			if w.loaded[path] != state && still && (age >= w.settle || age < 0 && w.looked) {
				w.loaded[path] = state
				changed = append(changed, w.files.file(root, path))
			}
			return nil
		}, func(path string, _ error) error { // what cannot be looked at is not gone
			for known := range w.loaded {
				if known == path || strings.HasPrefix(known, path+string(filepath.Separator)) {
					seen[known] = w.loaded[known]
				}
			}
			return nil
		})
	}
	for _, path := range slices.Sorted(maps.Keys(w.loaded)) {
		if _, there := seen[path]; there {
			continue
		}
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		delete(w.loaded, path)
		gone = append(gone, path)
	}
	w.seen, w.looked = seen, true
	return changed, gone
}

// Again has files that Scan returned returned again, as they could not be loaded.
func (w *Watch) Again(files []news.InputFile) {
	for _, f := range files {
		delete(w.loaded, f.Path)
	}
}

// halfWritten reports whether a name is one that programs give to what they are
// still writing or copying, and editors to what they keep beside a file: locks,
// and copies of how it was before.
func halfWritten(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	switch filepath.Ext(name) {
	case ".part", ".partial", ".filepart", ".crdownload", ".download", ".uploading", ".inprogress", ".incomplete", ".writing", ".tmp", ".temp", ".swp", ".swx", ".lock", ".lck", ".bak", ".orig", "._copying_":
		return true
	}
	return strings.HasSuffix(name, "~") || strings.HasPrefix(name, "~$") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#")
}
