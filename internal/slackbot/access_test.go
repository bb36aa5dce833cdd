package slackbot_test

import (
	"strings"
	"testing"

	"byline/internal/slackbot"
)

// people are members of the workspace T1 and others, as users.info has them.
const (
	guest       = `{"id":"U1","team_id":"T1","is_restricted":true}`
	oneChannel  = `{"id":"U1","team_id":"T1","is_restricted":true,"is_ultra_restricted":true}`
	invited     = `{"id":"U1","team_id":"T1","is_invited_user":true}`
	stranger    = `{"id":"U1","is_stranger":true}`
	connected   = `{"id":"U1","team_id":"T2"}`
	othersGuest = `{"id":"U1","team_id":"T2","is_restricted":true}`
	sister      = `{"id":"U1","team_id":"T2","enterprise_user":{"enterprise_id":"E1","teams":["T2","T1"]}}`
)

func TestWhoMayAsk(t *testing.T) {
	guests := func(c *slackbot.Config) { c.Guests = true }
	external := func(c *slackbot.Config) { c.External = true }
	listed := func(c *slackbot.Config) { c.Users = []string{"U7", "U1"} }
	others := func(c *slackbot.Config) { c.Users = []string{"U7"} }
	for name, c := range map[string]struct {
		user    string
		change  func(*slackbot.Config)
		refusal string // empty: answered
	}{
		"a member":                                {member, nil, ""},
		"a guest":                                 {guest, nil, "Guests of this workspace"},
		"a guest of one channel":                  {oneChannel, nil, "Guests of this workspace"},
		"who was invited to a channel":            {invited, nil, "Guests of this workspace"},
		"a guest, where guests may":               {guest, guests, ""},
		"somebody of a connected workspace":       {connected, nil, "members of its own workspace only"},
		"somebody that Slack hardly tells of":     {stranger, nil, "members of its own workspace only"},
		"somebody of a connected one, where free": {connected, external, ""},
		"a guest of a connected one":              {othersGuest, external, "Guests of this workspace"},
		"a guest of a connected one, by guests":   {othersGuest, guests, "members of its own workspace only"},
		"a member of the organisation":            {sister, nil, ""},
		"who is on the list":                      {member, listed, ""},
		"who is not on the list":                  {member, others, "not on the list"},
		"a guest who is on the list":              {guest, listed, "Guests of this workspace"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, c.change)
			d.slack.users["U1"] = c.user
			d.event("E1", mentionOf("1000.1", "What closes?"))
			d.command("What closes?")
			d.command("search ferry")
			d.shortcut("The ferry stops.")
			d.slack.wait("respond", 3)
			if c.refusal == "" {
				d.slack.wait("chat.stopStream", 1)
				return
			}
			d.slack.wait("chat.postEphemeral", 1)
			d.drain()
			for _, told := range append(d.slack.called("respond"), d.slack.called("chat.postEphemeral")...) {
				if !strings.Contains(told.Get("text"), c.refusal) || told.Get("response_type") == "in_channel" {
					t.Errorf("told %v", told)
				}
			}
			if n := len(d.questions()) + len(d.searched) + len(d.compared) + len(d.slack.messages); n != 0 {
				t.Errorf("%d requests and public messages", n)
			}
		})
	}
}

// A direct message has nobody to hide from.
func TestAGuestIsRefusedInADirectMessage(t *testing.T) {
	d := newDesk(t, nil)
	d.slack.users["U1"] = guest
	d.event("E1", `{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1.1","text":"What closes?"}`)
	if got := d.slack.wait("chat.postMessage", 1)[0].Get("text"); !strings.Contains(got, "Guests") {
		t.Errorf("told %q", got)
	}
}

// A guest who had to wait sees the place in the queue go.
func TestARefusalLeavesNoNoticeBehind(t *testing.T) {
	d := newDesk(t, oneAtATime)
	d.slack.users["U2"] = strings.Replace(guest, "U1", "U2", 1)
	release := d.block()
	d.event("E1", mentionOf("1000.1", "first"))
	d.awaitAsked(1)
	d.event("E2", strings.Replace(mentionOf("1000.2", "second"), `"U1"`, `"U2"`, 1))
	d.slack.wait("chat.postMessage", 1)
	release()
	d.slack.wait("chat.postEphemeral", 1)
	d.slack.waitFor("deletion", func() bool { return d.slack.messages[0].deleted })
}

func TestWhoCannotBeLookedUpIsNotAnswered(t *testing.T) {
	d := newDesk(t, nil)
	d.slack.refuse("users.info", "user_not_found")
	d.event("E1", mentionOf("1000.1", "What closes?"))
	if got := d.slack.wait("chat.postMessage", 1)[0].Get("text"); !strings.Contains(got, "went wrong") || len(d.questions()) > 0 {
		t.Errorf("told %q", got)
	}
}
