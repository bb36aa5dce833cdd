// Package feed reads the articles in a feed file: RSS, Atom or JSON Feed.
package feed

import (
	"bytes"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"

	"byline/internal/format/field"
	"byline/internal/news"
)

// Result is one entry of a feed: an article or the reason why it is none.
type Result struct {
	Article news.Article
	Err     error
}

// Parse reads the entries of a feed in order. The outlet is the title of the
// feed. The body is the full text where the feed carries it, else the summary.
// A time that cannot be read is left out, for in a feed it is only metadata;
// times without a zone are in loc, nil meaning UTC. An entry with neither
// headline nor text is an error of its own; one with a headline alone is an
// article without a body.
func Parse(data []byte, loc *time.Location) ([]Result, error) {
	parser := gofeed.NewParser()
	f, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, news.Errorf(news.KindInvalid, "cannot read the feed: %w", err)
	}
	results := make([]Result, 0, len(f.Items))
	for _, item := range f.Items {
		if item == nil {
			continue
		}
		a := article(f, item, loc)
		if a.Headline == "" && a.Body == "" {
			results = append(results, Result{Err: news.InvalidField("body", "no text: the entry has neither a title nor content")})
			continue
		}
		results = append(results, Result{Article: a})
	}
	return results, nil
}

func article(f *gofeed.Feed, item *gofeed.Item, loc *time.Location) news.Article {
	a := news.Article{
		Source:    line(f.Title),
		Headline:  line(item.Title),
		Authors:   authors(item),
		Published: moment(item.PublishedParsed, item.Published, loc),
		Updated:   moment(item.UpdatedParsed, item.Updated, loc),
		Language:  field.Language(f.Language),
		Body:      field.HTMLText(item.Description),
	}
	if content := field.HTMLText(item.Content); len(content) > len(a.Body) {
		a.Body = content
	}
	if u, ok := field.URL(item.Link); ok {
		a.URL = u
	} else if u, ok := field.URL(item.GUID); ok {
		a.URL = u
	}
	if a.Source == "" {
		a.Source = field.Host(f.Link)
	}
	for _, c := range item.Categories {
		a.Subjects = append(a.Subjects, line(c))
	}
	a.Subjects = field.List(a.Subjects)
	a.Caption, a.Credit = media(item.Extensions["media"], "description"), media(item.Extensions["media"], "credit")
	return a
}

func authors(item *gofeed.Item) []string {
	var names []string
	for _, p := range item.Authors {
		if p == nil {
			continue
		}
		if p.Name == "" && p.Email != "" && !strings.Contains(p.Email, "(") {
			continue
		}
		name := p.Name
		if name == "" {
			name = p.Email
		}
		names = append(names, field.Authors(line(name))...)
	}
	return field.AuthorList(names)
}

// moment returns the time that the feed reader understood, or else what field.Time does.
func moment(parsed *time.Time, text string, loc *time.Location) time.Time {
	if text == "" {
		return time.Time{}
	}
	if at, err := field.Time(text, loc); err == nil {
		return at
	}
	if parsed == nil || parsed.Year() < 1500 || parsed.Year() > 2200 {
		return time.Time{}
	}
	return *parsed
}

// media returns the text of an element of Media RSS, which may be grouped or lie in its content.
func media(elements map[string][]ext.Extension, name string) string {
	for _, e := range elements[name] {
		if text := line(e.Value); text != "" {
			return text
		}
	}
	for _, parent := range []string{"content", "thumbnail"} {
		for _, e := range elements[parent] {
			for _, child := range e.Children[name] {
				if text := line(child.Value); text != "" {
					return text
				}
			}
		}
	}
	return ""
}

func line(s string) string { return field.Line(field.HTMLText(s)) }
