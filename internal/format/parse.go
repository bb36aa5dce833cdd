package format

import (
	"strings"

	"byline/internal/format/field"
	"byline/internal/news"
)

// Parse turns a raw record of Split into articles: mostly one, several where a
// feed or an envelope of JSON holds them, at least one Parsed in any case but that
// of an empty list. It may run on many goroutines at once.
func Parse(raw Raw) []Parsed {
	if raw.Err != nil {
		return []Parsed{{Line: raw.Line, Offset: raw.Offset, Err: raw.Err}}
	}
	opts := raw.Options
	if opts == nil {
		opts = &Options{}
	}
	f := byName(raw.Format)
	if f == nil {
		return []Parsed{{Line: raw.Line, Offset: raw.Offset, Err: news.InvalidField("format", "there is no format %q", raw.Format)}}
	}
	if opts.Map != nil && !f.takesMapping() {
		return []Parsed{{Line: raw.Line, Offset: raw.Offset, Err: news.InvalidField("map", "it is for JSON and tables, and this is %s", f.name)}}
	}
	var items []Parsed
	for a, err := range f.parse(raw.Data, opts) {
		item := Parsed{Line: raw.Line, Offset: raw.Offset, Err: err}
		if f.numbered {
			item.Line = raw.Line + len(items)
		}
		if err == nil {
			item.Article = complete(a, &raw, opts)
		}
		items = append(items, item)
	}
	return items
}

// complete fills in what every format leaves to be told from the rest of the article.
func complete(a news.Article, raw *Raw, opts *Options) news.Article {
	if a.URL == "" {
		a.URL, _ = field.URL(raw.URL)
	}
	if a.Published.IsZero() {
		a.Published, _ = field.DatelineOf(&a, opts.Location, opts.Order)
	}
	if a.Published.IsZero() {
		a.Published = raw.Saved // it was published by then
	}
	field.Compose(&a)
	if a.Source == "" {
		a.Source = field.Line(opts.Source)
	}
	if a.Source == "" {
		a.Source = field.Host(a.URL)
	}
	if len(a.Attribution) == 0 {
		a.Attribution = attributionOf(a.Body)
	}
	return a
}

// longestLabel bounds, in bytes, the label of a line that credits sources, its colon included.
const longestLabel = 32

// attributionOf returns whom the paragraphs of body that are labelled "Source:" credit.
func attributionOf(body string) []string {
	var names []string
	for body != "" {
		var paragraph string
		paragraph, body, _ = strings.Cut(body, "\n\n")
		if strings.Contains(paragraph[:min(len(paragraph), longestLabel)], ":") && credits().label.MatchString(paragraph) {
			names = append(names, Attribution(paragraph)...)
		}
	}
	return field.List(names)
}
