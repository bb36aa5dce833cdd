package slackbot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"byline/internal/news"
)

// conversation is what was said in a thread, read back from Slack.
type conversation struct {
	messages []news.Message // before the question, oldest first
	answered bool           // the bot has answered before the question
	reply    string         // the bot's message to the question itself, if there is one
	over     bool           // somebody else has spoken after the question, so that the bot's messages from then on are no reply to it
}

const (
	historyLimit = 20 // messages that are passed on
	threadPages  = 5  // of 200 messages that are read
)

// readThread reads the thread of a question.
func (b *Bot) readThread(ctx context.Context, q question) (conversation, error) {
	key := q.channel + ":" + q.thread
	if answered, known := b.threads.get(key); q.followUp && known && !answered {
		return conversation{}, nil
	}
	var c conversation
	params := &slack.GetConversationRepliesParameters{ChannelID: q.channel, Timestamp: q.thread, Limit: 200}
	for range threadPages {
		var page []slack.Message
		var more bool
		err := b.call(ctx, "conversations.replies", func(ctx context.Context) (err error) {
			page, more, params.Cursor, err = b.api.GetConversationRepliesContext(ctx, params)
			return err
		})
		if err != nil {
			return conversation{}, fmt.Errorf("slackbot: reading the thread: %w", err)
		}
		for _, m := range page {
			b.addMessage(&c, m, q)
		}
		if !more {
			break
		}
	}
	c.messages = c.messages[max(0, len(c.messages)-historyLimit):]
	b.threads.put(key, c.answered)
	return c, nil
}

// addMessage adds a message to a conversation. Timestamps of Slack sort as text.
func (b *Bot) addMessage(c *conversation, m slack.Message, q question) {
	self := b.self.Load()
	own := m.User == self.user || m.BotID != "" && m.BotID == self.bot
	switch {
	case m.Timestamp > q.ts:
		c.over = c.over || !own
		if !c.over && c.reply == "" {
			c.reply = m.Timestamp
		}
	case m.Timestamp == q.ts:
	case own && isAnswer(m):
		c.answered = true
		c.messages = append(c.messages, news.Message{Role: news.RoleAssistant, Content: news.PlainLead(plainText(m.Text, self.user))})
	case !own && m.BotID == "" && m.SubType == "":
		if text := plainText(m.Text, self.user); text != "" {
			c.messages = append(c.messages, news.Message{Role: news.RoleUser, Content: text})
		}
	}
}

// isAnswer tells answers from notices and apologies: they have buttons.
func isAnswer(m slack.Message) bool {
	for _, block := range m.Blocks.BlockSet {
		if actions, ok := block.(*slack.ActionBlock); ok && actions.BlockID == answerBlock {
			return true
		}
	}
	return false
}
