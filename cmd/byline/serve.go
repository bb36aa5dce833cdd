package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/config"
	"byline/internal/debugserver"
	"byline/internal/news"
	"byline/internal/terminal"
)

func (a *cli) serveCommand() *cobra.Command {
	var withSeeds bool
	cmd := &cobra.Command{
		Use:        "serve",
		SuggestFor: []string{"server", "start", "run", "web"},
		Short:      "Serve the pages and the HTTP API",
		Long: `Serves the pages and the HTTP API until it is told to stop (Ctrl-C, SIGTERM);
requests that are running are finished first.`,
		Example: `  byline serve --addr 127.0.0.1:9000 --data archive/`,
		Args:    none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.serve(cmd.Context(), withSeeds)
		},
	}
	// Hidden among the settings of all commands, shown here.
	cmd.Flags().String("addr", "127.0.0.1:8080", "`host:port` to serve on")
	cmd.Flags().BoolVar(&withSeeds, "seeds", false, "load the sample articles if there are no articles yet")
	return cmd
}

func (a *cli) serve(ctx context.Context, withSeeds bool) (err error) {
	if err := a.requireLocal("serve works on an index"); err != nil {
		return err
	}
	auth, err := app.OpenAuth(a.appConfig())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, auth.Close()) }()
	// The port is taken first: a server that cannot serve should not load anything.
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", a.config.Addr)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --addr", err)
	}
	l, err := a.open(ctx, a.index(), app.Serving)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	server, err := a.newServer(ctx, l, withSeeds, auth)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	stats, err := l.Stats(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	stopDebug, err := debugserver.Start(ctx, a.config.DebugAddr, a.log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer stopDebug()
	if err := a.greet("http://"+listener.Addr().String(), stats, suggestions(ctx, server)); err != nil {
		return errors.Join(err, listener.Close())
	}
	return server.Run(ctx, listener)
}

func (a *cli) newServer(ctx context.Context, l *app.Engine, withSeeds bool, auth app.AuthConfig) (*app.Server, error) {
	if withSeeds {
		progress := a.NewProgress()
		err := l.LoadSeeds(ctx, progress.Of("loading the sample articles"))
		progress.Done()
		if err != nil {
			return nil, err
		}
	}
	return app.NewServer(ctx, l, auth)
}

// suggestions are questions that were asked and answered, as far as that takes no
// longer than people wait for a server to start.
func suggestions(ctx context.Context, server *app.Server) []string {
	const patience = 3 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return server.Suggestions(ctx)
}

// sameIndex is the flag by which another command finds the index of this one, if it needs any.
func (a *cli) sameIndex() string {
	for _, s := range config.Settings() {
		if s.Key == "data" && s.Default == a.config.Data {
			return ""
		}
	}
	return "--data " + terminal.OneLine(a.config.Data) + " "
}

// shownQuestions is how many questions the greeting suggests.
const shownQuestions = 3

// greet says what to try next, in lines that fit a narrow terminal. The questions
// have been asked, and were answered; of others it suggests none.
func (a *cli) greet(base string, stats news.Stats, questions []string) error {
	if a.json {
		return a.printJSON(map[string]any{"address": base, "articles": stats.Articles, "pending": stats.Pending, "llm": a.config.LLM.Model})
	}
	p := a.Printer()
	writer := "Answers are made of quotes, for no LLM is configured."
	if a.config.LLM.URL != "" {
		writer = "Answers are written by " + terminal.Safe(a.config.LLM.Model) + "."
	}
	fmt.Fprintf(p.W, "Byline is ready: %s articles in %s.\n%s\n", terminal.Count(stats.Articles), a.index(), writer)
	if how, slow := app.Scans(); slow != "" && !a.index().Remote() {
		p.Line("", fmt.Sprintf("Searches by meaning use %s: %s.", how, slow))
	}
	if stats.Pending > 0 {
		fmt.Fprintf(p.W, "%s articles wait for their vectors and are found by words until then.\n", terminal.Count(stats.Pending))
	}
	fmt.Fprintln(p.W)
	if stats.Articles == 0 {
		fmt.Fprintln(p.W, "There are no articles yet. Drop files on the page below, or in another terminal:")
		fmt.Fprintf(p.W, "  byline ingest %sFOLDER\n\n", a.sameIndex())
	}
	if len(questions) > 0 {
		fmt.Fprintln(p.W, "The articles answer questions such as these:")
		for _, q := range questions[:min(shownQuestions, len(questions))] {
			p.Line("  ", q)
		}
		fmt.Fprintln(p.W)
	}
	fmt.Fprintf(p.W, "Ask in a browser:\n  %s\n", p.Paint(terminal.Bold, base+"/"))
	if len(questions) > 0 {
		shortest := slices.MinFunc(questions[:min(shownQuestions, len(questions))], func(x, y string) int { return cmp.Compare(len(inShell(x)), len(inShell(y))) })
		suggestCalls(p, base, shortest)
	} else if stats.Articles > 0 {
		fmt.Fprintf(p.W, "or list the newest articles in a shell:\n  curl -s '%s/v1/articles?limit=3'\n", base)
	}
	_, err := fmt.Fprintf(p.W, "\nCtrl-C stops it.\n")
	return err
}

// inShell is a text as one word of a shell.
func inShell(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// suggestCalls writes commands that ask and search for a question.
func suggestCalls(p *terminal.Printer, base, question string) {
	question = terminal.OneLine(question)
	body, _ := json.Marshal(map[string]string{"question": question}) // text can always be written
	fmt.Fprintf(p.W, "or in a shell:\n  curl -s %s/v1/answers \\\n    --json %s\n", base, inShell(strings.Replace(string(body), `":"`, `": "`, 1)))
	fmt.Fprintf(p.W, "or search:\n  curl -s %s/v1/search -G \\\n    --data-urlencode %s\n", base, inShell("q="+question))
}
