package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) reindexCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: "Make all that searches need anew from the stored articles",
		Long: `Makes all that searches need anew from the stored articles. This is how an
index changes its embedder: set the new one, then run this.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.reindex(cmd.Context())
		},
	}
}

func (a *app) reindex(ctx context.Context) (err error) {
	l, err := a.open(ctx, a.config.Data, rebuilding)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	stats, err := l.Stats(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(map[string]any{"articles": stats.Articles, "passages": stats.Passages, "pending": stats.Pending, "embedder": stats.Embedder})
	}
	_, err = fmt.Fprintf(a.stdout, "%s articles, %s passages are ready for search with %s\n", count(stats.Articles), count(stats.Passages), stats.Embedder)
	return err
}
