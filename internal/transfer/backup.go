package transfer

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"byline/internal/backup"
	"byline/internal/news"
)

// Exporter gives all that an index keeps, as it was when it was opened.
type Exporter interface {
	// Embedder is what made the vectors that are kept; empty if none are.
	Embedder() (name string, dim int)
	// Articles is how many there are, for the progress.
	Articles() int
	// Each calls f with everything, in the order that news.Kept describes. Damaged
	// articles are left out, and a *news.DamagedError names them at the end.
	Each(ctx context.Context, f func(*news.Kept) error) error
}

// File is a file, or a folder, that is backed up with an index.
type File struct {
	Name   string // in the backup
	Path   string
	Folder bool // it stands for the JSON files in it, which are called NAME/FILE in the backup
}

// jsonEnding is that of the files of a folder.
const jsonEnding = ".json"

// files are the files that f stands for. One that is not there stands for itself.
func (f File) files() ([]File, error) {
	if !f.Folder {
		return []File{f}, nil
	}
	listed, err := os.ReadDir(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []File
	for _, entry := range listed {
		if entry.Type().IsRegular() && filepath.Ext(entry.Name()) == jsonEnding {
			files = append(files, File{Name: f.Name + "/" + entry.Name(), Path: filepath.Join(f.Path, entry.Name())})
		}
	}
	return files, nil
}

// named is the file of a backup that f stands for, by its name there.
func (f File) named(name string) (file File, ok bool) {
	if !f.Folder {
		return f, f.Name == name
	}
	base, ok := strings.CutPrefix(name, f.Name+"/")
	if !ok || base != filepath.Base(base) || filepath.Ext(base) != jsonEnding || base == jsonEnding {
		return File{}, false
	}
	return File{Name: name, Path: filepath.Join(f.Path, base)}, true
}

// Exporting says what to write to a backup.
type Exporting struct {
	From   Exporter
	Header backup.Header // all but what From knows
	Files  []File        // those that are there
	// OnProgress is told how many articles are done. It may be nil.
	OnProgress func(done, total int)
}

// Export writes a whole backup and returns what is in it, and the articles that
// were left out because they are damaged.
func Export(ctx context.Context, to io.Writer, job Exporting) (counts backup.Counts, damaged []string, err error) {
	h := job.Header
	h.Articles = job.From.Articles()
	h.Embedder, h.Dim = job.From.Embedder()
	w, err := backup.NewWriter(to, h)
	if err != nil {
		return backup.Counts{}, nil, err
	}
	for _, f := range job.Files {
		if err := addFiles(w, f); err != nil {
			return backup.Counts{}, nil, err
		}
	}
	done := 0
	err = job.From.Each(ctx, func(k *news.Kept) error {
		if k.State != news.KeptSuperseded {
			done++
			if job.OnProgress != nil {
				job.OnProgress(done, h.Articles)
			}
		}
		return w.Keep(k)
	})
	damaged, err = news.SplitDamaged(err)
	if err != nil {
		return backup.Counts{}, nil, err
	}
	counts, err = w.Close(damaged)
	return counts, damaged, err
}

func addFiles(w *backup.Writer, f File) error {
	files, err := f.files()
	for _, file := range files {
		err = errors.Join(err, addFile(w, file))
	}
	return err
}

func addFile(w *backup.Writer, f File) error {
	file, err := os.Open(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close() // only read
	return w.File(f.Name, file)
}
