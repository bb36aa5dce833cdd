package main

import (
	"context"

	"byline/internal/app"
	"byline/internal/chunk"
	"byline/internal/eval"
	"byline/internal/news"
	"byline/internal/retrieve"
	"byline/internal/speech"
	"byline/internal/terminal"
)

// evaluateProvenance measures whether it is told from whom articles have what they say.
func (a *cli) evaluateProvenance(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	labels, err := eval.OriginLabels(set.Name)
	if err != nil {
		return err
	}
	run, err := a.evalRun(set, f)
	if err != nil {
		return err
	}
	_, err = a.withEvalEngine(ctx, set, run, func(e *app.Engine, _ *retrieve.Retriever) error {
		read := func(id string) (news.Article, error) { return e.Article(ctx, id) }
		scores, differences, err := eval.ScoreProvenance(labels, read, func(a *news.Article) []news.Chain {
			_, chains := speech.Read(a, chunk.Sentences)
			return chains
		})
		if err != nil {
			return err
		}
		if err := saveDifferences(f.save, differences); err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]any{"dataset": set.Name, "provenance": scores})
		}
		return eval.WriteProvenance(terminal.SafeWriter(a.Out), scores)
	})
	return err
}
