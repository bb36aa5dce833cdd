package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Slack says how to reach Slack, and how to behave there. There is no bot unless BotToken is set.
type Slack struct {
	BotToken      string
	AppToken      string // for Socket Mode
	SigningSecret string // for HTTP
	APIURL        string // of the Web API, with a slash at the end
	Concurrency   int    // questions answered at once
	Queue         int    // questions that may wait
	FollowUps     bool   // answer in threads without a mention
	Stream        bool   // use Slack's own streaming
	Users         string // IDs of those who may ask, with commas between; empty: every member
	Guests        bool
	External      bool // people of connected workspaces
	Channels      SlackChannels
}

// SlackChannels says how to answer in channels, by their ID; "default" stands for those that are not named.
type SlackChannels map[string]SlackChannel

// SlackChannel says how to answer in one channel.
type SlackChannel struct {
	Answer    string        `yaml:"answer"` // thread, ephemeral or off; empty: thread
	Sources   []string      `yaml:"sources"`
	Subjects  []string      `yaml:"subjects"`
	Language  string        `yaml:"language"`
	HalfLife  time.Duration `yaml:"half_life"` // newer articles rank higher; zero: only if the question asks for the newest
	LLM       *bool         `yaml:"llm"`       // false: answer by quoting
	Confident bool          `yaml:"confident"` // keep quiet unless the articles answer the question
}

// UserList is Users as a list.
func (s Slack) UserList() []string {
	return listed(s.Users)
}

func slackSettings() []Setting {
	return []Setting{
		{Key: "slack.bot_token", Help: "bot token of the app (xoxb-…); unset: no bot", Secret: true,
			field: func(c *Config) any { return &c.Slack.BotToken }},
		{Key: "slack.app_token", Help: "app-level token (xapp-…), for Socket Mode", Secret: true,
			field: func(c *Config) any { return &c.Slack.AppToken }},
		{Key: "slack.signing_secret", Help: "signing secret of the app, for what Slack sends over HTTP", Secret: true,
			field: func(c *Config) any { return &c.Slack.SigningSecret }},
		{Key: "slack.api_url", Default: "https://slack.com/api/", Help: "Slack's Web API; GovSlack has another",
			field: func(c *Config) any { return &c.Slack.APIURL }, check: apiURL},
		{Key: "slack.concurrency", Default: "4", Help: "questions answered at once; others wait",
			field: func(c *Config) any { return &c.Slack.Concurrency }, check: between(1, 256)},
		{Key: "slack.queue", Default: "100", Help: "questions that may wait, half of them from one channel",
			field: func(c *Config) any { return &c.Slack.Queue }, check: between(1, 100000)},
		{Key: "slack.follow_ups", Default: "true", Help: "answer in its threads without a mention",
			field: func(c *Config) any { return &c.Slack.FollowUps }},
		{Key: "slack.stream", Default: "true", Help: "show answers by Slack's streaming where it can be had",
			field: func(c *Config) any { return &c.Slack.Stream }},
		{Key: "slack.users", Help: "IDs of those who may ask, with commas between; unset: every member",
			field: func(c *Config) any { return &c.Slack.Users }},
		{Key: "slack.guests", Default: "false", Help: "guests may ask",
			field: func(c *Config) any { return &c.Slack.Guests }},
		{Key: "slack.external", Default: "false", Help: "people of connected workspaces (Slack Connect) may ask",
			field: func(c *Config) any { return &c.Slack.External }},
		{Key: "slack.channels", Default: "{}", Help: "how to answer in which channel, see slack.md",
			field: func(c *Config) any { return &c.Slack.Channels }},
	}
}

// check returns what is wrong with the tokens.
func (s Slack) check() []string {
	var faults []string
	fault := func(key, text string) { faults = append(faults, key+": "+text) }
	switch {
	case s.BotToken == "" && (s.AppToken != "" || s.SigningSecret != ""):
		fault("slack.bot_token", "needed where slack.app_token or slack.signing_secret is set")
	case s.BotToken != "" && s.AppToken == "" && s.SigningSecret == "":
		fault("slack.app_token", "needed where slack.bot_token is set, for Socket Mode; or slack.signing_secret, for HTTP")
	}
	if s.BotToken != "" && !strings.HasPrefix(s.BotToken, "xoxb-") {
		fault("slack.bot_token", "does not begin with xoxb-; another of the app's tokens may be meant")
	}
	if s.AppToken != "" && !strings.HasPrefix(s.AppToken, "xapp-") {
		fault("slack.app_token", "does not begin with xapp-; another of the app's tokens may be meant")
	}
	return faults
}

func apiURL(value string) error {
	if !strings.HasSuffix(value, "/") {
		return fmt.Errorf("%q does not end with a slash", value)
	}
	return httpURL(value)
}

// channelID is what Slack calls channels, private ones and direct messages.
var channelID = regexp.MustCompile(`^[CDG][A-Z0-9]{2,}$`)

// parse reads channels as YAML, of which JSON is a part.
func (s *SlackChannels) parse(text string) error {
	d := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	d.KnownFields(true)
	channels := SlackChannels{}
	if err := d.Decode(&channels); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("want a map of channels, as {C0123456789: {answer: thread}}: %w", err)
	}
	for _, id := range slices.Sorted(maps.Keys(channels)) {
		if id != "default" && !channelID.MatchString(id) {
			return fmt.Errorf("%q is no channel ID, as C0123456789 (see the end of \"View channel details\" in Slack), and not \"default\"", id)
		}
		if err := channels[id].check(); err != nil {
			return fmt.Errorf("%s.%w", id, err)
		}
	}
	*s = channels
	return nil
}

func (c SlackChannel) check() error {
	if c.Answer != "" {
		if err := oneOf("thread", "ephemeral", "off")(c.Answer); err != nil {
			return fmt.Errorf("answer: %w", err)
		}
	}
	if c.HalfLife < 0 {
		return fmt.Errorf("half_life: %s is negative", c.HalfLife)
	}
	return nil
}
