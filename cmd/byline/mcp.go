package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/mcp"
)

func (a *cli) mcpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "mcp",
		Short: "Serve assistants over standard input and output (MCP)",
		Long: `Speaks the Model Context Protocol over standard input and output, for programs
that start it themselves, such as desktop assistants and editors. It only reads.
` + "`byline serve`" + ` speaks the same over HTTP at /mcp.`,
		Example: `  byline mcp --data archive/`,
		Args:    none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.serveMCP(cmd.Context())
		},
	}
}

func (a *cli) serveMCP(ctx context.Context) (err error) {
	from, err := a.backend(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	in, closes := a.In.(io.ReadCloser)
	if !closes {
		in = io.NopCloser(a.In)
	}
	return app.NewMCP(a.appConfig(), mcp.Deps{Searcher: from, Answerer: from, Quoter: from, Batcher: from, Stories: from, Surveyor: from, Entities: from.Entities, Library: from}).Serve(ctx, in, open{a.Out})
}

// open is a writer that stays open.
type open struct{ io.Writer }

// Close implements io.Closer.
func (open) Close() error { return nil }
