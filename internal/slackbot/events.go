package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"byline/internal/news"
)

// envelope is what Slack wraps an event in.
type envelope struct {
	Type      string          `json:"type"`
	Challenge string          `json:"challenge"`
	EventID   string          `json:"event_id"`
	Event     json.RawMessage `json:"event"`
}

// event holds what the bot reads of the events that it knows.
type event struct {
	Type        string `json:"type"`
	Subtype     string `json:"subtype"`
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type"`
	User        string `json:"user"`
	BotID       string `json:"bot_id"`
	Text        string `json:"text"`
	TS          string `json:"ts"`
	ThreadTS    string `json:"thread_ts"`
	Hidden      bool   `json:"hidden"`
	Edited      struct {
		TS string `json:"ts"`
	} `json:"edited"`

	Message   *event `json:"message"`          // of message_changed: as it is now
	Previous  *event `json:"previous_message"` // as it was
	DeletedTS string `json:"deleted_ts"`

	AssistantThread struct {
		UserID    string `json:"user_id"`
		ChannelID string `json:"channel_id"`
		ThreadTS  string `json:"thread_ts"`
	} `json:"assistant_thread"`
}

// Why a running answer is cancelled.
var (
	errEdited  = errors.New("slackbot: the question was edited")
	errDeleted = errors.New("slackbot: the question was deleted")
)

// errNotReady says that events must come again.
var errNotReady = news.Errorf(news.KindUnavailable, "slackbot: starting or stopping")

// ready reports whether events can be taken in: not before Slack has told who the bot is, nor when it stops.
func (b *Bot) ready() bool { return b.self.Load() != nil && !b.queue.isClosed() }

// receive takes an event in and returns at once. The same event is taken once;
// retried says that Slack has sent it before, perhaps to another server.
func (b *Bot) receive(ctx context.Context, e envelope, retried bool) error {
	if !b.ready() {
		return errNotReady
	}
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(e.Event, &kind); err != nil {
		return news.Errorf(news.KindInvalid, "slackbot: event: %w", err)
	}
	switch kind.Type {
	case "app_mention", "message", "assistant_thread_started":
	case "tokens_revoked", "app_uninstalled":
		b.inBackground(ctx, b.checkToken)
		return nil
	default: // of types that the app has not asked for, or that are new
		return nil
	}
	var ev event
	if err := json.Unmarshal(e.Event, &ev); err != nil {
		return news.Errorf(news.KindInvalid, "slackbot: event %s: %w", kind.Type, err)
	}
	if e.EventID != "" {
		if _, fresh := b.events.add(e.EventID, true); !fresh {
			return nil
		}
	}
	if ev.Type == "assistant_thread_started" {
		b.inBackground(ctx, func(ctx context.Context) { b.openPane(ctx, ev) })
		return nil
	}
	switch ev.Subtype {
	case "message_changed":
		b.edited(ctx, ev)
	case "message_deleted":
		b.deleted(ctx, ev)
	default:
		if q, ok := b.question(ev); ok {
			q.retried = retried
			b.ask(ctx, q)
		}
	}
	return nil
}

// question reads a message as a question to the bot. It is not ok if it is none.
func (b *Bot) question(ev event) (q question, ok bool) {
	self := b.self.Load()
	if ev.BotID != "" || ev.User == "" || ev.User == self.user || ev.Hidden || ev.TS == "" || ev.Channel == "" ||
		!slices.Contains([]string{"", "thread_broadcast", "file_share"}, ev.Subtype) {
		return question{}, false
	}
	q = question{
		place:    place{channel: ev.Channel, thread: ev.ThreadTS, ts: ev.TS, user: ev.User},
		text:     plainText(ev.Text, self.user),
		threaded: ev.ThreadTS != "" && ev.ThreadTS != ev.TS,
		edition:  ev.Edited.TS,
	}
	if q.thread == "" {
		q.thread = ev.TS
	}
	switch {
	case ev.Type == "app_mention":
	case ev.ChannelType == "im":
		q.direct = true
	case mentions(ev.Text, self.user):
		return question{}, false // it comes as app_mention, too
	default:
		q.followUp = true
		if !b.cfg.FollowUps || !q.threaded || strings.HasPrefix(strings.TrimSpace(ev.Text), "<@") {
			return question{}, false
		}
	}
	return q, q.text != "" || !q.followUp
}

func mentions(text, user string) bool {
	return strings.Contains(text, "<@"+user+">") || strings.Contains(text, "<@"+user+"|")
}

// edited answers a question anew once it was edited. Links that unfurl change a message as well, but not its text.
func (b *Bot) edited(ctx context.Context, ev event) {
	if ev.Message == nil || ev.Previous != nil && ev.Previous.Text == ev.Message.Text {
		return
	}
	now := *ev.Message
	now.Channel, now.ChannelType = ev.Channel, ev.ChannelType
	if mentions(now.Text, b.self.Load().user) {
		now.Type = "app_mention"
	}
	q, ok := b.question(now)
	if !ok {
		return
	}
	q.edited = true
	q.earlier, _ = b.queue.stop(q.key(), errEdited)
	b.ask(ctx, q)
}

// deleted drops a question that was deleted. Answers that are complete stay, for others may have read them.
func (b *Bot) deleted(ctx context.Context, ev event) {
	j, waiting := b.queue.stop(place{channel: ev.Channel, ts: ev.DeletedTS}.key(), errDeleted)
	if !waiting { // what runs takes its message away itself
		return
	}
	b.inBackground(ctx, func(ctx context.Context) {
		notice := j.settle()
		if notice == "" {
			return
		}
		if err := b.remove(ctx, ev.Channel, notice); err != nil {
			b.log.WarnContext(ctx, "slack: removing a notice", "error", err)
		}
	})
}

// Slack marks people, channels and links: <@U123|name>, <#C123|name>, <!here>, <https://…|text>.
var marks = regexp.MustCompile(`<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>`)

// plainText is what a person typed, the mention of the bot left out.
func plainText(s, bot string) string {
	s = marks.ReplaceAllStringFunc(s, func(mark string) string {
		m := marks.FindStringSubmatch(mark)
		switch {
		case m[1] == "@" && m[2] == bot, m[1] == "!":
			return ""
		case m[3] != "":
			return m[3]
		case m[1] != "": // somebody whose name the text does not tell
			return ""
		}
		return m[2]
	})
	return strings.TrimSpace(strings.Join(strings.Fields(clean(unescape(s))), " "))
}
