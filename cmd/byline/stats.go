package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/terminal"
)

func (a *cli) statsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "stats",
		Short: "Count what the index holds",
		Args:  none,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			from, err := a.backend(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, from.Close()) }()
			stats, version, err := from.Stats(cmd.Context())
			if err != nil {
				return err
			}
			if a.json {
				return a.printDocument(func(w io.Writer) error { return api.WriteStats(w, stats, version) })
			}
			p := a.Printer()
			for _, row := range []struct{ name, value string }{
				{"articles", terminal.Count(stats.Articles)},
				{"passages", terminal.Count(stats.Passages)},
				{"earlier versions", terminal.Count(stats.Revisions)},
				{"waiting for vectors", terminal.Count(stats.Pending)},
				{"cut for embedder", terminal.Count(stats.Cut)},
				{"size", humanize.Bytes(uint64(stats.Bytes))},
				{"oldest", terminal.Date(stats.Oldest)},
				{"newest", terminal.Date(stats.Newest)},
				{"embedder", terminal.OneLine(stats.Embedder)},
				{"byline", terminal.OneLine(version)},
			} {
				fmt.Fprintf(p.W, "%-20s %s\n", row.name, row.value)
			}
			return nil
		},
	}
}
