package config

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestChannelsOfSlackAreAMapInTheFileAndTextElsewhere(t *testing.T) {
	no := false
	want := SlackChannels{
		"C0DESK":  {Answer: "ephemeral", Sources: []string{"Harbour Courier"}, HalfLife: 72 * time.Hour, LLM: &no},
		"default": {Answer: "off"},
	}
	file := "slack:\n  channels:\n    C0DESK:\n      answer: ephemeral\n      sources: [Harbour Courier]\n      half_life: 72h\n      llm: false\n    default: {answer: off}\n"
	for name, layers := range map[string]Layers{
		"file":        {File: write(t, "byline.yaml", file)},
		"environment": {Environ: []string{`BYLINE_SLACK_CHANNELS={"C0DESK":{"answer":"ephemeral","sources":["Harbour Courier"],"half_life":"72h","llm":false},"default":{"answer":"off"}}`}},
		"flag":        {Flags: map[string]string{"slack-channels": "{C0DESK: {answer: ephemeral, sources: [Harbour Courier], half_life: 72h, llm: false}, default: {answer: off}}"}},
	} {
		c, _, err := Load(layers)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, c.Slack.Channels); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

func TestFaultsInTheChannelsOfSlackSayWhereTheyAre(t *testing.T) {
	for text, want := range map[string]string{
		"{general: {answer: off}}":      `"general" is no channel ID`,
		"{C0DESK: {answer: loudly}}":    `C0DESK.answer: "loudly" is not one of`,
		"{C0DESK: {anwser: off}}":       "anwser",
		"{C0DESK: {half_life: 3}}":      "want a map of channels",
		"{C0DESK: {half_life: -3h}}":    "C0DESK.half_life: -3h0m0s is negative",
		"[C0DESK]":                      "want a map of channels",
		"{C0DESK: {sources: {a: [b]}}}": "want a map of channels",
	} {
		_, _, err := Load(Layers{Flags: map[string]string{"slack-channels": text}})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "--slack-channels") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestATokenOfTheWrongKindIsRefused(t *testing.T) {
	_, _, err := Load(Layers{Environ: []string{"BYLINE_SLACK_BOT_TOKEN=xapp-1", "BYLINE_SLACK_APP_TOKEN=xoxb-1"}})
	if err == nil || !strings.Contains(err.Error(), "xoxb-;") || !strings.Contains(err.Error(), "xapp-;") || strings.Contains(err.Error(), "xapp-1") {
		t.Errorf("%v", err)
	}
}
