package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/embedded"
)

// mostFaults is how many faults are written out.
const mostFaults = 20

// checkStored reads all that is stored and names what is damaged.
func (a *cli) checkStored(ctx context.Context) (detail string, err error) {
	l, err := a.open(ctx, a.index(), app.Reading)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	start, progress := time.Now(), a.newProgress()
	show := func(done, total int) {
		progress.show("checking articles", int64(done), int64(total), time.Since(start))
	}
	var faults []embedded.Fault
	report := func(f embedded.Fault) { faults = append(faults, f) }
	err = l.Verify(ctx, report, show)
	progress.done()
	if err != nil {
		return "", err
	}
	if len(faults) == 0 {
		return "all articles are as they were written", nil
	}
	lines := make([]string, 0, mostFaults)
	for _, f := range faults[:min(mostFaults, len(faults))] {
		lines = append(lines, f.String())
	}
	if n := len(faults) - mostFaults; n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", n))
	}
	return "", fmt.Errorf("%s; `byline repair --dry-run` tells what can be brought back", strings.Join(lines, "; "))
}

func (a *cli) repairCommand() *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "repair",
		Short: "Bring back what can be read of a damaged index",
		Long: `Makes a new database of all that can be read of a damaged one, and what searches
use from that. An article whose current version is damaged goes back to its
newest version that is whole; one that has none is named, to be sent again. The
damaged database is kept beside the new one.

Stop the server first. "byline doctor --deep" tells whether anything is damaged.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.repair(cmd.Context(), dryRun)
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "tell what would be brought back, and change nothing")
	return cmd
}

func (a *cli) repair(ctx context.Context, dryRun bool) error {
	if err := a.requireLocal("repair works on an index"); err != nil {
		return err
	}
	start, progress := time.Now(), a.newProgress()
	done, err := app.Repair(ctx, a.appConfig(), app.Repairing{
		At: a.index(), DryRun: dryRun,
		OnProgress: func(done, total int) {
			progress.show("reading articles", int64(done), int64(total), time.Since(start))
		},
	})
	progress.done()
	if err != nil {
		return err
	}
	if err := a.printRepaired(done, dryRun); err != nil || done.Old == "" {
		return err
	}
	return a.reportReindex(ctx, app.Writing)
}

func (a *cli) printRepaired(done embedded.Repaired, dryRun bool) error {
	if a.json {
		return a.printJSON(map[string]any{
			"articles": done.Articles, "revisions": done.Revisions, "damaged": done.Wrong, "reverted": done.Reverted,
			"lost": done.Lost, "lost_revisions": done.Damaged, "kept": done.Old,
		})
	}
	p := a.printer()
	if !done.Wrong {
		fmt.Fprintf(p.w, "Nothing is damaged: %s articles and %s earlier versions can be read.\n", count(done.Articles), count(done.Revisions))
		return nil
	}
	fmt.Fprintf(p.w, "%s articles and %s earlier versions can be read.\n", count(done.Articles), count(done.Revisions))
	for _, v := range done.Reverted {
		fmt.Fprintf(p.w, "article %s: its current version is damaged, revision %d takes its place\n", oneLine(v.ArticleID), v.Revision)
	}
	for _, id := range done.Lost {
		fmt.Fprintf(p.w, "article %s: lost; send it again\n", oneLine(id))
	}
	for _, v := range done.Damaged {
		fmt.Fprintf(p.w, "article %s: its earlier version %d is lost\n", oneLine(v.ArticleID), v.Revision)
	}
	if dryRun {
		fmt.Fprintln(p.w, "Nothing was changed; run it without --dry-run.")
		return nil
	}
	fmt.Fprintf(p.w, "The damaged database is kept as %s.\n", done.Old)
	return nil
}
