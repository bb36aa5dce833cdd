// Package ingest brings articles into an index: it reads inputs in any known
// format, gives every article an identity, skips what is stored already,
// encodes the rest and stores it in batches.
//
// Parsing and encoding run on all cores; storing happens in the order of the
// input, so that of several versions of an article the last one stays. Memory
// is bounded by the batches under way, however long an input is. An ingest
// that was interrupted is resumed by running it again: what was stored before
// is recognised by its hash and costs little more than reading it.
package ingest

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"time"

	"byline/internal/format"
	"byline/internal/news"
)

// Store keeps articles.
type Store interface {
	Put(ctx context.Context, records []news.Record) ([]news.PutResult, error)
	Hashes(ctx context.Context, ids []string) (map[string][16]byte, error)
}

// Encoder makes articles ready for a store.
type Encoder interface {
	Article(ctx context.Context, a *news.Article) (news.Record, error)
}

// Ingester brings articles into a store.
type Ingester struct {
	store    Store
	encoder  Encoder
	subjects *subjects
}

// New makes an Ingester. known are the subjects of articles already stored.
func New(store Store, encoder Encoder, known []string) *Ingester {
	g := &Ingester{store: store, encoder: encoder, subjects: newSubjects()}
	g.subjects.learn(known)
	return g
}

// Options say how inputs are read.
type Options struct {
	Format      string         // "auto" or empty: found from the content
	ContentType string         // media type given with the input
	Source      string         // outlet of articles that name none
	Workers     int            // zero: as many as there are cores
	Stdin       io.Reader      // what the input "-" reads
	OnProgress  func(Progress) // called after every batch; may be nil
	OnReject    func(Reject)   // called for every rejected record, in order; may be nil
}

// Progress tells how far an ingest has come.
type Progress struct {
	Articles   int64 // read and dealt with, rejected ones included
	Bytes      int64 // of the inputs
	TotalBytes int64 // of all inputs; 0 if it is not known
	Elapsed    time.Duration
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

// keptRejects bounds the rejects that a Summary keeps; OnReject gets them all.
const keptRejects = 1000

// Summary counts what an ingest did.
type Summary struct {
	Created, Updated, Unchanged, Rejected int
	Rejects                               []Reject // the first thousand
	Elapsed                               time.Duration
}

// Run takes in files, folders (with all that is in them) and "-". A record that
// cannot be taken in is counted and does not stop the rest. The error is of the
// store or of ctx; what the summary counts was stored all the same.
func (g *Ingester) Run(ctx context.Context, inputs []string, opts Options) (Summary, error) {
	var sum Summary
	src := &sources{opts: opts, known: g.subjects.known}
	err := g.run(ctx, src.records(ctx, inputs), opts.Workers, func(b *batch) {
		for i := range b.entries {
			sum.count(&b.entries[i], opts.OnReject)
		}
		if opts.OnProgress != nil {
			opts.OnProgress(Progress{
				Articles: int64(sum.Created + sum.Updated + sum.Unchanged + sum.Rejected),
				Bytes:    src.read.Load(), TotalBytes: src.total, Elapsed: time.Since(src.start),
			})
		}
	})
	sum.Elapsed = time.Since(src.start)
	if err != nil {
		return sum, fmt.Errorf("ingest: %w", err)
	}
	return sum, nil
}

func (s *Summary) count(e *entry, onReject func(Reject)) {
	switch e.result.Status {
	case news.PutCreated:
		s.Created++
	case news.PutUpdated:
		s.Updated++
	case news.PutUnchanged:
		s.Unchanged++
	case news.PutRejected:
		s.Rejected++
		r := Reject{Input: e.input, Line: e.line, Err: e.result.Err}
		if len(s.Rejects) < keptRejects {
			s.Rejects = append(s.Rejects, r)
		}
		if onReject != nil {
			onReject(r)
		}
	}
}

// Ingest takes in one input, as an API receives it, and returns what became of
// each of its records, in order.
func (g *Ingester) Ingest(ctx context.Context, r io.Reader, contentType string) ([]news.PutResult, error) {
	var out []news.PutResult
	src := &sources{opts: Options{ContentType: contentType}, known: g.subjects.known}
	err := g.run(ctx, src.reader(ctx, "", r), 0, func(b *batch) {
		for _, e := range b.entries {
			if e.result.Err != nil && e.line > 1 {
				e.result.Err = fmt.Errorf("line %d: %w", e.line, e.result.Err)
			}
			out = append(out, e.result)
		}
	})
	if err != nil {
		return out, fmt.Errorf("ingest: %w", err)
	}
	return out, nil
}

// workers returns how many goroutines parse and encode.
func workers(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
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

// options returns what the readers of formats need to know.
func (s *sources) options() format.Options {
	return format.Options{Format: s.opts.Format, ContentType: s.opts.ContentType, Source: s.opts.Source, Subjects: s.known}
}
