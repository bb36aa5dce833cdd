package main

import (
	"bufio"
	"cmp"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/eval"
	"byline/internal/news"
	"byline/internal/retrieve"
)

func (a *cli) evalFeaturesCommand() *cobra.Command {
	f := evalFlags{modes: []string{string(news.ModeHybrid)}}
	var answers, sentences bool
	cmd := &cobra.Command{
		Use:   "features DIR",
		Short: "Print what is known of the passages that are read for each question",
		Long: `Prints, for each question of a set with an answer that can be looked for and each
passage that is read for it, a line of JSON: question, article, whether the
passage holds the answer, and its features. The weights of passages are fitted
to such lines; internal/retrieve/training/README.md says how.

With --answers, each line is what is known of an answer and whether it is right,
to which the weights of confidence are fitted (internal/answer/training/README.md).

With --sentences, each line is the sentences that the built-in reader is given to
read for a question, from which it learns (internal/reader/training/README.md).`,
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
			_, err = a.withEvalEngine(cmd.Context(), set, run, func(l *app.Engine, r *retrieve.Retriever) error {
				w := bufio.NewWriter(a.Out)
				switch {
				case sentences:
					var notes eval.Notebook
					answerer, err := l.AnswererWith(r, &notes)
					if err != nil {
						return err
					}
					return cmp.Or(eval.WriteSentences(cmd.Context(), answerer, &notes, set, w), w.Flush())
				case answers:
					answerer, err := l.Answerer(r)
					if err != nil {
						return err
					}
					return cmp.Or(eval.WriteFacts(cmd.Context(), answerer, set, w), w.Flush())
				}
				return cmp.Or(eval.WriteFeatures(cmd.Context(), r, set, w), w.Flush())
			})
			return err
		},
	}
	cmd.Flags().BoolVar(&answers, "answers", false, "print what is known of the answer to each question, in place of passages")
	cmd.Flags().BoolVar(&sentences, "sentences", false, "print the sentences that the reader is given to read for each question, in place of passages")
	cmd.MarkFlagsMutuallyExclusive("answers", "sentences")
	return cmd
}
