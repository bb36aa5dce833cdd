package web

import (
	"strings"
	"time"

	"byline/internal/news"
)

// Preview is what is shown of a page where somebody sends its address, as in a
// chat. Whoever may not see the page is given another, which has nothing of it.
type Preview struct {
	Title, Description string
	Published          time.Time // of an article; zero for other pages
}

// about is the description of pages that have none of their own.
const about = "Ask the news, and see who reported it, when, and in which words."

// maxDescription is how long a description is, in bytes: previews cut off what is longer.
const maxDescription = 240

func previewOf(v View) Preview {
	p := Preview{Title: v.title(), Description: about}
	switch v := v.(type) {
	case Home:
		if len(v.Turns) > 0 && v.Turns[0].Answer != nil {
			p.Description = opening(spoken(v.Turns[0].Answer))
		}
	case Article:
		p.Published = v.Article.Published
		p.Description = opening(v.Article.Body)
		if v.Article.Source != "" {
			p.Description = opening(v.Article.Source + ": " + v.Article.Body)
		}
	case Reference:
		p.Description = v.Summary
	}
	return p
}

// spoken is an answer without its markers.
func spoken(a *news.Answer) string {
	var b strings.Builder
	for _, paragraph := range answerText(a) {
		for _, piece := range paragraph {
			b.WriteString(piece.Text)
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// opening is the beginning of a text, on one line, in whole words.
func opening(text string) string {
	if len(text) > 4*maxDescription { // enough for whatever white space there is
		text = text[:runeStart(text, 4*maxDescription)]
	}
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= maxDescription {
		return text
	}
	text = text[:runeStart(text, maxDescription)]
	if i := strings.LastIndexByte(text, ' '); i > maxDescription/2 {
		text = text[:i]
	}
	return text + " …"
}
