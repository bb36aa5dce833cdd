package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"byline/internal/mcp"
)

func (a *app) mcpCommand() *cobra.Command {
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

func (a *app) serveMCP(ctx context.Context) (err error) {
	from, err := a.archive(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.close()) }()
	in, closes := a.stdin.(io.ReadCloser)
	if !closes {
		in = io.NopCloser(a.stdin)
	}
	return a.newMCP(from, from, from).Serve(ctx, in, open{a.stdout})
}

// newMCP serves assistants.
func (a *app) newMCP(searcher mcp.Searcher, answerer mcp.Answerer, library mcp.Library) *mcp.Server {
	return mcp.New(mcp.Deps{Searcher: searcher, Answerer: answerer, Library: library, Logger: a.log, Version: version})
}

// open is a writer that stays open.
type open struct{ io.Writer }

// Close implements io.Closer.
func (open) Close() error { return nil }
