package mail

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
	counted := areCounted(items)
	for i := range items {
		host := field.Host(items[i].URL)
		if items[i].Source == "" && name != "" && (counted || host == domain || strings.HasSuffix(domain, "."+host) || strings.HasSuffix(host, "."+domain)) {
			items[i].Source = field.Line(name)
		}
	}
	return m.dated(items, loc)
}

// areCounted reports whether all items lead to one address that counts who follows it and
// leads on: they differ in what is behind "?", or in a last part that no one can read.
func areCounted(items []news.Article) bool {
	at := ""
	for i := range items {
		u, err := url.Parse(items[i].URL)
		if err != nil || path.Ext(u.Path) != "" { // as index.php?id=7
			return false
		}
		place := u.Host + u.Path
		if u.RawQuery == "" {
			place = u.Host + path.Dir(u.Path)
			if token := path.Base(u.Path); len(token) < 16 || strings.ContainsAny(token, "-_.") || !strings.ContainsAny(token, "0123456789") {
				return false
			}
		}
		if i > 0 && place != at {
			return false
		}
		at = place
	}
	return len(items) > 1
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

// address is a line that is nothing but an address, as texts of alerts have below each
// item, or one behind a label: "Read more: https://…".
var address = regexp.MustCompile(`^(?:\pL[\pL ’']{2,24}[:»→>]\s*)?<?(https?://[^\s<>]+)>?$`)

// What parts the items of a text: empty lines, rules, numbers or bullets.
var (
	emptyLines = regexp.MustCompile(`\n[ \t]*\n`)
	rules      = regexp.MustCompile(`(?m)^[ \t]*(?:[-=_*~#+•] ?){3,}[ \t]*$`)
	numbers    = regexp.MustCompile(`(?m)^[ \t]*(?:\(?#?\d{1,2}[.)]|\[\d{1,2}\]|[*•▪►➤–-])[ \t]+`)
)

// listed returns the articles that a text lists: each a headline, words of the article
// and, on a line of its own, the address. It is nil if that is not most of the text.
func listed(text string) []news.Article {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for _, parted := range []*regexp.Regexp{emptyLines, rules, numbers} {
		if items := listedBetween(parted.Split(text, -1)); items != nil {
			return items
		}
	}
	return nil
}

func listedBetween(parts []string) []news.Article {
	var items []news.Article
	said, all := 0, 0
	for _, part := range parts {
		a, length, ok := itemOf(part)
		if all += length; ok {
			said += length
			items = append(items, a)
		}
	}
	if len(items) < minItems || said*2 < all {
		return nil
	}
	return items
}

// itemOf reads a part of a text as one article, and tells how long what it says is.
func itemOf(part string) (a news.Article, length int, ok bool) {
	var lines []string
	for line := range strings.Lines(part) {
		line = field.Line(line)
		if found := address.FindStringSubmatch(line); found != nil && a.URL == "" {
			a.URL, _ = field.URL(field.Unwrapped(found[1]))
		} else if found == nil && !rules.MatchString(line) {
			lines = append(lines, line)
			length += len(line)
		}
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	if a.URL == "" || len(lines) < 2 || strings.Count(lines[0], " ") < 2 || !strings.ContainsFunc(lines[0], unicode.IsLetter) {
		return a, length, false
	}
	a.Headline = numbers.ReplaceAllString(lines[0], "")
	if rest := lines[1:]; len(rest) > 1 && rest[0] != "" && len(rest[0]) < 60 {
		outlet, day, _ := strings.Cut(rest[0], " - ")
		if at, err := field.Time(day, nil); err == nil {
			a.Source, a.Published, lines = outlet, at, rest
		} else if next, _ := utf8.DecodeRuneInString(rest[1]); !strings.ContainsAny(rest[0], ".!?") && !unicode.IsLower(next) { // where a sentence goes on, the line is part of it
			a.Source, lines = rest[0], rest
		}
	}
	a.Body = field.Body(strings.ReplaceAll(strings.Join(lines[1:], " "), "  ", "\n\n"))
	return a, length, a.Body != ""
}
