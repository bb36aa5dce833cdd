package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"byline/internal/answer"
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
	l, err := a.open(ctx, a.location(), reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	answerer, err := a.answerer(l)
	if err != nil {
		return err
	}
	in, closes := a.stdin.(io.ReadCloser)
	if !closes {
		in = io.NopCloser(a.stdin)
	}
	return a.newMCP(l, answerer).Serve(ctx, in, open{a.stdout})
}

// newMCP serves assistants from an open index.
func (a *app) newMCP(l *library, answerer *answer.Answerer) *mcp.Server {
	return mcp.New(mcp.Deps{Searcher: l.retriever, Answerer: answerer, Library: l.index, Logger: a.log, Version: version})
}

// open is a writer that stays open.
type open struct{ io.Writer }

// Close implements io.Closer.
func (open) Close() error { return nil }
