package transfer

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

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
type spool struct {
	to   []File
	open map[string]*os.File
}

// take adds a piece to a file, unless there is one in its place.
func (s *spool) take(name string, piece []byte) error {
	for _, f := range s.to {
		if f.Name != name {
			continue
		}
		if _, err := os.Lstat(f.Path); !errors.Is(err, fs.ErrNotExist) {
			return err // nil if there is one
		}
		file, err := s.file(f)
		if err == nil {
			_, err = file.Write(piece)
		}
		return err
	}
	return news.Errorf(news.KindInvalid, "the backup holds a file %q, of which this version of byline does not know", name)
}

func (s *spool) file(f File) (io.Writer, error) {
	if file, ok := s.open[f.Name]; ok {
		return file, nil
	}
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o750); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(f.Path+".restoring", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	if s.open == nil {
		s.open = make(map[string]*os.File)
	}
	s.open[f.Name] = file
	return file, nil
}

// place gives the files their names.
func (s *spool) place() error {
	for _, f := range s.to {
		file, ok := s.open[f.Name]
		if !ok {
			continue
		}
		delete(s.open, f.Name)
		if err := atomicfile.Place(file, f.Path); err != nil {
			return err
		}
	}
	return nil
}

// discard removes those that were not placed.
func (s *spool) discard() error {
	var errs []error
	for _, file := range s.open {
		errs = append(errs, file.Close(), os.Remove(file.Name()))
	}
	return errors.Join(errs...)
}
