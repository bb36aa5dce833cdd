package terminal

import (
	"fmt"
	"strings"
	"time"

	"byline/internal/news"
)

// shownOutlets is how many outlets of a story are named.
const shownOutlets = 5

// Stories lists stories.
func (p *Printer) Stories(list news.StoryList) {
	if len(list.Stories) == 0 {
		fmt.Fprintln(p.W, "No story was found.")
		return
	}
	for i, s := range list.Stories {
		if i > 0 {
			fmt.Fprintln(p.W)
		}
		p.Entry(fmt.Sprintf("%2d. ", i+1), Headline(s.Article))
		p.story("    ", s)
	}
	if list.Next != "" {
		fmt.Fprintln(p.W)
		p.DimLine("", fmt.Sprintf("%s in all; go on with --cursor %s", counted(list.Total, "story", "stories"), list.Next))
	}
}

// Story lists the articles of a story.
func (p *Printer) Story(s news.StoryArticles) {
	p.Line("", p.Paint(Bold, Headline(s.Article)))
	p.story("", s.Story)
	for i, t := range s.Texts {
		fmt.Fprintln(p.W)
		p.Entry(fmt.Sprintf("%2d. ", i+1), Headline(t.Article))
		p.DimLine("    ", Origin(t.Article))
		p.DimLine("    ", Reference(t.Article))
		p.DimLine("    ", copies(t.Copies))
	}
}

// Timeline tells how a story went on.
func (p *Printer) Timeline(t news.Timeline) {
	p.Line("", p.Paint(Bold, Headline(t.Article)))
	p.story("", t.Story)
	for _, d := range t.Developments {
		fmt.Fprintln(p.W)
		date := Date(d.Article.Published)
		if date == "" {
			date = "no date"
		}
		p.Line("", p.Paint(Bold, date)+"  “"+OneLine(d.Quote)+"”")
		p.DimLine("    ", Headline(d.Article)+" · "+Origin(d.Article))
		p.DimLine("    ", reported(d))
		p.DimLine("    ", Reference(d.Article))
	}
}

// story writes what is known of a story beside its headline.
func (p *Printer) story(indent string, s news.Story) {
	p.DimLine(indent, strings.Join(filled(
		period(s.First, s.Last), counted(s.Articles, "article", "articles"), counted(s.Voices, "voice", "voices"),
	), " · "))
	outlets := s.Outlets
	if more := len(outlets) - shownOutlets; more > 0 {
		outlets = append(outlets[:shownOutlets:shownOutlets], fmt.Sprintf("and %d more", more))
	}
	p.DimLine(indent, OneLine(strings.Join(outlets, ", ")))
	p.DimLine(indent, "story "+OneLine(s.ID))
}

// period is the days from one time to another.
func period(first, last time.Time) string {
	from, to := Date(first), Date(last)
	switch {
	case from == "" || from == to:
		return to
	case to == "":
		return from
	}
	return from + " to " + to
}

// reported says who tells a development, unless it is one article.
func reported(d news.Development) string {
	if len(d.Others) == 0 {
		return ""
	}
	return fmt.Sprintf("%s · also in %s", counted(d.Voices, "voice", "voices"), counted(len(d.Others), "other article", "other articles"))
}

// counted is a number with the word for what it counts.
func counted(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + several
}
