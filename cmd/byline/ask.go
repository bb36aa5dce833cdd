package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// askFlags are those of byline ask.
type askFlags struct {
	scope     scope
	noLLM     bool
	noHistory bool
}

func (a *cli) askCommand() *cobra.Command {
	var flags askFlags
	cmd := &cobra.Command{
		Use:   "ask [QUESTION]",
		Short: "Answer a question, or many in a conversation, with citations",
		Long: `Answers a question. Without one it holds a conversation: at a terminal it asks
for questions, else it reads them from standard input, one a line (with --json
it answers with one JSON document a line). Each may lean on what was said before
it; /new starts afresh. At a terminal, Ctrl-C stops an answer, Ctrl-D leaves.`,
		Example: `  byline ask "Why were the winter sailings cancelled?"
  byline ask "What happened in Visby last week?" --as-of 2025-02-10
  byline ask < questions.txt`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return exactly("question")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.askAll(cmd.Context(), args, flags)
		},
	}
	cmd.Flags().BoolVar(&flags.noLLM, "no-llm", false, "answer by quoting even if an LLM is configured")
	cmd.Flags().BoolVar(&flags.noHistory, "no-history", false, "at a terminal: neither keep nor recall questions of other conversations")
	flags.scope.filters(cmd)
	flags.scope.moment(cmd)
	return cmd
}

func (a *cli) askAll(ctx context.Context, args []string, flags askFlags) (err error) {
	search, err := flags.scope.request()
	if err != nil {
		return err
	}
	from, err := a.backend(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	req := news.AnswerRequest{Search: search, NoLLM: flags.noLLM}
	switch {
	case len(args) > 0:
		req.Question = args[0]
		_, err = a.ask(ctx, from, req)
		return err
	case a.atTerminal():
		return a.chat(ctx, newConversation(from, req), flags.noHistory)
	default:
		return a.askLines(ctx, newConversation(from, req))
	}
}

// ask prints an answer: as it is written, then its sources, or as JSON once it is complete.
func (a *cli) ask(ctx context.Context, answerer httpapi.Answerer, req news.AnswerRequest) (news.Answer, error) {
	if err := api.CheckText("question", req.Question); err != nil {
		return news.Answer{}, err
	}
	if a.json {
		answer, err := answerer.Answer(ctx, req, nil)
		if err != nil {
			return answer, err
		}
		return answer, a.printDocument(func(w io.Writer) error { return api.WriteAnswer(w, answer) })
	}
	answer, err := a.stream(ctx, answerer, req)
	if err != nil {
		return answer, err
	}
	p := a.printer()
	if len(answer.Citations) > 0 {
		fmt.Fprintln(p.w)
		p.sources(answer.Citations)
	}
	if text := understood(answer.Understood); text != "" {
		fmt.Fprintln(p.w)
		p.dimLine("", text)
	}
	for _, w := range answer.Warnings {
		fmt.Fprintln(a.stderr, "byline: warning:", safe(w))
	}
	return answer, nil
}

// stream prints the text of an answer as it is written.
func (a *cli) stream(ctx context.Context, answerer httpapi.Answerer, req news.AnswerRequest) (news.Answer, error) {
	out, wait := &wrapper{w: a.stdout, width: width(a.stdout)}, a.newWait()
	wait.show("searching …")
	written := false
	var direct news.Direct
	answer, err := answerer.Answer(ctx, req, func(e news.Event) error {
		switch {
		case e.Kind == news.EventPassages:
			wait.show(fmt.Sprintf("reading %d passages …", len(e.Passages)))
		case e.Kind == news.EventDirect:
			direct = e.Direct
		case e.Kind == news.EventDelta && e.Delta != "":
			wait.over()
			text := safe(e.Delta)
			if rest, ok := strings.CutPrefix(text, safe(direct.Text)); ok && !written && direct.Text != "" {
				text = a.painter().paint(bold, safe(direct.Text)) + rest
			}
			written = true
			return out.writeString(text)
		}
		return nil
	})
	wait.over()
	if err == nil && !written {
		err = out.writeString(safe(answer.Text))
		written = true
	}
	err = errors.Join(err, out.flush())
	if written {
		fmt.Fprintln(a.stdout)
	}
	return answer, err
}
