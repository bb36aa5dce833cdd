package main

import (
	"bufio"
	"cmp"

	"github.com/spf13/cobra"

	"byline/internal/eval"
	"byline/internal/news"
	"byline/internal/retrieve"
)

func (a *cli) evalFeaturesCommand() *cobra.Command {
	f := evalFlags{modes: []string{string(news.ModeHybrid)}}
	cmd := &cobra.Command{
		Use:   "features DIR",
		Short: "Print what is known of the passages that are read for each question",
		Long: `Prints, for each question of a set with an answer that can be looked for and each
passage that is read for it, a line of JSON: question, article, whether the
passage holds the answer, and its features. The weights of passages are fitted
to such lines; internal/retrieve/training/README.md says how.`,
		Args: exactly("folder of a set"),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := eval.Open(args[0])
			if err != nil {
				return err
			}
			run, err := a.evalRun(set, f)
			if err != nil {
				return err
			}
			_, err = a.withEvalIndex(cmd.Context(), set, run, func(r *retrieve.Retriever) error {
				w := bufio.NewWriter(a.Out)
				err := eval.WriteFeatures(cmd.Context(), r, set, w)
				return cmp.Or(err, w.Flush())
			})
			return err
		},
	}
	return cmd
}
