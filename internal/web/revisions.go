package web

import (
	"byline/internal/news"
	"byline/internal/terminal"
)

// Revisions is the page of the versions of an article.
type Revisions struct {
	ID     string
	Phrase string          // that is looked for; "": none
	All    []news.Revision // the newest first
}

func (v Revisions) title() string {
	if len(v.All) == 0 {
		return "Versions"
	}
	return "Versions of " + v.All[0].Headline
}

func (Revisions) section() string { return "article" }

// PhraseText says since when the article has the words, and when they were dropped.
func (v Revisions) PhraseText() string {
	if v.Phrase == "" {
		return ""
	}
	return terminal.PhraseText(news.FindPhrase(v.All, v.Phrase))
}

// Changes tells how the text of a version came about, nothing of the first one.
func (v Revisions) Changes(at int) []news.DiffPart {
	if at+1 >= len(v.All) {
		return nil
	}
	return news.Diff(v.All[at+1].Body, v.All[at].Body)
}
