package main

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"byline/internal/api"
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
			from, err := a.backend(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, from.Close()) }()
			figures, err := from.Figures(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if a.json {
				return a.printDocument(func(w io.Writer) error { return api.WriteFigures(w, figures) })
			}
			a.Printer().Figures(figures)
			return nil
		},
	}
}
