package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/format"
	"byline/internal/ingest"
	"byline/internal/news"
	"byline/internal/panics"
	"byline/internal/terminal"
)

// ingestFlags are those of `byline ingest`.
type ingestFlags struct {
	format  string
	source  string
	rejects string
	workers int
}

func (a *cli) ingestCommand() *cobra.Command {
	var flags ingestFlags
	cmd := &cobra.Command{
		Use:   "ingest PATH|- ...",
		Short: "Take articles in: files, folders, standard input",
		Long: `Takes articles in from files, folders with all that is in them, and standard
input (-); zip and tar archives are read as folders are. What is stored already and has not changed is left alone, so an
ingest that was interrupted is taken up again by running it again.`,
		Example: `  byline ingest articles/ more.jsonl.gz
  zcat export.jsonl.gz | byline ingest -`,
		Args: atLeastOne("file, folder or -"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ingest(cmd.Context(), args, flags)
		},
	}
	cmd.Flags().StringVar(&flags.format, "format", "auto", "auto (from the content), "+strings.Join(format.Names(), ", "))
	cmd.Flags().StringVar(&flags.source, "source", "", "`outlet` of articles that do not name theirs")
	cmd.Flags().StringVar(&flags.rejects, "rejects", "", "write rejected records to this `file`, as JSON Lines")
	cmd.Flags().IntVar(&flags.workers, "workers", 0, "articles worked on at once (default one for each processor)")
	return cmd
}

func (a *cli) ingest(ctx context.Context, inputs []string, flags ingestFlags) (err error) {
	if err := checkInputs(inputs, flags.format); err != nil {
		return err
	}
	rejects, err := openRejects(flags.rejects)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rejects.close()) }()
	l, err := a.open(ctx, a.index(), app.Writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()

	progress := a.NewProgress()
	options := ingest.Options{
		Format: flags.format, Source: flags.source, Workers: flags.workers, Stdin: a.In,
		OnProgress: showIngest(progress), OnReject: func(r ingest.Reject) { a.logFault(r); rejects.write(r) },
	}
	if options.Source == "" {
		options.Source = a.config.Ingest.Source
	}
	if options.Workers == 0 {
		options.Workers = a.config.Ingest.Workers
	}
	summary, err := l.Ingester.IngestFiles(ctx, inputs, options)
	progress.Done()
	interrupted := ctx.Err() != nil
	if err == nil {
		a.bringVectors(ctx, l)
	}
	if printed := a.printSummary(summary, flags.rejects); printed != nil {
		return errors.Join(err, printed)
	}
	switch {
	case interrupted:
		return fmt.Errorf("%w; what is counted above is stored, and the same command goes on from there", errInterrupted)
	case err != nil:
		return err
	case summary.Rejected > 0:
		return rejectedError{summary.Rejected, summary.Created + summary.Updated + summary.Unchanged + summary.Rejected}
	}
	return nil
}

// showIngest shows the state of an ingest.
func showIngest(p *terminal.Progress) func(ingest.Progress) {
	return func(state ingest.Progress) {
		rate := perSecond(int(state.Articles), state.Elapsed)
		what := fmt.Sprintf("%s articles, %s/s", terminal.Count(int(state.Articles)), terminal.Count(rate))
		p.Show(what, state.Bytes, state.TotalBytes)
	}
}

// bringVectors waits for the vectors that come from a remote embedder. What
// cannot be had now, or is not waited for, is no failure: the articles are
// stored and found by words, and their vectors are brought later.
func (a *cli) bringVectors(ctx context.Context, l *app.Engine) {
	if l.Queue == nil {
		return
	}
	stats, err := l.Stats(ctx)
	if err != nil || stats.Pending == 0 {
		return
	}
	progress := a.NewProgress()
	done, err := l.Queue.Drain(ctx, func(done int) {
		progress.Show("fetching vectors", int64(done), int64(max(done, stats.Pending)))
	})
	progress.Done()
	if err == nil {
		return
	}
	why := "interrupted"
	if ctx.Err() == nil {
		why = terminal.Safe(err.Error())
	}
	fmt.Fprintf(a.Err, "byline: warning: %s of %s articles wait for their vectors and are found by words only; `byline serve`, or the next `byline ingest`, goes on: %s\n",
		terminal.Count(stats.Pending-done), terminal.Count(stats.Articles), why)
}

// logFault logs what was rejected for a fault of ours rather than of the record.
func (a *cli) logFault(r ingest.Reject) {
	if panics.In(r.Err) {
		a.log.Error("a record cannot be taken in", "input", r.Input, "line", r.Line, "error", r.Err)
	}
}

func checkInputs(inputs []string, name string) error {
	if _, err := format.ByName(name); err != nil {
		return news.Errorf(news.KindInvalid, "--%w", err)
	}
	for i, input := range inputs {
		if strings.HasPrefix(input, "http://") || strings.HasPrefix(input, "https://") {
			return news.Errorf(news.KindInvalid, "%s: this version does not fetch from the web; save the page or feed and give its file", input)
		}
		if input == "-" && slices.Contains(inputs[:i], "-") {
			return news.Errorf(news.KindInvalid, "standard input (-) can be read only once")
		}
		if input == "" {
			return news.Errorf(news.KindInvalid, "an input is empty; give a file, a folder or -")
		}
	}
	return nil
}

// rejection is a rejected record as it is printed and kept.
type rejection struct {
	Input string `json:"input"`
	Line  int    `json:"line"` // or number of the record; 0: the input as a whole
	Error string `json:"error"`
}

func newRejection(r ingest.Reject) rejection {
	return rejection{Input: r.Input, Line: r.Line, Error: r.Err.Error()}
}

// rejectsFile keeps rejected records. Its zero value keeps none.
type rejectsFile struct {
	file *os.File
	err  error // the first one
}

func openRejects(name string) (*rejectsFile, error) {
	if name == "" {
		return &rejectsFile{}, nil
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, news.Errorf(news.KindInvalid, "--rejects: %w", err)
	}
	return &rejectsFile{file: file}, nil
}

func (f *rejectsFile) write(r ingest.Reject) {
	if f.file == nil || f.err != nil {
		return
	}
	f.err = json.NewEncoder(f.file).Encode(newRejection(r))
}

func (f *rejectsFile) close() error {
	if f.file == nil {
		return nil
	}
	if err := errors.Join(f.err, f.file.Close()); err != nil {
		return fmt.Errorf("--rejects: %w", err)
	}
	return nil
}

// shownRejects is how many rejections are printed for people.
const shownRejects = 20

func (a *cli) printSummary(s ingest.Summary, kept string) error {
	if a.json {
		rejected := make([]rejection, len(s.Rejects))
		for i, r := range s.Rejects {
			rejected[i] = newRejection(r)
		}
		return a.printJSON(map[string]any{
			"created": s.Created, "updated": s.Updated, "unchanged": s.Unchanged,
			"rejected": rejected, "rejected_total": s.Rejected, "passed_over": s.PassedOver, "seconds": s.Elapsed.Seconds(),
		})
	}
	printRejects(a.Err, s, kept)
	if s.PassedOver > 0 {
		fmt.Fprintf(a.Err, "passed over: %s files in the folders of saved pages\n", terminal.Count(s.PassedOver))
	}
	all := s.Created + s.Updated + s.Unchanged + s.Rejected
	_, err := fmt.Fprintf(a.Out, "%s created, %s updated, %s unchanged, %s rejected in %s (%s articles/s)\n",
		terminal.Count(s.Created), terminal.Count(s.Updated), terminal.Count(s.Unchanged), terminal.Count(s.Rejected),
		s.Elapsed.Round(10*time.Millisecond), terminal.Count(perSecond(all, s.Elapsed)))
	return err
}

func printRejects(w io.Writer, s ingest.Summary, kept string) {
	for _, r := range s.Rejects[:min(shownRejects, len(s.Rejects))] {
		fmt.Fprintln(w, "rejected:", terminal.Safe(r.Error()))
	}
	if more := s.Rejected - shownRejects; more > 0 {
		where := "--rejects FILE keeps them all"
		if kept != "" {
			where = "all are in " + kept
		}
		fmt.Fprintf(w, "… and %s more; %s\n", terminal.Count(more), where)
	}
}

func perSecond(n int, d time.Duration) int {
	if d <= 0 {
		return 0
	}
	return int(float64(n)/d.Seconds() + .5)
}
