package feeds

import (
	"bytes"
	"cmp"
	"context"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"byline/internal/fetch"
	"byline/internal/format/field"
	"byline/internal/news"
)

// scheme begins an address that has one: what has a number behind its colon is a
// host with a port.
var scheme = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:(?:\D|$)`)

// New makes a source of what an operator says. KindInvalid: it cannot be so.
func New(f news.Feed, now time.Time) (news.Feed, error) {
	if named, ok := strings.CutPrefix(f.URL, "feed:"); ok { // as feed://site.example/feed or feed:https://…
		f.URL = strings.TrimPrefix(named, "//")
	}
	if f.URL != "" && !scheme.MatchString(f.URL) {
		f.URL = "https://" + f.URL
	}
	u, err := url.Parse(f.URL)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return f, news.InvalidField("url", "only addresses that begin with http:// or https:// can be polled")
	case f.FullText != "" && !slices.Contains([]news.FullText{news.FullTextAuto, news.FullTextAlways, news.FullTextNever}, f.FullText):
		return f, news.InvalidField("full_text", "%q is not one of auto, always, never", f.FullText)
	case f.Every < 0 || f.Every > 0 && f.Every < time.Minute:
		return f, news.InvalidField("every", "%v is too often; a minute is the shortest", f.Every)
	}
	if _, err := f.Location(); err != nil {
		return f, news.InvalidField("zone", "%.60q is no time zone, as Europe/Kyiv or UTC", f.Zone)
	}
	if f.Links != "" {
		if _, err := cascadia.ParseGroup(f.Links); err != nil {
			return f, news.InvalidField("links", "%q is no CSS selector: %w", f.Links, err)
		}
	}
	f.ID, f.State, f.Added = IDOf(f.URL), news.FeedNew, now.UTC()
	return f, nil
}

// Discover finds the source that is meant with an address: itself, or that of
// the site whose page it is. It returns f with the address and title of what was
// found. KindInvalid: there is none.
func Discover(ctx context.Context, fetcher Fetcher, f news.Feed) (news.Feed, error) {
	page, err := fetcher.Get(ctx, fetch.Request{URL: f.URL})
	if err != nil {
		return f, err
	}
	l, err := readWhole(page, f.Links)
	if err == nil || f.Links != "" {
		f.Title = l.title
		return f, err
	}
	if !isHTML(page) {
		return f, err
	}
	for _, find := range []func() []string{func() []string { return candidates(page) }, func() []string { return siteMaps(ctx, fetcher, page.URL) }} {
		tried := find()
		for i := 0; i < len(tried) && i < mostTried; i++ {
			address := tried[i]
			other, err := fetcher.Get(ctx, fetch.Request{URL: address})
			if err != nil {
				if ctx.Err() != nil {
					return f, ctx.Err()
				}
				continue
			}
			if isHTML(other) { // which may list the feeds of the site
				tried = slices.Insert(tried, i+1, slices.DeleteFunc(linkedFrom(other), func(to string) bool { return slices.Contains(tried, to) })...)
			}
			if l, err := readWhole(other, ""); err == nil && len(l.entries)+len(l.nested) > 0 {
				f.URL, f.Title = address, l.title
				f.ID = IDOf(f.URL)
				return f, nil
			}
		}
	}
	return f, news.Errorf(news.KindInvalid, "%s has no feed that can be found; name the address of the feed or the sitemap itself, or a CSS selector of the links to its articles", news.ShownURL(f.URL))
}

// mostTried bounds how many addresses of a site are looked at for a feed.
const mostTried = 30

// isHTML reports whether what was fetched may be a web page.
func isHTML(p fetch.Page) bool {
	const head = 16 << 10
	return bytes.Contains(bytes.ToLower(bytes.TrimSpace(beginning(p.Body, head))), []byte("<html"))
}

func beginning(data []byte, most int) []byte { return data[:min(len(data), most)] }

func readWhole(p fetch.Page, selector string) (list, error) {
	body, err := unpacked(p)
	if err != nil {
		return list{}, err
	}
	p.Body = body
	return read(p, selector, time.UTC)
}

// candidates are addresses at which a site may have a feed, the likeliest
// first: those that its page names, then the usual ones.
func candidates(p fetch.Page) []string {
	base, err := url.Parse(p.URL)
	if err != nil {
		return nil
	}
	var named, other []string
	if root, err := html.Parse(bytes.NewReader(p.Body)); err == nil {
		base = baseOf(root, base)
		for _, link := range cascadia.QueryAll(root, cascadia.MustCompile("link[href]")) {
			if !namesFeed(link) {
				continue
			}
			to, err := base.Parse(strings.TrimSpace(attribute(link, "href")))
			switch {
			case err != nil || strings.Contains(to.Path, "wp-json") || strings.Contains(to.Path, "oembed"):
			case besideNews.MatchString(to.Path + attribute(link, "title")):
				other = append(other, to.String())
			default:
				named = append(named, to.String())
			}
		}
		named = append(named, linked(root, base)...)
	}
	if folder := p.URL[:strings.LastIndexByte(p.URL, '/')+1]; strings.Count(folder, "/") > len("//x/")-1 {
		for _, usual := range []string{"feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml"} { // of a part of the site
			if to, err := url.Parse(folder + usual); err == nil && to.Path != "/"+usual {
				named = append(named, to.String())
			}
		}
	}
	for _, usual := range []string{"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml"} {
		named = append(named, base.ResolveReference(&url.URL{Path: usual}).String())
	}
	return append(named, other...)
}

// besideNews is in the names of feeds of a site that are not its news.
var besideNews = regexp.MustCompile(`(?i)comment|podcast`)

// namesFeed reports whether an element in the head of a page is of a feed.
func namesFeed(link *html.Node) bool {
	rel, kind := strings.Fields(strings.ToLower(attribute(link, "rel"))), strings.ToLower(attribute(link, "type"))
	switch {
	case slices.Contains(rel, "feed"):
		return true
	case !slices.Contains(rel, "alternate") || slices.Contains(rel, "stylesheet"):
		return false
	}
	kind, _, _ = strings.Cut(kind, ";")
	switch kind = strings.TrimSpace(kind); kind {
	case "application/feed+json", "application/json", "text/xml", "application/xml":
		return true
	}
	return strings.Contains(kind, "rss") || strings.Contains(kind, "atom")
}

// baseOf is what addresses on a page are relative to.
func baseOf(root *html.Node, at *url.URL) *url.URL {
	if named := cascadia.Query(root, cascadia.MustCompile("base[href]")); named != nil {
		if base, err := at.Parse(strings.TrimSpace(attribute(named, "href"))); err == nil && base.Host != "" {
			return base
		}
	}
	return at
}

// feedName is what the last part of the address of a feed is called: feed, rss.xml, news_en.rss.
var feedName = regexp.MustCompile(`(?i)(?:^|[._-])(?:feeds?|rss|atom)(?:[._-]|\d*$)`)

// linkedFrom are the feeds that a page links to.
func linkedFrom(p fetch.Page) []string {
	base, err := url.Parse(p.URL)
	if err != nil {
		return nil
	}
	root, err := html.Parse(bytes.NewReader(p.Body))
	if err != nil {
		return nil
	}
	return linked(root, baseOf(root, base))
}

// linked are the feeds that a page links to where readers see it: by what their
// addresses end in, else by another part of them.
func linked(root *html.Node, base *url.URL) (all []string) {
	const most = 5
	var perhaps []string
	for _, a := range cascadia.QueryAll(root, cascadia.MustCompile("a[href]")) {
		to, err := base.Parse(strings.TrimSpace(attribute(a, "href")))
		if err != nil || !sameSite(to.String(), base.String()) {
			continue
		}
		if slices.Contains(all, to.String()) || slices.Contains(perhaps, to.String()) {
			continue
		}
		switch parts := strings.FieldsFunc(to.Path+"/"+to.RawQuery, func(r rune) bool { return strings.ContainsRune("/?&=", r) }); {
		case feedName.MatchString(path.Base(to.Path)):
			all = append(all, to.String())
		case slices.ContainsFunc(parts, feedName.MatchString):
			perhaps = append(perhaps, to.String())
		}
	}
	all = append(all, perhaps...)
	return all[:min(len(all), most)]
}

// siteMaps are the sitemaps of a site: those that its robots.txt names, those of
// news first, then the usual one.
func siteMaps(ctx context.Context, fetcher Fetcher, at string) []string {
	const most = 5
	base, err := url.Parse(at)
	if err != nil {
		return nil
	}
	var all []string
	if robots, err := fetcher.Get(ctx, fetch.Request{URL: base.ResolveReference(&url.URL{Path: "/robots.txt"}).String()}); err == nil {
		for _, named := range fetch.Sitemaps(robots.Body) {
			if to, ok := field.URL(named); ok && len(all) < most {
				all = append(all, to)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b string) int {
		return cmp.Compare(strings.Count(b, "news"), strings.Count(a, "news"))
	})
	return append(all, base.ResolveReference(&url.URL{Path: "/sitemap.xml"}).String())
}
