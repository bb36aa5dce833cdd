package main

import (
	"io"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/export"
	"byline/internal/news"
)

func (a *cli) coverageCommand() *cobra.Command {
	var (
		filters filterFlags
		unit    string
		as      outputFormat
	)
	cmd := &cobra.Command{
		Use:   "coverage QUERY",
		Short: "Count what was published on something, by day, week or month",
		Long: `Counts the articles with all words of a query, or of which its operators hold, among
all that were published and pass the filters. Articles that carry one text are one
text. Tables have a row for each time, and one for each outlet in it.`,
		Example: `  byline coverage ferry --by week --after 2026-01-01
  byline coverage "ferry AND captain" --by month --format csv`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := a.chooseFormat(as); err != nil {
				return err
			}
			req, err := api.CoverageParams{Query: joined(args), Unit: unit}.Request(api.FlatNames)
			if err != nil {
				return err
			}
			if req.Filter, _, err = a.filter(&filters); err != nil {
				return err
			}
			return a.withBackend(cmd.Context(), func(from *app.Backend) error {
				coverage, err := from.Coverage(cmd.Context(), req)
				switch {
				case err != nil:
					return err
				case a.json:
					return a.printDocument(func(w io.Writer) error { return api.WriteCoverage(w, coverage) })
				case as.isTable():
					return as.write(a.Out, export.CoverageTable(coverage))
				}
				a.Printer().Coverage(coverage)
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&unit, "by", string(news.CoverageDay), "`unit` of time: day, week or month")
	as.addTo(cmd)
	filters.addFilters(cmd)
	return cmd
}
