package slackbot_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
	"byline/internal/slackbot"
)

// endsWith holds the end of a bot to an error that names a setting.
func (d *desk) endsWith(setting string) {
	d.t.Helper()
	select {
	case err := <-d.ended:
		if news.KindOf(err) != news.KindUnauthorized || !strings.Contains(err.Error(), setting) {
			d.t.Errorf("ended with %v", err)
		}
	case <-time.After(8 * time.Second):
		d.t.Fatal("goes on")
	}
}

func TestARevokedTokenEndsTheBot(t *testing.T) {
	t.Run("over HTTP, at the next call", func(t *testing.T) {
		d := newDesk(t, nil)
		for _, method := range []string{"users.info", "assistant.threads.setStatus", "chat.postMessage"} {
			d.slack.refuse(method, "token_revoked")
		}
		d.event("E1", mentionOf("1000.1", "What closes?"))
		d.endsWith("slack.bot_token (token_revoked)")
		if code := d.event("E2", mentionOf("1000.2", "What opens?")); code != http.StatusServiceUnavailable {
			t.Errorf("status %d for another event", code)
		}
	})
	t.Run("over HTTP, as soon as Slack says so", func(t *testing.T) {
		d := newDesk(t, nil)
		d.slack.refuse("auth.test", "account_inactive")
		d.event("E1", `{"type":"app_uninstalled"}`)
		d.endsWith("slack.bot_token (account_inactive)")
	})
	t.Run("over Socket Mode", func(t *testing.T) {
		d, event := newSocketDesk(t, nil)
		d.slack.refuse("users.info", "token_revoked")
		event("E1", mentionOf("1000.1", "What closes?"))
		d.endsWith("slack.bot_token (token_revoked)")
	})
	t.Run("of the app", func(t *testing.T) {
		d, server := newSocket(t, nil)
		d.slack.refuse("apps.connections.open", "invalid_auth")
		server.SendToWebsocket(`{"type":"disconnect","reason":"refresh_requested","debug_info":{"host":"h"}}`)
		d.endsWith("slack.app_token (invalid_auth)")
	})
}

// A token that a person gave to the app can be revoked without harm to the bot.
func TestARevokedTokenOfSomebodyElseDoesNot(t *testing.T) {
	d := newDesk(t, nil)
	d.event("E1", `{"type":"tokens_revoked","tokens":{"oauth":["U1"]}}`)
	d.slack.wait("auth.test", 2)
	d.event("E2", mentionOf("1000.1", "What closes?"))
	d.slack.wait("chat.stopStream", 1)
	d.drain()
}

// Slack may be away when Byline starts. Until it has told who the bot is, events are to come again.
func TestItConnectsOnceSlackIsThere(t *testing.T) {
	f := newFakeSlack(t)
	f.refuse("auth.test", "internal_error")
	d := &desk{t: t, slack: f, ended: make(chan error, 1), file: slackbot.NewFeedbackFile(t.TempDir() + "/feedback.jsonl")}
	d.bot = slackbot.New(slackbot.Deps{Searcher: d, Answerer: d, Library: d, Recorder: d.file},
		slackbot.Config{BotToken: "xoxb-1", SigningSecret: secret, APIURL: f.url, Stream: true})
	d.handler = d.bot.Handler()
	var ctx context.Context
	ctx, d.stop = context.WithCancel(t.Context())
	go func() { d.ended <- d.bot.Run(ctx) }()
	f.wait("auth.test", 1)
	if code := d.event("E1", mentionOf("1000.1", "What closes?")); code != http.StatusServiceUnavailable {
		t.Errorf("status %d before it knows who it is", code)
	}
	if got := d.send("/slack/events", `{"type":"url_verification","challenge":"abc"}`).Body.String(); got != "abc" {
		t.Errorf("Slack cannot verify the address: %q", got)
	}
	f.refuse("auth.test", "")
	f.waitFor("connection", func() bool { return d.event("E1", mentionOf("1000.1", "What closes?")) == http.StatusOK })
	f.wait("chat.stopStream", 1)
	d.drain()
}

func TestTheDoctorChecksTokensAndScopes(t *testing.T) {
	without := func(missing ...string) []string {
		var left []string
		for _, s := range slackbot.Scopes() {
			if !strings.Contains(strings.Join(missing, " "), s) {
				left = append(left, s)
			}
		}
		return left
	}
	for name, c := range map[string]struct {
		scopes  []string
		refused map[string]string
		want    string
		fault   bool
	}{
		"all is well":         {slackbot.Scopes(), nil, "byline in Desk, all 9 scopes, Socket Mode, HTTP", false},
		"more than is needed": {append(slackbot.Scopes(), "files:read"), nil, "all 9 scopes", false},
		"missing scopes": {without("im:history", "users:read"), nil,
			"the bot token lacks im:history (direct messages), users:read (to know members from guests and other workspaces): add the scopes under OAuth & Permissions", true},
		"no scopes":                     {nil, nil, "lacks app_mentions:read (to be mentioned), assistant:write", true},
		"a revoked bot token":           {nil, map[string]string{"auth.test": "token_revoked"}, "refuses slack.bot_token (token_revoked): install the app again", true},
		"a bad app token":               {slackbot.Scopes(), map[string]string{"apps.connections.open": "invalid_auth"}, "refuses slack.app_token (invalid_auth)", true},
		"an app token without a scope":  {slackbot.Scopes(), map[string]string{"apps.connections.open": "missing_scope"}, "connections:write", true},
		"Slack in trouble":              {slackbot.Scopes(), map[string]string{"auth.test": "internal_error"}, "internal_error", true},
		"Slack in trouble with sockets": {slackbot.Scopes(), map[string]string{"apps.connections.open": "internal_error"}, "internal_error", true},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeSlack(t)
			f.scopes, f.socket = c.scopes, "ws://127.0.0.1:1"
			for method, code := range c.refused {
				f.refuse(method, code)
			}
			found, err := slackbot.Check(t.Context(), slackbot.Config{BotToken: "xoxb-1", AppToken: "xapp-1", SigningSecret: secret, APIURL: f.url})
			if err != nil {
				found += err.Error()
			}
			if c.fault != (err != nil) || !strings.Contains(found, c.want) || strings.Contains(found, "xoxb-1") || strings.Contains(found, "xapp-1") {
				t.Errorf("found %q, want %q", found, c.want)
			}
		})
	}
	away := httptest.NewServer(nil)
	away.Close()
	if found, err := slackbot.Check(t.Context(), slackbot.Config{BotToken: "xoxb-1", APIURL: away.URL + "/"}); err == nil {
		t.Errorf("found %q where nobody is", found)
	}
}
