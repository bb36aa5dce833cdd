package main

import (
	"context"
	"io"
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
	return a.withLabelled(ctx, set, f, func(read readArticle) (labelledScores, error) {
		scores, differences, err := eval.ScoreSpeakers(labels, read, func(a *news.Article) []news.Saying { return speech.Sayings(a, chunk.Sentences) })
		return labelledScores{"speakers", scores, differences, func(w io.Writer) error { return eval.WriteSpeakers(w, scores) }}, err
	})
}

// readArticle returns the article with an ID.
type readArticle = func(id string) (news.Article, error)

// labelledScores is what comes of comparing what is found in articles with labels.
type labelledScores struct {
	name        string // in JSON
	scores      any
	differences []string
	write       func(io.Writer) error // for people
}

// withLabelled compares what is found in the articles of a set with labels, saves what
// differs, and prints how well it is found.
func (a *cli) withLabelled(ctx context.Context, set *eval.Dataset, f evalFlags, compare func(readArticle) (labelledScores, error)) error {
	run, err := a.evalRun(set, f)
	if err != nil {
		return err
	}
	_, err = a.withEvalEngine(ctx, set, run, func(e *app.Engine, _ *retrieve.Retriever) error {
		got, err := compare(func(id string) (news.Article, error) { return e.Article(ctx, id) })
		if err != nil {
			return err
		}
		if err := saveDifferences(f.save, got.differences); err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]any{"dataset": set.Name, got.name: got.scores})
		}
		return got.write(terminal.SafeWriter(a.Out))
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
