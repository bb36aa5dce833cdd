package feed_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/feed"
	"byline/internal/news"
)

// TestParse covers what the samples of package format leave out.
func TestParse(t *testing.T) {
	results, err := feed.Parse([]byte(`<rss version="2.0"><channel><link>https://www.example.org/</link>
		<item><title>A</title><guid>https://example.org/a</guid><author>ada@example.org (ADA LEE)</author><pubDate>3 February 2025</pubDate><description>&lt;p&gt;One.&lt;/p&gt;</description></item>
		</channel></rss>`), time.FixedZone("", 7200))
	if err != nil || len(results) != 1 || results[0].Err != nil {
		t.Fatalf("%+v, %v", results, err)
	}
	a := results[0].Article
	if a.Source != "example.org" || a.URL != "https://example.org/a" || a.Body != "One." || strings.Join(a.Authors, ", ") != "Ada Lee" || a.Published.Format(time.RFC3339) != "2025-02-03T00:00:00+02:00" {
		t.Errorf("%+v", a)
	}
}

const lead, rest = "The town of Lindholm has closed its old mole.", "Boats must use the basin."

// read returns the articles of a feed, and what is said of those that are left out.
func read(t *testing.T, text string) (articles []news.Article, errs []string) {
	t.Helper()
	results, err := feed.Parse([]byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Err != nil {
			errs = append(errs, r.Err.Error())
		} else {
			articles = append(articles, r.Article)
		}
	}
	return articles, errs
}

func rssOf(channel, items string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour Times</title>` + channel + items + `</channel></rss>`
}

// TestParseAddresses: a relative address counts from where the feed is.
func TestParseAddresses(t *testing.T) {
	for _, test := range []struct{ name, channel, link, want string }{
		{"absolute", "<link>https://harbour.example/</link>", "https://harbour.example/a", "https://harbour.example/a"},
		{"from the root", "<link>https://harbour.example/news/</link>", "/a", "https://harbour.example/a"},
		{"from the site", "<link>https://harbour.example/news/</link>", "a", "https://harbour.example/news/a"},
		{"from the feed", `<link>https://harbour.example/</link><atom:link rel="self" href="https://harbour.example/region/feed.xml"/>`, "a", "https://harbour.example/region/a"},
		{"from the site, for the feed lies elsewhere", `<link>https://harbour.example/</link><atom:link rel="self" href="https://feeds.example/h"/>`, "/a", "https://harbour.example/a"},
		{"without a scheme", "", "//harbour.example/a", "https://harbour.example/a"},
		{"from nowhere", "", "/a", ""},
		{"no address", "<link>https://harbour.example/</link>", "javascript:alert(1)", ""},
	} {
		articles, _ := read(t, rssOf(test.channel, "<item><title>A</title><link>"+test.link+"</link></item>"))
		if len(articles) != 1 || articles[0].URL != test.want {
			t.Errorf("%s: %+v, want %q", test.name, articles, test.want)
		}
	}
	if articles, _ := read(t, rssOf("", `<item><title>A</title><link/><atom:link rel="self" href="https://harbour.example/f"/><atom:link href="https://harbour.example/a"/></item>`)); len(articles) != 1 || articles[0].URL != "https://harbour.example/a" {
		t.Errorf("in the words of Atom: %+v", articles)
	}
	articles, _ := read(t, `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example/news/"><title>H</title><entry><title>A</title><link href="a.html"/></entry></feed>`)
	if len(articles) != 1 || articles[0].URL != "https://harbour.example/news/a.html" {
		t.Errorf("xml:base: %+v", articles)
	}
}

// Entries of Atom are by whom the feed is, unless that is the outlet.
func TestEntriesAreByTheAuthorOfTheirFeed(t *testing.T) {
	for by, want := range map[string]string{"Ada Lee": "Ada Lee", "Harbour Times": ""} {
		articles, _ := read(t, `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Times</title><author><name>`+by+`</name></author><entry><title>A</title></entry></feed>`)
		if len(articles) != 1 || strings.Join(articles[0].Authors, "|") != want {
			t.Errorf("%s: %+v", by, articles)
		}
	}
}

// TestParseOutlets: whose article it is, by its name, and not in the headline.
func TestParseOutlets(t *testing.T) {
	for _, test := range []struct{ name, text, source, headline, body string }{
		{"of an index", rssOf("", `<item><title>Mole closed - Oster Courier</title><link>https://news.google.com/rss/articles/x</link><description>&lt;a href="x"&gt;Mole closed&lt;/a&gt;&amp;nbsp;&lt;font&gt;Oster Courier&lt;/font&gt;</description><source url="https://oster.example">Oster Courier</source></item>`), "Oster Courier", "Mole closed", ""},
		{"by its address alone", rssOf("", `<item><title>A</title><source url="https://www.oster.example/feed"/></item>`), "oster.example", "A", ""},
		{"of an Atom planet", `<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title><entry><title>A</title><source><title>Oster Courier</title></source><summary>One.</summary></entry></feed>`, "Oster Courier", "A", "One."},
		{"of the feed", rssOf("", `<item><title>Mole closed | Harbour Times</title><description>One.</description></item>`), "Harbour Times", "Mole closed", "One."},
		{"of a feed of a part of it", `<rss><channel><title>The Harbour Times – Latest</title><link>https://www.harbourtimes.example/latest</link><item><title>A</title></item></channel></rss>`, "The Harbour Times", "A", ""},
		{"of a feed whose address has another name", `<rss><channel><title>Harbour Times: Region</title><link>https://ht.example</link><item><title>A</title></item></channel></rss>`, "Harbour Times: Region", "A", ""},
		{"of a feed that says what it is", `<rss><channel><title>Harbour Times » RSS Feed</title><item><title>A</title></item></channel></rss>`, "Harbour Times", "A", ""},
	} {
		articles, _ := read(t, test.text)
		if len(articles) != 1 || articles[0].Source != test.source || articles[0].Headline != test.headline || articles[0].Body != test.body {
			t.Errorf("%s: %+v", test.name, articles)
		}
	}
}

// TestParseEndings: what a feed puts behind a text goes, whatever language it is in.
func TestParseEndings(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`<p>` + lead + `</p><p>The post <a href="x">Mole closed</a> appeared first on <a href="y">Harbour Times</a>.</p>`, lead},
		{`<p>` + lead + ` The post <a href="x">Mole closed</a> first appeared on <a href="y">Harbour Times</a>.</p>`, lead},
		{`<p>` + lead + `</p><p>Der Beitrag <a href="x">Mole closed</a> erschien zuerst auf <a href="y">Harbour Times</a>.</p>`, lead},
		{`<p>` + lead + `</p><p>L’article <a href="x">Mole closed</a> est apparu en premier sur <a href="y">Harbour Times</a>.</p>`, lead},
		{`<p>` + lead + `</p><p>Сообщение <a href="x">Mole closed</a> появились сначала на <a href="y">Порт</a>.</p>`, lead},
		{`<p>` + lead + ` [&#8230;] <a href="x">Continue reading Mole closed →</a></p>`, lead + " […]"},
		{`<p>` + lead + `</p><p><a href="x">Read more</a></p>`, lead},
		{`<p>` + lead + `</p><p>The post office appeared first on the list of the mayor, who wants to sell it.</p>`, lead + "\n\nThe post office appeared first on the list of the mayor, who wants to sell it."},
		{`<p>` + lead + `</p><p>Read more books, says the library.</p>`, lead + "\n\nRead more books, says the library."},
	} {
		articles, _ := read(t, rssOf("", "<item><title>Mole closed</title><description><![CDATA["+test.text+"]]></description></item>"))
		if len(articles) != 1 || articles[0].Body != test.want {
			t.Errorf("%s: %+v", test.text, articles)
		}
	}
}

// TestParseDamaged: entries that are whole are read, and it is said that others are not.
func TestParseDamaged(t *testing.T) {
	whole := rssOf("<link>https://harbour.example/</link>", "<item><title>A</title><link>/a</link><description>One.</description></item>\n<item><title>B</title><description>Two.</description></item><item><title>C</title><description>Three.</description></item>")
	rdf := `<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><title>Harbour Times</title><items><rdf:Seq/></items></channel><item><title>A</title><description>One.</description></item><item><title>B</title><description>Two.</description></item><item><tit`
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Times</title><entry><title>A</title><summary>One.</summary></entry><entry><title>B</title><summary>Two.</summary></entry><entry><title>C</ti`
	for name, text := range map[string]string{
		"cut short": before(whole, "Three"), "cut between entries": before(whole, "<item><title>C"), "RDF": rdf, "Atom": atom,
		"a broken tag": strings.Replace(whole, "<title>C</title>", "<title>C</title><a \"", 1),
	} {
		articles, errs := read(t, text)
		if len(articles) != 2 || articles[0].Headline != "A" || articles[1].Body != "Two." || articles[1].Source != "Harbour Times" || len(errs) != 1 || !strings.Contains(errs[0], "cut short") {
			t.Errorf("%s: %+v, %q", name, articles, errs)
		}
	}
}

// An entry that is not closed ends where the next one begins.
func TestEntriesThatAreNotClosedAreRead(t *testing.T) {
	for name, text := range map[string]string{
		"RSS":  rssOf("", "<item><title>A</title><description>One.</description><item><title>B</title><description>Two.</description></item><item><title>C</title><description>Three.</description></item>"),
		"Atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Times</title><entry><title>A</title><summary>One.</summary><entry><title>B</title><summary>Two.</summary></entry><entry><title>C</title><summary>Three.</summary></entry></feed>`,
		"text": rssOf("", "<item><title>A</title><description><![CDATA[An <item> of news.]]></description></item><item><title>B</title><description>Two.</description></item><item><title>C</title><description>Three.</description></item>"),
	} {
		articles, errs := read(t, text)
		if len(articles) != 3 || articles[0].Headline != "A" || articles[1].Body != "Two." || articles[2].Body != "Three." || len(errs) > 0 {
			t.Errorf("%s: %+v, %q", name, articles, errs)
		}
	}
}

// TestParseSoup: what feeds do to their texts is undone.
func TestParseSoup(t *testing.T) {
	for name, test := range map[string]struct{ item, headline, body string }{
		"escaped within CDATA":   {`<title><![CDATA[Pilots &#8216;sorry&#8217; &amp;amp; silent]]></title><description><![CDATA[&lt;p&gt;` + lead + `&lt;/p&gt;&lt;p&gt;` + rest + `&lt;/p&gt;]]></description>`, "Pilots ‘sorry’ & silent", lead + "\n\n" + rest},
		"a < of its own":         {`<title>Pilots & sons</title><description>A firm with < 50 boats. ` + rest + `</description>`, "Pilots & sons", "A firm with < 50 boats. " + rest},
		"markup as text":         {`<title>Marks</title><description><![CDATA[<p>The mark &lt;br&gt; breaks a line.</p>]]></description>`, "Marks", "The mark <br> breaks a line."},
		"a film in a group":      {`<title>Mole closed</title><media:group><media:description>` + lead + `</media:description></media:group>`, "Mole closed", lead},
		"the notes of a podcast": {`<title>Mole closed</title><description>Listen.</description><itunes:summary>` + lead + `</itunes:summary>`, "Mole closed", lead},
	} {
		feed := `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Harbour Times</title><item>` + test.item + `</item></channel></rss>`
		articles, errs := read(t, feed)
		if len(articles) != 1 || len(errs) > 0 || articles[0].Headline != test.headline || articles[0].Body != test.body {
			t.Errorf("%s: %+v, %q", name, articles, errs)
		}
	}
}

// The name of an outlet is the part of a title that its address is of.
func TestOutletOfASectionOfASite(t *testing.T) {
	articles, _ := read(t, `<rss version="2.0"><channel><title>Politics Archives &#8211; Harbour Times</title><link>https://harbour.example/politics/</link><item><title>A</title><description>One.</description></item></channel></rss>`)
	if len(articles) != 1 || articles[0].Source != "Harbour Times" {
		t.Errorf("%+v", articles)
	}
}

// Dublin Core's terms date an entry that has no other date.
func TestTermsDateAnEntry(t *testing.T) {
	articles, _ := read(t, `<rss version="2.0" xmlns:dcterms="http://purl.org/dc/terms/"><channel><item><title>A</title><dcterms:created>2024-03-05T09:00:00Z</dcterms:created><dcterms:modified>2024-03-06T09:00:00Z</dcterms:modified></item></channel></rss>`)
	if len(articles) != 1 || articles[0].Published.Day() != 5 || articles[0].Updated.Day() != 6 {
		t.Errorf("%+v", articles)
	}
}

// Each of several writers has an element of its own, and control characters end no feed.
// Feeds for Yandex have the text in an element of their own.
func TestTheFullTextOfYandexIsRead(t *testing.T) {
	articles, errs := read(t, `<rss version="2.0" xmlns:yandex="http://news.yandex.ru"><channel><title>Harbour</title><item><title>Mole</title><link>https://harbour.example/1</link><description>Closed.</description><yandex:full-text>`+lead+" "+rest+`</yandex:full-text></item></channel></rss>`)
	if len(articles) != 1 || articles[0].Body != lead+" "+rest {
		t.Errorf("%+v, %v", articles, errs)
	}
}

func TestParseWhatALibraryMisses(t *testing.T) {
	articles, errs := read(t, rssOf("", "<item><title>Ferry &#11;&#x1F; sails</title><description>One.&#2;</description><dc:creator>Ada Lee</dc:creator><dc:creator>OLEH BONDAR</dc:creator></item>"))
	if len(articles) != 1 || errs != nil || articles[0].Headline != "Ferry sails" || articles[0].Body != "One." || !slices.Equal(articles[0].Authors, []string{"Ada Lee", "Oleh Bondar"}) {
		t.Errorf("%+v, %q", articles, errs)
	}
}

// TestParseBehindWarnings: what a server prints before the feed is passed over.
func TestParseBehindWarnings(t *testing.T) {
	whole := rssOf("", "<item><title>A</title><description>One.</description></item>")
	for name, before := range map[string]string{
		"blank lines": "\n\n ", "PHP": "<br />\n<b>Warning</b>:  x in <b>/www/a.php</b> on line <b>12</b><br />\n", "a plain warning": "PHP Notice:  x in /www/a.php on line 12\n",
	} {
		if articles, errs := read(t, before+whole); len(articles) != 1 || articles[0].Body != "One." || errs != nil {
			t.Errorf("%s: %+v, %q", name, articles, errs)
		}
	}
	for name, text := range map[string]string{
		"a page on feeds":     "<html><body><p>Write<br> &lt;rss> or " + whole,
		"a text on feeds":     "How to write a feed\n\nBegin with " + whole,
		"a page":              "<!doctype html><html><body><br><p>One.</p></body></html>",
		"a list without ends": "<br>",
	} {
		if at := feed.Find([]byte(text)); at != 0 {
			t.Errorf("%s: a feed at %d", name, at)
		}
	}
}

// TestParseExport: of a site's export, its published articles as they were read.
func TestParseExport(t *testing.T) {
	item := func(title, kind, status, content string) string {
		return `<item><title>` + title + `</title><link>https://harbour.example/` + title + `</link><pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate><dc:creator><![CDATA[ada]]></dc:creator><description></description><content:encoded><![CDATA[` + content +
			`]]></content:encoded><wp:post_date_gmt>2024-03-05 09:00:00</wp:post_date_gmt><wp:post_modified_gmt>2024-03-06 09:00:00</wp:post_modified_gmt><wp:post_type>` + kind + `</wp:post_type><wp:status>` + status + `</wp:status><category domain="category" nicename="r"><![CDATA[Region]]></category></item>`
	}
	text := strings.Replace(rssOf(`<wp:wxr_version>1.2</wp:wxr_version><wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name><![CDATA[Ada Lee]]></wp:author_display_name></wp:author>`,
		item("A", "post", "publish", "<!-- wp:paragraph -->\n<p>"+lead+"</p>\n<!-- /wp:paragraph -->\n\n[caption id=\"a_5\" align=\"none\"]<img src=\"x.jpg\"/> The mole[/caption]\n<p>"+rest+"</p>")+
			item("B", "post", "publish", lead+"\n\n[gallery ids=\"1,2\"]\n\n[vc_column width=\"1/2\"]"+rest+"[/vc_column] It is “closd” [sic].")+
			item("C", "post", "draft", "Secret.")+item("D", "post", "private", "Secret.")+item("E", "attachment", "inherit", "")+item("F", "nav_menu_item", "publish", "x")+item("G", "page", "publish", "About us.")+
			item("H", "post", "future", "Later.")),
		`version="2.0"`, `version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"`, 1)
	articles, errs := read(t, text)
	if len(articles) != 2 || len(errs) != 1 || !strings.Contains(errs[0], "attachment (1), draft (1), future (1), nav_menu_item (1), page (1), private (1)") {
		t.Fatalf("%+v, %q", articles, errs)
	}
	a, b := articles[0], articles[1]
	if a.Body != lead+"\n\n"+rest || a.Caption != "The mole" || strings.Join(a.Authors, ", ") != "Ada Lee" || a.Published.Format(time.RFC3339) != "2024-03-05T09:00:00Z" || a.Updated.Day() != 6 || strings.Join(a.Subjects, ", ") != "Region" {
		t.Errorf("%+v", a)
	}
	if b.Body != lead+"\n\n"+rest+" It is “closd” [sic]." {
		t.Errorf("%q", b.Body)
	}
	blog := `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app"><title>Ada’s blog</title><entry><category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/><category scheme="http://www.blogger.com/atom/ns#" term="Sea"/><title>A</title><content type="html">One.</content></entry>` +
		`<entry><category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#comment"/><title>Re</title><content>x</content></entry><entry><app:control><app:draft>yes</app:draft></app:control><title>B</title><content>Two.</content></entry></feed>`
	articles, errs = read(t, blog)
	if len(articles) != 1 || articles[0].Body != "One." || strings.Join(articles[0].Subjects, ", ") != "Sea" || len(errs) != 1 || !strings.Contains(errs[0], "comment (1), draft (1)") {
		t.Errorf("%+v, %q", articles, errs)
	}
}

// Google's takeout of a blog names kinds and states in elements of its own.
func TestATakeoutOfABlogGivesWhatWasPublished(t *testing.T) {
	entry := func(kind, state, title string) string {
		return "<entry><blogger:type>" + kind + "</blogger:type><blogger:status>" + state + "</blogger:status><title>" + title + `</title><content type="html">One.</content></entry>`
	}
	articles, errs := read(t, `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:blogger="http://schemas.google.com/blogger/2018"><title>Ada’s blog</title>`+
		entry("POST", "LIVE", "A")+entry("POST", "DRAFT", "B")+entry("COMMENT", "LIVE", "C")+entry("PAGE", "LIVE", "D")+"</feed>")
	if len(articles) != 1 || articles[0].Headline != "A" || len(errs) != 1 || !strings.Contains(errs[0], "comment (1), draft (1), page (1)") {
		t.Errorf("%+v, %q", articles, errs)
	}
}

func TestParseRejects(t *testing.T) {
	for _, text := range []string{"", "text", "<rss>", "{}", strings.Repeat("<a>", 100_000)} {
		results, err := feed.Parse([]byte(text), nil)
		if err == nil && len(results) > 0 {
			t.Errorf("%.40q: %+v", text, results)
		}
	}
}

// TestParseExpandsNoEntities: a feed that defines its own is not blown up.
func TestParseExpandsNoEntities(t *testing.T) {
	results, err := feed.Parse([]byte(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>`), nil)
	if err == nil && len(results) == 1 && strings.Contains(results[0].Article.Headline, "aaaa") {
		t.Errorf("%+v", results)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("<rss><channel><item><title>A</title></item></channel></rss>")
	f.Add(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><author><name>B</name></author></entry></feed>`)
	f.Add(`<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version><item><title>A</title><content>[caption id="1"]b[/caption][x y=1]</content></item><item><tit`)
	f.Add("<br>\n<b>Warning</b>: x on line 2\n<?xml version=\"1.0\"?><rdf:RDF><channel/><item><link>a</link></item></rdf:RDF>")
	f.Fuzz(func(t *testing.T, text string) {
		results, err := feed.Parse([]byte(text), nil)
		if err != nil {
			return
		}
		for _, r := range results {
			if r.Err == nil && r.Article.Headline == "" && r.Article.Body == "" {
				t.Error("an article without text")
			}
		}
	})
}

// before is what stands before a part of a text.
func before(text, part string) string {
	head, _, _ := strings.Cut(text, part)
	return head
}

// What a feed says of how often it wants to be asked is read, in the spellings that feeds use.
func TestHowOftenAFeedWantsToBeAsked(t *testing.T) {
	const day = 24 * time.Hour
	entry := "<item><title>Ferry</title><link>https://harbour.example/1</link><description>The ferry sails again.</description></item>"
	for said, want := range map[string]feed.Schedule{
		"":                          {},
		"<ttl> 90 </ttl>":           {TTL: 90 * time.Minute},
		"<ttl>-5</ttl>":             {},
		"<ttl>one hour</ttl>":       {},
		"<ttl>99999999999999</ttl>": {},
		"<skipHours><hour>0</hour><hour>23</hour><hour>24</hour><hour>25</hour><hour>x</hour></skipHours>": {SkipHours: []int{0, 23, 0}},
		"<skipDays><day>saturday</day><day>Sunday</day><day>Someday</day></skipDays>":                      {SkipDays: []time.Weekday{time.Saturday, time.Sunday}},
		"<sy:updatePeriod>daily</sy:updatePeriod>":                                                         {TTL: day},
		"<sy:updatePeriod> Hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>":            {TTL: time.Hour / 2},
		"<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>":              {TTL: 7 * day},
		"<sy:updatePeriod>sometimes</sy:updatePeriod>":                                                     {},
		"<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>":                                            {TTL: time.Hour},
	} {
		d, err := feed.Read([]byte(`<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Harbour</title>`+said+entry+"</channel></rss>"), nil, nil)
		if err != nil {
			t.Fatalf("%s: %v", said, err)
		}
		if diff := cmp.Diff(want, d.Schedule); diff != "" {
			t.Errorf("%s (-want +got):\n%s", said, diff)
		}
	}
}

func TestRelativeAddressesCountFromWhereAFeedWasFound(t *testing.T) {
	at, err := url.Parse("https://brask.example/a/feed.xml")
	if err != nil {
		t.Fatal(err)
	}
	for head, want := range map[string]string{"": "https://brask.example/mill", "<link>https://oster.example/</link>": "https://oster.example/mill"} {
		d, err := feed.Read([]byte(`<rss version="2.0"><channel><title>Brask</title>`+head+`<item><title>Mill</title><link>/mill</link></item></channel></rss>`), at, nil)
		if err != nil || len(d.Results) != 1 || d.Results[0].Article.URL != want {
			t.Errorf("%q: got %+v, %v", head, d.Results, err)
		}
	}
}

// Some servers send several feeds one after another.
func TestFeedsThatFollowInAFileAreRead(t *testing.T) {
	one := `<?xml version="1.0"?><rss version="2.0"><channel><title>Brask</title><item><title>%s</title><description><![CDATA[A <b>word</b>]]></description></item></channel></rss>`
	for behind, want := range map[string]int{
		"\n" + fmt.Sprintf(one, "Weir"): 2, "\n<!-- made in 0.2 s -->": 1, "\n<div>an advertisement of <rss> feeds</div>": 1, "\n<rss": 1,
	} {
		d, err := feed.Read([]byte(fmt.Sprintf(one, "Mill")+behind), nil, nil)
		if err != nil || len(d.Results) != want {
			t.Errorf("%q: got %+v, %v", behind, d.Results, err)
		}
	}
}

func TestXHTMLWithAPrefixIsRead(t *testing.T) {
	results, err := feed.Parse([]byte(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:h="http://www.w3.org/1999/xhtml"><title>Brask</title><entry><id>1</id><title>Mill</title>
<link href="https://brask.example/mill"/><h:link rel="alternate" hreflang="de" href="https://brask.example/de"/><content type="xhtml"><h:div><h:p>One <h:em>word</h:em>.</h:p><h:p>Two.</h:p></h:div></content></entry></feed>`), nil)
	if err != nil || len(results) != 1 || results[0].Article.Body != "One word.\n\nTwo." || results[0].Article.URL != "https://brask.example/mill" {
		t.Errorf("got %+v, %v", results, err)
	}
}
