package terminal

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"byline/internal/news"
)

// Conversation is questions that may lean on each other.
type Conversation struct {
	// Ask answers a question and prints the answer.
	Ask func(context.Context, news.AnswerRequest) (news.Answer, error)
	// Request is what all questions share, and what was said.
	Request news.AnswerRequest
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
func (c *Conversation) ask(ctx context.Context, question string) error {
	req := c.Request
	req.Question = question
	answer, err := c.Ask(ctx, req)
	if err != nil {
		return err
	}
	said := slices.Concat(c.Request.Messages, []news.Message{
		{Role: news.RoleUser, Content: shorten(question)},
		{Role: news.RoleAssistant, Content: shorten(answer.Text)},
	})
	c.Request.Messages = said[max(0, len(said)-rememberedMessages):]
	return nil
}

// forget starts afresh.
func (c *Conversation) forget() { c.Request.Messages = nil }

func shorten(text string) string {
	if runes := []rune(text); len(runes) > rememberedText {
		return string(runes[:rememberedText])
	}
	return text
}

// maxLine bounds a question, in bytes.
const maxLine = 1 << 20

// AskLines asks the questions on In, one a line, up to the first that fails.
// With echo each stands before its answer. KindInvalid: there is no question, or
// one is too long.
func (t IO) AskLines(ctx context.Context, c *Conversation, echo bool) error {
	lines := bufio.NewScanner(t.In)
	lines.Buffer(nil, maxLine)
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
		if echo {
			if asked > 1 {
				fmt.Fprintln(t.Out)
			}
			fmt.Fprintln(t.Out, "> "+Safe(question))
		}
		if err := c.ask(ctx, question); err != nil {
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
