package main

import (
	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/terminal"
)

func (a *cli) quotesCommand() *cobra.Command {
	var (
		filters filterFlags
		params  api.SayingParams
		limit   int
	)
	cmd := &cobra.Command{
		Use:   "quotes [WORDS]",
		Short: "List what was said, by whom",
		Long: `Lists what articles quote, and what they report in other words, the newest first, with
who says it by the fullest name that the article has. WORDS must all be in what is
said. Who printed given words is told by byline quote.`,
		Example: `  byline quotes --speaker "Signe Quistrand" --after 2026-01-01
  byline quotes --speaker union jobs`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			params.Query = joined(args)
			if cmd.Flags().Changed("limit") {
				params.Limit = &limit
			}
			req, err := params.Request(api.FlatNames)
			if err != nil {
				return err
			}
			if req.Filter, _, err = a.filter(&filters); err != nil {
				return err
			}
			return show(cmd.Context(), a, func(from *app.Backend) (news.SayingsList, error) {
				list, err := from.Sayings(cmd.Context(), req)
				a.warn(list.Warnings)
				return list, err
			}, api.WriteSayings, (*terminal.Printer).Sayings)
		},
	}
	cmd.Flags().StringVar(&params.Speaker, "speaker", "", "words of the `name` of who says it")
	cmd.Flags().StringVar(&params.Article, "article", "", "`ID` of the article in which it is said")
	cmd.Flags().StringVar(&params.Cursor, "cursor", "", "go on where an earlier list ended, which names its `cursor`")
	cmd.Flags().IntVar(&limit, "limit", 20, "articles to list")
	filters.addFilters(cmd)
	return cmd
}
