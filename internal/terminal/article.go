package terminal

import (
	"fmt"
	"strings"
	"time"

	"byline/internal/news"
)

// Article writes all that is known of an article, with from whom it has what it says.
func (p *Printer) Article(article news.Article, from news.Provenance) {
	p.Line("", p.Paint(Bold, Headline(article)))
	p.DimLine("", Origin(article))
	for _, line := range []struct{ name, text string }{
		{"by ", strings.Join(article.Authors, ", ")},
		{"citing ", strings.Join(article.Attribution, ", ")},
		{"from ", from.String()},
		{"updated ", Date(article.Updated)},
		{"section: ", article.Section},
		{"subjects: ", strings.Join(article.Subjects, ", ")},
		{"file: ", fileOf(article)},
		{"edited: ", strings.Join(article.Edited, ", ")},
		{"picture: ", strings.Join(filled(article.Caption, article.Credit), " / ")},
	} {
		if line.text != "" {
			p.DimLine("", line.name+OneLine(line.text))
		}
	}
	p.DimLine("", Reference(article))
	if article.Revision > 1 {
		p.DimLine("", fmt.Sprintf("revision %d", article.Revision))
	}
	fmt.Fprintln(p.W)
	p.Line("", Safe(article.Body))
}

// fileOf is the file that an article lay in, unless Reference says it.
func fileOf(a news.Article) string {
	if a.URL == "" {
		return ""
	}
	return a.File
}

// filled are those of texts that are not empty.
func filled(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

// Date is the day of a time; empty if that is not known.
func Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(dateLayout)
}

// Moment is a time to the minute.
func Moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2 January 2006 15:04 UTC")
}

// Precisely is a time as it was read: the day, and the time of day with its zone
// where it is not midnight UTC.
func Precisely(t time.Time) string {
	layout := "Monday, " + dateLayout
	if !t.Equal(t.UTC().Truncate(24 * time.Hour)) {
		layout += ", 15:04:05 MST"
	}
	return t.Format(layout)
}
