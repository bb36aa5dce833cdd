package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/terminal"
)

func (a *cli) quoteCommand() *cobra.Command {
	var (
		filters filterFlags
		limit   int
	)
	cmd := &cobra.Command{
		Use:   "quote WORDS|-",
		Short: "Find who printed words, who had them first, and what was changed",
		Long: `Finds the articles that printed words, the earliest first. Words that were changed,
dropped or added are marked. Case, accents and punctuation do not matter; "…" stands
for words that were left out, and [brackets] for words that were put in.
With - the words come from standard input.`,
		Example: `  byline quote "without any further pause, whoever governs"
  pbpaste | byline quote -`,
		Args: exactly("words or -"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			req := news.QuoteRequest{Text: args[0], Limit: limit}
			if req.Text == "-" {
				if req.Text, err = a.readWords(); err != nil {
					return err
				}
			}
			if req.Filter, _, err = a.filter(&filters); err != nil {
				return err
			}
			if err := errors.Join(api.CheckQuote("words", req.Text), checkLimit(limit)); err != nil {
				return err
			}
			return a.withBackend(cmd.Context(), func(from *app.Backend) error {
				result, err := from.FindQuote(cmd.Context(), req)
				if err != nil {
					return err
				}
				return a.printQuotes(result)
			})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "articles to list")
	filters.addFilters(cmd)
	return cmd
}

// readWords reads words from standard input, one byte more than is ever taken.
func (a *cli) readWords() (string, error) {
	const bytesPerCharacter = 4
	text, err := io.ReadAll(io.LimitReader(a.In, bytesPerCharacter*(api.MaxQuote+1)))
	return string(text), err
}

func (a *cli) printQuotes(result news.QuoteResult) error {
	if a.json {
		return a.printDocument(func(w io.Writer) error { return api.WriteQuotes(w, result) })
	}
	a.Printer().Quotes(result)
	for _, w := range result.Warnings {
		fmt.Fprintln(a.Err, "byline: warning:", terminal.Safe(w))
	}
	return nil
}
