package mail

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"byline/internal/format/field"
	"byline/internal/news"
)

// minItems is how many articles a message has to lead to, to be a digest of them.
const minItems = 3

// items returns the articles in a message to a list of readers that is a digest
// of others, nil if it is none. They have the date of the message, unless they
// bring their own, and are of the outlet that sent it where they are on its site.
func (m *message) items(loc *time.Location, read Readers) []news.Article {
	if read.Export != nil && m.plain != "" {
		if exported := read.Export([]byte(m.plain)); len(exported) > 0 {
			return m.dated(exported, loc)
		}
	}
	if !m.isNewsletter() || m.isSavedPage() {
		return nil
	}
	var items []news.Article
	if read.Digest != nil && len(m.page) > 0 {
		items = read.Digest(m.page)
	}
	if items == nil {
		items = listed(m.plain)
	}
	name, address := m.sender()
	_, domain, _ := strings.Cut(strings.ToLower(address), "@")
	for i := range items {
		host := field.Host(items[i].URL)
		if items[i].Source == "" && name != "" && (host == domain || strings.HasSuffix(domain, "."+host) || strings.HasSuffix(host, "."+domain)) {
			items[i].Source = field.Line(name)
		}
	}
	return m.dated(items, loc)
}

func (m *message) dated(items []news.Article, loc *time.Location) []news.Article {
	at := m.date(loc)
	for i := range items {
		if items[i].Published.IsZero() {
			items[i].Published = at
		}
	}
	return items
}

// address is a line that is nothing but an address, as texts of alerts have below each item.
var address = regexp.MustCompile(`^<?(https?://[^\s<>]+)>?$`)

// listed returns the articles that a text lists: paragraphs of a headline, words
// of the article and, on a line of its own, the address. It is nil if that is not
// most of the text.
func listed(text string) []news.Article {
	var items []news.Article
	said, all := 0, 0
	for paragraph := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		var lines []string
		found := ""
		for line := range strings.Lines(paragraph) {
			line = field.Line(line)
			if a := address.FindStringSubmatch(line); a != nil && found == "" {
				found, _ = field.URL(field.Unwrapped(a[1]))
			} else if line != "" && a == nil {
				lines = append(lines, line)
				all += len(line)
			}
		}
		if found == "" || len(lines) < 2 || strings.Count(lines[0], " ") < 2 || !strings.ContainsFunc(lines[0], unicode.IsLetter) {
			continue
		}
		for _, line := range lines {
			said += len(line)
		}
		a := news.Article{Headline: lines[0], URL: found}
		if rest := lines[1:]; len(rest) > 1 && len(rest[0]) < 60 && !strings.ContainsAny(rest[0], ".!?") {
			a.Source, lines = rest[0], lines[1:]
		}
		a.Body = strings.Join(lines[1:], " ")
		items = append(items, a)
	}
	if len(items) < minItems || said*2 < all {
		return nil
	}
	return items
}
