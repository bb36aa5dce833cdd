package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/backup"
	"byline/internal/encode"
	"byline/internal/news"
	"byline/internal/terminal"
	"byline/internal/transfer"
)

func (a *cli) backupCommand() *cobra.Command {
	var force, allowDamaged bool
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write all that an index keeps to a file, also while a server runs",
		Long: `Writes all that an index keeps to a file: every version of every article with
its number and time, the numbers of deleted articles, vectors that a remote
embedder made, and beside the index the API keys, the feedback, what was decided
about names and the feeds. What searches need is not in it; a restore makes that
anew.

The embedded index may be written to meanwhile, by a server or anything else; the
backup holds its state at one moment. FILE appears when it is whole; - is the
standard output. A file that is there is left alone unless --force is given.

Articles that are damaged on disk are named and left out. The file is good, but
the command fails, unless --allow-damaged is given.`,
		Example: `  byline backup byline-$(date +%F).backup`,
		Args:    exactly("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.backup(cmd.Context(), args[0], force, allowDamaged)
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "write over a file that is there")
	cmd.Flags().BoolVar(&allowDamaged, "allow-damaged", false, "succeed although damaged articles are left out")
	return cmd
}

// backupResult is what a backup holds, for programs.
type backupResult struct {
	backup.Counts

	File    string   `json:"file"`
	Bytes   int64    `json:"bytes"`
	Seconds float64  `json:"seconds,omitzero"`
	IDs     []string `json:"damaged_ids,omitempty"`
}

func (a *cli) backup(ctx context.Context, path string, force, allowDamaged bool) error {
	start := time.Now()
	if err := a.mayWrite(path, force); err != nil {
		return err
	}
	if err := a.requireLocal("a backup is made"); err != nil {
		return err
	}
	from, held, err := app.Export(ctx, a.appConfig(), a.index())
	if err != nil {
		return err
	}
	result := backupResult{File: path}
	write := func(w io.Writer) (err error) {
		counted := &counting{w: w}
		result.Counts, result.IDs, err = a.writeBackup(ctx, counted, from, start)
		result.Bytes = counted.n
		return err
	}
	if path == "-" {
		err = write(a.Out)
	} else {
		err = backup.WriteFile(path, write)
	}
	if err := errors.Join(err, held.Close()); err != nil {
		return err
	}
	result.Seconds = time.Since(start).Seconds()
	if err := a.printBackup(&result); err != nil {
		return err
	}
	if len(result.IDs) > 0 && !allowDamaged {
		return fmt.Errorf("the backup is whole but for what is %w. With --allow-damaged that is no failure", news.Damaged(result.IDs))
	}
	return nil
}

// mayWrite returns an error if a backup should not go where it is told to.
func (a *cli) mayWrite(path string, force bool) error {
	if path == "-" {
		if terminal.IsTerminal(a.Out) {
			return news.Errorf(news.KindInvalid, "a backup is not for a terminal; name a file, or lead the output on")
		}
		return nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return news.Errorf(news.KindInvalid, "%s is a folder; name the file in it", path)
	case !force:
		return news.Errorf(news.KindInvalid, "%s is there already; name another file, or give --force to write over it", path)
	}
	return nil
}

// writeBackup writes the whole backup, and names the articles that were left out.
func (a *cli) writeBackup(ctx context.Context, to io.Writer, from transfer.Exporter, start time.Time) (backup.Counts, []string, error) {
	progress := a.NewProgress()
	defer progress.Done()
	return transfer.Export(ctx, to, transfer.Exporting{
		From: from, Files: a.appConfig().FilesBeside(),
		Header:     backup.Header{Created: start.UTC().Truncate(time.Second), Version: programVersion(), Index: a.config.Index, Encoding: encode.Version},
		OnProgress: progress.Of("backing up articles"),
	})
}

func (a *cli) printBackup(r *backupResult) error {
	out := a.Out
	if r.File == "-" {
		out = a.Err
	}
	if a.json && r.File != "-" {
		return a.printJSON(r)
	}
	_, err := fmt.Fprintf(out, "%s: %s, %s in %.1f s\n", terminal.Safe(r.File), contents(r.Counts), humanize.Bytes(uint64(r.Bytes)), r.Seconds)
	return err
}

// contents says what is in a backup.
func contents(c backup.Counts) string {
	text := fmt.Sprintf("%s articles in %s versions", terminal.Count(c.Articles), terminal.Count(c.Versions))
	if c.Deleted > 0 {
		text += fmt.Sprintf(", the numbers of %s deleted ones", terminal.Count(c.Deleted))
	}
	if c.Vectors > 0 {
		text += fmt.Sprintf(", the vectors of %s", terminal.Count(c.Vectors))
	}
	return text
}

// counting counts what goes through it.
type counting struct {
	w io.Writer
	n int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
