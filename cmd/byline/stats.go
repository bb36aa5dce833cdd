package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"byline/internal/api"
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
			p := a.printer()
			for _, row := range []struct{ name, value string }{
				{"articles", count(stats.Articles)},
				{"passages", count(stats.Passages)},
				{"earlier versions", count(stats.Revisions)},
				{"waiting for vectors", count(stats.Pending)},
				{"size", humanize.Bytes(uint64(stats.Bytes))},
				{"oldest", date(stats.Oldest)},
				{"newest", date(stats.Newest)},
				{"embedder", oneLine(stats.Embedder)},
				{"byline", oneLine(version)},
			} {
				fmt.Fprintf(p.w, "%-20s %s\n", row.name, row.value)
			}
			return nil
		},
	}
}
