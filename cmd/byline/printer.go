package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/news"
)

// printer writes results for people.
type printer struct {
	w     io.Writer
	width int
	painter
}

func (a *cli) printer() *printer {
	return &printer{w: a.stdout, width: width(a.stdout), painter: a.painter()}
}

const dateLayout = "2 January 2006"

// origin is where an article is from: "Baltic Courier, 3 February 2025".
func origin(source string, published time.Time) string {
	var parts []string
	if source != "" {
		parts = append(parts, oneLine(source))
	}
	if !published.IsZero() {
		parts = append(parts, published.Format(dateLayout))
	}
	return strings.Join(parts, ", ")
}

// headline is what an article is called, whatever is known of it.
func headline(a news.Article) string {
	for _, name := range []string{a.Headline, a.URL, a.ID} {
		if name != "" {
			return oneLine(name)
		}
	}
	return "(no headline)"
}

func (p *printer) line(indent, text string) {
	if text != "" {
		fmt.Fprintln(p.w, wrap(text, p.width, indent))
	}
}

// dimLine writes a line that matters less. It is not broken, so that links stay whole.
func (p *printer) dimLine(indent, text string) {
	if text != "" {
		fmt.Fprintln(p.w, indent+p.paint(dim, text))
	}
}

// entry writes the first line of an entry of a list; if it takes several, they are indented alike.
func (p *printer) entry(number, name string) {
	lines := wrap(p.paint(bold, name), p.width, strings.Repeat(" ", len(number)))
	fmt.Fprintln(p.w, number+lines[len(number):])
}

// hits writes a numbered list.
func (p *printer) hits(result news.SearchResult, explain bool) {
	if text := understood(result.Understood); text != "" {
		p.dimLine("", text)
		fmt.Fprintln(p.w)
	}
	if len(result.Hits) == 0 {
		fmt.Fprintln(p.w, "Nothing was found.")
		return
	}
	for i, h := range result.Hits {
		p.entry(fmt.Sprintf("%2d. ", i+1), headline(h.Article))
		p.dimLine("    ", origin(h.Article.Source, h.Article.Published))
		p.line("    ", p.excerpt(h))
		p.dimLine("    ", reference(h.Article))
		p.dimLine("    ", copies(h.Copies))
		if explain {
			p.dimLine("    ", explanation(h))
		}
		if i < len(result.Hits)-1 {
			fmt.Fprintln(p.w)
		}
	}
}

// reference is how to get at an article.
func reference(a news.Article) string {
	if a.URL == "" {
		return oneLine(a.ID)
	}
	return oneLine(a.URL) + "  " + oneLine(a.ID)
}

func copies(list []news.Copy) string {
	if len(list) == 0 {
		return ""
	}
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = origin(c.Source, c.Published)
	}
	return "also carried by " + strings.Join(names, "; ")
}

// explanation lists the signals of a score, as the API names them.
func explanation(h news.Hit) string {
	var signals []string
	for _, s := range h.Explanation {
		signals = append(signals, fmt.Sprintf("%s %.3f", strings.ReplaceAll(s.Name, "_", " "), s.Value))
	}
	return fmt.Sprintf("score %.3f: %s", h.Score, oneLine(strings.Join(signals, "; ")))
}

// Bytes of a passage that are shown, and of these before the first word that was searched for.
const (
	excerptLength = 320
	excerptLead   = 80
)

// excerpt is the part of a passage around the first word that was searched
// for, with these words standing out. Hits of a server come without the bodies
// of their articles.
func (p *printer) excerpt(h news.Hit) string {
	text, marks := h.Passage.Text, marks(h)
	start, end := window(text, marks)
	var b strings.Builder
	if start > 0 {
		b.WriteString("… ")
	}
	at := start
	for _, s := range marks {
		if s.Start < at || s.End > end {
			continue
		}
		b.WriteString(safe(text[at:s.Start]))
		b.WriteString(p.paint(bold, safe(text[s.Start:s.End])))
		at = s.End
	}
	b.WriteString(safe(text[at:end]))
	shown := strings.TrimSpace(b.String())
	if end < len(text) {
		shown += " …"
	}
	return strings.Join(strings.Fields(shown), " ")
}

// marks are the highlights of a hit as spans of its passage's text.
func marks(h news.Hit) []news.Span {
	var spans []news.Span
	for _, s := range h.Highlights {
		s.Start -= h.Passage.Start
		s.End -= h.Passage.Start
		if s.Start >= 0 && s.Start <= s.End && s.End <= len(h.Passage.Text) {
			spans = append(spans, s)
		}
	}
	return spans
}

// window is the part of a text that an excerpt shows.
func window(text string, marks []news.Span) (start, end int) {
	if len(marks) > 0 && len(text) > excerptLength {
		start = max(0, min(marks[0].Start-excerptLead, len(text)-excerptLength))
	}
	if start > 0 {
		start = nextWord(text, start)
	}
	end = min(start+excerptLength, len(text))
	if end < len(text) {
		end = nextWord(text, end)
	}
	return start, end
}

// nextWord is the first start of a word at or after offset at, or the end.
func nextWord(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	for i, r := range text[at:] {
		if unicode.IsSpace(r) {
			return at + i + utf8.RuneLen(r)
		}
	}
	return len(text)
}

// understood tells what a query was taken to mean beyond its words; empty if nothing.
func understood(u news.Understood) string {
	var parts []string
	if u.Rewritten {
		parts = append(parts, "searched for: "+oneLine(u.Query))
	}
	for _, d := range u.Dates {
		parts = append(parts, fmt.Sprintf("“%s” is %s", oneLine(d.Text), interval(d.After, d.Before)))
	}
	if u.Recent {
		parts = append(parts, "the newest first")
	}
	return strings.Join(parts, " · ")
}

func interval(after, before time.Time) string {
	last := before.Add(-time.Nanosecond) // before is exclusive
	switch {
	case before.IsZero():
		return "since " + after.Format(dateLayout)
	case after.IsZero():
		return "until " + last.Format(dateLayout)
	case after.Format(time.DateOnly) == last.Format(time.DateOnly):
		return after.Format(dateLayout)
	}
	return after.Format(dateLayout) + " to " + last.Format(dateLayout)
}

// sources writes the numbered list of what an answer cites.
func (p *printer) sources(citations []news.Citation) {
	for _, c := range citations {
		from := origin(c.Article.Source, c.Article.Published)
		p.entry(fmt.Sprintf("[%d] ", c.Marker), headline(c.Article))
		p.dimLine("    ", from)
		p.line("    ", "“"+strings.Join(strings.Fields(safe(c.Quote)), " ")+"”")
		if c.Link != "" {
			fmt.Fprintln(p.w, "    "+p.link(c.Link))
		}
	}
}
