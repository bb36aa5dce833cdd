package main

import (
	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/terminal"
)

func (a *cli) figuresCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "figures ID",
		Short: "Show which figures the articles of a story give for the same things",
		Long: `Lays figures, days and times side by side that at least two articles of a story give
for the same thing, those on which they differ first, each with who gives it, when and
in which sentence. A value is superseded by a later one of its outlet, by a correction
and, of what only grows, by a later and higher one. The ID is that of a story or of
any of its articles.`,
		Example: `  byline figures ab12cd34ef`,
		Args:    exactly("ID"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			return show(cmd.Context(), a, func(from *app.Backend) (news.StoryFigures, error) { return from.Figures(cmd.Context(), args[0]) }, api.WriteFigures, (*terminal.Printer).Figures)
		},
	}
}
