package slackbot_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"html"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var pictures = flag.Bool("pictures", false, "draw the messages into docs/images, with Chromium")

// TestPicturesOfTheMessages holds docs/slack.md to a picture of each message.
func TestPicturesOfTheMessages(t *testing.T) {
	doc, err := os.ReadFile("../../docs/slack.md")
	if err != nil {
		t.Fatal(err)
	}
	all := rendered()
	for name := range all {
		picture := "slack-" + strings.ReplaceAll(name, "_", "-") + ".png"
		if !strings.Contains(string(doc), "images/"+picture) {
			t.Errorf("docs/slack.md does not show %s", picture)
		}
		if _, err := os.Stat(filepath.Join("..", "..", "docs", "images", picture)); err != nil && !*pictures {
			t.Errorf("%v; go test ./internal/slackbot -run Pictures -pictures draws it", err)
		}
	}
	if *pictures {
		drawAll(t, all)
	}
}

func drawAll(t *testing.T, all map[string]string) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(720, 900))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	defer cancel()
	ctx, stop := chromedp.NewContext(ctx)
	defer stop()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		path := filepath.Join("..", "..", "docs", "images", "slack-"+strings.ReplaceAll(name, "_", "-")+".png")
		if err := draw(ctx, path, messageHTML(t, all[name])); err != nil {
			t.Fatal(err)
		}
	}
}

func draw(ctx context.Context, path, page string) error {
	var png []byte
	if err := chromedp.Run(ctx,
		chromedp.Navigate("data:text/html;charset=utf-8;base64,"+base64.StdEncoding.EncodeToString([]byte(page))),
		chromedp.Screenshot("#message", &png, chromedp.ByQuery),
	); err != nil {
		return err
	}
	return os.WriteFile(path, png, 0o600)
}

const style = `<style>body{margin:0;font:15px/1.46 "Liberation Sans",Lato,sans-serif;color:#1d1c1d}#message{width:640px;padding:14px 18px;display:flex;gap:10px}
.face{flex:none;width:36px;height:36px;border-radius:6px;background:#1d2733;color:#fff;text-align:center;line-height:36px;font-weight:bold}
.name{font-weight:bold}.app{font-size:10px;background:#e8e8e8;color:#616061;border-radius:2px;padding:1px 3px;margin-left:5px}
.section{margin:4px 0 8px;white-space:pre-wrap}.header{font-size:18px;font-weight:bold;margin:4px 0 8px}.context{font-size:13px;color:#616061;margin:3px 0}
a{color:#1264a3;text-decoration:none}button{font:bold 13px "Liberation Sans",sans-serif;background:#fff;border:1px solid #bbb;border-radius:4px;padding:5px 10px;margin:8px 6px 0 0}
blockquote{margin:2px 0;border-left:4px solid #ddd;padding-left:10px}</style>`

// messageHTML draws blocks much as Slack does.
func messageHTML(t *testing.T, raw string) string {
	var blocks []block
	if err := json.Unmarshal([]byte(raw), &blocks); err != nil {
		t.Fatal(err)
	}
	out := style + `<div id="message"><div class="face">B</div><div><span class="name">Byline</span><span class="app">APP</span>`
	for _, b := range blocks {
		out += `<div class="` + b.Type + `">`
		if len(b.Elements) == 0 {
			out += textHTML(b.Text)
		}
		for _, e := range b.Elements {
			if e.Type == "button" {
				out += "<button>" + textHTML(e.Text) + "</button>"
				continue
			}
			out += textHTML(json.RawMessage(`{"type":"mrkdwn","text":` + string(e.Text) + `}`))
		}
		out += "</div>"
	}
	return out + "</div></div>"
}

var (
	anchor = regexp.MustCompile(`&lt;(http[^|]*?)\|(.*?)&gt;`)
	bold   = regexp.MustCompile(`(^|[\s\]>])\*([^*\n]+)\*`)
	slant  = regexp.MustCompile(`(^|\s)_([^_\n]+)_`)
	quote  = regexp.MustCompile(`(?m)^&gt;(.*)$`)
	emoji  = strings.NewReplacer(":thumbsup:", "✓", ":thumbsdown:", "✗", ":warning:", "⚠") // a machine may have no font of emoji
)

func textHTML(raw json.RawMessage) string {
	var text textObject
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	s := html.EscapeString(text.Text)
	s = anchor.ReplaceAllString(s, `<a>$2</a>`)
	s = quote.ReplaceAllString(s, `<blockquote>$1</blockquote>`)
	s = bold.ReplaceAllString(s, `$1<b>$2</b>`)
	s = slant.ReplaceAllString(s, `$1<i>$2</i>`)
	return emoji.Replace(strings.NewReplacer("&amp;amp;", "&amp;", "&amp;lt;", "&lt;", "&amp;gt;", "&gt;").Replace(s))
}

// block is a Block Kit block or element as it goes over the wire.
type block struct {
	Type     string          `json:"type"`
	ActionID string          `json:"action_id"`
	Value    string          `json:"value"`
	Text     json.RawMessage `json:"text"`
	Elements []block         `json:"elements"`
}

type textObject struct {
	Type string `json:"type"`
	Text string `json:"text"`
}
