package slackbot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
	"byline/internal/slackbot"
)

// writeUntil writes words until something is true, and then ends the answer as given; empty: as it was written.
func (d *desk) writeUntil(is func() bool, final string) {
	d.reply = func(_ context.Context, _ news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
		a := answered()
		a.Text = ""
		for i := 0; ; i++ {
			piece := fmt.Sprintf("word %d ", i)
			if err := emit(news.Event{Kind: news.EventDelta, Delta: piece}); err != nil {
				return a, err
			}
			a.Text += piece
			if is() {
				break
			}
			time.Sleep(5 * time.Millisecond) // as a language model takes time
		}
		if final != "" {
			a.Text = final
		}
		return a, nil
	}
}

// calledOf reports whether a method was called.
func (d *desk) calledOf(method string) func() bool {
	return func() bool { return len(d.slack.called(method)) > 0 }
}

func TestAStreamGrowsWordByWord(t *testing.T) {
	d := newDesk(t, nil)
	var whole string
	d.writeUntil(d.calledOf("chat.appendStream"), "")
	inner := d.reply
	d.reply = func(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
		a, err := inner(ctx, req, emit)
		whole = a.Text
		return a, err
	}
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.slack.waitFor("answer", func() bool { return d.slack.answers() == 1 })
	d.drain()
	if got := d.slack.messages[0].text; got != whole || len(d.slack.called("chat.update")) > 0 {
		t.Errorf("streamed %d characters of %d", len(got), len(whole))
	}
}

func TestAStreamThatIsNotTheAnswerBecomesIt(t *testing.T) {
	const final = "The mill closes in June [2]."
	for name, change := range map[string]func(d *desk){
		"as the answer was checked and changed":   func(*desk) {},
		"as Slack ended it before":                func(d *desk) { d.slack.refuse("chat.appendStream", "message_not_in_streaming_state") },
		"as Slack is in trouble for a while":      func(d *desk) { d.slack.refuse("chat.appendStream", "internal_error") },
		"as Slack does not end it":                func(d *desk) { d.slack.refuse("chat.stopStream", "internal_error") },
		"as no status and no stream can be had":   func(d *desk) { d.slack.refuse("assistant.threads.setStatus", "not_allowed_token_type") },
		"as Slack has the message but no streams": func(d *desk) { d.slack.refuse("chat.startStream", "unknown_method") },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, nil)
			change(d)
			d.writeUntil(func() bool {
				return len(d.slack.called("chat.appendStream")) > 0 || len(d.slack.called("chat.update")) > 0
			}, final)
			d.event("E1", mentionOf("1000.1", "What closes?"))
			d.slack.waitFor("answer", func() bool {
				return len(d.slack.messages) == 1 && d.slack.messages[0].text == final && strings.Contains(d.slack.messages[0].blocks, `"helpful"`)
			})
		})
	}
}

// What was written before the trouble stands, with the apology below it.
func TestAnAnswerThatBreaksOffEndsInAnApology(t *testing.T) {
	for name, stream := range map[string]bool{"streamed": true, "updated": false} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, func(c *slackbot.Config) { c.Stream = stream })
			d.reply = func(_ context.Context, _ news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
				if err := emit(news.Event{Kind: news.EventDelta, Delta: "The ferry "}); err != nil {
					return news.Answer{}, err
				}
				return news.Answer{}, news.Errorf(news.KindUnavailable, "dial 10.0.0.7: refused")
			}
			d.event("E1", mentionOf("1000.1", "What closes?"))
			d.slack.waitFor("apology", func() bool {
				m := d.slack.messages
				return len(m) == 1 && !m[0].streaming && strings.Contains(m[0].blocks, "can't be searched right now") && !strings.Contains(m[0].blocks, "10.0.0.7")
			})
		})
	}
}

func TestALongAnswerIsSplitAtSentenceEnds(t *testing.T) {
	d := newDesk(t, nil)
	text := strings.TrimSpace(strings.Repeat("The council met on Monday and agreed on the new bridge [1]. ", 400)) // 24,000 characters
	d.reply = func(_ context.Context, _ news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
		a := answered()
		a.Text = text
		for _, piece := range strings.SplitAfter(text, ". ") {
			if err := emit(news.Event{Kind: news.EventDelta, Delta: piece}); err != nil {
				return a, err
			}
		}
		return a, nil
	}
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.slack.waitFor("answer", func() bool { return d.slack.answers() == 1 })
	d.drain()
	var sections []string
	for _, b := range blocksOf(t, d.slack.messages[0].blocks) {
		if b.Type == "section" {
			sections = append(sections, textHTML(b.Text))
		}
	}
	if got := strings.Join(sections, " "); got != text || len(sections) < 8 {
		t.Errorf("%d sections of %d characters in all, not %d", len(sections), len(got), len(text))
	}
	for _, s := range sections {
		if !strings.HasSuffix(s, "[1].") {
			t.Errorf("a section ends in %q", s[len(s)-20:])
		}
	}
}

// A message holds fifty blocks.
func TestAnAnswerLongerThanAMessageGoesOnBelowIt(t *testing.T) {
	d := newDesk(t, nil)
	d.reply = func(context.Context, news.AnswerRequest, func(news.Event) error) (news.Answer, error) {
		a := answered()
		a.Text = strings.Repeat("The council met on Monday and agreed on the new bridge [1]. ", 2700) // 54 sections
		return a, nil
	}
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.slack.waitFor("answer", func() bool { return d.slack.answers() == 1 })
	d.drain()
	for i, m := range d.slack.messages {
		if n := len(blocksOf(t, m.blocks)); m.thread != "1000.1" || (n == 50) != (i == 0) {
			t.Errorf("message %d of thread %s has %d blocks", i, m.thread, n)
		}
	}
	if len(d.slack.messages) != 2 {
		t.Errorf("%d messages", len(d.slack.messages))
	}
}

func TestAnAnswerThatTakesTooLongIsGivenUp(t *testing.T) {
	d := newDesk(t, func(c *slackbot.Config) { c.AnswerTimeout = 1 })
	d.event("E1", mentionOf("1000.1", "What closes?"))
	if got := d.slack.wait("chat.postMessage", 1)[0].Get("text"); !strings.Contains(got, "took too long") {
		t.Errorf("told %q", got)
	}
}

// Another server may have got the event before; the word of a person is no answer.
func TestARetryThatWasAnsweredElsewhereIsNotAnsweredAgain(t *testing.T) {
	d := newDesk(t, nil)
	d.slack.say("C1", "", "1000.1", "U1", "<@UBOT> What closes?")
	d.slack.say("C1", "1000.1", "1000.2", botUser, "The mill closes [1].")
	d.slack.say("C1", "", "1000.3", "U1", "<@UBOT> What opens?")
	d.slack.say("C1", "1000.3", "1000.4", "U7", "I'd say nothing.")
	again := func(id, event string) {
		d.send("/slack/events", `{"type":"event_callback","event_id":"`+id+`","event":`+event+`}`, "X-Slack-Retry-Num", "1", "X-Slack-Retry-Reason", "http_timeout")
	}
	again("E1", mentionOf("1000.1", "What closes?"))
	again("E2", mentionOf("1000.3", "What opens?"))
	d.slack.wait("chat.stopStream", 1)
	d.drain()
	if asked := d.questions(); len(asked) != 1 || asked[0].Question != "What opens?" {
		t.Errorf("asked %v", asked)
	}
}
