package format

import (
	"strings"

	"byline/internal/format/exportlayout"
	"byline/internal/format/feed"
	"byline/internal/format/field"
	"byline/internal/format/html"
	"byline/internal/format/jsonl"
	"byline/internal/format/plaintext"
	"byline/internal/news"
)

// Parse turns a raw record of Split into articles: mostly one, several where a
// feed or an envelope of JSON holds them, at least one Item in any case but that
// of an empty list. It may run on many goroutines at once.
func Parse(raw Raw) []Item {
	if raw.Err != nil {
		return []Item{{Line: raw.Line, Offset: raw.Offset, Err: raw.Err}}
	}
	opts := raw.options
	if opts == nil {
		opts = &Options{}
	}
	var items []Item
	add := func(a news.Article, err error) {
		item := Item{Line: raw.Line, Offset: raw.Offset, Err: err}
		if err == nil {
			item.Article = complete(a, opts)
		}
		items = append(items, item)
	}
	switch raw.Format {
	case jsonLines:
		for a, err := range jsonl.Parse(raw.Data, opts.Location) {
			add(a, err)
		}
	case exportLayout:
		a, err := exportlayout.Parse(raw.Data, exportlayout.Options{Location: opts.Location, Subjects: opts.Subjects})
		if opts.Source != "" {
			a.Source = opts.Source // the layout does not name it, so what is said outright holds
		}
		add(a, err)
	case htmlPage:
		add(html.Parse(raw.Data, opts.ContentType, opts.Location))
	case feedFile:
		entries, err := feed.Parse(raw.Data, opts.Location)
		if err != nil {
			add(news.Article{}, err)
		}
		for i, e := range entries {
			add(e.Article, e.Err)
			items[i].Line = i + 1
		}
	case plainText:
		add(plaintext.Parse(raw.Data, opts.Location))
	default:
		add(news.Article{}, news.InvalidField("format", "there is no format %q", raw.Format))
	}
	return items
}

// complete fills in what every format leaves to be told from the rest of the article.
func complete(a news.Article, opts *Options) news.Article {
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

// attributionOf returns whom the paragraphs of body that are labelled "Source:" credit.
func attributionOf(body string) []string {
	var names []string
	for body != "" {
		var paragraph string
		paragraph, body, _ = strings.Cut(body, "\n\n")
		if len(paragraph) > len("Source:") && paragraph[0]|0x20 == 's' && sourceLabel.MatchString(paragraph) {
			names = append(names, Attribution(paragraph)...)
		}
	}
	return field.List(names)
}
