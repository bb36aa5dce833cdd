package slackbot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"byline/internal/slackbot"
)

// inPane is a message in a thread of the assistant pane.
func inPane(ts, text string) string {
	return `{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"` + ts + `","thread_ts":"1000.1","text":` + quoted(text) + `}`
}

const opened = `{"type":"assistant_thread_started","assistant_thread":{"user_id":"U1","channel_id":"D1","thread_ts":"1000.1"}}`

func TestTheAssistantPaneOffersQuestions(t *testing.T) {
	long := "Who " + strings.Repeat("really ", 20) + "asks?"
	for name, c := range map[string]struct{ suggested, want []string }{
		"of the settings": {[]string{"What closes?", "What opens?", long, "d?", "e?"}, []string{"What closes?", "What opens?", long, "d?"}}, // Slack takes four
		"of its own":      {nil, []string{"What happened this week?", "What happened yesterday?"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeSlack(t)
			d := runDesk(t, f, nil, nil, c.suggested...)
			d.event("E1", opened)
			call := f.wait("assistant.threads.setSuggestedPrompts", 1)[0]
			var prompts []struct{ Title, Message string }
			if err := json.Unmarshal([]byte(call.Get("prompts")), &prompts); err != nil || len(prompts) != len(c.want) || call.Get("channel_id") != "D1" || call.Get("thread_ts") != "1000.1" {
				t.Fatalf("%v: %v", err, call)
			}
			for i, p := range prompts {
				if p.Message != c.want[i] || len([]rune(p.Title)) > 75 {
					t.Errorf("prompt %d: %+v", i, p)
				}
			}
		})
	}
}

// A thread in the pane is named after its first question, shows that Byline is at work, and is a conversation.
func TestAThreadInTheAssistantPane(t *testing.T) {
	d := newDesk(t, nil)
	d.event("E1", opened)
	d.slack.say("D1", "1000.1", "1000.2", "U1", "What closes?")
	d.event("E2", inPane("1000.2", "What closes?"))
	status := d.slack.wait("assistant.threads.setStatus", 1)[0]
	if status.Get("channel_id") != "D1" || status.Get("thread_ts") != "1000.1" || !strings.HasPrefix(status.Get("status"), "is looking") {
		t.Errorf("status: %v", status)
	}
	if title := d.slack.wait("assistant.threads.setTitle", 1)[0]; title.Get("title") != "What closes?" || title.Get("thread_ts") != "1000.1" {
		t.Errorf("title: %v", title)
	}
	d.event("E3", inPane("3000.1", "And when?"))
	d.slack.wait("chat.stopStream", 2)
	d.drain()
	if q := d.questions()[1]; q.Question != "And when?" || len(q.Messages) != 2 || q.Messages[0].Content != "What closes?" {
		t.Errorf("asked %+v", q)
	}
	if n := len(d.slack.called("assistant.threads.setTitle")); n != 1 {
		t.Errorf("named %d times", n)
	}
}

func TestADirectMessageNeedsNoMention(t *testing.T) {
	d := newDesk(t, func(c *slackbot.Config) { c.FollowUps = false })
	d.event("E1", `{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1000.1","text":"What closes?"}`)
	if start := d.slack.wait("chat.startStream", 1)[0]; start.Get("thread_ts") != "1000.1" {
		t.Errorf("answered in %v", start)
	}
	d.drain()
	if n := len(d.slack.called("assistant.threads.setTitle")); n != 0 {
		t.Error("a direct message has no title")
	}
}
