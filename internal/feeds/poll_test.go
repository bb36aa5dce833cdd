package feeds_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/feeds"
	"byline/internal/fetch"
	"byline/internal/news"
)

const feedURL = "http://harbour.example/feed"

func TestWhatIsNewIsTakenInOnce(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		texts := map[string]string{"/feed": rss("", item{"1", "http://harbour.example/1", "Ferry", long("ferry"), time.Now()})}
		d.web.Site("harbour.example", site(texts))
		f := d.add(news.Feed{URL: feedURL})
		if f = d.ok(f.ID); f.Articles != 1 || f.Title != "Harbour Times" {
			t.Errorf("got %+v", f)
		}
		if f = d.ok(f.ID); f.Articles != 1 {
			t.Errorf("after a second poll %d articles", f.Articles)
		}
		texts["/feed"] = rss("", item{"2", "http://harbour.example/2", "Bridge", long("bridge"), time.Now()}, item{"1", "http://harbour.example/1", "Ferry", long("new ferry"), time.Now()})
		if f = d.ok(f.ID); f.Articles != 3 {
			t.Errorf("after a third poll %d articles", f.Articles)
		}
		got := d.index.current()
		if len(got) != 2 || got["Ferry"].Revision != 2 || got["Bridge"].Revision != 1 || got["Bridge"].Source != "Harbour Times" {
			t.Errorf("got %+v", got)
		}
	})
}

func TestAFeedIsAskedWithWhatIsKnownOfIt(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		var asked []string
		body := "<rss><channel><item>" // damaged
		d.web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/feed" {
				http.NotFound(w, r)
				return
			}
			asked = append(asked, r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since"))
			w.Header().Set("Etag", `"1"`)
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(w, body)
		})
		f := d.add(news.Feed{URL: feedURL})
		if f = d.poll(f.ID); f.State != news.FeedFailing {
			t.Errorf("state %s of a damaged feed", f.State)
		}
		body = rss("", item{"1", "", "Ferry", long("ferry"), time.Time{}})
		d.ok(f.ID)
		d.ok(f.ID)
		pass(8 * 24 * time.Hour)
		d.ok(f.ID)
		if want := []string{"", "", `"1"`, ""}; !slices.Equal(asked, want) {
			t.Errorf("asked with %q, want %q: only after a feed was read, and at last whatever is known", asked, want)
		}
	})
}

// A server may send the same again with another ETag, or with none.
func TestTheSameAgainIsNotReadAgain(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		texts := map[string]string{"/feed": rss("", item{"1", "http://harbour.example/1", "Ferry", long("ferry"), time.Now()})}
		d.web.Site("harbour.example", site(texts))
		f := d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever})
		d.ok(f.ID)
		d.ok(f.ID)
		texts["/feed"] = rss("<lastBuildDate>now</lastBuildDate>", item{"1", "http://harbour.example/1", "Ferry", long("ferry"), time.Now().Add(time.Hour)})
		d.ok(f.ID)
		if got := d.index.current()["Ferry"].Revision; got != 1 {
			t.Errorf("a date that moves makes revision %d", got)
		}
	})
}

func TestATeaserIsCompletedFromItsPage(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		d.web.Site("harbour.example", site(map[string]string{
			"/feed":  rss("", item{"1", "http://harbour.example/1?utm_source=rss", "Ferry", "It sails …", time.Now()}),
			"/1":     pageOf("Ferry", `<link rel="canonical" href="http://harbour.example/1"><meta property="og:site_name" content="The Harbour Times">`, long("ferry")),
			"/other": "",
		}))
		f := d.add(news.Feed{URL: feedURL})
		d.ok(f.ID)
		got := d.index.current()["Ferry"]
		if len(got.Body) < 600 || got.URL != "http://harbour.example/1" || got.Source != "The Harbour Times" {
			t.Errorf("got %+v", got)
		}
	})
}

// The pages of the first three articles show what a feed leaves out.
func TestWhetherPagesAreFetchedIsMeasured(t *testing.T) {
	for name, c := range map[string]struct {
		page    string // in the place of the text of the feed
		setting news.FullText
		pages   int
	}{
		"the page has more": {long("ferry") + "\n\n" + long("bridge"), "", 6},
		"it has the same":   {long("ferry"), "", 3},
		"never":             {long("ferry") + "\n\n" + long("bridge"), news.FullTextNever, 0},
		"always":            {long("ferry"), news.FullTextAlways, 6},
	} {
		t.Run(name, func(t *testing.T) {
			at(t, func(t *testing.T, d *desk) {
				var items []item
				pages := 0
				d.web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
					switch {
					case r.URL.Path == "/feed":
						fmt.Fprint(w, rss("", items...))
					case strings.HasPrefix(r.URL.Path, "/article"):
						pages++
						site(map[string]string{r.URL.Path: pageOf("Ferry "+r.URL.Path, "", c.page)})(w, r)
					default:
						http.NotFound(w, r)
					}
				})
				f := d.add(news.Feed{URL: feedURL, FullText: c.setting})
				for i := range 6 {
					items = append(items, item{fmt.Sprint(i), fmt.Sprintf("http://harbour.example/article/%d", i), fmt.Sprintf("Ferry /article/%d", i), long("ferry"), time.Now()})
					d.ok(f.ID)
				}
				if pages != c.pages || len(d.index.current()) != 6 {
					t.Errorf("%d pages were fetched, want %d; %d articles", pages, c.pages, len(d.index.current()))
				}
			})
		})
	}
}

func TestAPageThatCannotBeHadIsTriedAgain(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		down := true
		d.web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
			if down && r.URL.Path == "/1" {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			w.Header().Set("Etag", `"1"`)
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			site(map[string]string{"/feed": rss("", item{"1", "http://harbour.example/1", "Ferry", "It sails …", time.Now()}), "/1": pageOf("Ferry | Harbour Times", "", long("ferry"))})(w, r)
		})
		f := d.add(news.Feed{URL: feedURL})
		f = d.ok(f.ID)
		if got := d.index.current()["Ferry"]; got.Body != "It sails …" || f.Notice == "" {
			t.Errorf("got %q, notice %q", got.Body, f.Notice)
		}
		down = false
		f = d.ok(f.ID)
		if got := d.index.current()["Ferry"]; len(got.Body) < 600 || got.Revision != 2 || f.Notice != "" {
			t.Errorf("got %q, revision %d, notice %q", got.Body, got.Revision, f.Notice)
		}
	})
}

func TestVariantsOfAPageAreOneArticle(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		texts := map[string]string{}
		d.web.Site("harbour.example", site(texts))
		f := d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever})
		for _, link := range []string{"http://harbour.example/news/ferry", "https://harbour.example/news/ferry/amp", "http://www.harbour.example/news/ferry/?utm_medium=x", "http://harbour.example/news/ferry?outputType=amp", "http://harbour.example/news/ferry?print=1", "http://harbour.example/news/ferry/print/"} {
			texts["/feed"] = rss("", item{"", link, "Ferry", long("ferry"), time.Time{}})
			d.ok(f.ID)
		}
		if got := d.index.articles; len(got) != 1 {
			t.Errorf("got %d articles", len(got))
		}
	})
}

// The address of an entry changes with its headline in some systems, or with every request.
func TestAnEntryThatMovesIsTheSameArticle(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		texts := map[string]string{}
		d.web.Site("harbour.example", site(texts))
		f := d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever})
		for i := range 3 {
			texts["/feed"] = rss("", item{"tag:harbour,1", fmt.Sprintf("http://harbour.example/a?session=%d", i), "Ferry", long("ferry"), time.Time{}})
			d.ok(f.ID)
		}
		if len(d.index.articles) != 1 || d.index.current()["Ferry"].Revision != 1 {
			t.Errorf("got %v", d.index.articles)
		}
	})
}

// The ID of an entry changes with every request in some systems.
func TestAPageIsNotFetchedAgainUnderAnotherID(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		texts, pages := map[string]string{}, 0
		d.web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/ferry" {
				pages++
			}
			site(texts)(w, r)
		})
		texts["/ferry"] = pageOf("Ferry", "", long("ferry"))
		f := d.add(news.Feed{URL: feedURL})
		for i := range 4 {
			texts["/feed"] = rss("", item{fmt.Sprint("made at ", i), "http://harbour.example/ferry", "Ferry", "It was opened on Monday.", time.Time{}})
			d.ok(f.ID)
		}
		if pages != 1 || len(d.index.articles) != 1 {
			t.Errorf("%d pages, %d articles", pages, len(d.index.articles))
		}
	})
}

// Walls, forms and front pages come in the place of a page, with 200.
func TestAPageOfSomethingElseIsNotTheArticle(t *testing.T) {
	for page, want := range map[string]bool{
		pageOf("Before you continue", "", strings.Repeat("Please choose which cookies may be stored on your device. ", 12)): false,
		pageOf("Ferry", "", long("ferry")): true,
	} {
		at(t, func(t *testing.T, d *desk) {
			d.web.Site("harbour.example", site(map[string]string{"/ferry": page, "/feed": rss("", item{"1", "http://harbour.example/ferry", "Ferry opened by harbour master", "Everyone who had worked on it was thanked.", time.Time{}})}))
			f := d.ok(d.add(news.Feed{URL: feedURL}).ID)
			for _, a := range d.index.current() {
				if strings.Contains(a.Body, "cookies") || (len(a.Body) > 600) != want || (f.Notice == "") != want {
					t.Errorf("got %+v, notice %q", a, f.Notice)
				}
			}
			if len(d.index.current()) != 1 {
				t.Errorf("got %d articles", len(d.index.current()))
			}
		})
	}
}

// What the pages of the first articles show holds for the others of the same poll.
func TestWhatIsMeasuredHoldsAtOnce(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		texts, items := map[string]string{}, []item(nil)
		for i := range 8 {
			path := fmt.Sprint("/", i)
			items = append(items, item{path, "http://harbour.example" + path, "Ferry" + path, long("ferry"), time.Now()})
			texts[path] = pageOf("Ferry"+path, "", long("ferry")+"\n\n"+long("bridge"))
		}
		texts["/feed"] = rss("", items...)
		d.web.Site("harbour.example", site(texts))
		d.ok(d.add(news.Feed{URL: feedURL}).ID)
		for _, a := range d.index.current() {
			if !strings.Contains(a.Body, "bridge") {
				t.Errorf("%s is not whole", a.Headline)
			}
		}
	})
}

func TestEntriesThatShareAnIDAreSeveral(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		texts := map[string]string{"/feed": rss("", item{"0", "http://harbour.example/1", "Ferry", long("ferry"), time.Time{}}, item{"0", "http://harbour.example/2", "Bridge", long("bridge"), time.Time{}}, item{"0", "", "Tunnel", long("tunnel"), time.Time{}})}
		d.web.Site("harbour.example", site(texts))
		f := d.ok(d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever}).ID)
		if len(d.index.articles) != 3 || f.Notice == "" {
			t.Errorf("got %d articles, notice %q", len(d.index.articles), f.Notice)
		}
	})
}

// The article of a front page is that of the page of its section.
func TestTwoFeedsWithOneArticle(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		one := item{"1", "http://harbour.example/1", "Ferry", long("ferry"), time.Now()}
		short := one
		short.text = "It sails."
		d.web.Site("harbour.example", site(map[string]string{"/feed": rss("", one), "/politics": strings.Replace(rss("", short), "Harbour Times", "Harbour Times - Politics", 1)}))
		all := d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever})
		politics := d.add(news.Feed{URL: "http://harbour.example/politics", FullText: news.FullTextNever})
		d.ok(all.ID)
		d.ok(politics.ID)
		d.ok(all.ID)
		if got := d.index.current()["Ferry"]; got.Revision != 1 || got.Source != "Harbour Times" {
			t.Errorf("got %+v", got)
		}
	})
}

func TestDatesThatCannotBeAreNotTaken(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		future, now := time.Now().AddDate(3, 0, 0), time.Now()
		texts := map[string]string{"/feed": rss("", item{"1", "", "Ferry", long("ferry"), future}, item{"2", "", "Old", long("bridge"), time.Time{}})}
		d.web.Site("harbour.example", site(texts))
		f := d.ok(d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever}).ID)
		if got := d.index.current(); got["Ferry"].Published.Sub(now).Abs() > time.Minute || !got["Old"].Published.IsZero() || !strings.Contains(f.Notice, "future") {
			t.Errorf("got %v and %v, notice %q", got["Ferry"].Published, got["Old"].Published, f.Notice)
		}
		pass(time.Hour)
		texts["/feed"] = rss("", item{"1", "", "Ferry", long("longer ferry"), future}, item{"3", "", "New", long("tunnel"), time.Time{}})
		d.ok(f.ID)
		if got := d.index.current(); got["Ferry"].Published.Sub(now).Abs() > time.Minute || got["New"].Published.Sub(now) < 59*time.Minute {
			t.Errorf("then %v and %v", got["Ferry"].Published, got["New"].Published)
		}
	})
}

func TestWhatTheSourceTakesBackIsMarked(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		items := []item{
			{"3", "http://harbour.example/3", "Three", long("third ferry"), time.Now()}, {"2", "http://harbour.example/2", "Two", long("second ferry"), time.Now()},
			{"1", "http://harbour.example/1", "One", long("first ferry"), time.Now()}, {"0", "http://harbour.example/0", "Zero", long("ferry"), time.Now()},
		}
		texts := map[string]string{"/feed": rss("", items...), "/2": pageOf("Two", "", long("ferry"))} // /3 and /0 are gone
		d.web.Site("harbour.example", site(texts))
		f := d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever})
		d.ok(f.ID)
		texts["/feed"] = rss("", items[2]) // 0 is the oldest, and may only have left
		d.ok(f.ID)
		got := d.index.current()
		if got["Three"].Withdrawn.IsZero() || got["Three"].Revision != 2 || got["Three"].Body == "" {
			t.Errorf("it was taken back: %+v", got["Three"])
		}
		for _, headline := range []string{"Zero", "One", "Two"} {
			if !got[headline].Withdrawn.IsZero() {
				t.Errorf("%s was not taken back", headline)
			}
		}
	})
}

// Counters of clicks lead on by the head of a page, canonical addresses may be relative.
func TestAPageThatLeadsOnIsFollowed(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		d.web.Site("harbour.example", site(map[string]string{
			"/feed":    rss("", item{"1", "http://harbour.example/click", "Ferry", "It was opened by the harbour master.", time.Time{}}),
			"/click":   `<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0; url=/print/9"></head><body>One moment</body></html>`,
			"/print/9": pageOf("Ferry", `<link rel="canonical" href="/9">`, long("ferry")),
		}))
		d.web.Site("inward.example", site(map[string]string{
			"/feed":   rss("", item{"1", "http://inward.example/bridge", "Bridge", "It was opened by the harbour master.", time.Time{}}),
			"/bridge": pageOf("Bridge", `<meta http-equiv="refresh" content="0; url=http://127.0.0.1/">`, long("bridge")),
		}))
		for _, address := range []string{feedURL, "http://inward.example/feed"} {
			d.ok(d.add(news.Feed{URL: address}).ID)
		}
		got := d.index.current()
		if ferry, bridge := got["Ferry"], got["Bridge"]; ferry.URL != "http://harbour.example/9" || len(ferry.Body) < 600 || bridge.URL != "http://inward.example/bridge" || len(bridge.Body) < 600 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestWhatComesBackIsNoLongerWithdrawn(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		bridge, ferry := item{"2", "http://harbour.example/bridge", "Bridge", long("bridge"), time.Time{}}, item{"1", "http://harbour.example/ferry", "Ferry", long("ferry"), time.Time{}}
		texts := map[string]string{}
		d.web.Site("harbour.example", site(texts))
		f := d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever})
		for i, listed := range [][]item{{bridge, ferry}, {ferry}, {bridge, ferry}} {
			texts["/feed"] = rss("", listed...)
			d.ok(f.ID)
			if got := d.index.current()["Bridge"]; got.ID == "" || got.Withdrawn.IsZero() == (i == 1) {
				t.Errorf("poll %d: %+v", i, got)
			}
		}
	})
}

// The entries of some small sites have the address of the site alone.
func TestEntriesOfAFrontPageAreSeveral(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		front := 0
		feed := rss("", item{"1", "http://harbour.example/", "Ferry", "It sails.", time.Time{}}, item{"2", "http://harbour.example", "Bridge", "It is open.", time.Time{}})
		d.web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				front++
			}
			site(map[string]string{"/feed": feed, "/": pageOf("Harbour", "", long("harbour"))})(w, r)
		})
		f := d.add(news.Feed{URL: feedURL})
		d.ok(f.ID)
		d.ok(f.ID)
		if len(d.index.current()) != 2 || front > 0 {
			t.Errorf("got %v, the front page %d times", d.index.current(), front)
		}
	})
}

func TestAFeedThatMovesIsFollowed(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		status := http.StatusFound
		d.web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				http.Redirect(w, r, "http://new.example/feed", status)
				return
			}
			http.NotFound(w, r)
		})
		texts := map[string]string{"/feed": "<!-- made at noon -->\n<!DOCTYPE html><html>Log in"}
		d.web.Site("new.example", site(texts))
		f := d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever})
		status = http.StatusMovedPermanently
		if f = d.poll(f.ID); f.URL != feedURL || f.State != news.FeedFailing || !strings.Contains(f.Error, "web page") {
			t.Errorf("it moved to what is no feed: %s, %s, %s", f.URL, f.State, f.Error)
		}
		texts["/feed"] = rss("", item{"1", "", "Ferry", long("ferry"), time.Time{}})
		status = http.StatusFound
		if f = d.ok(f.ID); f.URL != feedURL {
			t.Errorf("it moved for a while: %s", f.URL)
		}
		status = http.StatusMovedPermanently
		if f = d.ok(f.ID); f.URL != "http://new.example/feed" || len(d.index.articles) != 1 {
			t.Errorf("it moved for good: %s", f.URL)
		}
	})
}

// Two feeds that a publisher puts together are one from then on.
func TestAFeedThatMovesToAnotherEnds(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		d.web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://new.example/feed", http.StatusMovedPermanently)
		})
		d.web.Site("new.example", site(map[string]string{"/feed": rss("", item{"1", "http://new.example/1", "Ferry", long("ferry"), time.Time{}})}))
		there := d.ok(d.add(news.Feed{URL: "http://new.example/feed", FullText: news.FullTextNever}).ID)
		here := d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever})
		for range 2 { // also where somebody has it polled again
			if f := d.poll(here.ID); f.State != news.FeedEnded || f.URL != feedURL || !f.Next.IsZero() || !strings.Contains(f.Error, "polled as "+there.ID) {
				t.Errorf("%+v", f)
			}
		}
		if f := d.ok(there.ID); f.URL != "http://new.example/feed" || len(d.index.articles) != 1 {
			t.Errorf("%+v", f)
		}
	})
}

// Podcasts say in the feed that it has moved.
func TestAFeedThatSaysThatItHasMovedIsFollowed(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		texts, moved := map[string]string{}, map[string]string{}
		d.web.Site("harbour.example", site(texts))
		d.web.Site("new.example", site(moved))
		one := item{"1", "", "Ferry", long("ferry"), time.Time{}}
		texts["/feed"] = strings.Replace(rss("<itunes:new-feed-url>http://new.example/feed</itunes:new-feed-url>", one), "<rss", `<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"`, 1)
		f := d.ok(d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever}).ID)
		if f.URL != feedURL || !strings.Contains(f.Notice, "moved") {
			t.Errorf("it moved to what is not there: %s, notice %q", f.URL, f.Notice)
		}
		moved["/feed"] = rss("", item{"2", "", "Bridge", long("bridge"), time.Time{}}, one)
		texts["/feed"] += "<!-- again -->"
		if f = d.ok(f.ID); f.URL != "http://new.example/feed" {
			t.Errorf("it is still at %s, notice %q", f.URL, f.Notice)
		}
		d.ok(f.ID)
		if len(d.index.articles) != 2 {
			t.Errorf("got %d articles", len(d.index.articles))
		}
	})
}

func TestAFeedThatIsGoneForGoodIsNotAskedAgain(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		asked := 0
		d.web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				asked++
				w.WriteHeader(http.StatusGone)
				return
			}
			http.NotFound(w, r)
		})
		f := d.poll(d.add(news.Feed{URL: feedURL}).ID)
		pass(60 * 24 * time.Hour)
		if _, err := d.PollDue(t.Context()); err != nil || f.State != news.FeedEnded || asked != 1 {
			t.Errorf("state %s, asked %d times, %v", f.State, asked, err)
		}
	})
}

// From failure to failure the pause doubles; after a week a feed is parked, and
// once it works again all is as before.
func TestAFeedThatFailsIsAskedMoreSeldom(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		var asked []time.Time
		var works atomic.Bool
		texts := map[string]string{"/feed": rss("", item{"1", "", "Ferry", long("ferry"), time.Time{}})}
		d.web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				asked = append(asked, time.Now())
			}
			if !works.Load() {
				http.NotFound(w, r)
				return
			}
			site(texts)(w, r)
		})
		f := d.add(news.Feed{URL: feedURL})
		ended := run(t, d)
		pass(60 * 24 * time.Hour)
		if len(asked) < 12 || len(asked) > 24 {
			t.Errorf("asked %d times in 60 days", len(asked))
		}
		if f = d.kept.feeds[f.ID]; f.State != news.FeedParked || !strings.Contains(f.Error, "404") {
			t.Errorf("state %s, %q", f.State, f.Error)
		}
		works.Store(true)
		pass(8 * 24 * time.Hour)
		if f = d.kept.feeds[f.ID]; f.State != news.FeedOK || f.Failures != 0 || len(d.index.articles) != 1 {
			t.Errorf("state %s after %d failures", f.State, f.Failures)
		}
		ended()
	})
}

// run polls as a server does, until the function that it returns is called.
func run(t *testing.T, d *desk) (end func()) {
	t.Helper()
	ctx, cancel := contextWithCancel(t)
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestTheIndexIsNoFaultOfAFeed(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		d.web.Site("harbour.example", site(map[string]string{"/feed": rss("", item{"1", "", "Ferry", long("ferry"), time.Time{}})}))
		f := d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever})
		d.index.fault = errors.New("the disk is full")
		if f = d.poll(f.ID); f.Failures != 0 || f.State != news.FeedNew || !strings.Contains(f.Error, "disk is full") {
			t.Errorf("got %+v", f)
		}
		d.index.fault = nil
		if f = d.ok(f.ID); f.Articles != 1 {
			t.Errorf("got %+v", f)
		}
	})
}

func TestSitemaps(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		now := time.Now().UTC().Format(time.RFC3339)
		texts := map[string]string{
			"/index.xml": `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://harbour.example/news.xml</loc><lastmod>1</lastmod></sitemap><sitemap><loc>http://harbour.example/plain.xml</loc><lastmod>1</lastmod></sitemap><sitemap><loc>http://other.example/x.xml</loc></sitemap></sitemapindex>`,
			"/news.xml":  `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://harbour.example/1</loc><news:news><news:publication><news:name>Harbour Times</news:name><news:language>en</news:language></news:publication><news:publication_date>` + now + `</news:publication_date><news:title>Ferry</news:title></news:news></url></urlset>`,
			"/plain.xml": `<urlset><url><loc>http://harbour.example/2</loc><lastmod>` + now + `</lastmod></url><url><loc>http://harbour.example/old</loc><lastmod>1999-01-01</lastmod></url><url><loc>not an address</loc></url>`,
			"/1":         pageOf("Ferry", "", long("ferry")), "/2": pageOf("Bridge", "", long("bridge")), "/old": pageOf("Old", "", long("tunnel")), "/3": pageOf("Tunnel", "", long("tunnel")),
		}
		d.web.Site("harbour.example", site(texts))
		f := d.ok(d.add(news.Feed{URL: "http://harbour.example/index.xml"}).ID)
		got := d.index.current()
		if len(got) != 2 || got["Ferry"].Published.IsZero() || got["Bridge"].Body == "" {
			t.Errorf("got %v, notice %q", got, f.Notice)
		}
		texts["/index.xml"] = strings.Replace(texts["/index.xml"], "<lastmod>1<", "<lastmod>2<", 1)
		texts["/news.xml"] = strings.ReplaceAll(texts["/news.xml"], "/1<", "/3<")
		texts["/plain.xml"] = "is not asked for"
		f = d.ok(f.ID)
		if got := d.index.current(); len(got) != 3 || f.Notice != "" {
			t.Errorf("then %d articles, notice %q", len(got), f.Notice)
		}
	})
}

// An index may be of indexes, and of itself, and a sitemap a list of addresses.
func TestSitemapsOfOtherShapes(t *testing.T) {
	index := func(of ...string) string {
		return "<sitemapindex><sitemap><loc>http://harbour.example" + strings.Join(of, "</loc></sitemap><sitemap><loc>http://harbour.example") + "</loc></sitemap></sitemapindex>"
	}
	at(t, func(t *testing.T, d *desk) {
		d.web.Site("harbour.example", site(map[string]string{
			"/feed": index("/feed", "/inner.xml"), "/inner.xml": index("/inner.xml", "/feed", "/list.txt"), "/list.txt": "\ufeffhttp://harbour.example/1\r\n\r\nhttp://harbour.example/2",
			"/1": pageOf("Ferry", "", long("ferry")), "/2": pageOf("Bridge", "", long("bridge")),
		}))
		f := d.ok(d.add(news.Feed{URL: feedURL}).ID)
		if len(d.index.articles) != 2 || f.Notice != "" {
			t.Errorf("got %d articles, notice %q", len(d.index.articles), f.Notice)
		}
	})
}

func TestAPageOfLinks(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		texts := map[string]string{
			"/news/":  `<!DOCTYPE html><html><body><a href="/about">About</a><ul class="list"><li><a href="1">Ferry</a></li><li><a href="/news/1#top">again</a><a href="mailto:x">Mail</a></ul></body></html>`,
			"/news/1": pageOf("Ferry", "", long("ferry")), "/about": pageOf("About", "", long("us")),
		}
		d.web.Site("harbour.example", site(texts))
		d.ok(d.add(news.Feed{URL: "http://harbour.example/news/", Links: "ul.list li"}).ID)
		if got := d.index.current(); len(got) != 1 || got["Ferry"].URL != "http://harbour.example/news/1" {
			t.Errorf("got %v", got)
		}
		if f := d.poll(d.add(news.Feed{URL: "http://harbour.example/about", Links: "ul.none"}).ID); !strings.Contains(f.Error, "finds no link") {
			t.Errorf("got %q", f.Error)
		}
	})
}

func TestTheOtherFormsOfFeeds(t *testing.T) {
	for name, text := range map[string]string{
		"rdf":       `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>H</title></channel><item rdf:about="http://harbour.example/1"><title>Ferry</title><link>http://harbour.example/1</link><description>` + long("ferry") + `</description></item></rdf:RDF>`,
		"rss 0.91":  `<rss version="0.91"><channel><title>H</title><item><title>Ferry</title><link>http://harbour.example/1</link><description>` + long("ferry") + `</description></item></channel></rss>`,
		"atom":      `<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><entry><id>urn:1</id><title>Ferry</title><link href="http://harbour.example/1"/><content type="html">` + long("ferry") + `</content><updated>2026-01-01T00:00:00Z</updated></entry></feed>`,
		"json feed": `{"version":"https://jsonfeed.org/version/1.1","title":"H","items":[{"id":"1","url":"http://harbour.example/1","title":"Ferry","content_text":"` + long("ferry") + `"}]}`,
		"koi8-u":    "<?xml version=\"1.0\" encoding=\"KOI8-U\"?><rss version=\"2.0\"><channel><title>H</title><item><title>Ferry</title><link>http://harbour.example/1</link><description>\xf0\xc1\xd2\xcf\xcd " + long("ferry") + `</description></item></channel></rss>`,
	} {
		t.Run(name, func(t *testing.T) {
			at(t, func(t *testing.T, d *desk) {
				d.web.Site("harbour.example", site(map[string]string{"/feed": text}))
				d.ok(d.add(news.Feed{URL: feedURL, FullText: news.FullTextNever}).ID)
				got := d.index.current()["Ferry"]
				if got.URL != "http://harbour.example/1" || len(got.Body) < 600 || name == "koi8-u" && !strings.HasPrefix(got.Body, "Паром") {
					t.Errorf("got %+v", got)
				}
			})
		})
	}
}

func TestASiteIsAskedForItsFeed(t *testing.T) {
	at(t, func(t *testing.T, d *desk) {
		feed := rss("", item{"1", "", "Ferry", long("ferry"), time.Time{}})
		d.web.Site("named.example", site(map[string]string{"/": `<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments"><link rel="alternate" type="application/atom+xml" href="/news.atom"></head></html>`, "/comments": feed, "/news.atom": feed}))
		d.web.Site("usual.example", site(map[string]string{"/": "<!DOCTYPE html><html><p>Hello", "/rss.xml": feed}))
		d.web.Site("linked.example", site(map[string]string{"/": `<!DOCTYPE html><html><a href="/feedback">Write</a> <a href="http://other.example/feed.rss">Other</a> <a href="/xml/news_en.rss">RSS</a>`, "/xml/news_en.rss": feed, "/feedback": feed}))
		d.web.Site("parts.example", site(map[string]string{"/": `<!DOCTYPE html><html><a href="/export/rss/all">News</a>`, "/export/rss/all": feed}))
		d.web.Site("listed.example", site(map[string]string{"/": `<!DOCTYPE html><html><a href="/service/rss">RSS</a>`, "/service/rss": `<!DOCTYPE html><html><a href="/service/rss">RSS</a> <a href="/x/?format=feed">News</a>`, "/x/": feed}))
		d.web.Site("mapped.example", site(map[string]string{"/": "<!DOCTYPE html><html><p>Hello", "/robots.txt": "User-agent: *\nSitemap: http://mapped.example/all.xml\nsitemap:http://mapped.example/gnews.xml", "/all.xml": "<urlset><url><loc>http://mapped.example/1</loc></url></urlset>", "/gnews.xml": "<urlset><url><loc>http://mapped.example/1</loc></url></urlset>"}))
		d.web.Site("none.example", site(map[string]string{"/": "<!DOCTYPE html><html><p>Hello"}))
		for address, want := range map[string]string{"http://named.example/": "http://named.example/news.atom", "http://usual.example/": "http://usual.example/rss.xml", "http://named.example/comments": "http://named.example/comments", "http://linked.example/": "http://linked.example/xml/news_en.rss", "http://mapped.example/": "http://mapped.example/gnews.xml", "http://none.example/": "",
			"http://parts.example/": "http://parts.example/export/rss/all", "http://listed.example/": "http://listed.example/x/?format=feed"} {
			f, err := feeds.Discover(t.Context(), d.client, news.Feed{URL: address})
			if want == "" && news.KindOf(err) != news.KindInvalid || want != "" && (err != nil || f.URL != want || f.Title != "Harbour Times" && !strings.Contains(want, "mapped")) {
				t.Errorf("%s: %q %q, %v", address, f.URL, f.Title, err)
			}
		}
	})
}

// A poll that ends because the program does is none.
func TestAPollThatIsInterruptedCountsForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, fetch.Config{}, feeds.Config{})
		d.web.Site("harbour.example", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		f := d.add(news.Feed{URL: feedURL})
		end := run(t, d)
		pass(time.Second)
		end()
		if got := d.kept.feeds[f.ID]; got != f {
			t.Errorf("got %+v", got)
		}
	})
}
