package main

import (
	"context"
	"io"

	"byline/internal/chunk"
	"byline/internal/eval"
	"byline/internal/news"
	"byline/internal/speech"
)

// evaluateProvenance measures whether it is told from whom articles have what they say.
func (a *cli) evaluateProvenance(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	labels, err := eval.OriginLabels(set.Name)
	if err != nil {
		return err
	}
	return a.withLabelled(ctx, set, f, func(read readArticle) (labelledScores, error) {
		scores, differences, err := eval.ScoreProvenance(labels, read, func(a *news.Article) []news.Chain {
			_, chains := speech.Read(a, chunk.Sentences)
			return chains
		})
		return labelledScores{"provenance", scores, differences, func(w io.Writer) error { return eval.WriteProvenance(w, scores) }}, err
	})
}
