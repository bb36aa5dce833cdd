package slackbot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"byline/internal/news"
	"byline/internal/slackbot"
)

func editOf(ts, before, now string) string {
	return fmt.Sprintf(`{"type":"message","subtype":"message_changed","channel":"C1","channel_type":"channel",`+
		`"message":{"type":"message","user":"U1","ts":%q,"text":%s,"edited":{"ts":"1001.0"}},"previous_message":{"text":%s}}`,
		ts, quoted("<@UBOT> "+now), quoted("<@UBOT> "+before))
}

func deletionOf(ts string) string {
	return fmt.Sprintf(`{"type":"message","subtype":"message_deleted","channel":"C1","channel_type":"channel","deleted_ts":%q}`, ts)
}

// begin answers a question with its first words, and goes on until nobody waits for it.
func (d *desk) begin(question string) {
	d.reply = func(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
		a := answered()
		a.Text = "On " + req.Question
		if err := emit(news.Event{Kind: news.EventDelta, Delta: "On that: "}); err != nil || req.Question != question {
			return a, err
		}
		<-ctx.Done()
		return news.Answer{}, ctx.Err()
	}
}

// single holds the channel to one message, which says something.
func (d *desk) single(says string) {
	d.t.Helper()
	d.slack.waitFor("answer in one message", func() bool {
		left := 0
		for _, m := range d.slack.messages {
			if m.user == botUser && !m.deleted {
				left++
			}
		}
		return left == 1 && d.slack.answers() == 1 && strings.Contains(d.slack.said(), says)
	})
}

func TestAnEditedQuestionIsAnsweredAnewInPlace(t *testing.T) {
	t.Run("after its answer", func(t *testing.T) {
		d := newDesk(t, nil)
		d.slack.say("C1", "", "1000.1", "U1", "<@UBOT> What closes?")
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.slack.wait("chat.stopStream", 1)
		d.begin("")
		d.event("E2", editOf("1000.1", "What closes?", "What opens?"))
		d.single("On What opens?")
	})
	t.Run("after its answer, when others come first", func(t *testing.T) {
		d := newDesk(t, oneAtATime)
		d.slack.say("C1", "", "1000.1", "U1", "<@UBOT> What closes?")
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.slack.wait("chat.stopStream", 1)
		release := d.block()
		d.event("E2", mentionIn("C2", "1000.2", "first"))
		d.awaitAsked(2)
		d.event("E3", editOf("1000.1", "What closes?", "What opens?"))
		release()
		d.awaitAsked(3)
		d.drain()
		if n, said := len(d.slack.messages), d.slack.said(); n != 3 || !strings.Contains(said, "On What opens?") {
			t.Errorf("%d messages: %s", n, said)
		}
	})
	t.Run("during its answer", func(t *testing.T) {
		d := newDesk(t, nil)
		d.slack.say("C1", "", "1000.1", "U1", "<@UBOT> What closes?")
		d.begin("What closes?")
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.slack.wait("chat.startStream", 1)
		d.event("E2", editOf("1000.1", "What closes?", "What opens?"))
		d.single("On What opens?")
	})
	t.Run("twice during its answer", func(t *testing.T) {
		d := newDesk(t, oneAtATime)
		d.slack.say("C1", "", "1000.1", "U1", "<@UBOT> What closes?")
		d.begin("What closes?")
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.slack.wait("chat.startStream", 1)
		release := d.slack.hold("chat.stopStream")
		d.event("E2", editOf("1000.1", "What closes?", "What shuts?"))
		d.event("E3", strings.Replace(editOf("1000.1", "What shuts?", "What opens?"), "1001.0", "1002.0", 1))
		release()
		d.single("On What opens?")
		d.drain()
		if n := len(d.questions()); n != 2 {
			t.Errorf("asked %d times", n)
		}
	})
	t.Run("twice while it waits", func(t *testing.T) {
		d := newDesk(t, oneAtATime)
		d.slack.say("C1", "", "1000.1", "U1", "<@UBOT> What closes?")
		release := d.block()
		d.event("E0", mentionIn("C2", "1000.0", "first"))
		d.awaitAsked(1)
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.slack.wait("chat.postMessage", 1) // its place
		d.event("E2", editOf("1000.1", "What closes?", "What shuts?"))
		d.event("E3", strings.Replace(editOf("1000.1", "What shuts?", "What opens?"), "1001.0", "1002.0", 1))
		release()
		d.slack.waitFor("answers", func() bool { return d.slack.answers() == 2 })
		d.drain()
		if n, said := len(d.slack.messages), d.slack.said(); n != 3 || !strings.Contains(said, "On What opens?") || strings.Contains(said, "shuts") {
			t.Errorf("%d messages: %s", n, said)
		}
	})
}

// A link that unfurls changes a message, but not what it asks.
func TestAMessageThatChangedWithoutItsTextIsNoQuestion(t *testing.T) {
	d := newDesk(t, nil)
	d.event("E1", editOf("1000.1", "What closes?", "What closes?"))
	d.drain()
	if n := len(d.questions()); n != 0 {
		t.Errorf("asked %d times", n)
	}
}

func TestADeletedQuestionIsDropped(t *testing.T) {
	for name, stream := range map[string]bool{"while its stream runs": true, "while its message is updated": false} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, nil)
			if !stream {
				d.slack.refuse("chat.startStream", "channel_type_not_supported")
			}
			d.begin("What closes?")
			d.event("E1", mentionOf("1000.1", "What closes?"))
			d.slack.waitFor("message", func() bool { return len(d.slack.messages) == 1 })
			d.event("E2", deletionOf("1000.1"))
			d.slack.waitFor("deletion", func() bool { return d.slack.messages[0].deleted })
		})
	}
	t.Run("while its message is on its way", func(t *testing.T) {
		d := newDesk(t, func(c *slackbot.Config) { c.Stream = false })
		d.slack.say("C1", "", "1000.1", "U1", "<@UBOT> What closes?")
		d.begin("What closes?")
		release := d.slack.hold("chat.postMessage")
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.slack.waitFor("message on its way", func() bool { return d.slack.holding == 1 })
		d.event("E2", deletionOf("1000.1"))
		release()
		d.slack.wait("chat.delete", 1)
	})
	t.Run("before a word of its answer", func(t *testing.T) {
		d := newDesk(t, nil)
		d.block()
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.awaitAsked(1)
		d.event("E2", deletionOf("1000.1"))
		if got := d.slack.wait("assistant.threads.setStatus", 2)[1].Get("status"); got != "" || len(d.slack.messages) > 0 {
			t.Errorf("says that it %s, and %v", got, d.slack.messages)
		}
	})
	t.Run("while it waits", func(t *testing.T) {
		d := newDesk(t, oneAtATime)
		release := d.block()
		d.event("E0", mentionIn("C2", "1000.0", "first"))
		d.awaitAsked(1)
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.slack.wait("chat.postMessage", 1) // its place
		d.event("E2", deletionOf("1000.1"))
		d.slack.waitFor("deletion", func() bool { return d.slack.messages[0].deleted })
		release()
		d.slack.waitFor("answer", func() bool { return d.slack.answers() == 1 })
		d.drain()
		if n := len(d.questions()); n != 1 {
			t.Errorf("%d questions were answered", n)
		}
	})
	t.Run("after its answer, which others may have read", func(t *testing.T) {
		d := newDesk(t, oneAtATime)
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.event("E2", mentionOf("1000.2", "What opens?"))
		d.awaitAsked(2) // so that the first is done with
		d.event("E3", deletionOf("1000.1"))
		d.drain()
		if n := len(d.slack.called("chat.delete")); n > 0 {
			t.Error("the answer was deleted")
		}
	})
}
