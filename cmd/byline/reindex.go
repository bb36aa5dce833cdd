package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/terminal"
)

func (a *cli) reindexCommand() *cobra.Command {
	var dropOld bool
	cmd := &cobra.Command{
		Use:   "reindex",
		Short: "Make all that searches need anew from the stored articles",
		Long: `Makes all that searches need anew from the stored articles. This is how an
index changes its embedder: set the new one, then run this.

In Qdrant the new collections are built beside those that are live, which go on
being searched and written meanwhile; then all is switched over in one step. An
interrupted run is taken up by running the same again. After the switch, start
the servers again with the new settings: those that run keep to the old
collections, for searching only. These stay until --drop-old removes them.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.reindex(cmd.Context(), dropOld)
		},
	}
	cmd.Flags().BoolVar(&dropOld, "drop-old", false, "in Qdrant: remove the collections that were replaced; if there are none, build first and remove then")
	return cmd
}

func (a *cli) reindex(ctx context.Context, dropOld bool) error {
	progress := a.NewProgress()
	mode, err := app.Reindex(ctx, a.appConfig(), app.Reindexing{
		At: a.index(), DropOld: dropOld, OnDropped: a.sayDropped,
		OnProgress: progress.Of("making vectors and passages"),
	})
	progress.Done()
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w; the same command goes on from there", errInterrupted)
	}
	if err != nil {
		return err
	}
	return a.reportReindex(ctx, mode)
}

// reportReindex opens the index and says what is in it.
func (a *cli) reportReindex(ctx context.Context, mode app.OpenMode) (err error) {
	l, err := a.open(ctx, a.index(), mode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if mode == app.Rebuilding {
		a.bringVectors(ctx, l)
		ctx = context.WithoutCancel(ctx) // who does not wait for vectors wants to see what there is
	}
	stats, err := l.Stats(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(map[string]any{"articles": stats.Articles, "passages": stats.Passages, "pending": stats.Pending, "embedder": stats.Embedder})
	}
	_, err = fmt.Fprintf(a.Out, "%s articles, %s passages are ready for search with %s\n", terminal.Count(stats.Articles), terminal.Count(stats.Passages), stats.Embedder)
	return err
}

func (a *cli) sayDropped(names []string) {
	if len(names) > 0 {
		fmt.Fprintln(a.Err, "removed", strings.Join(names, ", "))
	}
}
