package main

import (
	"context"
	"os"
	"strings"

	"byline/internal/app"
	"byline/internal/chunk"
	"byline/internal/eval"
	"byline/internal/news"
	"byline/internal/retrieve"
	"byline/internal/speech"
	"byline/internal/terminal"
)

// evaluateSpeakers measures whether it is told who says what.
func (a *cli) evaluateSpeakers(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	labels, err := eval.SayingLabels(set.Name)
	if err != nil {
		return err
	}
	run, err := a.evalRun(set, f)
	if err != nil {
		return err
	}
	_, err = a.withEvalEngine(ctx, set, run, func(e *app.Engine, _ *retrieve.Retriever) error {
		read := func(id string) (news.Article, error) { return e.Article(ctx, id) }
		scores, differences, err := eval.ScoreSpeakers(labels, read, func(a *news.Article) []news.Saying { return speech.Sayings(a, chunk.Sentences) })
		if err != nil {
			return err
		}
		if err := saveDifferences(f.save, differences); err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]any{"dataset": set.Name, "speakers": scores})
		}
		return eval.WriteSpeakers(terminal.SafeWriter(a.Out), scores)
	})
	return err
}

// saveDifferences writes what differs from labels to a file, if one is named.
func saveDifferences(path string, differences []string) error {
	if path == "" {
		return nil
	}
	const private = 0o600
	return os.WriteFile(path, []byte(strings.Join(differences, "\n")+"\n"), private)
}
