package feeds

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"byline/internal/fetch"
	"byline/internal/format/charset"
	"byline/internal/format/feed"
	"byline/internal/format/field"
	"byline/internal/news"
)

// entry is one article that a source lists.
type entry struct {
	guid    string
	link    string       // where its page is, as the source has it
	article news.Article // as far as the source has it
	updated time.Time
}

// list is what a source lists.
type list struct {
	title    string
	moved    string // where it says that it is from now on
	hub      string // where changes are told, with the address that it has for the source
	self     string
	schedule feed.Schedule
	entries  []entry
	noText   bool      // it has addresses alone: without its page, an entry is no article
	nested   []sitemap // that it refers to
	notice   string    // what was odd
}

// maxEntries bounds what is read of one source.
const maxEntries = 20_000

// read reads what a source sent: a feed, a sitemap, or a page in which links
// are looked for with a selector. Times without a zone are in loc.
func read(p fetch.Page, selector string, loc *time.Location) (list, error) {
	text := charset.WithoutDeclaration(charset.UTF8(p.Body, p.Type))
	at, _ := url.Parse(p.URL)
	head := strings.ToLower(string(bytes.TrimSpace(text[:min(len(text), 4096)])))
	var l list
	var err error
	switch {
	case selector != "":
		l, err = readPage(text, p.URL, selector)
	case isAddresses(head):
		l = readAddresses(text)
	case sitemapBegins.MatchString(head):
		l, err = readSitemap(text, loc)
	case len(bytes.TrimSpace(text)) == 0:
		err = news.Errorf(news.KindInvalid, "it is empty")
	case isPage(head) && feed.Find(text) == 0:
		err = news.Errorf(news.KindInvalid, "it is a web page, not a feed; a page whose links are to be followed needs a selector of them")
	default:
		l, err = readFeed(text, at, loc)
	}
	if len(l.entries) > maxEntries {
		l.entries, l.notice = l.entries[:maxEntries], "it lists more than 20,000 articles; the rest is passed over"
	}
	return l, err
}

// sitemapBegins is the first element of a sitemap, or of an index of them, in any namespace.
var sitemapBegins = regexp.MustCompile(`<(?:\w+:)?(?:urlset|sitemapindex)[\s>]`)

// pageBegins is how a page begins, in lower case: comments and a declaration of XML may come first.
var pageBegins = regexp.MustCompile(`^\x{feff}?(?:\s|<!--[\s\S]*?-->|<\?xml[^>]*\?>)*<(?:!doctype html|html)`)

func isPage(head string) bool { return pageBegins.MatchString(head) }

func readFeed(text []byte, at *url.URL, loc *time.Location) (list, error) {
	if first := bytes.TrimLeft(text, "\ufeff \t\r\n"); len(first) > 0 && first[0] == '{' && !isJSONFeed(first) {
		return list{}, news.Errorf(news.KindInvalid, "it is JSON, but no JSON Feed")
	}
	d, err := feed.Read(text, at, loc)
	if err != nil {
		return list{}, err
	}
	l := list{title: d.Title, moved: d.Moved, hub: d.Hub, self: d.Self, schedule: d.Schedule, entries: make([]entry, 0, len(d.Results))}
	guids := map[string]int{}
	for _, r := range d.Results {
		if r.Err != nil {
			l.notice = field.Abbreviate(r.Err.Error(), 200)
			continue
		}
		guids[r.GUID]++
		r.Article.URL = field.Unwrapped(r.Article.URL)
		l.entries = append(l.entries, entry{guid: r.GUID, link: r.Article.URL, article: r.Article, updated: r.Article.Updated})
	}
	for i := range l.entries {
		if id := l.entries[i].guid; id != "" && guids[id] > 1 { // it tells nothing
			l.entries[i].guid = ""
			l.notice = "several of its entries have the same ID"
		}
	}
	return l, nil
}

// isJSONFeed reports whether a document says that it is a JSON Feed, or has the items of one.
func isJSONFeed(text []byte) bool {
	var d struct {
		Version string            `json:"version"`
		Items   []json.RawMessage `json:"items"`
	}
	return json.Unmarshal(text, &d) == nil && (strings.Contains(d.Version, "jsonfeed.org/version") || d.Items != nil)
}

// readPage follows the links of a page that a selector finds: those that are
// found, or those within what is found.
func readPage(text []byte, at, selector string) (list, error) {
	found, err := cascadia.ParseGroup(selector)
	if err != nil {
		return list{}, news.Errorf(news.KindInvalid, "the selector of links %q cannot be read: %w", selector, err)
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return list{}, news.Errorf(news.KindInvalid, "the page cannot be read: %w", err)
	}
	base, err := url.Parse(at)
	if err != nil {
		return list{}, err
	}
	l := list{noText: true}
	known := map[string]bool{}
	anchors := cascadia.MustCompile("a[href]")
	for _, node := range cascadia.QueryAll(root, found) {
		links := cascadia.QueryAll(node, anchors)
		if node.Data == "a" {
			links = []*html.Node{node}
		}
		for _, a := range links {
			to, err := base.Parse(strings.TrimSpace(attribute(a, "href")))
			if err != nil || (to.Scheme != "http" && to.Scheme != "https") {
				continue
			}
			to.Fragment = ""
			if link := to.String(); !known[link] {
				known[link] = true
				l.entries = append(l.entries, entry{link: link, article: news.Article{URL: link, Headline: field.Line(textOf(a))}})
			}
		}
	}
	if len(l.entries) == 0 {
		return l, news.Errorf(news.KindInvalid, "the selector %q finds no link in the page", selector)
	}
	return l, nil
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
