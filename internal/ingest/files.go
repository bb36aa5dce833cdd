package ingest

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"byline/internal/format/container"
	"byline/internal/format/record"
	"byline/internal/news"
)

// Files are the files of paths: files, folders with all that is in them, and "-"
// for standard input. It counts what is read of them.
type Files struct {
	paths []string
	stdin io.Reader
	start time.Time
	total int64
	read  atomic.Int64
}

// NewFiles looks at what there is to read.
func NewFiles(paths []string, stdin io.Reader) *Files {
	return &Files{paths: paths, stdin: stdin, start: time.Now(), total: size(paths)}
}

// Total is the size of all files in bytes, 0 if it is not known.
func (s *Files) Total() int64 { return s.total }

// Read is how many bytes were read so far: no more than there are, though parts
// of an archive are read twice.
func (s *Files) Read() int64 {
	if read := s.read.Load(); s.total == 0 || read < s.total {
		return read
	}
	return s.total
}

// All yields the files, one after another. What cannot be looked at is one with an error.
func (s *Files) All() iter.Seq[news.InputFile] {
	return func(yield func(news.InputFile) bool) {
		for _, path := range s.paths {
			if path == "-" {
				stdin := io.NopCloser(counter{s.stdin, &s.read})
				if !yield(news.InputFile{Path: "standard input", Open: func() (io.ReadCloser, error) { return stdin, nil }}) {
					return
				}
			} else if !s.path(path, yield) {
				return
			}
		}
	}
}

// path yields a file, or all files in a folder. It reports whether more are wanted.
func (s *Files) path(root string, yield func(news.InputFile) bool) bool {
	more := true
	give := func(f news.InputFile) error {
		if more = yield(f); !more {
			return fs.SkipAll
		}
		return nil
	}
	err := walk(root, func(path string) error { return give(s.file(root, path)) }, func(path string, err error) error {
		return give(news.InputFile{Path: path, Err: reason(err)})
	})
	if err != nil && more {
		more = yield(news.InputFile{Path: root, Err: reason(err)})
	}
	return more
}

// file is a file at or below a root.
func (s *Files) file(root, path string) news.InputFile {
	name, err := filepath.Rel(root, path)
	if err != nil || name == "." {
		name = filepath.Base(path)
	}
	f := news.InputFile{Path: path, Name: filepath.ToSlash(name)}
	if info, err := os.Stat(path); err == nil {
		f.Modified = info.ModTime()
	}
	f.Open = func() (io.ReadCloser, error) {
		file, err := os.Open(path)
		if err != nil {
			return nil, reason(err)
		}
		if isListOfPosts(path) {
			return s.posts(file), nil
		}
		return s.counted(file), nil
	}
	return f
}

// isListOfPosts reports whether a file lists what lies in a folder beside it.
func isListOfPosts(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, listHead)
	n, _ := io.ReadFull(file, head)
	return container.IsListOfPosts(filepath.ToSlash(path), head[:n])
}

// listHead is how much of a list tells that it is one, in bytes.
const listHead = 64

// posts reads a list together with the files that it lists.
func (s *Files) posts(list *os.File) io.ReadCloser {
	dir := filepath.Dir(list.Name())
	return struct {
		io.Reader
		io.Closer
	}{container.Posts(counter{list, &s.read}, func(name string) (io.ReadCloser, error) {
		file, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		return s.counted(file), nil
	}), list}
}

// itemsOf makes items of files.
func (g *Ingester) itemsOf(ctx context.Context, files iter.Seq[news.InputFile], opts Options) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for f := range files {
			if !g.itemsIn(ctx, f, opts, yield) {
				return
			}
		}
	}
}

// itemsIn yields the items of a file and reports whether more are wanted.
func (g *Ingester) itemsIn(ctx context.Context, f news.InputFile, opts Options, yield func(Item) bool) bool {
	if f.Err != nil {
		return yield(failed(f.Path, f.Err))
	}
	r, err := f.Open()
	if err != nil {
		return yield(failed(f.Path, err))
	}
	defer r.Close()
	if f.Type != "" {
		opts.ContentType = f.Type
	}
	mark, err := opts.marks.open(ctx, f, r)
	if err != nil {
		return yield(failed(f.Path, err))
	}
	if mark != nil {
		if mark.Whole {
			return true
		}
		opts.from = mark.At
	}
	opts.asOf = fileTime(f.Modified)
	opts.root = strings.TrimSuffix(filepath.ToSlash(f.Path), f.Name)
	for it := range g.Items(ctx, f.Path, r, opts) {
		if f.Name != "" { // what an archive gives is called by its path in it
			it.File = fileName(f.Name + strings.TrimPrefix(it.Input, f.Path))
			if it.FileTime = fileTime(it.Modified); it.FileTime.IsZero() {
				it.FileTime = fileTime(f.Modified)
			}
		}
		it.mark = mark
		if it.URL == "" && it.Whole { // of a list, it is not that of each article
			it.URL = f.URL
		}
		if !yield(it) {
			return false
		}
	}
	return true
}

// firstFileTime is the first year of which a file time says anything: earlier ones
// are the zero of archives and of file systems that do not keep times.
const firstFileTime = 1981

// fileTime is the time of a file as articles keep it, zero if it says nothing.
func fileTime(t time.Time) time.Time {
	if t.Year() < firstFileTime {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

// fileName is a path as articles keep it: text, and the end of what is too long.
func fileName(path string) string {
	text := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(path, "\ufffd")))
	return string(text[max(0, len(text)-maxFile):])
}

// failed is the item that stands for an input that cannot be read.
func failed(input string, err error) Item {
	return Item{Raw: record.Raw{Input: input, Err: reason(err)}}
}

// walk calls file for an input that is a file, or for every file below it, in
// order. Names that begin with a full stop are passed over, as are links inside a
// folder, indexes of Byline, and the folders that browsers save beside pages, which
// fail is told of. What cannot be read goes to fail.
func walk(input string, file func(path string) error, fail func(path string, err error) error) error {
	return filepath.WalkDir(input, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if e := fail(path, err); e != nil {
				return e
			}
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if path != input && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if path != input && d.IsDir() && isIndex(path) {
			return fs.SkipDir
		}
		if path != input && d.IsDir() && d.Name() == container.FolderOfPosts && isListOfPosts(filepath.Join(filepath.Dir(path), container.ListOfPosts)) {
			return fs.SkipDir // each is read with its row
		}
		if path != input && d.IsDir() && isBesidePage(path) {
			if e := fail(path, &news.PassedOverError{Files: filesIn(path)}); e != nil {
				return e
			}
			return fs.SkipDir
		}
		if d.Type().IsRegular() || path == input && !d.IsDir() {
			return file(path)
		}
		return nil
	})
}

// isIndex reports whether a folder is an index of Byline, as "byline ingest ." meets its own.
func isIndex(path string) bool {
	for _, name := range []string{"articles.db", "segments", "lock"} {
		if _, err := os.Stat(filepath.Join(path, name)); err != nil {
			return false
		}
	}
	return true
}

// isBesidePage reports whether a folder is that of the pictures and scripts of a
// page that a browser has saved beside it.
func isBesidePage(path string) bool {
	page := container.PageOf(filepath.Base(path))
	if page == "" {
		return false
	}
	for _, extension := range []string{".html", ".htm", ".xhtml"} {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), page+extension)); err == nil {
			return true
		}
	}
	return false
}

// filesIn counts the files in a folder.
func filesIn(folder string) int {
	count := 0
	_ = filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			count++
		}
		return nil
	})
	return count
}

// counter counts the bytes that are read through it.
type counter struct {
	io.Reader
	n *atomic.Int64
}

func (c counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// counted counts the bytes that are read of a file, in order or, where it is a
// regular one, in any: an archive is then read where it lies.
func (s *Files) counted(f *os.File) io.ReadCloser {
	c := counter{f, &s.read}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		return sizedFile{c, f, info.Size()}
	}
	return struct {
		io.Reader
		io.Closer
	}{c, f}
}

// sizedFile is a regular file (container.Sized).
type sizedFile struct {
	counter
	file *os.File
	size int64
}

func (f sizedFile) Close() error { return f.file.Close() }

func (f sizedFile) Size() int64 { return f.size }

func (f sizedFile) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.file.ReadAt(p, at)
	f.n.Add(int64(n))
	return n, err
}

// size returns the bytes of all inputs, 0 if one of them does not say.
func size(inputs []string) int64 {
	var total int64
	for _, input := range inputs {
		if input == "-" {
			return 0
		}
		_ = walk(input, func(path string) error {
			if info, err := os.Stat(path); err == nil {
				total += info.Size()
			}
			return nil
		}, func(string, error) error { return nil })
	}
	return total
}

// reason drops the path from a file error: the input is named anyway.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
