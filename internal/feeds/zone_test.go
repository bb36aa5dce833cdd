package feeds_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"byline/internal/news"
)

// Feeds, sitemaps and pages often have times as the clock of their country
// shows them, and do not say which.
func TestTimesWithoutAZoneAreInThatOfTheFeed(t *testing.T) {
	page := pageOf("Ferry", `<meta property="article:published_time" content="2026-03-02 09:30">`, long("ferry"))
	for name, listed := range map[string]string{
		"feed":    `<rss version="2.0"><channel><title>Harbour</title><item><title>Ferry</title><pubDate>Mon, 02 Mar 2026 09:30:00</pubDate><description>` + long("ferry") + `</description></item></channel></rss>`,
		"sitemap": `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://harbour.example/1</loc><news:news><news:publication_date>2026-03-02T09:30:00</news:publication_date><news:title>Ferry</news:title></news:news></url></urlset>`,
		"page":    `<!DOCTYPE html><html><body><ul><li><a href="/1">Ferry</a></li></ul></body></html>`,
	} {
		for zone, want := range map[string]string{"": "2026-03-02T09:30:00Z", "Europe/Kyiv": "2026-03-02T07:30:00Z", "America/New_York": "2026-03-02T14:30:00Z"} {
			at(t, func(t *testing.T, d *desk) {
				pass(time.Until(time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC))) // so that it is over
				d.web.Site("harbour.example", site(map[string]string{"/feed": listed, "/1": page}))
				f := news.Feed{URL: feedURL, Zone: zone}
				if name == "page" {
					f.Links = "li a"
				}
				d.ok(d.add(f).ID)
				if got := d.index.current()["Ferry"].Published.UTC().Format(time.RFC3339); got != want {
					t.Errorf("%s in %q: published %s, want %s", name, zone, got, want)
				}
			})
		}
	}
}

// A list that was edited by hand may name a zone that there is not.
func TestAZoneThatThereIsNotIsTold(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		asked := 0
		d.web.Site("harbour.example", func(w http.ResponseWriter, _ *http.Request) { asked++; fmt.Fprint(w, rss("")) })
		f := d.add(news.Feed{URL: feedURL})
		f.Zone = "Harbour"
		d.kept.feeds[f.ID] = f
		if f = d.poll(f.ID); f.State != news.FeedFailing || f.Error != "unknown time zone Harbour" || asked > 0 {
			t.Errorf("state %s, error %q, %d requests", f.State, f.Error, asked)
		}
	})
}

// What a feed sends is mended as what is loaded from files is.
func TestTextsOfFeedsAreMended(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		listed := `<rss version="2.0"><channel><title>Harbour</title><item><title>Cafe` + "\u0301" + ` closes â€“ for good</title><description>ELMSUND, 1 March 2026 (Nordwire) â€“ ` + long("ferry") + `</description></item></channel></rss>`
		pass(time.Until(time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)))
		d.web.Site("harbour.example", site(map[string]string{"/feed": listed}))
		d.ok(d.add(news.Feed{URL: feedURL}).ID)
		a := d.index.current()["Caf\u00e9 closes – for good"]
		if got := a.Published.UTC().Format(time.DateOnly); got != "2026-03-01" {
			t.Errorf("articles %v, published %s", d.index.current(), got)
		}
	})
}
