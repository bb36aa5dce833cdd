package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/atomicfile"
	"byline/internal/backup"
	"byline/internal/embedded"
	"byline/internal/encode"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/qdrant"
)

func (a *app) restoreCommand() *cobra.Command {
	var force, check bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make an index of a backup, or check one",
		Long: `Makes an index of what "byline backup" wrote, of either kind into either kind:
every version of every article with its number and time. What searches need is
made as well; vectors are taken from the backup where the embedder is the same. A
file that is damaged or was cut short is refused, and nothing is changed.

The index must be new. An embedded one that is there is replaced only with
--force, as the last step, and kept in the folder before-restore until you remove
it. In Qdrant, name another qdrant.prefix. No server may be using the index.

API keys and feedback come back only where there are none, so that no key that
was revoked since is valid again.

A restore that is cut short has changed nothing; run it again.`,
		Example: `  byline restore byline-2027-01-31.backup --data restored/
  byline restore --check byline-2027-01-31.backup`,
		Args: exactly("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if check {
				return a.checkBackup(cmd.Context(), args[0])
			}
			return a.restore(cmd.Context(), args[0], force)
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace an embedded index that is there, and keep it in before-restore")
	cmd.Flags().BoolVar(&check, "check", false, "only read the file, and say what is in it")
	return cmd
}

// readBackup opens a backup; - is the standard input.
func (a *app) readBackup(path string, use func(*backup.Reader) error) (err error) {
	in := a.stdin
	if path != "-" {
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return news.Errorf(news.KindInvalid, "there is no file %s", path)
		}
		if err != nil {
			return err
		}
		defer f.Close() // only read
		in = f
	}
	r, err := backup.NewReader(bufio.NewReaderSize(in, 1<<20))
	if err == nil {
		err = use(r)
		r.Close()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (a *app) checkBackup(ctx context.Context, path string) error {
	return a.readBackup(path, func(r *backup.Reader) error {
		if err := readAll(ctx, r); err != nil {
			return err
		}
		h := r.Header()
		counts, damaged := r.Counts()
		if a.json {
			return a.printJSON(map[string]any{"header": h, "counts": counts, "damaged_ids": damaged})
		}
		fmt.Fprintf(a.stdout, "%s is whole: %s\nmade %s by byline %s of an index of kind %s", safe(path), contents(counts), moment(h.Created), safe(h.Version), safe(h.Index))
		if h.Embedder != "" {
			fmt.Fprintf(a.stdout, " with %s", safe(h.Embedder))
		}
		fmt.Fprintln(a.stdout)
		a.warnDamaged(counts, damaged)
		return nil
	})
}

// readAll reads a backup to its end.
func readAll(ctx context.Context, r *backup.Reader) error {
	for _, err := range r.All(func(string, []byte) error { return nil }) {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) warnDamaged(c backup.Counts, names []string) {
	if c.Damaged > 0 {
		fmt.Fprintf(a.stderr, "byline: warning: the backup lacks versions of %s articles that were %s\n",
			count(c.Damaged), safe((&news.DamagedError{IDs: names}).Error()))
	}
}

func (a *app) restore(ctx context.Context, path string, force bool) error {
	if err := a.here("a backup is restored"); err != nil {
		return err
	}
	at := a.location()
	if at.of().remote {
		// What goes there cannot be taken back, so the file is read twice.
		if path == "-" {
			return news.Errorf(news.KindInvalid, "a restore into Qdrant reads the backup twice; name a file")
		}
		if err := a.readBackup(path, func(r *backup.Reader) error { return readAll(ctx, r) }); err != nil {
			return err
		}
	}
	return a.readBackup(path, func(r *backup.Reader) error {
		t := restoring{app: a, at: at, reader: r, start: time.Now(), progress: a.newProgress()}
		err := t.run(ctx, force)
		t.progress.done()
		if err != nil && ctx.Err() != nil {
			return fmt.Errorf("%w; nothing was changed, and the same command starts again", errInterrupted)
		}
		if err != nil {
			return err
		}
		return t.report(ctx)
	})
}

// restoring is a restore under way.
type restoring struct {
	*app
	at       location
	reader   *backup.Reader
	start    time.Time
	progress *progress

	encoder *encode.Encoder
	vectors bool // those of the backup are of the embedder that is configured
	files   spool
	kept    string // where the index is that was replaced
}

func (t *restoring) run(ctx context.Context, force bool) (err error) {
	h := t.reader.Header()
	embedder, err := t.embedderLike(ctx, func() (string, int, error) { return h.Embedder, h.Dim, nil })
	if err != nil {
		return err
	}
	t.encoder = encode.New(lexical.New(), embedder)
	id := t.encoder.Identity()
	t.vectors = id.String() == h.Embedder && id.Dim == h.Dim
	t.files = spool{to: t.besideIndex()}
	defer func() { err = errors.Join(err, t.files.discard()) }()
	return t.at.of().restore(t, ctx, force)
}

func (t *restoring) intoQdrant(ctx context.Context, _ bool) error {
	err := qdrant.Restore(ctx, t.qdrantOptions(t.encoder, t.at), qdrant.Restoring{
		Kept: t.all(ctx), Vectors: t.vectors, Encode: t.encoder.Encode, Hash: encode.Hash, OnStored: t.stored,
	})
	if err != nil {
		return err
	}
	return t.files.place()
}

func (t *restoring) intoEmbedded(ctx context.Context, force bool) error {
	there, err := embedded.Holds(t.at.dir)
	if err != nil {
		return err
	}
	if there {
		t.kept = embedded.Replaced(t.at.dir)
	}
	return embedded.Restore(ctx, t.at.dir, embedded.Restoring{
		Options: embedded.Options{
			Encode: t.encoder.Encode, Encoding: encode.Version, Embedder: t.encoder.Identity().String(), Dim: t.encoder.Identity().Dim, Deferred: t.encoder.Deferred(),
			OnRebuild: func(done, total int) {
				t.progress.show("preparing articles for search", int64(done), int64(total), time.Since(t.start))
			},
			Logger: t.log,
		},
		Kept: t.all(ctx), Vectors: t.vectors, Replace: force, Hash: encode.Hash, OnStored: t.stored, Before: t.files.place,
	})
}

// all yields what the backup holds, until ctx ends.
func (t *restoring) all(ctx context.Context) iter.Seq2[*news.Kept, error] {
	return func(yield func(*news.Kept, error) bool) {
		for k, err := range t.reader.All(t.files.take) {
			if err == nil {
				err = ctx.Err()
			}
			if !yield(k, err) || err != nil {
				return
			}
		}
	}
}

func (t *restoring) stored(n int) {
	t.progress.show("storing articles", int64(n), int64(t.reader.Header().Articles), time.Since(t.start))
}

func (t *restoring) report(ctx context.Context) error {
	l, err := t.open(ctx, t.at, reading)
	if err != nil {
		return err
	}
	stats, err := l.Stats(ctx)
	if err := errors.Join(err, l.Close()); err != nil {
		return err
	}
	counts, damaged := t.reader.Counts()
	seconds := time.Since(t.start).Seconds()
	if t.json {
		return t.printJSON(map[string]any{"counts": counts, "pending": stats.Pending, "seconds": seconds, "replaced": t.kept, "damaged_ids": damaged})
	}
	fmt.Fprintf(t.stdout, "%s: %s restored in %.1f s\n", t.at, contents(counts), seconds)
	if t.kept != "" {
		fmt.Fprintf(t.stdout, "The index that was there is in %s; remove it once it is not needed.\n", t.kept)
	}
	if h := t.reader.Header(); counts.Vectors > 0 && !t.vectors {
		fmt.Fprintf(t.stdout, "The vectors of the backup were made by %s and are left out, for %s is configured.\n", safe(h.Embedder), t.encoder.Identity())
	}
	if stats.Pending > 0 {
		fmt.Fprintf(t.stdout, "%s articles wait for their vectors, which byline serve brings.\n", count(stats.Pending))
	}
	t.warnDamaged(counts, damaged)
	return nil
}

// spool keeps the files of a backup aside until all of it is known to be good.
type spool struct {
	to   []besideFile
	open map[string]*os.File
}

// take adds a piece to a file, unless there is one in its place.
func (s *spool) take(name string, piece []byte) error {
	for _, f := range s.to {
		if f.name != name {
			continue
		}
		if _, err := os.Lstat(f.path); !errors.Is(err, fs.ErrNotExist) {
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

func (s *spool) file(f besideFile) (io.Writer, error) {
	if file, ok := s.open[f.name]; ok {
		return file, nil
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o750); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(f.path+".restoring", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	if s.open == nil {
		s.open = make(map[string]*os.File)
	}
	s.open[f.name] = file
	return file, nil
}

// place gives the files their names.
func (s *spool) place() error {
	for _, f := range s.to {
		file, ok := s.open[f.name]
		if !ok {
			continue
		}
		delete(s.open, f.name)
		if err := atomicfile.Place(file, f.path); err != nil {
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
