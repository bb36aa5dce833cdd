package slackbot_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
	"byline/internal/slackbot"
)

func oneAtATime(c *slackbot.Config) { c.Concurrency = 1 }

// block makes answers wait until the returned function is called, or nobody wants them any more.
func (d *desk) block() (release func()) {
	gate := make(chan struct{})
	d.reply = func(ctx context.Context, req news.AnswerRequest, _ func(news.Event) error) (news.Answer, error) {
		select {
		case <-gate:
			a := answered()
			a.Text = "On " + req.Question
			return a, nil
		case <-ctx.Done():
			return news.Answer{}, ctx.Err()
		}
	}
	return func() { close(gate) }
}

// awaitAsked waits until n questions were passed on.
func (d *desk) awaitAsked(n int) {
	d.t.Helper()
	d.slack.waitFor(fmt.Sprintf("%d questions", n), func() bool { return len(d.questions()) >= n })
}

func mentionIn(channel, ts, text string) string {
	return strings.Replace(mentionOf(ts, text), `"C1"`, `"`+channel+`"`, 1)
}

func TestChannelsTakeTurnsAndPeopleAreToldTheirPlace(t *testing.T) {
	d := newDesk(t, oneAtATime)
	release := d.block()
	d.event("E0", mentionIn("C1", "1000.0", "first"))
	d.awaitAsked(1)
	for i, q := range []struct{ channel, text, place string }{
		{"C1", "second of C1", "number 1 in line"}, {"C1", "third of C1", "number 2 in line"}, {"C2", "first of C2", "number 2 in line"},
	} {
		ts := fmt.Sprintf("1000.%d", i+1)
		d.event("E"+ts, mentionIn(q.channel, ts, q.text))
		if got := d.slack.wait("chat.postMessage", i+1)[i]; !strings.Contains(got.Get("text"), q.place) || got.Get("thread_ts") != ts {
			t.Errorf("%s: told %v", q.text, got)
		}
	}
	release()
	d.slack.waitFor("answers to all", func() bool { return d.slack.answers() == 4 })
	d.drain()
	var order []string
	for _, q := range d.questions() {
		order = append(order, q.Question)
	}
	if want := []string{"first", "second of C1", "first of C2", "third of C1"}; !slices.Equal(order, want) {
		t.Errorf("answered in the order %q, want %q", order, want)
	}
	for _, m := range d.slack.messages { // answers take the place of the notices
		if strings.Contains(m.text, "in line") {
			t.Errorf("left behind: %q", m.text)
		}
	}
}

func TestWhoCannotWaitIsTurnedAwayWithAMessageNowAndThen(t *testing.T) {
	d := newDesk(t, func(c *slackbot.Config) { c.Concurrency, c.Queue = 1, 4 })
	d.block()
	d.event("E0", mentionOf("1000.0", "first"))
	d.awaitAsked(1)
	for i := range 6 { // half of the queue is for one channel
		d.event(fmt.Sprint("E1", i), mentionOf(fmt.Sprintf("1000.%d", i+1), "next"))
	}
	d.event("E2", mentionIn("C2", "1000.9", "elsewhere"))
	d.slack.waitFor("place for another channel", func() bool {
		return slices.ContainsFunc(d.slack.messages, func(m *fakeMessage) bool {
			return m.channel == "C2" && strings.Contains(m.text, "in line")
		})
	})
	d.drain()
	if n := strings.Count(d.slack.saidAtAll(), "Too many questions are waiting"); n != 1 {
		t.Errorf("told %d times that there are too many", n)
	}
}

// saidAtAll is every text that was ever posted.
func (f *fakeSlack) saidAtAll() string {
	var all []string
	for _, c := range f.called("chat.postMessage") {
		all = append(all, c.Get("text"))
	}
	return strings.Join(all, "\n")
}

// Slack wants to hear within three seconds, however long its own calls take.
func TestWhateverComesIsAcknowledgedWhileSlackIsSlow(t *testing.T) {
	d := newDesk(t, oneAtATime)
	releases := []func(){d.block()}
	d.event("E0", mentionOf("1000.0", "first"))
	d.awaitAsked(1)
	for _, method := range []string{"chat.postMessage", "chat.postEphemeral", "respond", "views.open", "users.info", "assistant.threads.setSuggestedPrompts"} {
		releases = append(releases, d.slack.hold(method))
	}
	d.event("E1", mentionOf("1000.1", "second")) // its place is being told
	acknowledged := make(chan struct{})
	go func() {
		defer close(acknowledged)
		d.event("E2", editOf("1000.1", "second", "third"))
		d.event("E3", deletionOf("1000.1"))
		d.event("E4", `{"type":"assistant_thread_started","assistant_thread":{"user_id":"U1","channel_id":"D1","thread_ts":"1000.1"}}`)
		d.command("What closes?")
		d.shortcut("The ferry stops.")
		d.press(slackbot.RenderAnswer(answered(), "What closes?", true)[0], "not_helpful")
		d.event("E5", mentionOf("1000.5", "fourth"))
	}()
	select {
	case <-acknowledged:
	case <-time.After(3 * time.Second):
		t.Error("not acknowledged in three seconds")
	}
	for _, release := range releases {
		release()
	}
	d.drain()
}

func TestWhatWaitsInPrivateIsToldItsPlaceAndApologisedTo(t *testing.T) {
	d := newDesk(t, oneAtATime)
	d.block()
	d.event("E0", mentionOf("1000.0", "first"))
	d.awaitAsked(1)
	d.command("search ferry")
	if got := d.slack.wait("respond", 1)[0]; !strings.Contains(got.Get("text"), "number 1 in line") || got.Get("response_type") != "ephemeral" {
		t.Errorf("told %v", got)
	}
	d.drain()
	if got := d.slack.called("respond"); len(got) != 2 || !strings.Contains(got[1].Get("text"), "being restarted") || len(d.searched) > 0 {
		t.Errorf("told %v", got)
	}
}

func TestWhenItStopsEventsGoElsewhere(t *testing.T) {
	d := newDesk(t, nil)
	release := d.block()
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.awaitAsked(1)
	d.stop()
	d.slack.waitFor("refusal", func() bool { return d.event("E2", mentionOf("1000.2", "What opens?")) == http.StatusServiceUnavailable })
	release() // what was begun is finished
	d.slack.waitFor("answer", func() bool { return d.slack.answers() >= 1 })
	if err := <-d.ended; err != nil {
		t.Error(err)
	}
}
