package slackbot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack/slacktest"

	"byline/internal/slackbot"
)

// newSocketDesk runs a bot over Socket Mode against slacktest; its calls go to
// the fake Web API. Event sends an event and waits until it is acknowledged.
func newSocketDesk(t *testing.T, behind newsroom) (d *desk, event func(id, event string)) {
	fake := newFakeSlack(t)
	server := slacktest.NewTestServer(func(c slacktest.Customize) {
		for method := range methods {
			c.Handle("/"+method, fake.ServeHTTP)
		}
		c.Handle("/respond/", fake.ServeHTTP)
	})
	server.Start()
	t.Cleanup(server.Stop)
	fake.url, fake.socket = server.GetAPIURL(), server.GetWSURL()
	d = runDesk(t, fake, behind, func(c *slackbot.Config) { c.AppToken = "xapp-1" })
	fake.wait("apps.connections.open", 1)
	n := 0
	return d, func(id, event string) {
		n++
		server.SendToWebsocket(fmt.Sprintf( // which keeps it until the socket is open
			`{"type":"events_api","envelope_id":"N%d","accepts_response_payload":false,"payload":{"type":"event_callback","event_id":%q,"event":%s}}`, n, id, event))
		awaitAck(t, server, fmt.Sprint("N", n))
	}
}

// awaitAck waits the three seconds that Slack does for an envelope to be acknowledged.
func awaitAck(t *testing.T, server *slacktest.Server, envelope string) {
	t.Helper()
	select {
	case raw := <-server.SeenFeed:
		var ack struct {
			ID string `json:"envelope_id"`
		}
		if err := json.Unmarshal([]byte(raw), &ack); err != nil || ack.ID != envelope {
			t.Errorf("%s was answered by %s", envelope, raw)
		}
	case <-time.After(3 * time.Second):
		t.Errorf("%s was not acknowledged", envelope)
	}
}

func TestAMentionIsAnsweredOverSocketMode(t *testing.T) {
	d, event := newSocketDesk(t, nil)
	for range 2 { // the second is Slack's retry
		event("E1", mentionOf("1000.1", "What closes?"))
	}
	stop := d.slack.wait("chat.stopStream", 1)[0]
	if !strings.Contains(stop.Get("blocks"), "Harbour Courier") {
		t.Errorf("stopped with %v", stop)
	}
	d.drain()
	if n := len(d.questions()); n != 1 {
		t.Errorf("asked %d times", n)
	}
}
