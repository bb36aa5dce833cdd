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

	"byline/internal/format"
)

// sources reads the inputs of a run one after another.
type sources struct {
	opts  Options
	known func(subject string) bool
	start time.Time
	total int64 // bytes of all inputs; 0 if it is not known
	read  atomic.Int64
}

// record is a raw record with the name of its input.
type record struct {
	format.Raw
	input string
}

// records yields the raw records of all inputs. What cannot be opened is a record with an error.
func (s *sources) records(ctx context.Context, inputs []string) iter.Seq[record] {
	s.start = time.Now()
	s.total = size(inputs)
	return func(yield func(record) bool) {
		for _, input := range inputs {
			for r := range s.input(ctx, input) {
				if !yield(r) {
					return
				}
			}
		}
	}
}

func (s *sources) input(ctx context.Context, input string) iter.Seq[record] {
	if input == "-" {
		return s.reader(ctx, "standard input", s.opts.Stdin)
	}
	return func(yield func(record) bool) {
		err := walk(input, func(path string) error {
			for r := range s.file(ctx, path) {
				if !yield(r) {
					return fs.SkipAll
				}
			}
			return nil
		}, func(path string, err error) error {
			if !yield(record{Raw: format.Raw{Err: plain(err)}, input: path}) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(record{Raw: format.Raw{Err: plain(err)}, input: input})
		}
	}
}

// walk calls file for an input that is a file, or for every file below it, in
// order. Names that begin with a full stop are passed over, as are links
// inside a folder. What cannot be read goes to fail.
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
		if d.Type().IsRegular() || path == input && !d.IsDir() {
			return file(path)
		}
		return nil
	})
}

func (s *sources) file(ctx context.Context, path string) iter.Seq[record] {
	return func(yield func(record) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(record{Raw: format.Raw{Err: plain(err)}, input: path})
			return
		}
		defer f.Close()
		for r := range s.reader(ctx, path, f) {
			if !yield(r) {
				return
			}
		}
	}
}

func (s *sources) reader(ctx context.Context, name string, r io.Reader) iter.Seq[record] {
	return func(yield func(record) bool) {
		for raw := range format.Split(ctx, name, counter{r, &s.read}, s.options()) {
			if !yield(record{Raw: raw, input: name}) {
				return
			}
		}
	}
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

// plain drops the path from a file error: the input is named anyway.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
