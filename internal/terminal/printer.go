package terminal

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/news"
)

// Printer writes results for people.
type Printer struct {
	W     io.Writer
	Width int // of lines; 0: they are not broken
	Painter
}

const dateLayout = "2 January 2006"

// Origin is where an article is from: "Baltic Courier, 3 February 2025", or
// "file dated 3 February 2025" where that is all that is known of its date; and
// whether the outlet has withdrawn or corrected it.
func Origin(a news.Article) string {
	var parts []string
	if a.Source != "" {
		parts = append(parts, OneLine(a.Source))
	}
	if date := Date(a.Published); date != "" {
		parts = append(parts, a.SayDated(date))
	}
	if note := a.Mark(); note != "" {
		parts = append(parts, note)
	}
	return strings.Join(parts, ", ")
}

// Headline is what an article is called, whatever is known of it.
func Headline(a news.Article) string {
	for _, name := range []string{a.Headline, a.URL, a.File, a.ID} {
		if name != "" {
			return OneLine(name)
		}
	}
	return "(no headline)"
}

// Line writes text that matters, each of its lines indented.
func (p *Printer) Line(indent, text string) {
	if text != "" {
		fmt.Fprintln(p.W, wrap(text, p.Width, indent))
	}
}

// DimLine writes a line that matters less. It is not broken, so that links stay whole.
func (p *Printer) DimLine(indent, text string) {
	if text != "" {
		fmt.Fprintln(p.W, indent+p.Paint(Dim, text))
	}
}

// Entry writes the first line of an entry of a list; if it takes several, they are indented alike.
func (p *Printer) Entry(number, name string) {
	lines := wrap(p.Paint(Bold, name), p.Width, strings.Repeat(" ", len(number)))
	fmt.Fprintln(p.W, number+lines[len(number):])
}

// Hits writes a numbered list.
func (p *Printer) Hits(result news.SearchResult, explain bool) {
	if text := Understood(result.Understood); text != "" {
		p.DimLine("", text)
		fmt.Fprintln(p.W)
	}
	if len(result.Hits) == 0 {
		fmt.Fprintln(p.W, "Nothing was found.")
		return
	}
	for i, h := range result.Hits {
		p.Entry(fmt.Sprintf("%2d. ", i+1), Headline(h.Article))
		p.DimLine("    ", Origin(h.Article))
		p.Line("    ", p.excerpt(h))
		p.DimLine("    ", Reference(h.Article))
		p.DimLine("    ", copies(h.Copies))
		if explain {
			p.DimLine("    ", explanation(h))
		}
		if i < len(result.Hits)-1 {
			fmt.Fprintln(p.W)
		}
	}
	if result.Total > len(result.Hits) {
		fmt.Fprintln(p.W)
		p.DimLine("", Listed(result))
	}
	for _, f := range result.Facets {
		fmt.Fprintln(p.W)
		p.facet(f)
	}
}

// Listed tells how much of what was found is listed.
func Listed(result news.SearchResult) string {
	return fmt.Sprintf("%s of %s found", plural(len(result.Hits), "hit"), plural(result.Total, "article"))
}

func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// facet prints the values of a facet, each with its number of articles, as index/facet.go counts them.
func (p *Printer) facet(f news.Facet) {
	p.Entry("", string(f.Field))
	width := 1
	for _, v := range f.Values {
		width = max(width, len(strconv.Itoa(v.Count)))
	}
	for _, v := range f.Values {
		p.Line("  ", fmt.Sprintf("%*d  %s", width, v.Count, OneLine(v.Value)))
	}
	if f.More > 0 {
		p.DimLine("  ", fmt.Sprintf("and %s more", plural(f.More, "value")))
	}
}

// Reference is how to get at an article.
func Reference(a news.Article) string {
	place := a.URL
	if place == "" {
		place = a.File
	}
	if place == "" {
		return OneLine(a.ID)
	}
	return OneLine(place) + "  " + OneLine(a.ID)
}

func copies(list []news.Copy) string {
	if len(list) == 0 {
		return ""
	}
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = Origin(news.Article{Source: c.Source, Published: c.Published})
		if c.Source == "" { // a date alone names nothing
			names[i] = strings.TrimSuffix("“"+Headline(news.Article{ID: c.ID, Headline: c.Headline})+"”, "+names[i], ", ")
		}
	}
	return "also carried by " + strings.Join(names, "; ")
}

// explanation lists the signals of a score, as the API names them.
func explanation(h news.Hit) string {
	var signals []string
	for _, s := range h.Explanation {
		signals = append(signals, fmt.Sprintf("%s %.3f", strings.ReplaceAll(s.Name, "_", " "), s.Value))
	}
	return fmt.Sprintf("score %.3f: %s", h.Score, OneLine(strings.Join(signals, "; ")))
}

// Bytes of a passage that are shown, and of these before the first word that was searched for.
const (
	excerptLength = 320
	excerptLead   = 80
)

// excerpt is the part of a passage around the first word that was searched
// for, with these words standing out. Hits of a server come without the bodies
// of their articles.
func (p *Printer) excerpt(h news.Hit) string {
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
		b.WriteString(Safe(text[at:s.Start]))
		b.WriteString(p.Paint(Bold, Safe(text[s.Start:s.End])))
		at = s.End
	}
	b.WriteString(Safe(text[at:end]))
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

// Understood tells what a query was taken to mean beyond its words; empty if nothing.
func Understood(u news.Understood) string {
	var parts []string
	if u.Rewritten {
		parts = append(parts, "searched for: "+OneLine(u.Query))
	}
	for _, d := range u.Dates {
		parts = append(parts, fmt.Sprintf("“%s” is %s", OneLine(d.Text), interval(d.After, d.Before)))
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

// Sources writes the numbered list of what an answer cites.
func (p *Printer) Sources(citations []news.Citation) {
	for _, c := range citations {
		from := Origin(c.Article)
		p.Entry(fmt.Sprintf("[%d] ", c.Marker), Headline(c.Article))
		p.DimLine("    ", from)
		p.Line("    ", "“"+strings.Join(strings.Fields(Safe(c.Quote)), " ")+"”")
		p.provenance("    ", c.Provenance)
		if c.Link != "" {
			fmt.Fprintln(p.W, "    "+p.Link(c.Link))
		}
	}
}
