package slackbot

import (
	"encoding/json"
	"strings"
	"time"

	"byline/internal/news"
)

// What tests outside of the package look at.

// RenderAnswer returns the blocks of each message that an answer takes.
func RenderAnswer(a news.Answer, question string, ephemeral bool) []string {
	return encoded(renderAnswer(a, asked{Question: question}, ephemeral)...)
}

// RenderHits returns the blocks of a list of hits.
func RenderHits(heading string, r news.SearchResult) string {
	return encoded(renderHits(heading, r))[0]
}

// RenderError returns the blocks that tell of an error.
func RenderError(err error) string { return encoded(renderError(err))[0] }

func encoded(messages ...message) []string {
	var all []string
	for _, m := range messages {
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false) // for the reader of the golden files
		e.SetIndent("", "  ")
		if err := e.Encode(m.blocks); err != nil {
			panic(err)
		}
		all = append(all, strings.TrimSpace(b.String()))
	}
	return all
}

// The functions of these names.
var (
	Split   = split
	Mrkdwn  = mrkdwn
	Escape  = escape
	Shorten = shorten
)

// Introduce tells a bot who it is, as Slack does when it runs.
func (b *Bot) Introduce(user, team string) { b.self.Store(&identity{user: user, team: team}) }

// StreamPieces are text as a stream gets it, if it comes in the given pieces.
func StreamPieces(pieces []string) string {
	var all strings.Builder
	pending := ""
	for _, p := range pieces {
		pending += p
		piece := whole(pending)
		all.WriteString(streamMarkdown(piece))
		pending = pending[len(piece):]
	}
	return all.String() + streamMarkdown(pending)
}

// Day is midnight of a day.
func Day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
