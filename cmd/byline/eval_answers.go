package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"os"
	"sync"

	"byline/internal/app"
	"byline/internal/eval"
	"byline/internal/news"
	"byline/internal/retrieve"
	"byline/internal/terminal"
)

// answerModes are the modes of answering to measure: those that are named, else
// quotes, and what a language model writes where one is configured.
func (a *cli) answerModes(names []string, named bool) ([]news.AnswerMode, error) {
	if !named {
		modes := []news.AnswerMode{news.AnswerExtractive}
		if a.config.LLM.URL != "" {
			modes = append(modes, news.AnswerLLM)
		}
		return modes, nil
	}
	var modes []news.AnswerMode
	for _, name := range names {
		mode := news.AnswerMode(name)
		switch {
		case mode != news.AnswerExtractive && mode != news.AnswerLLM:
			return nil, news.InvalidField("--mode", "%q is not extractive or llm, the modes of answering", name)
		case mode == news.AnswerLLM && a.config.LLM.URL == "":
			return nil, news.InvalidField("--mode", "llm needs a language model; set llm.url")
		}
		modes = append(modes, mode)
	}
	return modes, nil
}

// evaluateAnswers asks for answers in each mode, measures them and, as the flags
// ask, saves what the first mode answered.
func (a *cli) evaluateAnswers(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	modes, err := a.answerModes(f.modes, f.modesNamed)
	if err != nil {
		return err
	}
	f.modes = []string{string(news.ModeHybrid)} // answers are always searched for by words and meaning
	run, err := a.evalRun(set, f)
	if err != nil {
		return err
	}
	report := eval.NewReport(set)
	report.Ingest, err = a.withEvalEngine(ctx, set, run, func(l *app.Engine, r *retrieve.Retriever) error {
		answerer, err := l.Answerer(r)
		if err != nil {
			return err
		}
		for _, mode := range modes {
			measured, err := a.measureAnswers(ctx, answerer, set, mode)
			if err != nil {
				return err
			}
			report.Answers = append(report.Answers, measured)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := saveAnswers(f.save, report.Answers[0].Answered); err != nil {
		return err
	}
	if a.json {
		return a.printJSON(report)
	}
	return report.WriteAnswers(terminal.SafeWriter(a.Out))
}

// measureAnswers asks for answers in one mode, with the clock running at the end.
func (a *cli) measureAnswers(ctx context.Context, answerer eval.Answerer, set *eval.Dataset, mode news.AnswerMode) (eval.AnswerReport, error) {
	cases := set.Cases()
	progress := a.NewProgress()
	var lock sync.Mutex
	answered, err := eval.AskAll(ctx, answerer, cases, eval.AnswerOptions{Mode: mode, OnProgress: func(done, total int) {
		lock.Lock()
		defer lock.Unlock()
		progress.Show(fmt.Sprintf("%s answers, %s", terminal.Count(done), mode), int64(done), int64(total))
	}})
	progress.Done()
	if err != nil {
		return eval.AnswerReport{}, err
	}
	report := eval.MeasureAnswers(set, mode, answered)
	if mode == news.AnswerExtractive { // of a model, the clock would tell how fast that is
		report.FirstWords, err = eval.FirstWords(ctx, answerer, cases, mode)
	}
	return report, err
}

// saveAnswers writes what was answered to a file, if one is named.
func saveAnswers(path string, all []eval.Answered) (err error) {
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("--save: %w", err)
	}
	defer func() { err = cmp.Or(err, f.Close()) }()
	w := bufio.NewWriter(f)
	return cmp.Or(eval.SaveAnswers(w, all), w.Flush())
}
