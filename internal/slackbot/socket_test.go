package slackbot_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/slack-go/slack/slacktest"

	"byline/internal/slackbot"
)

// Socket Mode runs against slacktest; calls that it does not know go to the fake Web API.
func TestAMentionIsAnsweredOverSocketMode(t *testing.T) {
	d := &desk{t: t, slack: newFakeSlack(t)}
	server := slacktest.NewTestServer(func(c slacktest.Customize) {
		for method := range methods {
			c.Handle("/"+method, d.slack.ServeHTTP)
		}
	})
	server.Start()
	d.slack.socket = server.GetWSURL()
	t.Cleanup(server.Stop)
	bot := slackbot.New(slackbot.Deps{Searcher: d, Answerer: d, Library: d, Recorder: slackbot.NewFeedbackFile(t.TempDir() + "/f")},
		slackbot.Config{BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: server.GetAPIURL(), Stream: true, ShutdownTimeout: time.Second})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- bot.Run(ctx) }()
	d.slack.wait("auth.test", 1)
	time.Sleep(300 * time.Millisecond) // until the socket is open
	for range 2 {                      // the second is Slack's retry
		envelope, err := json.Marshal(map[string]any{
			"type": "events_api", "envelope_id": "N1", "accepts_response_payload": false,
			"payload": json.RawMessage(`{"type":"event_callback","event_id":"E1","event":` + mentionOf("1000.1", "What closes?") + `}`),
		})
		if err != nil {
			t.Fatal(err)
		}
		server.SendToWebsocket(string(envelope))
	}
	d.slack.wait("chat.stopStream", 1)
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if n := len(d.questions()); n != 1 {
		t.Errorf("asked %d times", n)
	}
}
