package feed_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/format/feed"
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
	f.Add(`{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_text":"A"}]}`)
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
