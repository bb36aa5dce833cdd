package html

import (
	"strings"
	"time"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
	"byline/internal/news"
)

// marks are what a page says about itself, each mark under its name.
type marks struct {
	loc   *time.Location
	meta  map[string][]string // by property, name or itemprop, lower case
	lang  string              // of the html element
	link  string              // rel=canonical
	title string
	h1    string
	times []string // of <time datetime>, in order
	body  string   // articleBody of the JSON-LD
	data  linked   // JSON-LD
}

// metadata collects the marks of a page.
func metadata(doc *nethtml.Node, loc *time.Location) *marks {
	m := &marks{loc: loc, meta: map[string][]string{}}
	for n := range doc.Descendants() {
		if n.Type == nethtml.ElementNode {
			m.note(n)
		}
	}
	m.body = field.Body(field.Plain(m.data.body))
	return m
}

func (m *marks) note(n *nethtml.Node) {
	switch n.DataAtom {
	case atom.Html:
		m.lang = attr(n, "lang")
	case atom.Meta:
		content := attr(n, "content")
		for _, key := range []string{"property", "name", "itemprop"} {
			if name := strings.ToLower(attr(n, key)); name != "" && content != "" {
				m.meta[name] = append(m.meta[name], content)
			}
		}
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") && m.link == "" {
			m.link = attr(n, "href")
		}
	case atom.Title:
		if m.title == "" && n.Parent != nil && n.Parent.DataAtom != atom.Svg {
			m.title = textOf(n)
		}
	case atom.H1:
		if m.h1 == "" {
			m.h1 = field.Line(render(n))
		}
	case atom.Time:
		at := attr(n, "datetime")
		if at == "" {
			at = textOf(n)
		}
		m.times = append(m.times, at)
	case atom.Script:
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
			m.data.read([]byte(n.FirstChild.Data))
		}
	}
}

// article returns what the marks tell: JSON-LD first, then Open Graph and its
// article properties, then other meta elements, then what the page shows.
func (m *marks) article() news.Article {
	a := news.Article{
		Headline:  m.headline(),
		Section:   first(m.data.section, m.first("article:section", "parsely-section", "og:article:section")),
		Language:  field.Language(first(m.data.language, m.lang, m.first("og:locale", "language", "dc.language"))),
		Source:    first(m.data.outlet, m.first("og:site_name", "application-name", "publisher", "dc.publisher", "article:publisher:name")),
		Published: m.moment(append([]string{m.data.published}, m.all("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "publish-date", "pubdate", "dc.date.issued", "dcterms.created", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date", "date")...)),
		Updated:   m.moment(append([]string{m.data.updated}, m.all("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")...)),
		Caption:   m.data.caption,
		Authors:   m.authors(),
		Subjects:  m.subjects(),
	}
	if a.Published.IsZero() {
		a.Published = m.moment(m.times)
	}
	for _, address := range append([]string{m.link, m.data.url}, m.all("og:url", "parsely-link", "twitter:url")...) {
		if u, ok := field.URL(address); ok {
			a.URL = u
			break
		}
	}
	return a
}

// headline prefers what is meant as one over the title of the page, which often ends with the outlet.
func (m *marks) headline() string {
	return first(m.data.headline, m.first("og:title", "parsely-title", "twitter:title", "headline"), m.h1, m.title)
}

func (m *marks) authors() []string {
	names := field.AuthorList(m.data.authors)
	for _, key := range []string{"author", "article:author", "parsely-author", "byl", "dc.creator", "sailthru.author"} {
		if len(names) > 0 {
			break
		}
		for _, name := range m.meta[key] {
			names = append(names, field.Authors(name)...)
		}
		names = field.AuthorList(names)
	}
	return names
}

func (m *marks) subjects() []string {
	list := m.data.keywords
	if len(list) == 0 {
		list = m.meta["article:tag"]
	}
	if len(list) == 0 {
		for _, s := range m.all("keywords", "news_keywords", "parsely-tags") {
			list = append(list, field.Subjects(s)...)
		}
	}
	return field.List(list)
}

// moment returns the first of the texts that is a time; a page often spells one badly and another well.
func (m *marks) moment(texts []string) time.Time {
	for _, s := range texts {
		if at, err := field.Time(s, m.loc); s != "" && err == nil {
			return at
		}
	}
	return time.Time{}
}

func (m *marks) all(names ...string) []string {
	var out []string
	for _, n := range names {
		out = append(out, m.meta[n]...)
	}
	return out
}

func (m *marks) first(names ...string) string { return first(m.all(names...)...) }

// first returns the first text that is not empty, as a line.
func first(texts ...string) string {
	for _, s := range texts {
		if s = field.Line(field.Plain(s)); s != "" {
			return s
		}
	}
	return ""
}
