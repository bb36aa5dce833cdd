package main

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"byline/internal/app"
	"byline/internal/news"
)

// conversation asks questions that may lean on each other.
type conversation struct {
	from *app.Backend
	req  news.AnswerRequest // what all questions share, and what was said
}

func newConversation(from *app.Backend, req news.AnswerRequest) *conversation {
	return &conversation{from: from, req: req}
}

// What is remembered of a conversation: messages, and characters of each. An
// answer looks back less far; servers take more than this.
const (
	rememberedMessages = 16
	rememberedText     = 4000
)

// newTopic is the line that starts afresh.
const newTopic = "/new"

// ask prints the answer to a question and remembers both.
func (c *conversation) ask(ctx context.Context, a *cli, question string) error {
	req := c.req
	req.Question = question
	answer, err := a.ask(ctx, c.from, req)
	if err != nil {
		return err
	}
	said := slices.Concat(c.req.Messages, []news.Message{
		{Role: news.RoleUser, Content: shorten(question)},
		{Role: news.RoleAssistant, Content: shorten(answer.Text)},
	})
	c.req.Messages = said[max(0, len(said)-rememberedMessages):]
	return nil
}

// forget starts afresh.
func (c *conversation) forget() { c.req.Messages = nil }

func shorten(text string) string {
	if runes := []rune(text); len(runes) > rememberedText {
		return string(runes[:rememberedText])
	}
	return text
}

// askLines answers the questions on standard input, one a line, up to the first that fails.
func (a *cli) askLines(ctx context.Context, c *conversation) error {
	a.jsonLines = a.json
	lines := bufio.NewScanner(a.stdin)
	lines.Buffer(nil, maxText)
	asked := 0
	for number := 1; lines.Scan(); number++ {
		question := strings.TrimSpace(lines.Text())
		switch question {
		case "":
			continue
		case newTopic:
			c.forget()
			continue
		}
		asked++
		if !a.json {
			if asked > 1 {
				fmt.Fprintln(a.stdout)
			}
			fmt.Fprintln(a.stdout, "> "+safe(question))
		}
		if err := c.ask(ctx, a, question); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return news.Errorf(news.KindInvalid, "standard input: %w", err)
	}
	if asked == 0 {
		return news.Errorf(news.KindInvalid, "no question is given; see `byline ask --help`")
	}
	return nil
}
