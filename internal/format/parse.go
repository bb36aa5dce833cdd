package format

import (
	"cmp"
	"path"
	"regexp"
	"strings"
	"time"

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
		a.Published, _ = field.DateOfAddress(a.URL, opts.Location)
	}
	if a.Published.IsZero() {
		a.Published = cmp.Or(dateOfName(raw, opts), raw.Saved) // it was published by then
	}
	field.Compose(&a)
	if a.Source == "" {
		a.Source = field.Line(opts.Source)
	}
	if a.Source == "" {
		a.Source = field.Host(a.URL)
	}
	a.Authors = field.WithoutOutlet(a.Authors, a.Source)
	if len(a.Attribution) == 0 {
		a.Attribution = attributionOf(a.Body)
	}
	return a
}

// datedName is how files are called that are named for their date first, as generators
// of sites and diaries have it: "2026-11-03-ferry-moves.md".
var datedName = regexp.MustCompile(`^((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?:\D|$)`)

// dateOfName is the day that the name of a file begins with, zero if there is none or
// the file holds more than one article.
func dateOfName(raw *Raw, opts *Options) time.Time {
	m := datedName.FindStringSubmatch(path.Base(raw.Input))
	if m == nil || !raw.Whole {
		return time.Time{}
	}
	at, err := field.Time(m[1]+"-"+m[2]+"-"+m[3], opts.Location)
	if err != nil {
		return time.Time{} // "2026-13-01" is a number
	}
	return at
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
