package mcp

import (
	"cmp"
	"fmt"
	"strings"

	"byline/internal/news"
)

// hitsText lists what was found: a headline with its origin, the passage, the links.
func hitsText(r news.SearchResult) string {
	if len(r.Hits) == 0 {
		return "Nothing was found." + warnings(r.Warnings)
	}
	var b strings.Builder
	for i, h := range r.Hits {
		fmt.Fprintf(&b, "%d. %s\n%s\n%s\n\n", i+1, title(h.Article), quoted(h.Passage.Text), links(h.Article, ""))
	}
	if r.Total > len(r.Hits) {
		fmt.Fprintf(&b, "%d of %d articles found are listed.\n", len(r.Hits), r.Total)
	}
	for _, f := range r.Facets {
		fmt.Fprintf(&b, "By %s:", f.Field)
		for _, v := range f.Values {
			fmt.Fprintf(&b, " %s (%d)", line(v.Value), v.Count)
		}
		b.WriteString("\n")
	}
	return strings.TrimRight(b.String(), "\n") + warnings(r.Warnings)
}

// answerText is an answer with its sources.
func answerText(a news.Answer) string {
	var b strings.Builder
	b.WriteString(a.Text)
	for i, c := range a.Citations {
		if i == 0 {
			b.WriteString("\n\nSources:")
		}
		fmt.Fprintf(&b, "\n[%d] %s\n%s\n%s", c.Marker, title(c.Article), quoted(c.Quote)+from(c.Provenance), links(c.Article, c.Link))
	}
	return b.String() + warnings(a.Warnings)
}

// from says from whom sentences are, on a line of its own.
func from(p news.Provenance) string {
	if text := p.String(); text != "" {
		return "\nFrom " + line(text)
	}
	return ""
}

// articleText is an article in full.
func articleText(a news.Article) string {
	text := title(a) + "\n"
	if len(a.Authors) > 0 {
		text += "By " + line(strings.Join(a.Authors, ", ")) + "\n"
	}
	if len(a.Attribution) > 0 {
		text += "Citing " + line(strings.Join(a.Attribution, ", ")) + "\n"
	}
	return text + links(a, "") + "\n\n" + a.Body
}

// title tells what an article is: "Headline" (Outlet, date).
func title(a news.Article) string {
	origin := line(a.Source)
	if !a.Published.IsZero() {
		origin = strings.TrimPrefix(origin+", "+a.Published.Format("2 January 2006"), ", ")
	}
	if note := a.Mark(); note != "" {
		origin = strings.TrimPrefix(origin+", "+note, ", ")
	}
	return strings.TrimSpace(cmp.Or(line(a.Headline), "Untitled") + " (" + cmp.Or(origin, "origin unknown") + ")")
}

// links are where an article can be read: at the outlet, and here.
func links(a news.Article, link string) string {
	if link = cmp.Or(link, a.URL); link != "" {
		return line(link) + "\n" + uriOf(a.ID)
	}
	return uriOf(a.ID)
}

// quoted sets off words of an article from those of Byline.
func quoted(text string) string {
	return "> " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n> ")
}

func line(text string) string { return strings.Join(strings.Fields(text), " ") }

func warnings(texts []string) string {
	var b strings.Builder
	for i, text := range texts {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString("\nNote: " + line(text))
	}
	return b.String()
}
