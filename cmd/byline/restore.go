package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/backup"
	"byline/internal/news"
	"byline/internal/terminal"
	"byline/internal/transfer"
)

func (a *cli) restoreCommand() *cobra.Command {
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

API keys, feedback and feeds come back only where there are none, so that no key that
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
func (a *cli) readBackup(path string, use func(*backup.Reader) error) (err error) {
	in := a.In
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

func (a *cli) checkBackup(ctx context.Context, path string) error {
	return a.readBackup(path, func(r *backup.Reader) error {
		if err := transfer.ReadAll(ctx, r); err != nil {
			return err
		}
		h := r.Header()
		counts, damaged := r.Counts()
		if a.json {
			return a.printJSON(map[string]any{"header": h, "counts": counts, "damaged_ids": damaged})
		}
		fmt.Fprintf(a.Out, "%s is whole: %s\nmade %s by byline %s of an index of kind %s", terminal.Safe(path), contents(counts), terminal.Moment(h.Created), terminal.Safe(h.Version), terminal.Safe(h.Index))
		if h.Embedder != "" {
			fmt.Fprintf(a.Out, " with %s", terminal.Safe(h.Embedder))
		}
		fmt.Fprintln(a.Out)
		a.warnDamaged(counts, damaged)
		return nil
	})
}

func (a *cli) warnDamaged(c backup.Counts, names []string) {
	if c.Damaged > 0 {
		fmt.Fprintf(a.Err, "byline: warning: the backup lacks versions of %s articles that were %s\n",
			terminal.Count(c.Damaged), terminal.Safe((&news.DamagedError{IDs: names}).Error()))
	}
}

func (a *cli) restore(ctx context.Context, path string, force bool) error {
	if err := a.requireLocal("a backup is restored"); err != nil {
		return err
	}
	if a.index().Remote() {
		// What goes there cannot be taken back, so the file is read twice.
		if path == "-" {
			return news.Errorf(news.KindInvalid, "a restore into Qdrant reads the backup twice; name a file")
		}
		if err := a.readBackup(path, func(r *backup.Reader) error { return transfer.ReadAll(ctx, r) }); err != nil {
			return err
		}
	}
	return a.readBackup(path, func(r *backup.Reader) error {
		start := time.Now()
		done, err := a.restoreFrom(ctx, r, force)
		if err != nil && ctx.Err() != nil {
			return fmt.Errorf("%w; nothing was changed, and the same command starts again", errInterrupted)
		}
		if err != nil {
			return err
		}
		return a.reportRestored(ctx, r, done, start)
	})
}

// restoreFrom makes an index of a backup, and shows how far it is.
func (a *cli) restoreFrom(ctx context.Context, r *backup.Reader, force bool) (done app.Restored, err error) {
	progress := a.NewProgress()
	defer progress.Done()
	c := a.appConfig()
	c.OnRebuild = progress.Of("preparing articles for search")
	h := r.Header()
	err = transfer.Restore(ctx, r, c.FilesBeside(), func(in transfer.Incoming) error {
		done, err = app.Restore(ctx, c, app.Restoring{
			At: a.index(), Header: h, Incoming: in, Replace: force,
			OnStored: func(n int) {
				progress.Show("storing articles", int64(n), int64(h.Articles))
			},
		})
		return err
	})
	return done, err
}

// reportRestored opens the index and says what came into it.
func (a *cli) reportRestored(ctx context.Context, r *backup.Reader, done app.Restored, start time.Time) error {
	l, err := a.open(ctx, a.index(), app.Reading)
	if err != nil {
		return err
	}
	stats, err := l.Stats(ctx)
	if err := errors.Join(err, l.Close()); err != nil {
		return err
	}
	counts, damaged := r.Counts()
	seconds := time.Since(start).Seconds()
	if a.json {
		return a.printJSON(map[string]any{"counts": counts, "pending": stats.Pending, "seconds": seconds, "replaced": done.Replaced, "damaged_ids": damaged})
	}
	fmt.Fprintf(a.Out, "%s: %s restored in %.1f s\n", a.index(), contents(counts), seconds)
	if done.Replaced != "" {
		fmt.Fprintf(a.Out, "The index that was there is in %s; remove it once it is not needed.\n", done.Replaced)
	}
	if h := r.Header(); counts.Vectors > 0 && !done.Vectors {
		fmt.Fprintf(a.Out, "The vectors of the backup were made by %s and are left out, for %s is configured.\n", terminal.Safe(h.Embedder), done.Embedder)
	}
	if stats.Pending > 0 {
		fmt.Fprintf(a.Out, "%s articles wait for their vectors, which byline serve brings.\n", terminal.Count(stats.Pending))
	}
	a.warnDamaged(counts, damaged)
	return nil
}
