package main

import (
	"context"
	"time"

	"byline/internal/app"
	"byline/internal/eval"
	"byline/internal/index"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/retrieve"
	"byline/internal/terminal"
	"byline/internal/verify"
)

// withStories hands out an engine whose stories are read, and its articles.
func (a *cli) withStories(ctx context.Context, set *eval.Dataset, f evalFlags, do func(*app.Engine, []news.Article) error) error {
	run, err := a.evalRun(set, f)
	if err != nil {
		return err
	}
	_, err = a.withEvalEngine(ctx, set, run, func(e *app.Engine, _ *retrieve.Retriever) error {
		if err := e.Stories.Load(ctx); err != nil {
			return err
		}
		var articles []news.Article
		if err := index.EachPage(ctx, e, func(page []news.Article) error {
			articles = append(articles, page...)
			return nil
		}); err != nil {
			return err
		}
		return do(e, articles)
	})
	return err
}

// evaluateStories measures whether articles of one event are one story.
func (a *cli) evaluateStories(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	return a.withStories(ctx, set, f, func(e *app.Engine, articles []news.Article) error {
		scores := eval.ScoreStories(eval.StoryLabels(set, eval.Dates(articles)), e.Stories.StoryOf)
		if a.json {
			return a.printJSON(map[string]any{"dataset": set.Name, "stories": scores})
		}
		return eval.WriteStories(terminal.SafeWriter(a.Out), scores)
	})
}

// evaluateReprints measures whether reprints are told from what only looks like one.
func (a *cli) evaluateReprints(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	return a.withStories(ctx, set, f, func(e *app.Engine, articles []news.Article) error {
		cases := eval.ReprintCases(articles, f.seed)
		took, made := time.Duration(0), 0
		for _, c := range cases {
			for _, m := range c.Made {
				sign, err := e.Encoder.Signature(ctx, m.Body)
				if err != nil {
					return err
				}
				start := time.Now()
				e.Stories.Add(&m, sign, news.Vector{})
				took += time.Since(start)
				made++
			}
		}
		report := eval.ScoreReprints(cases, e.Stories.Original)
		report.Articles, report.MS = len(articles), float64(took.Microseconds())/1000/float64(max(made, 1))
		if a.json {
			return a.printJSON(map[string]any{"dataset": set.Name, "seed": f.seed, "reprints": report})
		}
		return eval.WriteReprints(terminal.SafeWriter(a.Out), report)
	})
}

// evaluateFigures measures whether figures for the same thing are aligned.
func (a *cli) evaluateFigures(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	return a.withStories(ctx, set, f, func(e *app.Engine, articles []news.Article) error {
		verifier := verify.New(lexical.New(), nil)
		report, err := eval.ScoreFigures(eval.FigureCases(articles, f.seed), func(c *eval.FigureCase) ([]verify.Thing, error) {
			sign, err := e.Encoder.Signature(ctx, c.Made.Body)
			if err != nil {
				return nil, err
			}
			e.Stories.Add(&c.Made, sign, news.Vector{})
			defer e.Stories.Remove(c.Made.ID)
			if e.Stories.StoryOf(c.Made.ID) != e.Stories.StoryOf(c.Original.ID) {
				return nil, nil
			}
			story, err := e.Stories.Story(ctx, c.Original.ID)
			if err != nil {
				return nil, err
			}
			told := verifier.Told(&c.Made)
			for _, id := range story.IDs() {
				a, err := e.Article(ctx, id)
				if err != nil {
					return nil, err
				}
				told = append(told, verifier.Told(&a)...)
			}
			return verify.Align(told), nil
		})
		switch {
		case err != nil:
			return err
		case a.json:
			return a.printJSON(map[string]any{"dataset": set.Name, "seed": f.seed, "figures": report})
		}
		return eval.WriteFigures(terminal.SafeWriter(a.Out), report)
	})
}

// evaluateNotices measures whether notices of correction and the like are found.
func (a *cli) evaluateNotices(dir string) error {
	scores, err := eval.MeasureNotices(dir)
	switch {
	case err != nil:
		return err
	case a.json:
		return a.printJSON(map[string]any{"notices": scores})
	}
	return eval.WriteNotices(terminal.SafeWriter(a.Out), scores)
}

// evaluateEntities measures whether people, organisations and places are found.
func (a *cli) evaluateEntities(file string) error {
	scores, err := eval.MeasureEntities(file)
	switch {
	case err != nil:
		return err
	case a.json:
		return a.printJSON(map[string]any{"entities": scores})
	}
	return eval.WriteEntities(terminal.SafeWriter(a.Out), scores)
}
