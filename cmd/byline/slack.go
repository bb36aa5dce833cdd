package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/slackbot"
)

func (a *cli) checkSlack(ctx context.Context) (string, error) {
	return slackbot.Check(ctx, app.SlackConfig(a.config))
}

func (a *cli) feedbackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "feedback",
		Short: "Look at what people think of answers",
		Args:  cobra.ArbitraryArgs, // so that RunE can word the error
		RunE:  unknownCommand,
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

func (a *cli) exportFeedback() error {
	if err := a.requireLocal("feedback is kept"); err != nil {
		return err
	}
	all, unread, err := a.appConfig().Feedback().All()
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
		fmt.Fprintf(a.Err, "byline: warning: %d lines of feedback could not be read\n", unread)
	}
	return nil
}
