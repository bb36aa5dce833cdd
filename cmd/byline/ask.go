package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"byline/internal/answer"
	"byline/internal/httpapi"
	"byline/internal/news"
)

func (a *app) askCommand() *cobra.Command {
	var (
		scope scope
		noLLM bool
	)
	cmd := &cobra.Command{
		Use:   "ask QUESTION",
		Short: "Answer a question, with citations",
		Example: `  byline ask "Why were the winter sailings cancelled?"
  byline ask "What happened in Visby last week?" --as-of 2025-02-10`,
		Args: exactly("question"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			search, err := scope.request()
			if err != nil {
				return err
			}
			l, err := a.open(cmd.Context(), a.location(), reading)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, l.Close()) }()
			answerer, err := a.answerer(l)
			if err != nil {
				return err
			}
			return a.ask(cmd.Context(), answerer, news.AnswerRequest{Question: args[0], Search: search, NoLLM: noLLM})
		},
	}
	cmd.Flags().BoolVar(&noLLM, "no-llm", false, "answer by quoting even if an LLM is configured")
	scope.filters(cmd)
	scope.moment(cmd)
	return cmd
}

// ask prints an answer as it is written, then its sources.
func (a *app) ask(ctx context.Context, answerer *answer.Answerer, req news.AnswerRequest) error {
	if a.json {
		return a.askJSON(ctx, answerer, req)
	}
	p := a.printer()
	out := &wrapper{w: a.stdout, width: p.width}
	written := ""
	result, err := answerer.Answer(ctx, req, func(e news.Event) error {
		if e.Kind != news.EventDelta {
			return nil
		}
		written += e.Delta
		return out.writeString(safe(e.Delta))
	})
	if err != nil {
		return errors.Join(out.flush(), err)
	}
	if written == "" {
		err = out.writeString(safe(result.Text))
	}
	if err := errors.Join(err, out.flush()); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout)
	if len(result.Citations) > 0 {
		fmt.Fprintln(a.stdout)
		p.sources(result.Citations)
	}
	if text := understood(result.Understood); text != "" {
		fmt.Fprintln(a.stdout)
		p.dimLine("", text)
	}
	for _, w := range result.Warnings {
		fmt.Fprintln(a.stderr, "byline: warning:", safe(w))
	}
	return nil
}

func (a *app) askJSON(ctx context.Context, answerer *answer.Answerer, req news.AnswerRequest) error {
	result, err := answerer.Answer(ctx, req, nil)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := httpapi.WriteAnswer(&b, result); err != nil {
		return err
	}
	return a.printJSONText(b.Bytes())
}
