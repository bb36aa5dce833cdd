package slackbot

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/time/rate"

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

// RenderQuotes returns the blocks that say who printed words.
func RenderRevisions(all []news.Revision, phrase string) string {
	return encoded(renderRevisions(all, phrase))[0]
}
func RenderQuotes(r news.QuoteResult) string { return encoded(renderQuotes(r))[0] }

// The blocks of what is looked up.

func RenderSayings(speaker string, l news.SayingsList) string {
	return encoded(renderSayings(speaker, l))[0]
}
func RenderStories(query string, l news.StoryList) string { return encoded(renderStories(query, l))[0] }
func RenderTimeline(t news.Timeline) string               { return encoded(renderTimeline(t))[0] }
func RenderFigures(f news.StoryFigures) string            { return encoded(renderFigures(f))[0] }
func RenderCoverage(query string, c news.Coverage) string {
	return encoded(renderCoverage(query, c))[0]
}
func RenderEntities(l news.EntityList) string { return encoded(renderEntities(l))[0] }

// RenderError returns the blocks that tell of an error.
func RenderError(err error) string { return encoded(renderError(err))[0] }

// RenderThanks returns the blocks that thank for a verdict.
func RenderThanks() string { return encoded(plain(thanks))[0] }

// RenderPlace returns the blocks that tell a place in the queue.
func RenderPlace(n int) string { return encoded(renderPlace(n))[0] }

// RenderRefusal returns the blocks that tell a guest why there is no answer.
func RenderRefusal() string { return encoded(plain(refusedGuest))[0] }

// RenderHelp returns the blocks that say how to ask.
func RenderHelp() string { return encoded(plain(help))[0] }

// SourcesModal returns the modal that the button with the given value opens.
func (b *Bot) SourcesModal(ctx context.Context, value string) string {
	return indented(b.sourcesModal(ctx, value))
}

// FiltersModal returns the modal that asks a question again, with what was chosen before.
func FiltersModal(question string, asOf time.Time, sources ...string) string {
	return indented(filtersModal(formState{Asked: asked{Question: question, AsOf: asOf, narrowed: narrowed{Sources: sources}}, Channel: "C1", Thread: "1000.1"}))
}

// ReasonModal returns the modal that asks what was wrong.
func ReasonModal(question string) string {
	return indented(reasonModal(Feedback{Team: "T1", Channel: "C1", Message: "1000.2", Verdict: Unhelpful, Question: question}))
}

func encoded(messages ...message) []string {
	var all []string
	for _, m := range messages {
		all = append(all, indented(m.blocks))
	}
	return all
}

// indented is JSON for the reader of the golden files: nothing is escaped that need not be.
func indented(v any) string {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err)
	}
	return strings.NewReplacer(`\\`, `\\`, `\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(raw))
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

// Ready reports whether events are taken in.
func (b *Bot) Ready() bool { return b.ready() }

// Limits are the bot's own limits, by method, in calls within any minute.
func (b *Bot) Limits() map[string]float64 {
	most := func(l *rate.Limiter) float64 { return float64(l.Burst()) + float64(l.Limit())*time.Minute.Seconds() }
	return map[string]float64{"chat.startStream": most(b.starts), "chat.appendStream": most(b.appends), "chat.update": most(b.updates)}
}

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
