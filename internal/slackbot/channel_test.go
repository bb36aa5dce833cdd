package slackbot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
	"byline/internal/slackbot"
)

// inChannels configures channels.
func inChannels(channels map[string]slackbot.Channel) func(*slackbot.Config) {
	return func(c *slackbot.Config) { c.Channels = channels }
}

func TestAChannelHasFiltersOfItsOwn(t *testing.T) {
	filter := news.Filter{Sources: []string{"Harbour Courier"}, Subjects: []string{"shipping"}, Language: "en"}
	d := newDesk(t, inChannels(map[string]slackbot.Channel{"C1": {Filter: filter, HalfLife: 72 * time.Hour, NoLLM: true}}))
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.event("E2", strings.Replace(mentionOf("1000.2", "What opens?"), `"C1"`, `"C2"`, 1))
	d.command("search ferry")
	d.shortcut("The ferry stops.")
	d.slack.wait("chat.stopStream", 2)
	d.slack.wait("respond", 2)
	d.drain()

	of := map[string]news.AnswerRequest{}
	for _, q := range d.questions() {
		of[q.Question] = q
	}
	want := map[string]news.AnswerRequest{
		"What closes?": {Question: "What closes?", NoLLM: true, Search: news.SearchRequest{Filter: filter, HalfLife: 72 * time.Hour}},
		"What opens?":  {Question: "What opens?"},
	}
	if diff := cmp.Diff(want, of); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]news.SearchRequest{{Query: "ferry", Filter: filter, HalfLife: 72 * time.Hour, Limit: 8}}, d.searched); diff != "" {
		t.Errorf("searched (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]news.SimilarRequest{{Text: "The ferry stops.", Filter: filter, Limit: 8}}, d.compared); diff != "" {
		t.Errorf("compared (-want +got):\n%s", diff)
	}
}

func TestAMutedChannelIsToldSoInPrivate(t *testing.T) {
	for name, channels := range map[string]map[string]slackbot.Channel{
		"by name":    {"C1": {Answer: slackbot.AnswerOff}},
		"by default": {"default": {Answer: slackbot.AnswerOff}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, inChannels(channels))
			d.event("E1", mentionOf("1000.1", "What closes?"))
			d.event("E2", `{"type":"message","channel":"C1","channel_type":"channel","user":"U1","ts":"1000.3","thread_ts":"1000.1","text":"And when?"}`)
			if got := d.slack.wait("chat.postEphemeral", 1)[0]; !strings.Contains(got.Get("text"), "doesn't answer in this channel") || got.Get("user") != "U1" {
				t.Errorf("refused by %v", got)
			}
			if got := d.command("What closes?").Body.String(); !strings.Contains(got, "doesn't answer in this channel") {
				t.Errorf("acknowledged by %s", got)
			}
			d.drain()
			if n := len(d.questions()) + len(d.slack.messages) + len(d.slack.called("chat.postEphemeral")); n != 1 {
				t.Errorf("%d answers and messages, not the one refusal", n)
			}
		})
	}
}

func TestAnEphemeralChannelShowsAnswersToWhoAsked(t *testing.T) {
	d := newDesk(t, inChannels(map[string]slackbot.Channel{"default": {Answer: slackbot.AnswerEphemeral}}))
	d.event("E1", mentionOf("1000.1", "What closes?"))
	got := d.slack.wait("chat.postEphemeral", 1)[0]
	if got.Get("user") != "U1" || !strings.Contains(got.Get("blocks"), `"share"`) || len(d.slack.messages) != 0 {
		t.Errorf("answered by %v and %d messages", got, len(d.slack.messages))
	}
	// Nobody else reads a direct message.
	d.event("E2", `{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1000.2","text":"What closes?"}`)
	d.slack.wait("chat.stopStream", 1)
}

func TestAConfidentChannelHearsOnlyWholeAnswers(t *testing.T) {
	for status, want := range map[news.Status]string{
		news.StatusAnswered: "The ferry stops", news.StatusPartial: "I'd rather not say", news.StatusNotFound: "I'd rather not say",
	} {
		t.Run(string(status), func(t *testing.T) {
			d := newDesk(t, inChannels(map[string]slackbot.Channel{"C1": {Confident: true}}))
			d.reply = func(_ context.Context, _ news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
				a := answered()
				a.Status = status
				return a, emit(news.Event{Kind: news.EventDelta, Delta: a.Text})
			}
			d.event("E1", mentionOf("1000.1", "What closes?"))
			d.slack.wait("chat.update", 1)
			d.drain()
			said := d.slack.said()
			if !strings.Contains(said, want) || status != news.StatusAnswered && strings.Contains(said, "ferry") {
				t.Errorf("said %q", said)
			}
			for _, c := range d.slack.calls { // not even for a moment
				if status != news.StatusAnswered && strings.Contains(c.args.Get("text")+c.args.Get("markdown_text"), "ferry") {
					t.Errorf("%s showed %v", c.method, c.args)
				}
			}
		})
	}
}
