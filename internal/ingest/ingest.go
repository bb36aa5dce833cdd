// Package ingest brings articles into an index: it takes items from wherever
// they come, gives every article an identity, has its stages complete it, skips
// what is stored already, encodes the rest, stores it in batches and tells its
// observers. Files, folders, standard input and the body of a request are
// callers alike; [Ingester.Items] makes items of any reader.
//
// Parsing, stages and encoding run on all cores; storing happens in the order of
// the input, so that of several versions of an article the last one stays. Memory
// is bounded by the batches under way, however long an input is. An ingest
// that was interrupted is resumed by running it again: bookmarks say how far
// large files have come, and what else was stored is recognised by its hash and
// costs little more than reading it.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"time"

	"byline/internal/format/container"
	"byline/internal/format/record"
	"byline/internal/news"
)

// Store keeps articles.
type Store interface {
	// Put stores records and sets Article.Revision of each.
	Put(ctx context.Context, records []news.Record) ([]news.PutResult, error)
	Hashes(ctx context.Context, ids []string) (map[string][16]byte, error)
	// Article returns what is stored under an ID.
	Article(ctx context.Context, id string) (news.Article, error)
	// Decisions tells which articles people deleted or edited, see index.Writer.
	Decisions(ctx context.Context, ids []string) (map[string]news.Decision, error)
}

// Reader reads articles in whatever format they come, as format.Reader does.
type Reader interface {
	// Split cuts an input into raw records, one of which may be why there are no others.
	Split(ctx context.Context, name string, r io.Reader, opts record.Options) iter.Seq[record.Raw]
	// Parse reads the articles of a raw record. It is called on many goroutines at once.
	Parse(raw record.Raw) []record.Parsed
}

// Encoder makes articles ready for a store.
type Encoder interface {
	Encode(ctx context.Context, a *news.Article) (news.Record, error)
}

// Ingester brings articles into a store. It is safe for use by several goroutines.
type Ingester struct {
	reader    Reader
	store     Store
	encoder   Encoder
	subjects  *subjects
	stages    []Stage
	observers []Observer
	logger    *slog.Logger
	pause     func(context.Context) // nil: there is nothing to give way to
	decisions decisions
	claims    claims
}

// New makes an Ingester. known are the subjects of articles already stored. The
// first stage is [Language]; options add others, observers and a logger.
func New(reader Reader, store Store, encoder Encoder, known []string, options ...Option) *Ingester {
	g := &Ingester{
		reader: reader, store: store, encoder: encoder, subjects: newSubjects(),
		stages: []Stage{Language{}}, logger: slog.New(slog.DiscardHandler),
	}
	g.subjects.learn(known)
	for _, o := range options {
		o(g)
	}
	return g
}

// Option is something that an Ingester may have beside what it needs.
type Option func(*Ingester)

// WithStages adds stages, which run in this order after those that there are.
func WithStages(stages ...Stage) Option {
	return func(g *Ingester) { g.stages = append(g.stages, stages...) }
}

// WithObservers adds observers, which are told in this order.
func WithObservers(observers ...Observer) Option {
	return func(g *Ingester) { g.observers = append(g.observers, observers...) }
}

// WithLogger gives a log to the faults of observers; without it they are not told.
func WithLogger(logger *slog.Logger) Option { return func(g *Ingester) { g.logger = logger } }

// WithPause has a function called between the steps of the work, which may wait there for
// what should go first.
func WithPause(pause func(context.Context)) Option { return func(g *Ingester) { g.pause = pause } }

// Item is one thing to take in: a record that is still to be parsed, or an
// article. Raw.Input and Raw.Line say where it comes from.
type Item struct {
	record.Raw
	Article  *news.Article // parsed already; Raw.Data is then not looked at. It is not changed
	File     string        // the file that it lies in, as news.Article has it; "" if in none
	FileTime time.Time     // when that was last modified; zero: unknown

	mark *markedFile // nil: its file gets no bookmark
}

// Options say how inputs are read.
type Options struct {
	Format      string           // "auto" or empty: found from the content
	ContentType string           // media type given with the input
	Source      string           // outlet of articles that name none
	Map         news.Mapping     // where the fields of JSON and of tables stand
	Limits      container.Limits // of what archives and compressed inputs hold; zero: container.Default
	Workers     int              // zero: as many as there are cores
	Stdin       io.Reader        // what IngestFiles reads for the input "-"
	OnProgress  func(Progress)   // called after every batch; may be nil
	OnReject    func(Reject)     // called for every rejected record, in order; may be nil

	marks *bookmarks
	from  record.Position
	asOf  time.Time // when the file was last modified; zero: unknown
	root  string    // what its name begins with that says nothing of it
}

// Progress tells how far an ingest has come.
type Progress struct {
	Articles   int64 // read and dealt with, rejected ones included
	Bytes      int64 // of the inputs
	TotalBytes int64 // of all inputs; 0 if it is not known
	Elapsed    time.Duration
}

// Reject is a record that could not be taken in.
type Reject = news.Reject //nolint:errname // it is a record, which can say what is wrong with it

// Summary counts what an ingest did.
type Summary = news.LoadSummary

// Ingest takes in items. One that cannot be taken in is counted and does not
// stop the rest. The error is of the store or of ctx; what the summary counts
// was stored all the same. Of options the format, the media type and the outlet
// are for those who make items; their bytes are not counted as progress.
func (g *Ingester) Ingest(ctx context.Context, items iter.Seq[Item], opts Options) (Summary, error) {
	return g.ingest(ctx, items, opts, &Files{start: time.Now()})
}

// IngestArticles is Ingest for articles that are read already. Each is told of by its
// number, from 1, as the line of its result.
func (g *Ingester) IngestArticles(ctx context.Context, articles iter.Seq[news.Article], how news.Load) (news.LoadSummary, error) {
	return g.load(ctx, func(yield func(Item) bool) {
		number := 0
		for a := range articles {
			number++
			if !yield(Item{Article: &a, Raw: record.Raw{Line: number}}) {
				return
			}
		}
	}, how)
}

// IngestFiles is Ingest for files, folders (with all that is in them) and "-".
func (g *Ingester) IngestFiles(ctx context.Context, paths []string, opts Options) (Summary, error) {
	files := NewFiles(paths, opts.Stdin)
	return g.ingest(ctx, g.itemsOf(ctx, files.All(), opts), opts, files)
}

func (g *Ingester) ingest(ctx context.Context, items iter.Seq[Item], opts Options, src *Files) (Summary, error) {
	load := news.Load{Workers: opts.Workers, OnProgress: func(records int) {
		if opts.OnProgress != nil {
			opts.OnProgress(Progress{Articles: int64(records), Bytes: src.Read(), TotalBytes: src.Total(), Elapsed: time.Since(src.start)})
		}
	}, OnResult: func(r news.LoadResult) {
		if opts.OnReject != nil && r.Status == news.PutRejected && r.PassedOver() == 0 {
			opts.OnReject(Reject{Input: r.Path, Line: r.Line, Err: r.Err})
		}
	}}
	return g.load(ctx, items, load)
}

// Load is Ingest for files, which are opened one after another.
func (g *Ingester) Load(ctx context.Context, files iter.Seq[news.InputFile], how news.Load) (news.LoadSummary, error) {
	opts := Options{Format: how.Format, Source: how.Source, Map: how.Map}
	if how.Strict {
		opts.Limits = container.Strict()
	}
	opts.marks = g.openBookmarks(how)
	sum, err := g.loadMarked(ctx, g.itemsOf(ctx, files, opts), how, opts.marks)
	return sum, errors.Join(err, opts.marks.close(err == nil))
}

func (g *Ingester) load(ctx context.Context, items iter.Seq[Item], how news.Load) (news.LoadSummary, error) {
	return g.loadMarked(ctx, items, how, nil)
}

// loadMarked is load with bookmarks, which it moves.
func (g *Ingester) loadMarked(ctx context.Context, items iter.Seq[Item], how news.Load, marks *bookmarks) (news.LoadSummary, error) {
	var sum news.LoadSummary
	start := time.Now()
	err := g.runPipeline(ctx, items, how, func(b *batch) error {
		for i := range b.items {
			it := &b.items[i]
			r := news.LoadResult{PutResult: it.result, Path: it.input, Line: it.line, Headline: it.headline}
			sum.Count(r)
			if how.OnResult != nil {
				how.OnResult(r)
			}
		}
		if how.OnProgress != nil {
			how.OnProgress(sum.Records())
		}
		return marks.note(b.mark, b.at, b.items)
	})
	if marks != nil {
		sum.Resumed = marks.resumed
	}
	sum.Elapsed = time.Since(start)
	if err != nil {
		return sum, fmt.Errorf("ingest: %w", err)
	}
	return sum, nil
}

// IngestReader takes in one input, as an API receives it, and returns what
// became of each of its records, in order. It may be an archive, within container.Strict.
func (g *Ingester) IngestReader(ctx context.Context, r io.Reader, contentType string) ([]news.PutResult, error) {
	var out []news.PutResult
	err := g.runPipeline(ctx, g.Items(ctx, "", r, Options{ContentType: contentType, Limits: container.Strict()}), news.Load{}, func(b *batch) error {
		for i := range b.items {
			it := &b.items[i]
			if passed := (*news.PassedOverError)(nil); errors.As(it.result.Err, &passed) {
				continue
			}
			switch {
			case it.result.Err == nil:
			case it.input != "":
				it.result.Err = fmt.Errorf("%s: line %d: %w", it.input, it.line, it.result.Err)
			case it.line > 1:
				it.result.Err = fmt.Errorf("line %d: %w", it.line, it.result.Err)
			}
			out = append(out, it.result)
		}
		return nil
	})
	if err != nil {
		return out, fmt.Errorf("ingest: %w", err)
	}
	return out, nil
}

// Items cuts an input into items, as the format, the media type and the outlet
// of opts say. The name is a hint at the format, and that of the input in
// whatever is said of the items. What cannot be read is an item with an error.
func (g *Ingester) Items(ctx context.Context, name string, r io.Reader, opts Options) iter.Seq[Item] {
	read := record.Options{Format: opts.Format, ContentType: opts.ContentType, Source: opts.Source, Map: opts.Map, Limits: opts.Limits, From: opts.from, AsOf: opts.asOf, Root: opts.root, Subjects: g.subjects.known}
	return func(yield func(Item) bool) {
		for raw := range g.reader.Split(ctx, name, r, read) {
			if !yield(Item{Raw: raw}) {
				return
			}
		}
	}
}
