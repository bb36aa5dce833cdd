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
	d, server := newSocket(t, behind)
	n := 0
	return d, func(id, event string) {
		n++
		server.SendToWebsocket(fmt.Sprintf( // which keeps it until the socket is open
			`{"type":"events_api","envelope_id":"N%d","accepts_response_payload":false,"payload":{"type":"event_callback","event_id":%q,"event":%s}}`, n, id, event))
		awaitAck(t, server, fmt.Sprint("N", n))
	}
}

func newSocket(t *testing.T, behind newsroom) (*desk, *slacktest.Server) {
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
	d := runDesk(t, fake, behind, func(c *slackbot.Config) { c.AppToken = "xapp-1" })
	fake.wait("apps.connections.open", 1)
	return d, server
}

// awaitAck waits the three seconds that Slack does for an envelope to be acknowledged.
func awaitAck(t *testing.T, server *slacktest.Server, envelope string) (payload string) {
	t.Helper()
	select {
	case raw := <-server.SeenFeed:
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if err := json.Unmarshal([]byte(raw), &ack); err != nil || ack.ID != envelope {
			t.Errorf("%s was answered by %s", envelope, raw)
		}
		return string(ack.Payload)
	case <-time.After(3 * time.Second):
		t.Errorf("%s was not acknowledged", envelope)
	}
	return ""
}

func TestAMentionIsAnsweredOverSocketMode(t *testing.T) {
	d, event := newSocketDesk(t, nil)
	for range 2 { // Slack sends it again
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

// Whatever comes is acknowledged, for Slack would send it again.
func TestSocketModeAcknowledgesWhateverComes(t *testing.T) {
	d, server := newSocket(t, nil)
	for i, rest := range []string{
		`"type":"events_api","payload":{"type":"event_callback","event_id":"E1","event":{"type":"of_tomorrow","channel":{}}}`,
		`"type":"events_api","payload":{"type":"event_callback","event_id":"E2","event":null}`,
		`"type":"events_api","payload":{"type":"event_callback","event_id":"E3","event":{"type":"message","channel":{"id":1}}}`,
		`"type":"events_api","payload":{}`,
		`"type":"interactive","payload":{"type":"dialog_cancellation"}`,
		`"type":"interactive","payload":{"type":"block_actions","user":{"id":"U1"},"actions":[{"type":"button","action_id":"x","value":"y"}]}`,
	} {
		envelope := fmt.Sprint("N", i)
		server.SendToWebsocket(fmt.Sprintf(`{"envelope_id":%q,"accepts_response_payload":false,%s}`, envelope, rest))
		awaitAck(t, server, envelope)
	}
	if n := len(d.questions()); n != 0 {
		t.Errorf("%d questions were let in", n)
	}
}

func TestACommandIsAcknowledgedOverSocketModeAndAnsweredLater(t *testing.T) {
	d, server := newSocket(t, nil)
	server.SendToWebsocket(fmt.Sprintf(
		`{"envelope_id":"N1","type":"slash_commands","accepts_response_payload":true,"payload":{"command":"/byline","text":"What closes?","user_id":"U1","channel_id":"C1","response_url":%q}}`,
		d.slack.responseURL()))
	if payload := awaitAck(t, server, "N1"); !strings.Contains(payload, "ephemeral") {
		t.Errorf("acknowledged with %s", payload)
	}
	if answer := d.slack.wait("respond", 1)[0]; answer.Get("response_type") != "ephemeral" || !strings.Contains(answer.Get("blocks"), "Harbour Courier") {
		t.Errorf("answered %v", answer)
	}
}

// Slack closes connections every few hours and says so before.
func TestSocketModeConnectsAgain(t *testing.T) {
	d, server := newSocket(t, nil)
	server.SendToWebsocket(`{"type":"disconnect","reason":"refresh_requested","debug_info":{"host":"h"}}`)
	d.slack.wait("apps.connections.open", 2)
}
