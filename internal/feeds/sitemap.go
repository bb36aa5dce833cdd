package feeds

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// sitemap is a sitemap that an index refers to.
type sitemap struct {
	url      string
	modified string // as the index has it
}

// location is an element of a sitemap. Names of its elements are read in any
// namespace: sites misspell those.
type location struct {
	Loc      string `xml:"loc"`
	Modified string `xml:"lastmod"`
	News     struct {
		Name     string `xml:"publication>name"`
		Language string `xml:"publication>language"`
		Date     string `xml:"publication_date"`
		Title    string `xml:"title"`
		Keywords string `xml:"keywords"`
	} `xml:"news"`
}

// readSitemap reads a sitemap, of Google News or plain, or an index of them. Of
// one that is damaged, what stands before the damage is read.
func readSitemap(text []byte, loc *time.Location) (list, error) {
	l := list{noText: true}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 already
	for len(l.entries) <= maxEntries && len(l.nested) <= maxEntries {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if len(l.entries)+len(l.nested) == 0 {
				return l, news.Errorf(news.KindInvalid, "the sitemap cannot be read: %w", err)
			}
			l.notice = "the sitemap is damaged: what stands behind the damage was not read"
			break
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "url" && start.Name.Local != "sitemap" {
			continue
		}
		var at location
		if err := d.DecodeElement(&at, &start); err != nil {
			l.notice = "the sitemap is damaged: what stands behind the damage was not read"
			break
		}
		l.add(start.Name.Local, at, loc)
	}
	return l, nil
}

// isAddresses reports whether a text in lower case begins as a sitemap does that
// has an address a line and nothing else.
func isAddresses(head string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(head, "\ufeff \t\r\n"), "\n")
	_, ok := field.URL(first)
	return ok && !strings.ContainsAny(strings.TrimSpace(first), " \t<")
}

// readAddresses reads such a sitemap.
func readAddresses(text []byte) list {
	l := list{noText: true}
	for address := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		l.add("url", location{Loc: address}, nil)
		if len(l.entries) > maxEntries {
			break
		}
	}
	return l
}

func (l *list) add(element string, at location, loc *time.Location) {
	link, ok := field.URL(strings.TrimSpace(at.Loc))
	if !ok {
		return
	}
	if element == "sitemap" {
		l.nested = append(l.nested, sitemap{link, strings.TrimSpace(at.Modified)})
		return
	}
	a := news.Article{
		URL: link, Headline: field.Line(at.News.Title), Source: field.Line(at.News.Name),
		Language: field.Language(at.News.Language), Published: timeOf(at.News.Date, loc),
	}
	l.entries = append(l.entries, entry{link: link, article: a, updated: timeOf(at.Modified, loc)})
}

// timeOf reads a time; one that cannot be read is zero.
func timeOf(s string, loc *time.Location) time.Time {
	at, err := field.Time(strings.TrimSpace(s), loc)
	if err != nil {
		return time.Time{}
	}
	return at
}
