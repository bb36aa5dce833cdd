package slackbot

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"byline/internal/news"
)

// message is what is sent to Slack: blocks, and the text of notifications and screen readers.
type message struct {
	text   string
	blocks []slack.Block
}

// The IDs of what people press. Slack sends them back.
const (
	actionSources   = "sources"
	actionFilters   = "filters"
	actionShare     = "share"
	actionHelpful   = "helpful"
	actionUnhelpful = "not_helpful"
	answerBlock     = "answer" // ID of the block of buttons below an answer
)

const (
	shownSources = 12 // below an answer; the rest is in the modal
	shownHits    = 8
	excerpt      = 320 // characters of a passage in a list of hits
	lineLimit    = 1900
	dayLayout    = "2 January 2006"
)

func text(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, true)
}

func section(s string) slack.Block { return slack.NewSectionBlock(text(s), nil, nil) }

func note(s string) slack.Block { return slack.NewContextBlock("", text(s)) }

// sections are as many blocks as markup takes.
func sections(markup string) []slack.Block {
	var blocks []slack.Block
	for _, piece := range split(markup, sectionLimit) {
		blocks = append(blocks, section(piece))
	}
	return blocks
}

// renderAnswer returns the messages that an answer takes, nearly always one.
// The last has the sources and the buttons.
func renderAnswer(a news.Answer, asked asked, ephemeral bool) []message {
	markup := mrkdwn(a.Direct.Bold(a.Text))
	blocks := sections(markup)
	footer := answerFooter(a, asked, ephemeral)
	var messages []message
	for len(blocks) > 0 && len(blocks)+len(footer) > blocksLimit {
		n := min(len(blocks), blocksLimit)
		messages = append(messages, message{text: fallback(markup), blocks: blocks[:n]})
		blocks = blocks[n:]
	}
	return append(messages, message{text: fallback(markup), blocks: append(blocks, footer...)})
}

// fallback is as much of an answer as notifications, screen readers and the
// conversation that is read back from Slack are given.
func fallback(markup string) string {
	if pieces := split(markup, sectionLimit); len(pieces) > 0 {
		return pieces[0]
	}
	return "…"
}

// answerFooter is what stands below the text of an answer: sources, how the question was read, buttons.
func answerFooter(a news.Answer, asked asked, ephemeral bool) []slack.Block {
	var blocks []slack.Block
	if a.Status == news.StatusPartial {
		blocks = append(blocks, note("_The articles answer only part of this._"))
	}
	for _, c := range a.Citations[:min(len(a.Citations), shownSources)] {
		blocks = append(blocks, note(sourceLine(c)))
	}
	if more := len(a.Citations) - shownSources; more > 0 {
		blocks = append(blocks, note(fmt.Sprintf("… and %d more, under _Sources in full_", more)))
	}
	if line := aboutAnswer(a); line != "" {
		blocks = append(blocks, note(line))
	}
	return append(blocks, buttons(a, asked, ephemeral))
}

// sourceLine is "[1] Outlet · 3 March 2025 · Headline · from Agency", the headline leading to
// the quote, which is from whom is said behind.
func sourceLine(c news.Citation) string {
	head := fmt.Sprintf("[%d] %s", c.Marker, articleLine(c.Article))
	line := head + " · " + link(cmp.Or(c.Link, c.Article.URL), shorten(c.Article.Headline, 200))
	if length(line) > lineLimit { // a long quote makes a long fragment
		line = head + " · " + link(c.Article.URL, shorten(c.Article.Headline, 200))
	}
	if length(line) > lineLimit {
		line = head + " · " + escape(shorten(c.Article.Headline, 200))
	}
	if from := c.Provenance.String(); from != "" {
		if more := line + " · from " + escape(shorten(from, 100)); length(more) <= lineLimit {
			return more
		}
	}
	return line
}

// articleLine is "Outlet, citing Agency · 3 March 2025", and that it was withdrawn or corrected, if it was.
func articleLine(a news.Article) string {
	line := "*" + escape(shorten(cmp.Or(a.Source, "unknown outlet"), 100)) + "*"
	if len(a.Attribution) > 0 {
		line += ", citing " + escape(shorten(strings.Join(a.Attribution, ", "), 100))
	}
	if !a.Published.IsZero() {
		line += " · " + a.Published.Format(dayLayout)
	}
	if note := a.Mark(); note != "" {
		line += " · " + note
	}
	return line
}

// aboutAnswer says how the question was read and how the answer was written.
func aboutAnswer(a news.Answer) string {
	parts := understoodParts(a.Understood)
	if a.Mode == news.AnswerExtractive && len(a.Citations) > 0 {
		parts = append(parts, "In the words of the articles")
	}
	for _, w := range a.Warnings {
		parts = append(parts, ":warning: "+escape(w))
	}
	return shorten(strings.Join(parts, " · "), lineLimit)
}

func understoodParts(u news.Understood) []string {
	var parts []string
	if u.Rewritten {
		parts = append(parts, "Searched for “"+escape(shorten(u.Query, 200))+"”")
	}
	f := u.Filter
	switch after, before := f.After.Format(dayLayout), f.Before.Add(-time.Nanosecond).Format(dayLayout); {
	case !f.After.IsZero() && !f.Before.IsZero() && after == before:
		parts = append(parts, "Published on "+after)
	case !f.After.IsZero() && !f.Before.IsZero():
		parts = append(parts, "Published "+after+" to "+before)
	case !f.After.IsZero():
		parts = append(parts, "Published since "+after)
	case !f.Before.IsZero():
		parts = append(parts, "Published up to "+before)
	}
	if !f.UpdatedAfter.IsZero() {
		parts = append(parts, "Changed since "+f.UpdatedAfter.Format(dayLayout))
	}
	for _, list := range []struct {
		before string
		names  []string
	}{
		{"Only ", f.Sources}, {"Without ", f.NotSources}, {"About ", f.Subjects}, {"Not about ", f.NotSubjects}, {"By ", f.Authors}, {"Not by ", f.NotAuthors},
		{"In section ", f.Sections}, {"Not in section ", f.NotSections}, {"In ", f.Files},
	} {
		if len(list.names) > 0 {
			parts = append(parts, list.before+escape(shorten(strings.Join(list.names, ", "), 200)))
		}
	}
	if f.Language != "" {
		parts = append(parts, "In "+escape(shorten(f.Language, 10)))
	}
	return parts
}

// buttons is the row of buttons below an answer.
func buttons(a news.Answer, asked asked, ephemeral bool) slack.Block {
	var elements []slack.BlockElement
	add := func(id, label, value string) {
		if value != "" && length(value) <= valueLimit {
			elements = append(elements, slack.NewButtonBlockElement(id, value,
				slack.NewTextBlockObject(slack.PlainTextType, label, true, false)))
		}
	}
	state := asked.String()
	if len(a.Citations) > 0 {
		add(actionSources, "Sources in full", citedValue(a.Citations))
	}
	add(actionFilters, "As of, outlets …", state)
	if ephemeral {
		add(actionShare, "Share in channel", state)
	}
	add(actionHelpful, ":thumbsup: Helpful", cmp.Or(state, "-"))
	add(actionUnhelpful, ":thumbsdown: Not helpful", cmp.Or(state, "-"))
	return slack.NewActionBlock(answerBlock, elements...)
}

// renderHits shows what a search found, under a heading.
func renderHits(heading string, r news.SearchResult) message {
	m := headed(heading)
	if len(r.Hits) == 0 {
		m.blocks = append(m.blocks, section("Nothing was found in the articles."))
	}
	for _, h := range r.Hits[:min(len(r.Hits), shownHits)] {
		m.blocks = append(m.blocks, section(hitText(h)))
	}
	parts := understoodParts(r.Understood)
	if r.Total > len(r.Hits) {
		parts = append([]string{fmt.Sprintf("%d articles found", r.Total)}, parts...)
	}
	return m.warned(r.Warnings, parts...)
}

func hitText(h news.Hit) string {
	out := "*" + titleOf(h.Article) + "*\n" + articleLine(h.Article)
	if n := len(h.Copies); n > 0 {
		out += fmt.Sprintf(" · also in %d more", n)
	}
	return out + "\n>" + escape(shorten(h.Passage.Text, excerpt))
}

// titleOf is the headline of an article, which leads to it.
func titleOf(a news.Article) string {
	title := shorten(cmp.Or(a.Headline, "Untitled"), 200)
	if head := link(a.URL, title); length(head) <= lineLimit {
		return head
	}
	return escape(title)
}

// headed is a message with nothing but a heading yet.
func headed(heading string) message {
	return message{text: escape(shorten(heading, headerLimit)), blocks: []slack.Block{
		slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, shorten(clean(heading), headerLimit), false, false)),
	}}
}

// with adds blocks to a message, as many as it may have.
func (m message) with(blocks ...slack.Block) message {
	m.blocks = append(m.blocks, blocks[:min(len(blocks), blocksLimit-len(m.blocks))]...)
	return m
}

// warned adds a line of remarks, warnings behind the others, if there are any.
func (m message) warned(warnings []string, parts ...string) message {
	for _, w := range warnings {
		parts = append(parts, ":warning: "+escape(w))
	}
	if line := shorten(strings.Join(parts, " · "), lineLimit); line != "" {
		return m.with(note(line))
	}
	return m
}

// plain is a message of one sentence of ours.
func plain(s string) message {
	return message{text: s, blocks: []slack.Block{section(s)}}
}

// renderPlace says how many questions come first.
func renderPlace(n int) message {
	return plain(fmt.Sprintf("Many questions are being asked right now; yours is number %d in line.", n))
}

// renderError says honestly what went wrong, without what only we can use.
func renderError(err error) message {
	switch news.KindOf(err) {
	case news.KindInvalid, news.KindTooLarge:
		return plain("That question can't be answered as it is: " + escape(shorten(err.Error(), 300)) + ".")
	case news.KindUnavailable:
		return plain("The articles can't be searched right now, because a service that Byline needs is away. Please ask again in a few minutes.")
	case news.KindNotFound:
		return plain("That article is not, or no longer, among those that Byline has.")
	}
	return plain("Something went wrong on Byline's side, so there is no answer. It has been logged; please ask again.")
}
