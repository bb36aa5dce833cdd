package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/embedded"
	"byline/internal/terminal"
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
	progress := a.NewProgress()
	var faults []embedded.Fault
	report := func(f embedded.Fault) { faults = append(faults, f) }
	err = l.Verify(ctx, report, progress.Of("checking articles"))
	progress.Done()
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
	progress := a.NewProgress()
	done, err := app.Repair(ctx, a.appConfig(), app.Repairing{
		At: a.index(), DryRun: dryRun,
		OnProgress: progress.Of("reading articles"),
	})
	progress.Done()
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
	p := a.Printer()
	if !done.Wrong {
		fmt.Fprintf(p.W, "Nothing is damaged: %s articles and %s earlier versions can be read.\n", terminal.Count(done.Articles), terminal.Count(done.Revisions))
		return nil
	}
	fmt.Fprintf(p.W, "%s articles and %s earlier versions can be read.\n", terminal.Count(done.Articles), terminal.Count(done.Revisions))
	for _, v := range done.Reverted {
		fmt.Fprintf(p.W, "article %s: its current version is damaged, revision %d takes its place\n", terminal.OneLine(v.ArticleID), v.Revision)
	}
	for _, id := range done.Lost {
		fmt.Fprintf(p.W, "article %s: lost; send it again\n", terminal.OneLine(id))
	}
	for _, v := range done.Damaged {
		fmt.Fprintf(p.W, "article %s: its earlier version %d is lost\n", terminal.OneLine(v.ArticleID), v.Revision)
	}
	if dryRun {
		fmt.Fprintln(p.W, "Nothing was changed; run it without --dry-run.")
		return nil
	}
	fmt.Fprintf(p.W, "The damaged database is kept as %s.\n", done.Old)
	return nil
}
