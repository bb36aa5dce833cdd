package transfer

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"byline/internal/atomicfile"
	"byline/internal/backup"
	"byline/internal/news"
)

// Incoming is what a backup gives to an index that is made of it.
type Incoming struct {
	// Kept is all that the index kept. It ends with an error where the backup is
	// damaged or was cut short; then nothing of it counts.
	Kept iter.Seq2[*news.Kept, error]
	// Place puts the files of the backup into their places. It is called once
	// Kept has ended well, before the new index takes the place of another.
	Place func() error
}

// ReadAll reads a backup to its end, to see that it is whole.
func ReadAll(ctx context.Context, r *backup.Reader) error {
	for _, err := range r.All(func(string, []byte) error { return nil }) {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

// Restore gives a backup to into, which makes an index of it. Of files, those
// come back of which there is none in the place.
func Restore(ctx context.Context, r *backup.Reader, files []File, into func(Incoming) error) (err error) {
	s := spool{to: files}
	defer func() { err = errors.Join(err, s.discard()) }()
	return into(Incoming{
		Kept: func(yield func(*news.Kept, error) bool) {
			for k, err := range r.All(s.take) {
				if err == nil {
					err = ctx.Err()
				}
				if !yield(k, err) || err != nil {
					return
				}
			}
		},
		Place: s.place,
	})
}

// spool keeps the files of a backup aside until all of it is known to be good.
// It holds none of them open: there may be many.
type spool struct {
	to    []File
	begun []File // in the order in which they came
}

// aside is what a file is called until then.
func (f File) aside() string { return f.Path + ".restoring" }

// take adds a piece to a file, unless there is one in its place.
func (s *spool) take(name string, piece []byte) error {
	for _, f := range s.to {
		f, ok := f.named(name)
		if !ok {
			continue
		}
		if _, err := os.Lstat(f.Path); !errors.Is(err, fs.ErrNotExist) {
			return err // nil if there is one
		}
		return s.add(f, piece)
	}
	return news.Errorf(news.KindInvalid, "the backup holds a file %q, of which this version of byline does not know", name)
}

func (s *spool) add(f File, piece []byte) error {
	flags := os.O_APPEND | os.O_WRONLY
	if !slices.Contains(s.begun, f) {
		if err := os.MkdirAll(filepath.Dir(f.Path), 0o750); err != nil {
			return err
		}
		s.begun = append(s.begun, f)
		flags = os.O_CREATE | os.O_TRUNC | os.O_WRONLY
	}
	file, err := os.OpenFile(f.aside(), flags, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(piece)
	return errors.Join(err, file.Close())
}

// place gives the files their names.
func (s *spool) place() error {
	for len(s.begun) > 0 {
		f := s.begun[0]
		file, err := os.OpenFile(f.aside(), os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		if err := atomicfile.Place(file, f.Path); err != nil {
			return err
		}
		s.begun = s.begun[1:]
	}
	return nil
}

// discard removes those that were not placed.
func (s *spool) discard() error {
	var errs []error
	for _, f := range s.begun {
		if err := os.Remove(f.aside()); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
