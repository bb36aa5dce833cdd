package web

import (
	"fmt"
	"net/url"
	"strings"

	"byline/internal/news"
)

// articlePath is the address of an article's page.
func articlePath(id string) string { return "/articles/" + url.PathEscape(id) }

// CitedPath is the address of an article's page on which cited words are
// marked. It names the revision that has them, since another may not.
func CitedPath(a news.Article, s news.Span) string {
	return articlePath(a.ID) + fmt.Sprintf("?start=%d&end=%d&revision=%d#cited", s.Start, s.End, a.Revision)
}

// withoutFragment is an address of the whole page, for paper.
func withoutFragment(link string) string {
	address, _, _ := strings.Cut(link, "#")
	return address
}

func askPath(question string) string { return conversationPath([]Turn{{Question: question}}) }

// conversationPath is the address of a conversation. What narrows a question
// stands behind it, in the order in which a form sends it.
func conversationPath(turns []Turn) string {
	var q query
	for _, t := range turns {
		q.add("q", t.Question)
		q.narrowing(t.Narrowing)
	}
	return "/?" + q.String()
}

// query is the part of an address behind "?", in the order in which it was written.
type query struct{ strings.Builder }

// add adds a parameter unless it is empty.
func (q *query) add(name, value string) {
	if value == "" {
		return
	}
	if q.Len() > 0 {
		q.WriteByte('&')
	}
	q.WriteString(name + "=" + url.QueryEscape(value))
}

func (q *query) narrowing(n Narrowing) {
	q.add("as_of", n.AsOf)
	q.add("after", n.After)
	q.add("before", n.Before)
	for _, s := range n.Sources {
		q.add("source", s)
	}
	for _, s := range n.Subjects {
		q.add("subject", s)
	}
	for _, s := range n.Files {
		q.add("file", s)
	}
	for _, l := range narrowingLists() {
		for _, s := range n.Lists[l.name] {
			q.add(l.name, s)
		}
	}
	if n.KeepDates {
		q.add("keep_dates", "true")
	}
	if n.Exact {
		q.add("exact", "true")
	}
}

// safeLink returns link if it is an absolute http or https URL, and otherwise nothing.
func safeLink(link string) string {
	u, err := url.Parse(link)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return link
}

// hostOf is the name of the host of a link, for people.
func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
