package slackbot_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"byline/internal/slackbot"
)

// manifest is what Slack makes the app from, as far as the bot depends on it.
type manifest struct {
	Display struct {
		Name, Description string
	} `yaml:"display_information"`
	Features struct {
		Bot struct {
			Name string `yaml:"display_name"`
		} `yaml:"bot_user"`
		Shortcuts []struct {
			Name, Type, Description string
			Callback                string `yaml:"callback_id"`
		}
		Commands []struct {
			Command, Description string
			Hint                 string `yaml:"usage_hint"`
			Escape               bool   `yaml:"should_escape"`
		} `yaml:"slash_commands"`
	}
	OAuth struct {
		Scopes struct{ Bot, User []string }
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool `yaml:"is_enabled"`
		}
	}
}

func readManifest(t *testing.T) (m manifest) {
	raw, err := os.ReadFile("../../deploy/slack/manifest.yaml")
	if err == nil {
		err = yaml.Unmarshal(raw, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The manifest asks for the scopes that the doctor checks, no more and no fewer, and for no token of a person.
func TestTheManifestHasTheLeastScopes(t *testing.T) {
	m := readManifest(t)
	if diff := cmp.Diff(slackbot.Scopes(), m.OAuth.Scopes.Bot); diff != "" || len(m.OAuth.Scopes.User) > 0 {
		t.Errorf("scopes (-doctor +manifest):\n%s", diff)
	}
	// Slack refuses a manifest that subscribes to an event without its scope.
	needs := map[string]string{
		"app_mention": "app_mentions:read", "assistant_thread_started": "assistant:write",
		"message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history", "message.mpim": "mpim:history",
		"app_uninstalled": "", "tokens_revoked": "",
	}
	for _, event := range m.Settings.Events.Bot {
		scope, known := needs[event]
		if !known || scope != "" && !slices.Contains(m.OAuth.Scopes.Bot, scope) {
			t.Errorf("event %s: nobody reads it, or its scope is missing", event)
		}
		delete(needs, event)
	}
	if len(needs) > 0 {
		t.Errorf("not subscribed to: %v", needs)
	}
}

func TestTheManifestNamesWhatTheBotAnswersTo(t *testing.T) {
	m := readManifest(t)
	if len(m.Features.Commands) != 1 || m.Features.Commands[0].Command != "/byline" || !m.Features.Commands[0].Escape || !m.Settings.Interactivity.Enabled {
		t.Errorf("commands: %+v", m.Features.Commands)
	}
	if s := m.Features.Shortcuts; len(s) != 1 || s[0].Callback != "related" || s[0].Type != "message" {
		t.Errorf("shortcuts: %+v", s)
	}
}

// Slack takes no manifest with longer texts.
func TestTheTextsOfTheManifestFit(t *testing.T) {
	m := readManifest(t)
	for text, most := range map[string]int{
		m.Display.Name: 35, m.Display.Description: 140, m.Features.Bot.Name: 80,
		m.Features.Shortcuts[0].Name: 24, m.Features.Shortcuts[0].Description: 150,
		m.Features.Commands[0].Description: 2000, m.Features.Commands[0].Hint: 1000,
	} {
		if n := characters(text); n == 0 || n > most {
			t.Errorf("%q has %d characters, not 1 to %d", text, n, most)
		}
	}
}
