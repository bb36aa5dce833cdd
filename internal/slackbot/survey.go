package slackbot

import (
	"cmp"
	"fmt"
	"strings"

	"byline/internal/news"
)

const (
	shownTimes   = 20 // of a timeline and of coverage
	shownOutlets = 6
	barWidth     = 20
)

// renderStories lists stories, each with what `/byline timeline` takes.
func renderStories(query string, list news.StoryList) message {
	heading := "Stories"
	if query != "" {
		heading += ": " + query
	}
	m := headed(heading)
	if len(list.Stories) == 0 {
		return m.with(section("No story was found."))
	}
	for _, s := range list.Stories[:min(len(list.Stories), shownHits)] {
		m = m.with(section("*" + titleOf(s.Article) + "*\n" + extent(s) + "\n`/byline timeline " + escape(s.ID) + "`"))
	}
	if list.Total > len(list.Stories) {
		m = m.with(note(counted(list.Total, "story", "stories") + " in all"))
	}
	return m
}

// extent is how much there is of a story, from when and from whom.
func extent(s news.Story) string {
	parts := []string{counted(s.Articles, "article", "articles"), counted(s.Voices, "voice", "voices")}
	if !s.First.IsZero() {
		days := s.First.Format(dayLayout)
		if last := s.Last.Format(dayLayout); !s.Last.IsZero() && last != days {
			days += " to " + last
		}
		parts = append([]string{days}, parts...)
	}
	outlets := strings.Join(s.Outlets[:min(len(s.Outlets), shownOutlets)], ", ")
	if more := len(s.Outlets) - shownOutlets; more > 0 {
		outlets += fmt.Sprintf(" and %d more", more)
	}
	if outlets != "" {
		parts = append(parts, escape(shorten(outlets, excerpt)))
	}
	return strings.Join(parts, " · ")
}

// renderTimeline tells how a story went on.
func renderTimeline(t news.Timeline) message {
	m := headed(cmp.Or(t.Headline, "Timeline")).with(note(extent(t.Story)))
	for _, d := range t.Developments[:min(len(t.Developments), shownTimes)] {
		line := ">" + escape(shorten(d.Quote, excerpt)) + "\n" + articleLine(d.Article) + " · " + titleOf(d.Article)
		if n := len(d.Others); n > 0 {
			line += fmt.Sprintf(" · also in %d more", n)
		}
		m = m.with(section(line))
	}
	return m
}

// renderFigures lays figures side by side, each with its sentence and its origin.
func renderFigures(f news.StoryFigures) message {
	m := headed(cmp.Or(f.Headline, "Figures")).with(note(extent(f.Story)))
	if len(f.Things) == 0 {
		return m.with(section("No two of its articles give a figure for the same thing."))
	}
	for _, t := range f.Things[:min(len(f.Things), shownHits)] {
		label := "*" + escape(shorten("… "+t.Label, excerpt)) + "*"
		if t.Differs() {
			label += " (articles differ)"
		}
		m = m.with(section(label))
		for _, v := range t.Values[:min(len(t.Values), 4)] {
			line := "*" + escape(shorten(v.Figure, 100)) + "* · " + articleLine(v.Article) + " · " + titleOf(v.Article)
			if v.Superseded {
				line += " · superseded"
			}
			m = m.with(note(shorten(line, lineLimit) + "\n>" + escape(shorten(v.Quote, excerpt))))
		}
	}
	return m
}

// renderSayings lists what somebody says.
func renderSayings(speaker string, list news.SayingsList) message {
	m := headed("What is said by " + speaker)
	if len(list.Sayings) == 0 {
		m = m.with(section("No article here tells of anything that they say."))
	}
	for _, s := range list.Sayings[:min(len(list.Sayings), shownTimes)] {
		words := s.Quote
		if s.Direct {
			words = "“" + words + "”"
		}
		line := "*" + escape(shorten(cmp.Or(s.Speaker, "Somebody"), 100)) + "*\n>" + escape(shorten(words, excerpt)) + "\n" + articleLine(s.Article) + " · " + titleOf(s.Article)
		if from := s.Provenance.String(); from != "" {
			line += " · from " + escape(shorten(from, 100))
		}
		m = m.with(section(line))
	}
	if list.Next != "" {
		m = m.with(note("in " + counted(list.Articles, "article", "articles") + " in all, the newest first"))
	}
	return m.warned(list.Warnings)
}

// renderCoverage draws how much was published on something.
func renderCoverage(query string, c news.Coverage) message {
	m := headed("Coverage: " + query)
	most := 0
	for _, t := range c.Times {
		most = max(most, t.Articles)
	}
	var rows []string
	for _, t := range c.Times[max(0, len(c.Times)-shownTimes):] {
		bar := strings.Repeat("█", (t.Articles*barWidth+most-1)/max(most, 1))
		rows = append(rows, strings.TrimRight(fmt.Sprintf("%s %5d of %6d %s", t.Start.Format("2006-01-02"), t.Articles, t.Published, bar), " "))
	}
	if len(rows) > 0 {
		m = m.with(section(fence + strings.Join(rows, "\n") + fence))
	}
	parts := []string{fmt.Sprintf("%s, %s, of %d published", counted(c.Total.Articles, "article", "articles"), counted(c.Total.Texts, "text", "texts"), c.Total.Published)}
	if more := len(c.Times) - len(rows); more > 0 {
		parts = append(parts, fmt.Sprintf("%d earlier times are left out", more))
	}
	if c.Unfolded > 0 {
		parts = append(parts, fmt.Sprintf("%d older than the newest 100,000, among which copies are told", c.Unfolded))
	}
	if c.Undated > 0 {
		parts = append(parts, counted(c.Undated, "article has no date", "articles have no date"))
	}
	return m.with(note(strings.Join(parts, " · ")))
}

// renderEntities lists whom or what most articles name, and what people decided about names.
func renderEntities(list news.EntityList) message {
	m := headed("Named most: " + string(list.Kind))
	var lines []string
	for _, e := range list.Entities[:min(len(list.Entities), shownTimes)] {
		lines = append(lines, fmt.Sprintf("*%s* · %s", escape(shorten(e.Name, 100)), counted(e.Count, "article", "articles")))
	}
	if len(lines) == 0 {
		lines = []string{"No article names any."}
	}
	m = m.with(sections(strings.Join(lines, "\n"))...)
	if more := len(list.Entities) - len(lines) + list.More; more > 0 && len(list.Entities) > 0 {
		m = m.with(note(fmt.Sprintf("and %d more", more)))
	}
	lines = nil
	for _, d := range list.Decisions[:min(len(list.Decisions), shownHits)] {
		if d.As == "" {
			lines = append(lines, escape(shorten(d.Name, 100))+" is left out")
			continue
		}
		lines = append(lines, escape(shorten(d.Name, 100))+" is "+escape(shorten(d.As, 100)))
	}
	if len(lines) > 0 {
		m = m.with(note("As people decided: " + strings.Join(lines, " · ")))
	}
	return m
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
