package slackbot_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// kit are the blocks, elements and objects of Block Kit that the bot may use, with
// the fields that Slack documents for them; those with an exclamation mark are required.
var kit = map[string]string{
	"section":  "text! block_id accessory expand",
	"header":   "text! block_id",
	"context":  "elements! block_id",
	"actions":  "elements! block_id",
	"divider":  "block_id",
	"input":    "label! element! block_id hint optional dispatch_action",
	"markdown": "text! block_id",

	"button":                 "text! action_id! value url style confirm accessibility_label",
	"plain_text_input":       "action_id! initial_value multiline min_length max_length placeholder focus_on_load dispatch_action_config",
	"datepicker":             "action_id! initial_date placeholder confirm focus_on_load",
	"static_select":          "action_id! options! initial_option placeholder confirm focus_on_load",
	"multi_static_select":    "action_id! options! initial_options placeholder max_selected_items confirm focus_on_load",
	"checkboxes":             "action_id! options! initial_options confirm focus_on_load",
	"radio_buttons":          "action_id! options! initial_option confirm focus_on_load",
	"mrkdwn":                 "text! verbatim!", // without verbatim, addresses in the text become links
	"plain_text":             "text! emoji",
	"option":                 "text! value! description",
	"rich_text":              "elements! block_id",
	"rich_text_section":      "elements!",
	"rich_text_quote":        "elements! border",
	"rich_text_list":         "elements! style! indent border offset",
	"text":                   "text! style",
	"link":                   "url! text style unsafe",
	"modal":                  "title! blocks! close submit private_metadata callback_id clear_on_close notify_on_close external_id",
	"rich_text_preformatted": "elements! border",
}

// limits are the most characters that fields may have.
var limits = map[string]int{
	"section.text": 3000, "header.text": 150, "button.text": 75, "button.value": 2000, "button.url": 3000, "input.label": 2000, "input.hint": 2000,
	"context.elements": 3000, "markdown.text": 12000, "datepicker.placeholder": 150, "plain_text_input.placeholder": 150,
	"plain_text_input.initial_value": 3000, "option.text": 75, "option.value": 150, "option.description": 75, "static_select.placeholder": 150,
	"modal.title": 24, "modal.close": 24, "modal.submit": 24, "modal.private_metadata": 3000, "modal.callback_id": 255,
}

// counts are the most elements that lists may have.
var counts = map[string]int{"context.elements": 10, "actions.elements": 25, "static_select.options": 100, "multi_static_select.options": 100, "checkboxes.options": 10, "radio_buttons.options": 10}

// plainOnly are the texts that must be plain.
var plainOnly = []string{"header.text", "button.text", "input.label", "input.hint", "option.text", "modal.title", "modal.close", "modal.submit"}

// node is a block, an element or an object of Block Kit.
type node = map[string]any

func characters(s string) int { return len(utf16.Encode([]rune(s))) }

// blockFaults says what is wrong with blocks, by the documentation of Block Kit; limit is how many there may be.
func blockFaults(raw string, limit int) []string {
	var blocks []node
	if err := json.Unmarshal([]byte(raw), &blocks); err != nil {
		return []string{"blocks: " + err.Error()}
	}
	var faults []string
	if len(blocks) < 1 || len(blocks) > limit {
		faults = append(faults, fmt.Sprintf("%d blocks, not 1 to %d", len(blocks), limit))
	}
	seen := map[any]bool{}
	markdown := 0
	for i, b := range blocks {
		if id := b["block_id"]; id != nil && (seen[id] || characters(fmt.Sprint(id)) > 255) {
			faults = append(faults, fmt.Sprintf("block_id %q is long or used twice", id))
		}
		seen[b["block_id"]] = true
		if b["type"] == "markdown" {
			markdown += characters(fmt.Sprint(b["text"]))
		}
		for _, f := range nodeFaults(b) {
			faults = append(faults, fmt.Sprintf("block %d: %s", i, f))
		}
	}
	if markdown > 12000 {
		faults = append(faults, fmt.Sprintf("%d characters of Markdown in a message", markdown))
	}
	return faults
}

// nodeFaults says what is wrong with one node and all below it.
func nodeFaults(n node) []string {
	kind, _ := n["type"].(string)
	if kind == "" && n["value"] != nil { // options have no type
		kind = "option"
	}
	fields, known := kit[kind]
	if !known {
		return []string{fmt.Sprintf("type %q is unknown", kind)}
	}
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(n)), func(name string) bool { return name == "type" })
	faults := namesFaults(fields, func(name string) bool { return n[name] != nil && n[name] != "" && n[name] != false }, names)
	faults = append(faults, valueFaults(kind, n)...)
	for _, name := range names {
		faults = append(faults, fieldFaults(kind+"."+name, n[name])...)
	}
	for i, f := range faults {
		faults[i] = kind + ": " + f
	}
	return faults
}

func fieldFaults(field string, value any) []string {
	var faults []string
	list, isList := value.([]any)
	if isList && field != "modal.blocks" { // which have limits of their own
		if most := counts[field]; len(list) == 0 || most > 0 && len(list) > most {
			faults = append(faults, fmt.Sprintf("%s has %d entries", field, len(list)))
		}
	}
	if !isList {
		list = []any{value}
	}
	actions := map[any]bool{}
	for _, v := range list {
		text, _ := v.(string)
		if n, ok := v.(node); ok && field != "text.style" {
			faults = append(faults, nodeFaults(n)...)
			text, _ = n["text"].(string)
			if slices.Contains(plainOnly, field) && n["type"] != "plain_text" {
				faults = append(faults, field+" is plain text")
			}
			if id := n["action_id"]; id != nil && (actions[id] || characters(fmt.Sprint(id)) > 255) {
				faults = append(faults, fmt.Sprintf("action_id %q is long or used twice", id))
			}
			actions[n["action_id"]] = true
		}
		if most := limits[field]; most > 0 && characters(text) > most {
			faults = append(faults, fmt.Sprintf("%s has %d characters, more than %d", field, characters(text), most))
		}
	}
	return faults
}

// valueFaults says what is wrong with the values of a node, where its kind asks for more than a length.
func valueFaults(kind string, n node) []string {
	text, _ := n["text"].(string)
	switch kind {
	case "mrkdwn":
		faults := mentionFaults(text)
		if m := stray.FindString(links.ReplaceAllString(text, "")); m != "" {
			faults = append(faults, fmt.Sprintf("not escaped: %q in %q", m, text))
		}
		return faults
	case "markdown":
		return markdownFaults(text)
	case "plain_text_input":
		if most, ok := n["max_length"].(float64); ok && (most < 1 || most > 3000) {
			return []string{fmt.Sprintf("max_length is %v", most)}
		}
	case "datepicker":
		if day, ok := n["initial_date"].(string); ok {
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				return []string{err.Error()}
			}
		}
	}
	return nil
}

// viewFaults says what is wrong with a modal.
func viewFaults(raw string) []string {
	var view node
	if err := json.Unmarshal([]byte(raw), &view); err != nil {
		return []string{"view: " + err.Error()}
	}
	faults := nodeFaults(view)
	blocks, _ := json.Marshal(view["blocks"])
	faults = append(faults, blockFaults(string(blocks), 100)...)
	if strings.Contains(string(blocks), `"type":"input"`) && view["submit"] == nil {
		faults = append(faults, "a modal with fields needs a button to send it off")
	}
	return faults
}

var (
	// links finds what mrkdwn makes a link of.
	links = regexp.MustCompile(`<(https?://[^<>|\s]+)(?:\|[^<>|]*)?>`)
	// mention finds markup that notifies somebody or names a channel.
	mention = regexp.MustCompile(`<[!@#][^>]*>`)
	// stray finds characters that mrkdwn wants escaped. A quote begins with one that is not.
	stray = regexp.MustCompile(`&(?:[^alg]|a[^m]|am[^p]|amp[^;]|l[^t]|lt[^;]|g[^t]|gt[^;]|$)|<|(?m:[^\n]>)`)
	// address finds what Markdown makes a link of.
	address = regexp.MustCompile(`\]\(|\]:|://|(?i)www\.|mailto:|<[a-z]`)
)

func mentionFaults(text string) []string {
	if m := mention.FindString(text); m != "" {
		return []string{"a mention: " + m}
	}
	return nil
}

// markdownFaults allows no link in Markdown: those to articles are in the blocks below.
func markdownFaults(text string) []string {
	faults := mentionFaults(text)
	if m := address.FindStringIndex(text); m != nil {
		faults = append(faults, fmt.Sprintf("a link in Markdown: %q", text[max(0, m[0]-20):min(len(text), m[1]+20)]))
	}
	return faults
}
