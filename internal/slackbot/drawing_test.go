package slackbot_test

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
)

// block is a Block Kit block or element, as far as it is drawn and pressed.
type block struct {
	Type        string          `json:"type"`
	ActionID    string          `json:"action_id"`
	Value       string          `json:"value"`
	Text        json.RawMessage `json:"text"` // an object, or a string within one
	Label       json.RawMessage `json:"label"`
	Hint        json.RawMessage `json:"hint"`
	Placeholder json.RawMessage `json:"placeholder"`
	Optional    bool            `json:"optional"`
	Multiline   bool            `json:"multiline"`
	Initial     string          `json:"initial_value"`
	InitialDate string          `json:"initial_date"`
	Element     *block          `json:"element"`
	Elements    []block         `json:"elements"`
}

type textObject struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

const style = `<style>
body{margin:0;font:15px/1.46 "Liberation Sans",Lato,sans-serif;color:#1d1c1d}
#picture{width:640px;padding:14px 18px;background:#fff}
.message{display:flex;gap:10px}
.alone{font-size:12px;color:#616061;margin:0 0 4px 46px}
.face{flex:none;width:36px;height:36px;border-radius:6px;background:#1d2733;color:#fff;text-align:center;line-height:36px;font-weight:bold}
.name{font-weight:bold}.app{font-size:10px;background:#e8e8e8;color:#616061;border-radius:2px;padding:1px 3px;margin-left:5px}
.section,.rich_text{margin:4px 0 8px;white-space:pre-wrap}.header{font-size:18px;font-weight:bold;margin:4px 0 8px}
.context{font-size:13px;color:#616061;margin:3px 0}.rich_text+.context{margin-top:14px}
a{color:#1264a3}a{text-decoration:none}
button{font:bold 13px "Liberation Sans",sans-serif;background:#fff;color:#1d1c1d;border:1px solid #bbb;border-radius:4px;padding:5px 10px;margin:8px 6px 0 0}
blockquote{margin:2px 0;border-left:4px solid #ddd;padding-left:10px}
pre{margin:4px 0;padding:8px;background:#f8f8f8;border:1px solid #ddd;border-radius:4px;font:12px/1.5 "Liberation Mono",monospace;white-space:pre-wrap}
code{color:#c01343;background:#f8f8f8;border:1px solid #ddd;border-radius:3px;padding:1px 3px;font:12px "Liberation Mono",monospace}
#picture.modal{width:520px;padding:14px;background:#e4e4e6}.sheet{background:#fff;border-radius:8px;box-shadow:0 4px 16px #0003}
.title{font-size:20px;font-weight:bold;padding:16px 22px;display:flex;justify-content:space-between}.title span{color:#616061;font-weight:normal}
.body{padding:10px 22px 8px;border-top:1px solid #eee;border-bottom:1px solid #eee}
.foot{padding:6px 22px 14px;text-align:right}.foot button{margin-right:0;padding:8px 14px}.foot .primary{background:#007a5a;border-color:#007a5a;color:#fff}
.input{margin:12px 0}.label{font-weight:bold;margin-bottom:4px}.label span,.hint,.empty{color:#616061;font-weight:normal}.hint{font-size:13px;margin-top:4px}
.field{border:1px solid #868686;border-radius:4px;padding:7px 10px;min-height:22px}.field.tall{min-height:70px}.field.date{width:180px}
</style>`

func blocksOf(t *testing.T, raw string) (blocks []block) {
	t.Helper()
	if err := json.Unmarshal([]byte(raw), &blocks); err != nil {
		t.Fatal(err)
	}
	return blocks
}

// messageHTML draws the blocks of a message much as Slack does.
func messageHTML(t *testing.T, raw string, alone bool) string {
	t.Helper()
	blocks := blocksOf(t, raw)
	out := style + `<div id="picture">`
	if alone {
		out += `<div class="alone">Only visible to you</div>`
	}
	return out + `<div class="message"><div class="face">B</div><div><span class="name">Byline</span><span class="app">APP</span>` +
		blocksHTML(blocks) + "</div></div></div>"
}

// modalHTML draws a modal.
func modalHTML(t *testing.T, raw string) string {
	t.Helper()
	var view struct {
		Title, Close, Submit json.RawMessage
		Blocks               []block
	}
	if err := json.Unmarshal([]byte(raw), &view); err != nil {
		t.Fatal(err)
	}
	foot := "<button>" + textHTML(view.Close) + "</button>"
	if len(view.Submit) > 0 {
		foot += ` <button class="primary">` + textHTML(view.Submit) + "</button>"
	}
	return style + `<div id="picture" class="modal"><div class="sheet"><div class="title">` + textHTML(view.Title) + `<span>×</span></div>` +
		`<div class="body">` + blocksHTML(view.Blocks) + `</div><div class="foot">` + foot + "</div></div></div>"
}

func blocksHTML(blocks []block) string {
	var out strings.Builder
	for _, b := range blocks {
		out.WriteString(`<div class="` + b.Type + `">`)
		switch b.Type {
		case "divider":
			out.WriteString("<hr>")
		case "input":
			out.WriteString(inputHTML(b))
		default:
			out.WriteString(textHTML(b.Text))
		}
		for _, e := range b.Elements {
			out.WriteString(elementHTML(e))
		}
		out.WriteString("</div>")
	}
	return out.String()
}

func elementHTML(e block) string {
	inner := textHTML(e.Text)
	for _, child := range e.Elements {
		inner += elementHTML(child)
	}
	switch e.Type {
	case "button":
		return "<button>" + inner + "</button>"
	case "rich_text_quote":
		return "<blockquote>" + inner + "</blockquote>"
	case "mrkdwn":
		return mrkdwnHTML(inner)
	}
	return inner
}

func inputHTML(b block) string {
	label, class := textHTML(b.Label), "field"
	if b.Optional {
		label += " <span>(optional)</span>"
	}
	value := html.EscapeString(b.Element.Initial + b.Element.InitialDate)
	if b.Element.Type == "datepicker" {
		class += " date"
	}
	if b.Element.Multiline {
		class += " tall"
	}
	if value == "" {
		empty := textHTML(b.Element.Placeholder)
		if empty == "" && b.Element.Type == "datepicker" {
			empty = "Select a date"
		}
		value = `<span class="empty">` + empty + "</span>"
	}
	out := `<div class="label">` + label + `</div><div class="` + class + `">` + value + "</div>"
	if hint := textHTML(b.Hint); hint != "" {
		out += `<div class="hint">` + hint + "</div>"
	}
	return out
}

var (
	anchor = regexp.MustCompile(`&lt;(http[^|]*?)\|(.*?)&gt;`)
	fenced = regexp.MustCompile("(?s)\n?```\n?(.*?)\n?```\n?")
	code   = regexp.MustCompile("`([^`\n]+)`")
	bold   = regexp.MustCompile(`(^|[\s\]>])\*([^*\n]+)\*`)
	slant  = regexp.MustCompile(`(^|\s)_([^_\n]+)_`)
	quote  = regexp.MustCompile(`(?m)^&gt;(.*)$\n?`)
	emoji  = strings.NewReplacer(":thumbsup:", "✓", ":thumbsdown:", "✗", ":warning:", "⚠") // a machine may have no font of emoji
)

// textHTML is the text of an object, or text itself, which is markup where it says so.
func textHTML(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return html.EscapeString(s)
	}
	var text textObject
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	if text.Type == "mrkdwn" {
		return mrkdwnHTML(html.EscapeString(text.Text))
	}
	return emoji.Replace(html.EscapeString(text.Text))
}

func mrkdwnHTML(s string) string {
	s = anchor.ReplaceAllString(s, `<a>$2</a>`)
	s = fenced.ReplaceAllString(s, `<pre>$1</pre>`)
	s = code.ReplaceAllString(s, `<code>$1</code>`)
	s = quote.ReplaceAllString(s, `<blockquote>$1</blockquote>`)
	s = bold.ReplaceAllString(s, `$1<b>$2</b>`)
	s = slant.ReplaceAllString(s, `$1<i>$2</i>`)
	return emoji.Replace(strings.NewReplacer("&amp;amp;", "&amp;", "&amp;lt;", "&lt;", "&amp;gt;", "&gt;").Replace(s))
}
