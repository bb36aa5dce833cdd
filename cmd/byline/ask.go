package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
	"byline/internal/terminal"
)

// askFlags are those of byline ask.
type askFlags struct {
	filters   filterFlags
	noLLM     bool
	noHistory bool
	as        outputFormat
	batch     batchFlags
}

func (a *cli) askCommand() *cobra.Command {
	var flags askFlags
	cmd := &cobra.Command{
		Use:   "ask [QUESTION ...]",
		Short: "Answer a question, or many in a conversation, with citations",
		Long: `Answers a question. Without one it holds a conversation: at a terminal it asks
for questions, else it reads them from standard input, one a line (with --json
it answers with one JSON document a line). Each may lean on what was said before
it; /new starts afresh. At a terminal, Ctrl-C stops an answer, Ctrl-D leaves.

With --batch it reads names, claims and questions from a table and writes another
with what the articles say of each, with a quote. --out names a file that is gone
on with if it is there already, after a crash or Ctrl-C.`,
		Example: `  byline ask "How many people were on board the Queen Idunn?"
  byline ask who is the captain of the Queen Idunn
  byline ask "What happened in Halvia last week?" --as-of 2026-11-16
  byline ask < questions.txt
  byline ask --batch questions.csv --out answers.csv`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return words("question")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.askAll(cmd.Context(), args, flags)
		},
	}
	cmd.Flags().BoolVar(&flags.noLLM, "no-llm", false, "answer by quoting even if an LLM is configured")
	cmd.Flags().BoolVar(&flags.noHistory, "no-history", false, "at a terminal: neither keep nor recall questions of other conversations")
	flags.batch.add(cmd)
	flags.as.addExportTo(cmd)
	flags.filters.addFilters(cmd)
	flags.filters.addMoment(cmd)
	return cmd
}

func (a *cli) askAll(ctx context.Context, args []string, flags askFlags) (err error) {
	if flags.batch.file != "" {
		return a.askBatch(ctx, args, flags)
	}
	if err := flags.batch.unused(); err != nil {
		return err
	}
	if err := a.chooseExport(flags.as); err != nil {
		return err
	}
	if _, ok := flags.as.exported(); ok && len(args) == 0 {
		return news.InvalidField("--format", "%s is of one question; give it", flags.as)
	}
	a.exportAs = flags.as
	search, err := a.searchRequest(&flags.filters)
	if err != nil {
		return err
	}
	from, err := a.backend(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	req := news.AnswerRequest{Search: search, NoLLM: flags.noLLM}
	talk := &terminal.Conversation{Request: req, Ask: func(ctx context.Context, req news.AnswerRequest) (news.Answer, error) { return a.ask(ctx, from, req) }}
	switch {
	case len(args) > 0:
		req.Question = joined(args)
		_, err = a.ask(ctx, from, req)
		return err
	case a.Interactive() && !a.json:
		return a.Chat(ctx, terminal.Chat{Conversation: talk, NoHistory: flags.noHistory, Interrupted: interrupted})
	default:
		a.jsonLines = a.json
		return a.AskLines(ctx, talk, !a.json)
	}
}

// ask prints an answer: as it is written, then its sources, or as JSON once it is complete.
func (a *cli) ask(ctx context.Context, answerer api.Answerer, req news.AnswerRequest) (news.Answer, error) {
	if err := api.CheckText("question", req.Question); err != nil {
		return news.Answer{}, err
	}
	if form, ok := a.exportAs.exported(); ok {
		answer, err := answerer.Answer(ctx, req, nil)
		if err != nil {
			return answer, err
		}
		a.warn(answer.Warnings)
		return answer, form.Write(a.Out, export.Answer(req.Question, answer, api.CitationLine))
	}
	if a.json {
		answer, err := answerer.Answer(ctx, req, nil)
		if err != nil {
			return answer, err
		}
		return answer, a.printDocument(func(w io.Writer) error { return api.WriteAnswer(w, answer) })
	}
	answer, err := a.Answer(ctx, answerer, req)
	a.KeepFound(foundCitations(answer))
	return answer, err
}
