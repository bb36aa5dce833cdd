package ingest

import (
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"byline/internal/format"
	"byline/internal/format/container"
)

// files makes items of files, folders and standard input, one after another.
type files struct {
	split func(name string, r io.Reader) iter.Seq[Item]
	start time.Time
	total int64 // bytes of all; 0 if it is not known
	read  atomic.Int64
}

// items yields the items of all paths. What cannot be opened is one with an error.
func (s *files) items(paths []string, stdin io.Reader) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for _, path := range paths {
			items := s.path(path)
			if path == "-" {
				items = s.split("standard input", counter{stdin, &s.read})
			}
			for it := range items {
				if !yield(it) {
					return
				}
			}
		}
	}
}

// path yields the items of a file, or of all files in a folder.
func (s *files) path(path string) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		err := walk(path, func(path string) error {
			for it := range s.file(path) {
				if !yield(it) {
					return fs.SkipAll
				}
			}
			return nil
		}, func(path string, err error) error {
			if !yield(failed(path, err)) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(failed(path, err))
		}
	}
}

// failed is the item that stands for an input that cannot be read.
func failed(input string, err error) Item {
	return Item{Raw: format.Raw{Input: input, Err: reason(err)}}
}

// walk calls file for an input that is a file, or for every file below it, in
// order. Names that begin with a full stop are passed over, as are links
// inside a folder and the folders that browsers save beside pages, which fail is
// told of. What cannot be read goes to fail.
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
		if path != input && d.IsDir() && isBesidePage(path) {
			if e := fail(path, &container.PassedOverError{Files: filesIn(path)}); e != nil {
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

func (s *files) file(path string) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(failed(path, err))
			return
		}
		defer f.Close()
		for it := range s.split(path, s.counted(f)) {
			if !yield(it) {
				return
			}
		}
	}
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
func (s *files) counted(f *os.File) io.Reader {
	c := counter{f, &s.read}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		return sizedFile{c, f, info.Size()}
	}
	return c
}

// sizedFile is a regular file (container.Sized).
type sizedFile struct {
	counter
	file *os.File
	size int64
}

func (f sizedFile) Size() int64 { return f.size }

func (f sizedFile) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.file.ReadAt(p, at)
	f.n.Add(int64(n))
	return n, err
}

// progress returns the bytes read so far: no more than there are, though parts
// of an archive are read twice.
func (s *files) progress() int64 {
	if read := s.read.Load(); s.total == 0 || read < s.total {
		return read
	}
	return s.total
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
