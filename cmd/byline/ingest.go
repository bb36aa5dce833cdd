package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
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
	mapping string
	rejects string
	workers int
	dryRun  bool
	restore bool
	watch   bool
	anew    bool
}

func (a *cli) ingestCommand() *cobra.Command {
	var flags ingestFlags
	cmd := &cobra.Command{
		Use:        "ingest PATH|- ...",
		SuggestFor: []string{"load", "import", "add", "index"},
		Short:      "Take articles in: files, folders, standard input",
		Long: `Takes articles in from files, folders with all that is in them, and standard
input (-); zip and tar archives are read as folders are. What is stored already
and has not changed is left alone. An ingest that was interrupted goes on by
running it again: in large files from the record that it had come to, unless a
server holds the index.

Where a server holds the index (byline serve), or --server names one, the files
are sent to it. What was deleted or edited stays so, whatever is loaded again.`,
		Example: `  byline ingest articles/ more.jsonl.gz
  byline ingest --watch articles/
  zcat export.jsonl.gz | byline ingest -`,
		Args: atLeastOne("file, folder or -"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ingest(cmd.Context(), args, flags)
		},
	}
	cmd.Flags().StringVar(&flags.format, "format", "auto", "auto (from the content), "+strings.Join(format.Names(), ", "))
	cmd.Flags().StringVar(&flags.source, "source", "", "`outlet` of articles that do not name theirs")
	cmd.Flags().StringVar(&flags.mapping, "map", "", "where fields of JSON and of tables stand, as headline=title,body=content.text: `field=name` with commas between")
	cmd.Flags().StringVar(&flags.rejects, "rejects", "", "write rejected records to this `file`, as JSON Lines")
	cmd.Flags().IntVar(&flags.workers, "workers", 0, "articles worked on at once (default one for each processor)")
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "store nothing, and list what would be")
	cmd.Flags().BoolVar(&flags.restore, "restore", false, "bring back what was deleted")
	cmd.Flags().BoolVar(&flags.anew, "anew", false, "read files from their beginning, also where an ingest was interrupted")
	cmd.Flags().BoolVar(&flags.watch, "watch", false, "go on taking in what is new or changed, until stopped")
	return cmd
}

func (a *cli) ingest(ctx context.Context, inputs []string, flags ingestFlags) (err error) {
	if err := checkInputs(inputs, flags); err != nil {
		return err
	}
	_, errMarks := os.Stat(a.bookmarks())
	rejects, err := openRejects(flags.rejects, errMarks == nil && !flags.anew)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rejects.close()) }()
	if flags.watch {
		return a.watch(ctx, inputs, flags, rejects)
	}
	files := ingest.NewFiles(inputs, a.In)
	summary, err := a.load(ctx, files, files.All(), flags, rejects)
	if err == nil && summary.Rejected > 0 {
		return rejectedError{summary.Rejected, summary.Records()}
	}
	return err
}

// load takes files in, shows how far it is, and prints what it did.
func (a *cli) load(ctx context.Context, counts *ingest.Files, files iter.Seq[news.InputFile], flags ingestFlags, rejects *rejectsFile) (summary news.LoadSummary, err error) {
	open := app.OpenDesk
	if flags.dryRun {
		open = app.OpenDryDesk
	}
	desk, err := a.desk(ctx, open)
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	if desk.Server != "" && a.config.Server.URL == "" {
		fmt.Fprintf(a.Err, "byline: a server holds %s; sending to it, at %s\n", a.index(), desk.Server)
	}
	mapping, err := news.ParseMapping(flags.mapping)
	if err != nil {
		return summary, err
	}
	progress := a.NewProgress()
	listed := &dryRun{w: a.Out, kept: a.json}
	how := news.Load{
		Map: mapping, Format: flags.format, Source: flags.source, Workers: flags.workers, DryRun: flags.dryRun, Restore: flags.restore, Anew: flags.anew,
		OnProgress: showIngest(progress, counts), OnResult: func(r news.LoadResult) {
			if r.Status == news.PutRejected && r.PassedOver() == 0 {
				reject := ingest.Reject{Input: r.Path, Line: r.Line, Err: r.Err}
				a.logFault(reject)
				rejects.write(reject)
			} else if flags.dryRun && r.PassedOver() == 0 {
				listed.add(r)
			}
		},
	}
	if flags.dryRun && !a.json {
		how.OnProgress = nil // which the list shows
	}
	if how.Source == "" {
		how.Source = a.config.Ingest.Source
	}
	if desk.Engine != nil {
		how.Bookmarks = a.bookmarks()
	}
	if how.Workers == 0 {
		how.Workers = a.config.Ingest.Workers
	}
	summary, err = desk.Load(ctx, files, how)
	progress.Done()
	if ctx.Err() != nil {
		err = fmt.Errorf("%w; what is counted above is stored, and the same command goes on from there", errInterrupted)
	}
	if err == nil && desk.Engine != nil && !flags.dryRun {
		a.bringVectors(ctx, desk.Engine) // which is taken up again if it is interrupted
	}
	return summary, errors.Join(err, a.printSummary(summary, flags, listed))
}

// bookmarks is the file that keeps how far large files have been taken in.
func (a *cli) bookmarks() string { return filepath.Join(a.config.Data, "ingest.json") }

// desk opens what writing commands work at. The caller closes it.
func (a *cli) desk(ctx context.Context, open func(context.Context, app.Config) (*app.Desk, error)) (*app.Desk, error) {
	c, done := a.showingRebuild()
	defer done()
	return open(ctx, c)
}

// showIngest shows the state of an ingest.
func showIngest(p *terminal.Progress, files *ingest.Files) func(int) {
	start := time.Now()
	return func(records int) {
		rate := perSecond(records, time.Since(start))
		what := fmt.Sprintf("%s articles, %s/s", terminal.Count(records), terminal.Count(rate))
		p.Show(what, files.Read(), files.Total())
	}
}

// How often `byline ingest --watch` looks, and how long a file has to have been
// left alone before it is read.
const (
	watchEvery  = 2 * time.Second
	watchSettle = 2 * time.Second
)

// watch takes in what is there, and then what is new or changed, until it is told to stop.
func (a *cli) watch(ctx context.Context, inputs []string, flags ingestFlags, rejects *rejectsFile) error {
	w := ingest.NewWatch(inputs, watchSettle)
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	fault := "" // that was told last: the same every two seconds helps nobody
	for {
		changed, gone := w.Scan(time.Now())
		for _, path := range gone {
			fmt.Fprintf(a.Err, "byline: gone: %s; its articles stay, see `byline articles delete --file`\n", terminal.OneLine(path))
		}
		err := a.loadChanged(ctx, changed, flags, rejects)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && news.KindOf(err) == news.KindInvalid: // which does not pass
			return err
		case err != nil:
			w.Again(changed)
			if err.Error() != fault {
				fmt.Fprintln(a.Err, terminal.Complaint(err))
			}
			fault = err.Error()
		case len(changed) > 0:
			fault = ""
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// loadChanged takes in what a watch found, if that is anything.
func (a *cli) loadChanged(ctx context.Context, changed []news.InputFile, flags ingestFlags, rejects *rejectsFile) error {
	if len(changed) == 0 {
		return nil
	}
	_, err := a.load(ctx, ingest.NewFiles(nil, nil), slices.Values(changed), flags, rejects)
	return err
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

func checkInputs(inputs []string, flags ingestFlags) error {
	if _, err := format.ByName(flags.format); err != nil {
		return news.Errorf(news.KindInvalid, "--%w", err)
	}
	for i, input := range inputs {
		if strings.HasPrefix(input, "http://") || strings.HasPrefix(input, "https://") {
			return news.Errorf(news.KindInvalid, "%s: this version does not fetch from the web; save the page or feed and give its file", input)
		}
		if input == "-" && slices.Contains(inputs[:i], "-") {
			return news.Errorf(news.KindInvalid, "standard input (-) can be read only once")
		}
		if input == "-" && flags.watch {
			return news.Errorf(news.KindInvalid, "--watch is for files and folders; standard input (-) is read to its end as it is")
		}
		if _, err := os.Stat(input); flags.watch && err != nil {
			return news.Errorf(news.KindInvalid, "--watch: %w", err)
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

// openRejects opens the file of rejected records, to add to it where a load goes on.
func openRejects(name string, add bool) (*rejectsFile, error) {
	if name == "" {
		return &rejectsFile{}, nil
	}
	mode := os.O_TRUNC
	if add {
		mode = os.O_APPEND
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|mode, 0o666)
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

// dryRun tells what would become of records: as they come, since there may be
// more than memory holds, or in one document at the end.
type dryRun struct {
	w       io.Writer
	kept    bool
	results []dryResult
}

// dryResult is what would become of a record, as it is printed.
type dryResult struct {
	Input    string         `json:"input"`
	Line     int            `json:"line,omitempty"`
	Status   news.PutStatus `json:"status"`
	ID       string         `json:"id"`
	Headline string         `json:"headline"`
}

func (d *dryRun) add(r news.LoadResult) {
	if d.kept {
		d.results = append(d.results, dryResult{r.Path, r.Line, r.Status, r.ID, r.Headline})
		return
	}
	place := r.Path
	if r.Line > 1 {
		place = fmt.Sprintf("%s:%d", place, r.Line)
	}
	fmt.Fprintf(d.w, "%-9s  %s  %s\n", r.Status, terminal.OneLine(place), terminal.OneLine(r.Headline))
}

func (a *cli) printSummary(s news.LoadSummary, flags ingestFlags, listed *dryRun) error {
	if a.json {
		rejected := make([]rejection, len(s.Rejects))
		for i, r := range s.Rejects {
			rejected[i] = newRejection(r)
		}
		document := map[string]any{
			"created": s.Created, "updated": s.Updated, "unchanged": s.Unchanged, "deleted": s.Deleted,
			"rejected": rejected, "rejected_total": s.Rejected, "passed_over": s.PassedOver, "resumed": s.Resumed, "seconds": s.Elapsed.Seconds(),
		}
		if flags.dryRun {
			document["results"] = append([]dryResult{}, listed.results...)
		}
		return a.printJSON(document)
	}
	printRejects(a.Err, s, flags.rejects)
	if s.PassedOver > 0 {
		fmt.Fprintf(a.Err, "passed over: %s files in the folders of saved pages\n", terminal.Count(s.PassedOver))
	}
	would := ""
	if flags.dryRun {
		would = "nothing is stored; it would be: "
	}
	_, err := fmt.Fprintf(a.Out, "%s%s created, %s updated, %s unchanged, %s rejected in %s (%s articles/s)\n", would,
		terminal.Count(s.Created), terminal.Count(s.Updated), terminal.Count(s.Unchanged), terminal.Count(s.Rejected),
		s.Elapsed.Round(10*time.Millisecond), terminal.Count(perSecond(s.Records(), s.Elapsed)))
	if s.Resumed > 0 {
		_, err = fmt.Fprintf(a.Out, "read on from where an ingest was interrupted, in files: %s; --anew reads them as a whole\n", terminal.Count(s.Resumed))
	}
	if s.Deleted > 0 {
		_, err = fmt.Fprintf(a.Out, "%s were deleted and stay so; --restore brings them back\n", terminal.Count(s.Deleted))
	}
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
