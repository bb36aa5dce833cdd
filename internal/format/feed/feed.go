// Package feed reads the articles in a feed file: RSS, Atom, and the exports of
// WordPress and Blogger, which are feeds of all that a site has.
package feed

import (
	"bytes"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"byline/internal/format/field"
	"byline/internal/news"
)

// Result is one entry of a feed: an article or the reason why it is none.
type Result struct {
	Article news.Article
	GUID    string // by which the feed knows the entry; "" if it does not
	Err     error
}

// Parse reads the entries of a feed in order. The outlet is that from which an
// entry says it was taken, else the title of the feed. The body is the full text
// where the feed carries it, else the summary. Relative addresses count from
// that of the feed. A time that cannot be read is left out, for in a feed it is
// only metadata; times without a zone are in loc, nil meaning UTC. An entry with
// neither headline nor text is an error of its own; one with a headline alone is
// an article without a body. Of a feed that is damaged, each entry that is whole
// is read; what is left out, as are drafts in an export, is told in one error at the end.
func Parse(data []byte, loc *time.Location) ([]Result, error) {
	d, err := Read(data, nil, loc)
	return d.Results, err
}

func parse(data []byte) (*gofeed.Feed, error) {
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	data = withoutPrefix(field.WithoutControls(data))
	f, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		if mended := looseMark.ReplaceAll(data, []byte("&lt;$1")); len(mended) != len(data) {
			return parser.Parse(bytes.NewReader(mended))
		}
	}
	return f, err
}

// xhtml declares a prefix of elements of XHTML.
var xhtml = regexp.MustCompile(`\sxmlns:(\w+)\s*=\s*["']http://www\.w3\.org/1999/xhtml["']`)

// withoutPrefix has XHTML without the prefix that a feed gives its elements,
// which nothing that reads HTML knows.
func withoutPrefix(data []byte) []byte {
	prefix := xhtml.FindSubmatch(data)
	if prefix == nil {
		return data
	}
	elements := regexp.MustCompile(`(</?)` + string(prefix[1]) + `:([a-z0-9]+)`)
	return elements.ReplaceAllFunc(data, func(mark []byte) []byte {
		if bytes.HasSuffix(mark, []byte(":link")) { // which would be one of the feed
			return mark
		}
		return elements.ReplaceAll(mark, []byte("$1$2"))
	})
}

// looseMark is a "<" that begins no element: "< 50 of them".
var looseMark = regexp.MustCompile(`<([^\pL_/!?])`)

// entries reads all entries, and counts those that are left out.
func entries(f *gofeed.Feed, at *url.URL, loc *time.Location) ([]Result, leftOut) {
	c := newChannel(f, at, loc)
	results := make([]Result, 0, len(f.Items))
	left := leftOut{}
	for i, item := range f.Items {
		if item == nil {
			continue
		}
		if why := c.unpublished(item); why != "" {
			left[why]++
			continue
		}
		a := c.article(i, item)
		if a.Headline == "" && a.Body == "" {
			results = append(results, Result{Err: news.InvalidField("body", "no text: the entry has neither a title nor content")})
			continue
		}
		results = append(results, Result{Article: a, GUID: strings.TrimSpace(item.GUID)})
	}
	return results, left
}

var (
	root = regexp.MustCompile(`(?i)<(?:rss|rdf:RDF|(?:\w+:)?feed)[\s>]`)
	// noise is what servers print before a feed: warnings, and breaks around them.
	noise = regexp.MustCompile(`(?i)<br|\bon line\b|</b>`)
	page  = regexp.MustCompile(`(?i)<(?:!doctype html|html|head|body|article)[\s>]`)
	inner = regexp.MustCompile(`(?i)<(?:channel|item|(?:\w+:)?entry|(?:\w+:)?title)[\s>]`)
)

// farthest bounds, in bytes, how far into a file a feed is looked for.
const farthest = 16 << 10

// Find returns where in a file a feed begins: behind what a server has printed
// before it by mistake. It is 0 if there is no such thing.
func Find(data []byte) int {
	head := data[:min(len(data), 2*farthest)]
	at := root.FindIndex(head)
	if len(at) == 0 || at[0] > farthest {
		return 0
	}
	before := head[:at[0]]
	if start := bytes.LastIndex(before, []byte("<?xml")); start >= 0 {
		before = before[:start]
	}
	if len(bytes.TrimSpace(before)) > 0 && (!noise.Match(before) || page.Match(before) || !inner.Match(head[at[1]:])) {
		return 0
	}
	return len(before)
}

// channel is what all entries of a feed share.
type channel struct {
	feed    *gofeed.Feed
	loc     *time.Location
	base    *url.URL
	rss     *rss.Feed // nil unless it is one; its items are in order
	atom    *atom.Feed
	export  bool              // of WordPress
	persons map[string]string // names by log-in
}

func newChannel(f *gofeed.Feed, at *url.URL, loc *time.Location) *channel {
	c := &channel{feed: f, loc: loc, base: base(f)}
	if c.base == nil {
		c.base = at
	}
	switch original := f.OriginalFeed().(type) {
	case *rss.Feed:
		if len(original.Items) == len(f.Items) {
			c.rss = original
		}
	case *atom.Feed:
		if len(original.Entries) == len(f.Items) {
			c.atom = original
		}
	}
	if wp := f.Extensions["wp"]; len(wp["wxr_version"]) > 0 {
		c.export = true
		c.persons = persons(wp["author"])
	}
	return c
}

// base returns what relative addresses count from: that of the feed itself, if it lies on its site.
func base(f *gofeed.Feed) *url.URL {
	site, err := url.Parse(strings.TrimSpace(f.Link))
	if err != nil || site.Host == "" {
		site = nil
	}
	self, err := url.Parse(strings.TrimSpace(f.FeedLink))
	switch {
	case err != nil || f.FeedLink == "":
		return site
	case site != nil && self.Host == "":
		return site.ResolveReference(self)
	case site != nil && self.Host != site.Host || self.Host == "":
		return site
	}
	return self
}

// address makes an address of the feed absolute. It is empty if it cannot.
func (c *channel) address(s string) string {
	s = strings.TrimSpace(s)
	if u, ok := field.URL(s); ok || s == "" || c.base == nil {
		return u
	}
	relative, err := url.Parse(s)
	if err != nil {
		return ""
	}
	u, _ := field.URL(c.base.ResolveReference(relative).String())
	return u
}

func (c *channel) article(i int, item *gofeed.Item) news.Article {
	a := news.Article{
		Source:    c.outlet(i),
		Headline:  line(item.Title),
		Authors:   c.authors(item),
		Published: firstTime(moment(item.PublishedParsed, item.Published, c.loc), c.term(item, "issued"), c.term(item, "created"), c.term(item, "available"), c.named(item, field.IsDate)),
		Updated:   firstTime(moment(item.UpdatedParsed, item.Updated, c.loc), c.term(item, "modified"), c.named(item, field.IsUpdate)),
		Language:  field.Language(c.feed.Language),
	}
	a.URL = c.address(extension(item, "feedburner", "origLink"))
	for _, link := range []string{item.Link, atomLink(item), permalink(item)} {
		if a.URL == "" {
			a.URL = c.address(link)
		}
	}
	if within := field.Unwrapped(a.URL); within != a.URL { // of alerts, which tell the outlet behind the headline
		if field.Host(within) != field.Host(a.URL) {
			a.Source = field.OutletBehind(a.Headline, field.Host(within))
		}
		a.URL = within
	}
	for _, s := range item.Categories {
		if !strings.Contains(s, "://") { // which are kinds of entries
			a.Subjects = append(a.Subjects, line(s))
		}
	}
	a.Subjects = field.List(a.Subjects)
	a.Caption, a.Credit = media(item.Extensions["media"], "description"), media(item.Extensions["media"], "credit")
	if c.export {
		c.exported(&a, item)
	} else {
		texts := []string{item.Description, item.Content, extension(item, "yandex", "full-text")}
		if podcast := item.ITunesExt; podcast != nil {
			texts = append(texts, podcast.Summary)
		}
		for _, text := range texts {
			if text = htmlText(text, field.ArticleText); len(text) > len(a.Body) {
				a.Body = text
			}
		}
		if a.Body == "" {
			a.Body, a.Caption = a.Caption, "" // of a film, what it is about
		}
	}
	if a.Source == "" {
		a.Source = field.Host(c.feed.Link)
	}
	a.Headline = field.CutOutlet(a.Headline, a.Source)
	a.Body = field.CutEnding(a.Body, a.Headline, a.Source)
	if field.Host(a.URL) == "news.google.com" || saysNoMore(a.Body, a.Headline, a.Source) {
		a.Body = "" // of an index of news: headlines and outlets
	}
	return a
}

// term returns a time of an entry in the words of Dublin Core's terms.
func (c *channel) term(item *gofeed.Item, name string) time.Time {
	return moment(nil, extension(item, "dcterms", name), c.loc)
}

// named returns the time in an element that no kind of feed has, if its name says what it is.
func (c *channel) named(item *gofeed.Item, is func(string) bool) time.Time {
	for _, name := range slices.Sorted(maps.Keys(item.Custom)) {
		if is(name) {
			return moment(nil, item.Custom[name], c.loc)
		}
	}
	return time.Time{}
}

// firstTime returns the first of some times that is known.
func firstTime(times ...time.Time) time.Time {
	for _, at := range times {
		if !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}

// atomLink returns the address of an entry of RSS that has it in the words of Atom.
func atomLink(item *gofeed.Item) string {
	for _, link := range item.Extensions["atom"]["link"] {
		if rel := link.Attrs["rel"]; rel == "" || rel == "alternate" {
			return link.Attrs["href"]
		}
	}
	return ""
}

// permalink returns the GUID of an entry if it may be its address.
func permalink(item *gofeed.Item) string {
	if strings.Contains(item.GUID, "://") {
		return item.GUID
	}
	return ""
}

// saysNoMore reports whether a text is the headline over again, with the outlet or without.
func saysNoMore(body, headline, source string) bool {
	body = field.Line(body)
	return body == headline || strings.EqualFold(body, field.Line(headline+" "+source))
}

// label is what feeds have behind the name of their outlet: "Harbour Times » Feed".
var label = regexp.MustCompile(`(?i)(?:\s+[-–—|:»·]+\s*(?:(?:rss|atom)(?:\s+feeds?)?|feed)|\s+(?:rss|atom)(?:\s+feeds?)?)$`)

// outlet returns whose article an entry is: of what it was taken from, else of the feed.
func (c *channel) outlet(i int) string {
	title, link := "", ""
	switch {
	case c.rss != nil && c.rss.Items[i] != nil && c.rss.Items[i].Source != nil:
		title, link = c.rss.Items[i].Source.Title, c.rss.Items[i].Source.URL
	case c.atom != nil && c.atom.Entries[i] != nil && c.atom.Entries[i].Source != nil:
		title = c.atom.Entries[i].Source.Title
		for _, l := range c.atom.Entries[i].Source.Links {
			if l != nil && (l.Rel == "alternate" || l.Rel == "") {
				link = l.Href
			}
		}
	}
	name := line(title)
	if u, ok := field.URL(name); ok {
		name, link = "", u
	}
	if name == "" {
		name = field.Host(link)
	}
	if name == "" {
		name = line(c.feed.Title)
	}
	if cut := label.ReplaceAllString(name, ""); cut != "" {
		name = cut
	}
	return ofSite(name, field.Host(first(link, c.feed.Link)))
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// parts are what is between the name of an outlet and what of it a feed has: "Harbour Times – Latest".
var parts = regexp.MustCompile(`\s+[-–—|:»›>·•]+\s+|:\s+`)

// ofSite returns the part of the title of a feed that is the name of its site,
// as the address has it, or the only one to have in it what the address is of;
// the whole title if no part is.
func ofSite(title, host string) string {
	label, _, _ := strings.Cut(strings.TrimPrefix(host, "www."), ".")
	if label == "" || len(title) > 300 {
		return title
	}
	const telling = 5 // letters of a name that no other word is likely to have
	site, holds := field.Letters(label), []string(nil)
	for _, part := range parts.Split(title, -1) {
		name := field.Letters(part)
		if name != "" && (name == site || strings.TrimPrefix(name, "the") == site) {
			return part
		}
		if len(site) >= telling && strings.Contains(name, site) {
			holds = append(holds, part)
		}
	}
	if len(holds) == 1 {
		return holds[0]
	}
	return title
}

func (c *channel) authors(item *gofeed.Item) []string {
	var names []string
	if dc := item.DublinCoreExt; dc != nil && len(dc.Creator) > 1 { // of which the library gives the first
		for _, name := range dc.Creator {
			names = append(names, field.Authors(line(name))...)
		}
		return field.AuthorList(names)
	}
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
		if full := c.persons[strings.TrimSpace(name)]; full != "" {
			name = full
		}
		names = append(names, field.Authors(line(name))...)
	}
	if len(item.Authors) == 0 && c.atom != nil { // all entries of Atom are by whom the feed is
		for _, p := range c.atom.Authors {
			if name := line(p.Name); !strings.EqualFold(name, line(c.feed.Title)) {
				names = append(names, field.Authors(name)...)
			}
		}
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

// extension returns the text of an element of another vocabulary, empty if there is none.
func extension(item *gofeed.Item, vocabulary, name string) string {
	for _, e := range item.Extensions[vocabulary][name] {
		if text := strings.TrimSpace(e.Value); text != "" {
			return text
		}
	}
	return ""
}

// media returns the text of an element of Media RSS, which may be grouped or lie in its content.
func media(elements map[string][]ext.Extension, name string) string {
	for _, e := range elements[name] {
		if text := line(e.Value); text != "" {
			return text
		}
	}
	for _, parent := range []string{"group", "content", "thumbnail"} {
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

func line(s string) string { return field.Line(htmlText(s, field.HTMLText)) }

// twice are marks of HTML that was escaped once too often, as it is in many feeds.
var twice = regexp.MustCompile(`(?i)</[a-z][a-z0-9]*>|<br ?/?>|&(?:#\d{2,5}|#x[\da-f]{2,4}|[a-z]{2,8});`)

// htmlText is the text that read finds in HTML, once more where that was escaped twice.
func htmlText(s string, read func(string) string) string {
	text := read(s)
	if !strings.Contains(s, "<") && twice.MatchString(text) {
		text = read(text)
	}
	return text
}
