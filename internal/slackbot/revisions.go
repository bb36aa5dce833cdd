package slackbot

import (
	"context"
	"fmt"
	"strings"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/terminal"
)

// Of an article so many of the newest versions are shown, each with so many changes.
const (
	shownVersions = 10
	shownChanges  = 6
)

// revisions shows what was changed in an article, named by its ID, its address or words of
// it, and since when it has a phrase, where one stands behind that in quotation marks.
func (b *Bot) revisions(ctx context.Context, ch Channel, rest string) (message, error) {
	const marks = `"“”„«»`
	named, phrase := rest, ""
	if at := strings.IndexAny(rest, marks); at > 0 {
		named, phrase = strings.TrimSpace(rest[:at]), strings.Trim(rest[at:], marks+" ")
	}
	query := named
	if strings.HasPrefix(named, "https://") || strings.HasPrefix(named, "http://") {
		query = `url:"` + named + `"`
	} else if !strings.ContainsAny(named, " \t") {
		query = `id:"` + named + `" OR "` + named + `"`
	}
	if err := api.CheckText("query", query); err != nil {
		return message{}, err
	}
	found, err := b.deps.Searcher.Search(ctx, news.SearchRequest{Query: query, Filter: ch.Filter, Limit: 1})
	if err != nil || len(found.Hits) == 0 {
		return renderHits("Revisions: "+named, found), err
	}
	all, err := b.deps.Library.Revisions(ctx, found.Hits[0].Article.ID)
	if _, err = news.SplitDamaged(err); err != nil {
		return message{}, err
	}
	return renderRevisions(all, phrase), nil
}

// renderRevisions tells what changed in an article, the newest version first.
func renderRevisions(all []news.Revision, phrase string) message {
	if len(all) == 0 {
		return headed("Revisions").with(section("No version can be read."))
	}
	m := headed("Revisions").with(section(articleLine(all[0].Article) + " · " + titleOf(all[0].Article)))
	if phrase != "" {
		m = m.with(section("“" + escape(shorten(phrase, excerpt)) + "”: " + escape(terminal.PhraseText(news.FindPhrase(all, phrase)))))
	}
	for i, r := range all[:min(len(all), shownVersions)] {
		lines := []string{fmt.Sprintf("*Version %d*, stored %s", r.Revision, r.Stored.UTC().Format(dayLayout+" 15:04"))}
		if i+1 < len(all) {
			lines = append(lines, changes(news.Diff(all[i+1].Body, r.Body))...)
		}
		m = m.with(section(strings.Join(lines, "\n")))
	}
	if more := len(all) - shownVersions; more > 0 {
		m = m.with(note(counted(more, "earlier version is", "earlier versions are") + " left out"))
	}
	return m
}

// changes are lines of what was removed and added.
func changes(parts []news.DiffPart) (lines []string) {
	for _, p := range parts {
		sign := "−"
		switch p.Op {
		case news.DiffSame:
			continue
		case news.DiffAdded:
			sign = "+"
		case news.DiffRemoved:
		}
		if len(lines) == shownChanges {
			return append(lines, "…")
		}
		lines = append(lines, ">"+sign+" "+escape(shorten(strings.Join(strings.Fields(p.Text), " "), excerpt)))
	}
	if lines == nil {
		lines = []string{">the text is the same"}
	}
	return lines
}
