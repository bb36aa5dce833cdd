package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/terminal"
)

// check is one thing that was looked at.
type check struct {
	Name   string `json:"check"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`

	// Findings say more, each with what to set where something could be better.
	Findings []string `json:"findings,omitempty"`
}

// checked is a check that found something: the first is its detail.
func checked(name string, found []string, err error) check {
	c := check{Name: name, OK: err == nil}
	switch {
	case err != nil:
		c.Detail = err.Error()
	case len(found) > 0:
		c.Detail, c.Findings = found[0], found[1:]
	}
	return c
}

func (a *cli) doctorCommand() *cobra.Command {
	var deep bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check the settings, the index, the embedder and the LLM, or the server",
		Long: `Checks the settings, the index, the embedder and the LLM, or the server.

Of a language model it finds out the window, how its thoughts come, how long it
takes cold and warm and how fast it writes, and lets it answer a question from the
articles that are stored; of an embedder the length of its vectors, whether they
have unit length, its prefixes, how many texts it takes at once and how fast it is.
Each finding says what to set.

With --deep it also reads all that is stored: each version of each article is
held against its hash, and what searches use against the articles. It may run
beside a server, and takes about a second for two thousand articles.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.doctor(cmd.Context(), deep)
		},
	}
	cmd.Flags().BoolVar(&deep, "deep", false, "read all that is stored and name what is damaged")
	return cmd
}

// Each check is bounded. A model may have to be loaded first.
const checkTimeout = 20 * time.Second

func (a *cli) doctor(ctx context.Context, deep bool) error {
	examine := func(name string, do func(context.Context) (string, error)) check {
		ctx, cancel := context.WithTimeout(ctx, checkTimeout)
		defer cancel()
		detail, err := do(ctx)
		return checked(name, []string{detail}, err)
	}
	checks := []check{{Name: "settings", OK: true, Detail: "no faults"}} // or we would not be here
	if a.config.Server.URL != "" {
		checks = append(checks, examine("server", a.checkServer))
	} else {
		embedder, err := a.checkEmbedder(ctx)
		checks = append(checks, checked("embedder", embedder, err), examine("index", a.checkIndex))
		llm, err := a.checkLLM(ctx)
		checks = append(checks, checked("llm", llm, err))
		if err == nil && a.config.LLM.URL != "" {
			question, err := a.checkQuestion(ctx)
			checks = append(checks, checked("question", question, err))
		}
		checks = append(checks, examine("processor", a.checkProcessor))
	}
	if deep {
		detail, err := a.checkStored(ctx)
		if err != nil {
			detail = err.Error()
		}
		checks = append(checks, check{Name: "stored", OK: err == nil, Detail: detail})
	}
	if a.config.Rerank.URL != "" {
		reranker, err := a.checkReranker(ctx)
		checks = append(checks, checked("reranker", reranker, err))
	}
	if a.config.Slack.BotToken != "" {
		checks = append(checks, examine("slack", a.checkSlack))
	}
	bad := 0
	for _, c := range checks {
		if !c.OK {
			bad++
		}
	}
	if err := a.printChecks(checks); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d checks failed", bad, len(checks))
	}
	return nil
}

func (a *cli) printChecks(checks []check) error {
	if a.json {
		return a.printJSON(map[string]any{"checks": checks})
	}
	p := a.Printer()
	for _, c := range checks {
		mark := "ok  "
		if !c.OK {
			mark = "FAIL"
		}
		fmt.Fprintf(p.W, "%s  %-9s %s\n", p.Paint(terminal.Bold, mark), c.Name, terminal.Safe(c.Detail))
		for _, f := range c.Findings {
			fmt.Fprintf(p.W, "%16s%s\n", "", terminal.Safe(f))
		}
	}
	return nil
}

// checkServer also finds out whether the server accepts the API key.
func (a *cli) checkServer(ctx context.Context) (string, error) {
	server, err := a.server()
	if err != nil {
		return "", err
	}
	if err := server.Ready(ctx); err != nil {
		return "", err
	}
	stats, version, err := server.Stats(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: byline %s, %s articles", server, version, terminal.Count(stats.Articles)), nil
}

func (a *cli) checkIndex(ctx context.Context) (string, error) {
	l, err := a.open(ctx, a.index(), app.Reading)
	if err != nil {
		return "", err
	}
	stats, err := l.Stats(ctx)
	if err := errors.Join(err, l.Close()); err != nil {
		return "", err
	}
	detail := fmt.Sprintf("%s: %s articles, %s passages, %s", a.index(), terminal.Count(stats.Articles), terminal.Count(stats.Passages), humanize.Bytes(uint64(stats.Bytes)))
	if stats.Pending > 0 {
		detail += fmt.Sprintf(", %s articles wait for vectors", terminal.Count(stats.Pending))
	}
	return detail, nil
}

// checkProcessor tells how vectors are searched and sentences read, which is slow in some builds but never wrong.
func (a *cli) checkProcessor(context.Context) (string, error) {
	how, slow := app.Scans()
	if slow != "" {
		how += ": " + slow
	}
	return fmt.Sprintf("%d cores, vectors by %s, the reader by %s", runtime.GOMAXPROCS(0), how, app.Reads()), nil
}
