package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
	"byline/internal/sheet"
)

// batchFlags are those of byline ask --batch.
type batchFlags struct {
	file, column, kind, out string
}

func (f *batchFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.file, "batch", "", "answer the lines of a `file`: CSV, TSV, JSON Lines or plain lines, - for standard input")
	flags.StringVar(&f.column, "column", "", "with --batch: the `column` with the lines, by name or number; guessed unless given")
	flags.StringVar(&f.kind, "kind", "", "with --batch: what all lines are, question, claim or name; told line by line unless given")
	flags.StringVar(&f.out, "out", "", "with --batch: the `file` to write to, which is gone on with if it is there; standard output unless given")
}

// unused wants none of the flags that go with --batch.
func (f *batchFlags) unused() error {
	for flag, value := range map[string]string{"--column": f.column, "--kind": f.kind, "--out": f.out} {
		if value != "" {
			return news.InvalidField(flag, "goes with --batch")
		}
	}
	return nil
}

// askBatch answers the lines of a file.
func (a *cli) askBatch(ctx context.Context, args []string, flags askFlags) (err error) {
	form, err := a.batchForm(args, flags)
	if err != nil {
		return err
	}
	search, err := a.searchRequest(&flags.filters)
	if err != nil {
		return err
	}
	lines, kind, err := a.batchLines(flags.batch)
	if err != nil {
		return err
	}
	req := news.BatchRequest{Lines: lines, Kind: cmp.Or(news.LineKind(flags.batch.kind), kind), Search: search, NoLLM: flags.noLLM}
	w, done, end, err := a.batchOut(flags.batch.out, form, lines)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	if done == len(lines) {
		fmt.Fprintf(a.Err, "byline: %s has all %d rows\n", flags.batch.out, done)
		return nil
	}
	from, err := a.backend(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	out, err := export.NewBatch(w, form, done > 0, api.BatchRowLine)
	if err != nil {
		return err
	}
	req.Lines = lines[done:]
	return a.writeRows(req, func(emit func(news.BatchRow) error) error { return from.Batch(ctx, req, emit) }, out)
}

// writeRows writes rows as they come and shows how far it is.
func (a *cli) writeRows(req news.BatchRequest, batch func(emit func(news.BatchRow) error) error, out *export.Batch) error {
	progress := a.NewProgress()
	defer progress.Done()
	done, failed := 0, 0
	err := batch(func(row news.BatchRow) error {
		if row.Err != nil {
			failed++
		}
		done++
		progress.Show("asking", int64(done), int64(len(req.Lines)))
		return out.Row(row)
	})
	progress.Done()
	if failed > 0 {
		fmt.Fprintf(a.Err, "byline: %d of %d lines failed; their rows say why\n", failed, done)
	}
	return err
}

// batchForm is the form of the rows: as --format says, or the name of the file.
func (a *cli) batchForm(args []string, flags askFlags) (string, error) {
	forms := export.BatchFormats()
	switch {
	case len(args) > 0:
		return "", news.InvalidField("--batch", "takes the questions from a file; leave out %q", joined(args))
	case checkChoice("--kind", flags.batch.kind, []string{"", "question", "claim", "name"}) != nil:
		return "", checkChoice("--kind", flags.batch.kind, []string{"question", "claim", "name"})
	case a.json, flags.as == asJSON:
		return "jsonl", nil
	case flags.as != asText:
		return string(flags.as), checkChoice("--format", string(flags.as), forms)
	}
	for _, f := range export.Formats() {
		if strings.EqualFold(filepath.Ext(flags.batch.out), "."+f.Extension) {
			return f.Name, checkChoice("--out", f.Name, forms)
		}
	}
	return string(asCSV), nil
}

// batchLines reads the lines of a file.
func (a *cli) batchLines(flags batchFlags) ([]news.BatchLine, news.LineKind, error) {
	in, name := a.In, ""
	if flags.file != "-" {
		f, err := os.Open(flags.file)
		if err != nil {
			return nil, "", err
		}
		defer f.Close()
		in, name = f, flags.file
	}
	return sheet.Read(in, sheet.Origin{Name: name, Column: flags.column}, api.NewBatchLine)
}

// batchOut opens what rows are written to, and tells how many it has. What was written
// of a row that is not whole is cut off.
func (a *cli) batchOut(name, form string, lines []news.BatchLine) (w io.Writer, done int, end func() error, err error) {
	if name == "" {
		return a.Out, 0, func() error { return nil }, nil
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, 0, nil, err
	}
	written, err := io.ReadAll(f)
	if err == nil {
		var so export.Written
		if so, err = export.Resume(written, form, lines); err == nil {
			done = so.Rows
			if done == 0 {
				so.End = 0 // with the names of the columns, whole or not
			}
			_, errSeek := f.Seek(so.End, io.SeekStart)
			err = errors.Join(f.Truncate(so.End), errSeek)
		}
	}
	if err != nil {
		return nil, 0, nil, errors.Join(fmt.Errorf("--out %s: %w", name, err), f.Close())
	}
	return f, done, f.Close, nil
}
