package slackbot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"byline/internal/news"
	"byline/internal/panics"
)

// command takes a slash command in and returns what to show at once.
func (b *Bot) command(ctx context.Context, c slack.SlashCommand) message {
	at := place{channel: c.ChannelID, user: c.UserID, responseURL: c.ResponseURL}
	text := plainText(c.Text, b.self.Load().user)
	word, rest, _ := strings.Cut(text, " ")
	l, known := lookupOf(word)
	switch {
	case b.cfg.channel(c.ChannelID).Answer == AnswerOff:
		return plain(refusedChannel)
	case text == "" || strings.EqualFold(text, "help"):
		return plain(help)
	case known && l.missing != "" && strings.TrimSpace(rest) == "":
		return plain(l.missing)
	case known:
		b.enqueueFor(ctx, at, func(ctx context.Context) { b.look(ctx, at, l, strings.TrimSpace(rest)) })
	default:
		b.ask(ctx, question{place: at, text: text, private: true})
	}
	return plain(workingText)
}

// enqueueFor puts something in line that is answered to one person alone.
func (b *Bot) enqueueFor(ctx context.Context, at place, do func(ctx context.Context)) {
	q := question{place: at, private: true}
	j := &job{channel: at.channel, do: func(ctx context.Context, _ string) {
		ctx, cancel := context.WithTimeout(ctx, b.cfg.AnswerTimeout)
		defer cancel()
		refused, why, err := b.refusal(ctx, at.user)
		switch {
		case err != nil:
			b.fail(ctx, q, nil, err)
		case refused:
			b.refuse(ctx, q, why)
		default:
			if err := panics.Catch(func() error { do(ctx); return nil }); err != nil {
				b.fail(ctx, q, nil, err)
			}
		}
	}}
	j.tell = func(ctx context.Context, n int) string { return b.tellPlace(ctx, q, n) }
	j.drop = func(ctx context.Context, _ string) {
		b.say(ctx, q, "", plain(dropped))
	}
	if err := b.enqueue(j); err != nil {
		b.rejectFull(ctx, q, err)
	}
}

// related lists articles like a message: like the article that it links to, if Byline has it, else like its text.
func (b *Bot) related(ctx context.Context, at place, m slack.Message) {
	req := news.SimilarRequest{Filter: b.cfg.channel(at.channel).Filter, Limit: shownHits}
	var r news.SearchResult
	err := error(&news.Error{Kind: news.KindNotFound})
	for _, address := range links(m) {
		req.URL = address
		if r, err = b.deps.Searcher.Similar(ctx, req); news.KindOf(err) != news.KindNotFound || err == nil {
			break
		}
	}
	if err != nil && news.KindOf(err) == news.KindNotFound {
		req.URL, req.Text = "", plainText(messageText(m), b.self.Load().user)
		if req.Text == "" {
			b.say(ctx, question{place: at, private: true}, "", plain("That message holds no text and no link to an article that Byline has."))
			return
		}
		r, err = b.deps.Searcher.Similar(ctx, req)
	}
	if err != nil {
		b.fail(ctx, question{place: at, private: true}, nil, err)
		return
	}
	b.say(ctx, question{place: at, private: true}, "", renderHits("Related coverage", r))
}

// messageText is what a message says. Apps that post feeds say it in
// attachments, and Slack describes in them what a message links to.
func messageText(m slack.Message) string {
	parts := []string{m.Text}
	for _, a := range m.Attachments {
		parts = append(parts, a.Title, a.Text)
	}
	return strings.Join(parts, "\n")
}

// maxLinks is how many links of a message are tried.
const maxLinks = 5

// links are the first addresses in a message and its attachments.
func links(m slack.Message) []string {
	var all []string
	add := func(address string) {
		address = unescape(address)
		isLink := strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
		if isLink && len(all) < maxLinks && !slices.Contains(all, address) {
			all = append(all, address)
		}
	}
	for _, mark := range marks.FindAllStringSubmatch(m.Text, -1) {
		if mark[1] == "" {
			add(mark[2])
		}
	}
	for _, a := range m.Attachments {
		add(a.TitleLink)
		add(a.FromURL)
	}
	return all
}
