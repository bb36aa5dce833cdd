package news

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// InputFile is a file whose articles are to be taken in, or another input.
type InputFile struct {
	Path     string    // what messages call it
	Name     string    // relative to what is loaded, with slashes: Article.File; "" where it is no file
	Modified time.Time // zero: unknown
	Type     string    // media type; "": unknown
	URL      string    // where it was got; "": nowhere, or unknown
	// Open is called once, and what it returns is closed before the next file is
	// asked for. It may be a container.Sized.
	Open func() (io.ReadCloser, error)
	Err  error // why it cannot be opened
}

// Load says how files are taken in.
type Load struct {
	Format  string // one of package format's; "" or "auto": found from the content
	Source  string // outlet of articles that name none
	Workers int    // articles worked on at once, by an index of this machine; 0: one for each core
	DryRun  bool   // store nothing, and tell what would be
	Strict  bool   // within the limits of what others send, where archives are unpacked
	Restore bool   // bring articles back that were deleted
	Map     Mapping

	// Bookmarks is a file that keeps how far large files have been taken in, until
	// all are; a load that finds it goes on from there, unless it is to begin Anew.
	// "": none is kept.
	Bookmarks string
	Anew      bool

	// OnProgress is told, now and then, how many records are dealt with. OnResult
	// is told of each record, in order, or of a server only of those that were
	// rejected, and in a dry run of all. Both may be nil.
	OnProgress func(records int)
	OnResult   func(LoadResult)
}

// LoadResult tells what became of one record of a file.
type LoadResult struct {
	PutResult

	Path     string // of its file and, where that is an archive, of the file within
	Line     int    // or number of the record; 0: the file as a whole
	Headline string
}

// LoadSummary counts what became of all records.
type LoadSummary struct {
	Created, Updated, Unchanged, Deleted, Rejected int
	PassedOver                                     int // files that belong to saved pages, see PassedOverError
	Resumed                                        int // files that were read from where an interrupted load had come to

	Rejects []Reject // the first thousand
	Elapsed time.Duration
}

// keptRejects bounds the rejects that a LoadSummary keeps; OnResult gets them all.
const keptRejects = 1000

// PassedOverError says that files were left alone that nobody would look for: the
// pictures and scripts beside a saved page. It stands in the place of a record.
type PassedOverError struct{ Files int }

func (e *PassedOverError) Error() string {
	return fmt.Sprintf("%d files that belong to saved pages were passed over", e.Files)
}

// PassedOver is how many files a result stands for that were left alone.
func (r *LoadResult) PassedOver() int {
	if passed := (*PassedOverError)(nil); errors.As(r.Err, &passed) {
		return passed.Files
	}
	return 0
}

// Count counts a record.
func (s *LoadSummary) Count(r LoadResult) {
	if files := r.PassedOver(); files > 0 {
		s.PassedOver += files
		return
	}
	switch r.Status {
	case PutCreated:
		s.Created++
	case PutUpdated:
		s.Updated++
	case PutUnchanged:
		s.Unchanged++
	case PutDeleted:
		s.Deleted++
	case PutRejected:
		s.Rejected++
		if len(s.Rejects) < keptRejects {
			s.Rejects = append(s.Rejects, Reject{Input: r.Path, Line: r.Line, Err: r.Err})
		}
	}
}

// Add adds what another run did.
func (s *LoadSummary) Add(o LoadSummary) {
	s.Created, s.Updated, s.Unchanged = s.Created+o.Created, s.Updated+o.Updated, s.Unchanged+o.Unchanged
	s.PassedOver, s.Resumed = s.PassedOver+o.PassedOver, s.Resumed+o.Resumed
	s.Deleted, s.Rejected, s.Elapsed = s.Deleted+o.Deleted, s.Rejected+o.Rejected, s.Elapsed+o.Elapsed
	s.Rejects = append(s.Rejects, o.Rejects[:min(len(o.Rejects), keptRejects-min(keptRejects, len(s.Rejects)))]...)
}

// Records is how many records there were.
func (s *LoadSummary) Records() int {
	return s.Created + s.Updated + s.Unchanged + s.Deleted + s.Rejected
}

// Reject is a record that could not be taken in.
type Reject struct { //nolint:errname // it is a record, which can say what is wrong with it
	Input string
	Line  int // or number of the record; 0: the input as a whole
	Err   error
}

func (r Reject) Error() string {
	if r.Line == 0 {
		return fmt.Sprintf("%s: %v", r.Input, r.Err)
	}
	return fmt.Sprintf("%s:%d: %v", r.Input, r.Line, r.Err)
}
