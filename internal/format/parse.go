package format

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

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
		a.Published = raw.Saved // it was published by then
	}
	compose(&a)
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

// compose writes the text of an article in one way, Unicode's NFC: letters that
// come as a base and an accent would be other words to a search.
func compose(a *news.Article) {
	for _, text := range []*string{&a.Headline, &a.Body, &a.Source, &a.Section, &a.Caption, &a.Credit} {
		if !isComposed(*text) {
			*text = norm.NFC.String(*text)
		}
	}
	for _, list := range [][]string{a.Authors, a.Subjects, a.Attribution} {
		for i := range list {
			list[i] = norm.NFC.String(list[i])
		}
	}
}

// isComposed reports whether s surely is in NFC: it is of Latin, Greek and Cyrillic
// letters without marks of their own, and of common signs. It may say false for
// others that are; it saves the slower look at every letter of nearly all texts.
func isComposed(s string) bool {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c < utf8.RuneSelf:
			i++
		case c < 0xcc, c >= 0xcf && c <= 0xd1: // up to U+02FF, and U+03C0 to U+047F
			i += 2
		case c == 0xce && i+1 < len(s) && s[i+1] != 0x87: // to U+03BF, but for a sign that is another's double
			i += 2
		case c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] >= 0x90: // dashes and quotes
			i += 3
		default:
			return false
		}
	}
	return true
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
