package slackbot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"byline/internal/news"
	"byline/internal/slackbot"
)

// hostile is text that would notify people, name channels, lead elsewhere or
// break out of markup, if it were not taken for text.
const hostile = "<!here> <!channel> <@U1> <@U1|boss> <#C1> <!subteam^S1> <!date^1^{date}^https://evil.example|now> & < > &lt;!here&gt; " +
	"<https://evil.example|our bank> https://evil.example/a www.evil.example [our bank](https://evil.example) [b](<https://evil.example>) " +
	"![x](https://evil.example/x.png \"t\") [c]: https://evil.example\n[d]://evil.example <a href=https://evil.example>x</a> mailto:a@evil.example " +
	"```<!everyone>``` *bold* > quote | bar\n> <!here>\n| <!here> | <@U1> |\n# <https://evil.example>\n- [x](//evil.example)\n\u202eesrever\u0000"

// hostileArticle has it wherever an article has text.
func hostileArticle() news.Article {
	return news.Article{
		ID: "h", URL: "https://courier.example/h?a=<!here>&b=|x> <@U1>", Source: hostile, Revision: 1, Headline: hostile,
		Published: slackbot.Day(2025, 3, 3), Attribution: []string{hostile}, Body: hostile,
	}
}

// hostileDesk has nothing but hostile articles.
type hostileDesk struct{}

func (hostileDesk) Answer(_ context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	a := news.Answer{
		Status: news.StatusPartial, Mode: news.AnswerExtractive, Text: strings.Repeat(hostile+" [1]\n\n", 3), Warnings: []string{hostile},
		Understood: news.Understood{Query: hostile, Rewritten: true, Filter: news.Filter{Sources: []string{hostile}, Subjects: []string{hostile}, Language: hostile}},
	}
	c := cite(1, hostileArticle(), hostile)
	c.Link = hostileArticle().URL
	a.Citations = []news.Citation{c}
	if strings.Contains(req.Question, "invalid") {
		return a, news.Errorf(news.KindInvalid, "%s", hostile)
	}
	for _, r := range a.Text { // every character is a piece, so that no piece is a link by itself
		if err := emit(news.Event{Kind: news.EventDelta, Delta: string(r)}); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (hostileDesk) Search(context.Context, news.SearchRequest) (news.SearchResult, error) {
	h := news.Hit{Article: hostileArticle(), Passage: news.Passage{Text: hostile}, Copies: []news.Copy{{ID: "c"}}}
	return news.SearchResult{Hits: []news.Hit{h}, Warnings: []string{hostile}, Understood: news.Understood{Query: hostile, Rewritten: true}}, nil
}

func (h hostileDesk) Similar(ctx context.Context, _ news.SimilarRequest) (news.SearchResult, error) {
	return h.Search(ctx, news.SearchRequest{})
}

func (hostileDesk) Article(context.Context, string) (news.Article, error) {
	return hostileArticle(), nil
}
func (hostileDesk) Revisions(context.Context, string) ([]news.Revision, error) { return nil, nil }

// The fake refuses mentions, markup that is not escaped, links in Markdown and
// anything that unfurls. What is left are links, which lead to the articles.
func TestTextOfArticlesIsOnlyEverText(t *testing.T) {
	for _, stream := range []bool{true, false} {
		t.Run(fmt.Sprintf("stream %v", stream), func(t *testing.T) {
			d := newDeskWith(t, hostileDesk{}, func(c *slackbot.Config) { c.Stream = stream })
			d.event("E1", mentionOf("1000.1", hostile))
			d.slack.waitFor("answer", func() bool { return d.slack.answers() == 1 })
			d.event("E2", mentionOf("1000.2", "invalid"))
			d.slack.waitFor("error", func() bool { return strings.Contains(d.slack.said(), "answered as it is") })
			d.command(hostile)
			answer := d.slack.wait("respond", 1)[0].Get("blocks")
			d.command("search " + hostile)
			d.slack.wait("respond", 2)
			for _, id := range []string{"sources", "filters", "not_helpful", "share", "helpful"} {
				d.press(answer, id)
			}
			d.slack.wait("views.open", 3)
			d.slack.wait("respond", 4)
			d.shortcut(hostile)
			d.slack.wait("respond", 5)
			d.event("E3", `{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1000.4","thread_ts":"1000.3","text":`+quoted(hostile)+`}`)
			d.slack.wait("assistant.threads.setTitle", 1)
			d.holdLinks("https://courier.example/")
		})
	}
}

// A stream is sent as it comes, and what comes may end in the midst of an address.
func TestAnAddressInTwoPiecesIsNoLink(t *testing.T) {
	for _, pieces := range [][2]string{{"https:", "//evil.example"}, {"see ww", "w.evil.example"}, {"our [bank]", "(//evil.example)"}, {"mail\u202e", "to:a@evil.example"}} {
		d := newDesk(t, nil)
		d.reply = func(_ context.Context, _ news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
			a := answered()
			a.Text = pieces[0] + pieces[1]
			for _, p := range pieces {
				if err := emit(news.Event{Kind: news.EventDelta, Delta: p}); err != nil {
					return a, err
				}
			}
			return a, nil
		}
		d.event("E1", mentionOf("1000.1", "Who?"))
		d.slack.waitFor("answer", func() bool { return d.slack.answers() == 1 })
		d.drain()
	}
}

// said is all text of all messages. The caller holds the lock.
func (f *fakeSlack) said() string {
	var all []string
	for _, m := range f.messages {
		all = append(all, m.text)
	}
	return strings.Join(all, "\n")
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// shortcut asks for coverage related to a message.
func (d *desk) shortcut(text string) { d.shortcutOn(`{"text":` + quoted(text) + `}`) }

func (d *desk) shortcutOn(message string) {
	payload := fmt.Sprintf(`{"type":"message_action","callback_id":"related","response_url":%q,"channel":{"id":"C1"},"user":{"id":"U1"},"message":%s}`,
		d.slack.responseURL(), message)
	if code := d.send("/slack/interactions", url.Values{"payload": {payload}}.Encode()).Code; code != 200 {
		d.t.Errorf("status %d", code)
	}
}

// holdLinks holds the links of everything that was sent to a prefix.
func (d *desk) holdLinks(prefix string) {
	d.slack.mu.Lock()
	defer d.slack.mu.Unlock()
	n := 0
	for _, c := range d.slack.calls {
		for _, to := range append(linked(c.args.Get("blocks")), linked(c.args.Get("view"))...) {
			n++
			if !strings.HasPrefix(to, prefix) {
				d.t.Errorf("%s: a link to %s", c.method, to)
			}
		}
	}
	if n == 0 {
		d.t.Error("not even the articles are linked")
	}
}

// linked returns where the links in blocks lead.
func linked(raw string) []string {
	var blocks any
	if err := json.Unmarshal([]byte(raw), &blocks); err != nil {
		return nil
	}
	var all []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case node:
			if text, ok := v["text"].(string); ok && v["type"] == "mrkdwn" {
				for _, m := range links.FindAllStringSubmatch(text, -1) {
					all = append(all, m[1])
				}
			}
			if to, ok := v["url"].(string); ok {
				all = append(all, to)
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(blocks)
	return all
}
