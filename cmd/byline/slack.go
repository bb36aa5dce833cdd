package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"byline/internal/config"
	"byline/internal/news"
	"byline/internal/panics"
	"byline/internal/slackbot"
)

// newSlack returns nil where no Slack bot is configured.
func (a *app) newSlack(l *library, searcher slackbot.Searcher, answerer slackbot.Answerer, questions []string) *slackbot.Bot {
	if a.config.Slack.BotToken == "" {
		return nil
	}
	return slackbot.New(slackbot.Deps{
		Searcher: searcher, Answerer: answerer, Library: l.index, Recorder: a.feedback(),
		Suggestions: questions, Logger: a.log, WrongSpan: l.wrong.report,
	}, a.slackConfig())
}

func (a *app) slackConfig() slackbot.Config {
	c := a.config.Slack
	channels := map[string]slackbot.Channel{}
	for id, ch := range c.Channels {
		channels[id] = slackChannel(ch)
	}
	return slackbot.Config{
		BotToken: c.BotToken, AppToken: c.AppToken, SigningSecret: c.SigningSecret, APIURL: c.APIURL,
		Concurrency: c.Concurrency, Queue: c.Queue, FollowUps: c.FollowUps, Stream: c.Stream,
		Users: c.UserList(), Guests: c.Guests, External: c.External, Channels: channels,
		AnswerTimeout: 2 * a.config.LLM.Timeout,
	}
}

func slackChannel(c config.SlackChannel) slackbot.Channel {
	return slackbot.Channel{
		Answer: c.Answer, Confident: c.Confident, NoLLM: c.LLM != nil && !*c.LLM,
		Filter:   news.Filter{Sources: c.Sources, Subjects: c.Subjects, Language: c.Language},
		HalfLife: c.HalfLife,
	}
}

// runSlack answers in Slack until ctx is done. Slack's trouble does not stop the server.
func (a *app) runSlack(ctx context.Context, bot *slackbot.Bot) {
	if err := panics.Catch(func() error { return bot.Run(ctx) }); err != nil {
		a.log.ErrorContext(ctx, "slack: the bot has stopped; everything else goes on", "error", err)
	}
}

// feedback is the store of what people think of answers.
func (a *app) feedback() *slackbot.FeedbackFile {
	return slackbot.NewFeedbackFile(a.feedbackPath())
}

func (a *app) feedbackPath() string {
	return filepath.Join(a.config.Data, "feedback.jsonl")
}

func (a *app) checkSlack(ctx context.Context) (string, error) {
	return slackbot.Check(ctx, a.slackConfig())
}

func (a *app) feedbackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "feedback",
		Short: "Look at what people think of answers",
		Args:  none,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "export",
		Short: "Print the verdicts that were given in Slack, one JSON document a line",
		Long: `Prints the verdicts that were given in Slack, one JSON document a line, oldest
first: who said helpful or not_helpful, with the reason, the question and the
answer. Of several verdicts of one person on one answer, the last counts.`,
		Example: `  byline feedback export > feedback.jsonl`,
		Args:    none,
		RunE:    func(*cobra.Command, []string) error { return a.exportFeedback() },
	})
	return cmd
}

func (a *app) exportFeedback() error {
	if err := a.here("feedback is kept"); err != nil {
		return err
	}
	all, unread, err := a.feedback().All()
	if err != nil {
		return err
	}
	a.jsonLines = true
	for _, f := range all {
		if err := a.printJSON(f); err != nil {
			return err
		}
	}
	if unread > 0 {
		fmt.Fprintf(a.stderr, "byline: warning: %d lines of feedback could not be read\n", unread)
	}
	return nil
}

// serveAll runs the server and, if there is one, the Slack bot, until ctx is
// done or the server fails. Both finish what they have begun.
func (a *app) serveAll(ctx context.Context, serve func(context.Context) error, bot *slackbot.Bot) error {
	if bot == nil {
		return serve(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	served := panics.Start(func() error {
		defer cancel()
		return serve(ctx)
	})
	a.runSlack(ctx, bot)
	return <-served
}
