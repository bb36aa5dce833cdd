package feeds_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"byline/internal/feeds"
	"byline/internal/news"
)

// trial is a site as it comes, at the address that somebody gives, and what a reader would
// say is new there: a line an article, "headline | address | time | outlet | authors".
type trial struct {
	name  string
	at    string // the address given; empty: http://harbour.example/feed
	site  map[string]string
	want  []string
	never string // is in no text
	full  news.FullText
}

func page(head, body string) string {
	return `<!DOCTYPE html><html lang="en"><head>` + head + `</head><body>` + body + `</body></html>`
}

func entries(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour Times</title><link>http://harbour.example/</link><description>x</description>` + items + `</channel></rss>`
}

// Sites and feeds with the oddities that theirs have.
func TestTrials(t *testing.T) {
	ferry := long("ferry")
	one := "<item><title>Ferry</title><link>http://harbour.example/1</link><pubDate>Fri, 31 Dec 1999 06:30:00 GMT</pubDate><description>" + ferry + "</description></item>"
	const oneIs = "Ferry | http://harbour.example/1 | 1999-12-31T06:30:00Z | Harbour Times |"
	atom := func(entry string) string {
		return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Times</title><id>x</id><updated>1999-12-31T00:00:00Z</updated>` + entry + `</feed>`
	}
	for _, test := range []trial{
		{name: "a feed named by its page, with a relative address and a base", at: "http://harbour.example/news/", site: map[string]string{"/news/": page(`<base href="/x/"><link rel="alternate" type="application/rss+xml" href="all.rss">`, "<p>Hello"), "/x/all.rss": entries(one)}, want: []string{oneIs}},
		{name: "a link in capitals", at: "http://harbour.example/", site: map[string]string{"/": page(`<LINK REL="Alternate" TYPE="application/RSS+xml" HREF="/a">`, "<p>Hello"), "/a": entries(one)}, want: []string{oneIs}},
		{name: "a link of type text/xml", at: "http://harbour.example/", site: map[string]string{"/": page(`<link rel="alternate" type="text/xml" title="RSS 2.0" href="/a">`, "<p>Hello"), "/a": entries(one)}, want: []string{oneIs}},
		{name: "a link that is rel=feed", at: "http://harbour.example/", site: map[string]string{"/": page(`<link rel="feed" href="/a">`, "<p>Hello"), "/a": entries(one)}, want: []string{oneIs}},
		{name: "a podcast beside the news", at: "http://harbour.example/", site: map[string]string{"/": page(`<link rel="alternate" type="application/rss+xml" title="Our podcast" href="/podcast.xml"><link rel="alternate" type="application/rss+xml" title="News" href="/a">`, "<p>Hello"), "/podcast.xml": entries(`<item><title>Episode 3</title><enclosure url="http://harbour.example/3.mp3" type="audio/mpeg" length="1"/></item>`), "/a": entries(one)}, want: []string{oneIs}},
		{name: "in the folder of the page", at: "http://harbour.example/blog/", site: map[string]string{"/blog/": page("", "<p>Hello"), "/blog/feed": entries(one)}, want: []string{oneIs}},
		{name: "at ?feed=rss2", at: "http://harbour.example/", site: map[string]string{"/": page("", `<a href="/?feed=rss2">Entries</a>`) /* the same path */, "/wp": ""}, want: nil},
		{name: "spaces and a mark before the declaration", site: map[string]string{"/feed": "\ufeff\r\n  " + entries(one)}, want: []string{oneIs}},
		{name: "an entity of HTML in a title", site: map[string]string{"/feed": entries(strings.Replace(one, ">Ferry<", ">Caf&eacute;&nbsp;&ndash; open<", 1))}, want: []string{"Café – open | http://harbour.example/1 | 1999-12-31T06:30:00Z | Harbour Times |"}},
		{name: "a bare ampersand", site: map[string]string{"/feed": entries(strings.Replace(one, ">Ferry<", ">Ferry & bridge<", 1))}, want: []string{"Ferry & bridge | http://harbour.example/1 | 1999-12-31T06:30:00Z | Harbour Times |"}},
		{name: "a title in HTML", site: map[string]string{"/feed": entries(strings.Replace(one, ">Ferry<", "><![CDATA[<b>Ferry</b> &amp; <i>bridge</i>]]><", 1))}, want: []string{"Ferry & bridge | http://harbour.example/1 | 1999-12-31T06:30:00Z | Harbour Times |"}},
		{name: "a control character", site: map[string]string{"/feed": entries(strings.Replace(one, ">Ferry<", ">Fer\x0bry\x1f<", 1))}, want: []string{"Ferry | http://harbour.example/1 | 1999-12-31T06:30:00Z | Harbour Times |"}},
		{name: "a link with white space and tracking", site: map[string]string{"/feed": entries(strings.Replace(one, "http://harbour.example/1<", "\n  http://harbour.example/1?utm_source=rss&amp;utm_medium=feed#rss \n<", 1))}, want: []string{oneIs}},
		{name: "a link without its host", site: map[string]string{"/feed": entries(strings.Replace(one, "http://harbour.example/1<", "/1<", 1))}, want: []string{oneIs}},
		{name: "a guid that is the link", site: map[string]string{"/feed": entries(strings.Replace(one, "<link>http://harbour.example/1</link>", `<guid isPermaLink="true">http://harbour.example/1</guid>`, 1))}, want: []string{oneIs}},
		{name: "a guid that looks like a link", site: map[string]string{"/feed": entries(strings.Replace(one, "<link>http://harbour.example/1</link>", "<guid>http://harbour.example/1</guid>", 1))}, want: []string{oneIs}},
		{name: "an atom:link in place of a link", site: map[string]string{"/feed": entries(strings.Replace(one, "<link>http://harbour.example/1</link>", `<atom:link rel="alternate" href="http://harbour.example/1"/>`, 1))}, want: []string{oneIs}},
		{name: "no title", full: news.FullTextNever, site: map[string]string{"/feed": entries(strings.Replace(one, "<title>Ferry</title>", "", 1))}, want: []string{"| http://harbour.example/1 | 1999-12-31T06:30:00Z | Harbour Times |"}},
		{name: "dc:creator and author", site: map[string]string{"/feed": entries(strings.Replace(one, "<pubDate>", "<author>news@harbour.example (Ada Lee)</author><dc:creator>Ada Lee</dc:creator><pubDate>", 1))}, want: []string{"Ferry | http://harbour.example/1 | 1999-12-31T06:30:00Z | Harbour Times | Ada Lee"}},
		{name: "a date without a zone, in German", site: map[string]string{"/feed": entries(strings.Replace(one, "Fri, 31 Dec 1999 06:30:00 GMT", "Freitag, 31. Dezember 1999 06:30", 1))}, want: []string{oneIs}},
		{name: "a date with a zone by its name", site: map[string]string{"/feed": entries(strings.Replace(one, "Fri, 31 Dec 1999 06:30:00 GMT", "Fri, 31 Dec 1999 01:30:00 EST", 1))}, want: []string{oneIs}},
		{name: "a date in CDATA with white space", site: map[string]string{"/feed": entries(strings.Replace(one, "Fri, 31 Dec 1999 06:30:00 GMT", "<![CDATA[\n1999-12-31 06:30:00\n]]>", 1))}, want: []string{oneIs}},
		{name: "the date called published", site: map[string]string{"/feed": entries(strings.NewReplacer("<pubDate>", "<published>", "</pubDate>", "</published>").Replace(one))}, want: []string{oneIs}},
		{name: "the date called pubdate", site: map[string]string{"/feed": entries(strings.NewReplacer("<pubDate>", "<pubdate>", "</pubDate>", "</pubdate>").Replace(one))}, want: []string{oneIs}},
		{name: "a date in the future", site: map[string]string{"/feed": entries(strings.Replace(one, "31 Dec 1999", "31 Dec 2031", 1))}, want: []string{"Ferry | http://harbour.example/1 | 2000-01-01T00:00:02Z | Harbour Times |"}},
		{name: "content beside the teaser", site: map[string]string{"/feed": entries(strings.Replace(one, "<description>"+ferry, "<content:encoded><![CDATA[<p>"+ferry+"</p><p>Share this on Facebook</p>]]></content:encoded><description>A teaser", 1))}, want: []string{oneIs}, never: "Share this"},
		{name: "an entry of Atom with several links", site: map[string]string{"/feed": atom(`<entry><id>tag:1</id><title>Ferry</title><link rel="self" href="http://harbour.example/1.atom"/><link rel="enclosure" href="http://harbour.example/1.jpg"/><link rel="alternate" type="text/html" href="http://harbour.example/1"/><published>1999-12-31T06:30:00Z</published><updated>1999-12-31T07:30:00Z</updated><author><name>Ada Lee</name></author><content type="html">` + ferry + `</content></entry>`)}, want: []string{"Ferry | http://harbour.example/1 | 1999-12-31T06:30:00Z | Harbour Times | Ada Lee"}},
		{name: "an entry of Atom with nothing but updated", site: map[string]string{"/feed": atom(`<entry><id>tag:1</id><title>Ferry</title><link href="http://harbour.example/1"/><updated>1999-12-31T06:30:00Z</updated><content type="html">` + ferry + `</content></entry>`)}, want: []string{oneIs}},
		{name: "a sitemap with a prefix and pictures", at: "http://harbour.example/s.xml", site: map[string]string{"/s.xml": `<?xml version="1.0"?><sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><sm:url><sm:loc> http://harbour.example/1 </sm:loc><sm:lastmod>1999-12-31T06:30:00Z</sm:lastmod><image:image><image:loc>http://harbour.example/1.jpg</image:loc></image:image></sm:url></sm:urlset>`, "/1": pageOf("Ferry", `<meta property="article:published_time" content="1999-12-31T06:30:00Z"><meta property="og:site_name" content="Harbour Times">`, ferry)}, want: []string{oneIs}},
		{name: "a sitemap with sections in it", at: "http://harbour.example/s.xml", site: map[string]string{"/s.xml": `<urlset><url><loc>http://harbour.example/</loc><lastmod>1999-12-31T06:30:00Z</lastmod></url><url><loc>http://harbour.example/ports/</loc><lastmod>1999-12-31T06:30:00Z</lastmod></url><url><loc>http://harbour.example/1</loc><lastmod>1999-12-31T06:30:00Z</lastmod></url></urlset>`, "/": page("<title>Harbour Times</title>", strings.Repeat(`<article><h2><a href="/1">The ferry was opened on Monday</a></h2><p>It is new.</p></article>`, 9)), "/ports/": page("<title>Ports</title>", "<h1>Ports</h1>"+strings.Repeat(`<article><h2><a href="/1">The ferry was opened on Monday</a></h2></article>`, 9)), "/1": pageOf("Ferry", `<meta property="article:published_time" content="1999-12-31T06:30:00Z"><meta property="og:site_name" content="Harbour Times">`, ferry)}, want: []string{oneIs}},
		{name: "the same entry twice", site: map[string]string{"/feed": entries(one + one)}, want: []string{oneIs}},
		{name: "an item that is an advertisement for the feed", site: map[string]string{"/feed": entries(one + `<item><title>Subscribe to our newsletter</title><link>http://harbour.example/</link></item>`)}, want: []string{oneIs}},
	} {
		t.Run(test.name, func(t *testing.T) {
			at(t, func(t *testing.T, d *desk) { runTrial(t, d, test) })
		})
	}
}

func runTrial(t *testing.T, d *desk, test trial) {
	t.Helper()
	d.web.Site("harbour.example", site(test.site))
	if test.at == "" {
		test.at = feedURL
	}
	f, err := feeds.New(news.Feed{URL: test.at, FullText: test.full}, time.Now())
	if err == nil {
		f, err = feeds.Discover(t.Context(), d.client, f)
	}
	if err != nil {
		if test.want != nil {
			t.Error(err)
		}
		return
	}
	d.kept.feeds[f.ID] = f
	f = d.poll(f.ID)
	var got []string
	for _, a := range d.index.current() {
		published := ""
		if !a.Published.IsZero() {
			published = a.Published.UTC().Format(time.RFC3339)
		}
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s | %s | %s | %s | %s", a.Headline, a.URL, published, a.Source, strings.Join(a.Authors, "; "))))
		if test.never != "" && strings.Contains(a.Body, test.never) {
			t.Errorf("%q is in the text", test.never)
		}
		if !strings.Contains(a.Body, "was opened by the harbour master") {
			t.Errorf("the text is %q", a.Body)
		}
	}
	if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
		t.Errorf("got  %q\nwant %q\n%s %s", got, test.want, f.Error, f.Notice)
	}
}
