package slackbot_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// block is a Block Kit block or element as it goes over the wire.
type block struct {
	Type     string          `json:"type"`
	BlockID  string          `json:"block_id"`
	ActionID string          `json:"action_id"`
	Value    string          `json:"value"`
	Text     json.RawMessage `json:"text"`
	Elements []block         `json:"elements"`
	Verbatim bool            `json:"verbatim"`
	Label    *textObject     `json:"label"`
	Element  json.RawMessage `json:"element"`
}

type textObject struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

func characters(s string) int { return len(utf16.Encode([]rune(s))) }

// blockFaults holds blocks to the limits that Slack documents for them.
func blockFaults(raw string, limit int) []string {
	var blocks []block
	if err := json.Unmarshal([]byte(raw), &blocks); err != nil {
		return []string{"blocks: " + err.Error()}
	}
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if len(blocks) > limit {
		fault("%d blocks, more than %d", len(blocks), limit)
	}
	ids := map[string]bool{}
	for i, b := range blocks {
		if b.BlockID != "" && ids[b.BlockID] {
			fault("block %d: block_id %q is used twice", i, b.BlockID)
		}
		ids[b.BlockID] = true
		if length := characters(b.BlockID); length > 255 {
			fault("block %d: block_id of %d characters", i, length)
		}
		for _, f := range oneBlockFaults(b) {
			fault("block %d (%s): %s", i, b.Type, f)
		}
	}
	return faults
}

func oneBlockFaults(b block) []string {
	switch b.Type {
	case "section":
		return textFaults(b.Text, 3000)
	case "header":
		faults := textFaults(b.Text, 150)
		if strings.Contains(string(b.Text), "mrkdwn") {
			faults = append(faults, "a header is plain text")
		}
		return faults
	case "context":
		var faults []string
		if len(b.Elements) < 1 || len(b.Elements) > 10 {
			faults = append(faults, fmt.Sprintf("%d elements", len(b.Elements)))
		}
		for _, e := range b.Elements {
			raw, _ := json.Marshal(map[string]any{"type": e.Type, "text": e.Text})
			faults = append(faults, textFaults(raw, 3000)...)
		}
		return faults
	case "actions":
		return actionFaults(b)
	case "divider", "rich_text":
		return nil
	case "input":
		if b.Label == nil || characters(b.Label.Text) > 2000 || len(b.Element) == 0 {
			return []string{"needs a label and an element"}
		}
		return nil
	}
	return []string{"unknown type"}
}

func actionFaults(b block) []string {
	var faults []string
	if len(b.Elements) < 1 || len(b.Elements) > 25 {
		faults = append(faults, fmt.Sprintf("%d elements", len(b.Elements)))
	}
	ids := map[string]bool{}
	for _, e := range b.Elements {
		if ids[e.ActionID] || e.ActionID == "" || characters(e.ActionID) > 255 {
			faults = append(faults, fmt.Sprintf("action_id %q is missing, long or used twice", e.ActionID))
		}
		ids[e.ActionID] = true
		if characters(e.Value) > 2000 {
			faults = append(faults, fmt.Sprintf("%s: a value of %d characters", e.ActionID, characters(e.Value)))
		}
		faults = append(faults, textFaults(e.Text, 75)...)
	}
	return faults
}

// mention finds markup that notifies somebody or names a channel.
var mention = regexp.MustCompile(`<[!@#][^>]*>`)

// stray finds characters that mrkdwn wants escaped: a bare & and a < that opens no link.
var stray = regexp.MustCompile(`&(?:[^alg]|a[^m]|l[^t]|g[^t]|$)|<(?:[^h]|$)`)

func textFaults(raw json.RawMessage, limit int) []string {
	var t textObject
	if err := json.Unmarshal(raw, &t); err != nil {
		return []string{"text: " + err.Error()}
	}
	var faults []string
	if n := characters(t.Text); n < 1 || n > limit {
		faults = append(faults, fmt.Sprintf("a text of %d characters, not 1 to %d", n, limit))
	}
	if t.Type == "mrkdwn" {
		if m := mention.FindString(t.Text); m != "" {
			faults = append(faults, "a mention: "+m)
		}
		if m := stray.FindString(t.Text); m != "" {
			faults = append(faults, fmt.Sprintf("not escaped: %q in %q", m, t.Text))
		}
	}
	return faults
}
