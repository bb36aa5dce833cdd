package main

import (
	"context"
	"errors"
	"os"

	"byline/internal/app"
	"byline/internal/eval"
	"byline/internal/retrieve"
	"byline/internal/terminal"
)

// evaluateQuotes measures whether the printer of words is found.
func (a *cli) evaluateQuotes(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	run, err := a.evalRun(set, f)
	if err != nil {
		return err
	}
	cases, err := eval.QuoteCases(set, f.seed)
	if err != nil {
		return err
	}
	var outcomes []eval.QuoteOutcome
	_, err = a.withEvalEngine(ctx, set, run, func(e *app.Engine, _ *retrieve.Retriever) (err error) {
		outcomes, err = eval.RunQuotes(ctx, e.Quotes, cases)
		return err
	})
	if err != nil {
		return err
	}
	if err := saveQuotes(f.save, outcomes); err != nil {
		return err
	}
	scores := eval.ScoreQuotes(outcomes)
	if a.json {
		return a.printJSON(map[string]any{"dataset": set.Name, "seed": f.seed, "quotes": scores})
	}
	return eval.WriteQuotes(terminal.SafeWriter(a.Out), scores)
}

// saveQuotes writes what was wrong to a file, if one is named.
func saveQuotes(path string, outcomes []eval.QuoteOutcome) (err error) {
	if path == "" {
		return nil
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return eval.SaveQuotes(file, outcomes)
}
