package feeds_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"

	"byline/internal/feeds"
	"byline/internal/fetch"
	"byline/internal/news"
)

// bomb is a small body that becomes 8 MiB.
func bomb(coding string) []byte {
	var out bytes.Buffer
	zeros := make([]byte, 8<<20)
	switch coding {
	case "gzip":
		w := gzip.NewWriter(&out)
		_, _ = w.Write(zeros)
		_ = w.Close()
	case "br":
		w := brotli.NewWriter(&out)
		_, _ = w.Write(zeros)
		_ = w.Close()
	}
	return out.Bytes()
}

// pause waits, unless whoever asked hangs up before: a handler that slept on
// would still be there when the test has ended. It reports whether it waited.
func pause(r *http.Request, wait time.Duration) bool {
	select {
	case <-time.After(wait):
		return true
	case <-r.Context().Done():
		return false
	}
}

// drip sends a text, and then a byte a second without an end.
func drip(w http.ResponseWriter, r *http.Request, text string) {
	fmt.Fprint(w, text)
	w.(http.Flusher).Flush()
	for pause(r, time.Second) {
		fmt.Fprint(w, " ")
		w.(http.Flusher).Flush()
	}
}

// status answers with a status, and headers as pairs of name and value.
func status(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

func body(text string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		fmt.Fprint(w, text)
	}
}

// misbehaviours are what a server can do whatever it is asked for.
func misbehaviours() map[string]http.HandlerFunc {
	all := map[string]http.HandlerFunc{
		"silent":               func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"slow":                 func(w http.ResponseWriter, r *http.Request) { pause(r, 25*time.Second); http.NotFound(w, r) },
		"drips without an end": func(w http.ResponseWriter, r *http.Request) { drip(w, r, "<rss>") },
		"endless": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		},
		"cut short":      body("only this", "Content-Length", "1000"),
		"hangs up":       func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"gzip bomb":      body(string(bomb("gzip")), "Content-Encoding", "gzip"),
		"brotli bomb":    body(string(bomb("br")), "Content-Encoding", "br"),
		"packed bomb":    body(string(bomb("gzip")), "Content-Type", "application/gzip"),
		"not gzip":       body("plain text", "Content-Encoding", "gzip"),
		"unknown coding": body("x", "Content-Encoding", "zstd, compress"),
		"loop": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
		},
		"chain": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusMovedPermanently)
		},
		"leads inside":   status(302, "Location", "http://127.0.0.1:6379/"),
		"leads to files": status(301, "Location", "file:///etc/passwd"),
		"leads nowhere":  status(302),
		"304 unasked":    status(304),
		"huge header":    status(200, "X-Long", strings.Repeat("x", 300<<10)),
		"picture":        body("GIF89a", "Content-Type", "image/gif"),
		"empty":          body(""),
		"nothing":        body("\x00\x00\x00\x00"),
		"wrong charset":  body("\xff\xfe<\x00r\x00", "Content-Type", "text/xml; charset=klingon"),
		"retry later":    status(429, "Retry-After", "100000"),
		"retry never":    status(503, "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"),
		"retry nonsense": status(503, "Retry-After", "soon"),
	}
	for _, code := range []int{204, 206, 400, 401, 403, 404, 410, 418, 451, 500, 502, 504, 599} {
		all[fmt.Sprint("status ", code)] = status(code)
	}
	return all
}

// documents are what a feed can be that is none, or an odd one.
func documents() map[string]string {
	many := make([]item, 10_000)
	for i := range many {
		many[i] = item{fmt.Sprint(i), "", fmt.Sprint("Story ", i), "It sails.", time.Time{}}
	}
	deep := strings.Repeat("<a>", 20_000)
	odd := item{"1", "", "Ferry", long("ferry"), time.Time{}}
	return map[string]string{
		"a page": pageOf("Log in", "", "Please."), "json": `{"error":"no"}`, "a list in json": `[1,2]`, "text": "hello",
		"cut short":     rss("", odd)[:400],
		"entities":      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><item><title>&c;</title></item></channel></rss>`,
		"external":      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title><description>x</description></item></channel></rss>`,
		"deep":          "<rss><channel><item><description>" + deep + "</description></item></channel></rss>",
		"deep sitemap":  "<urlset>" + deep,
		"10,000 items":  rss("", many...),
		"one guid":      rss("", item{"0", "http://x.example/1", "One", long("one"), time.Time{}}, item{"0", "http://x.example/2", "Two", long("two"), time.Time{}}),
		"no titles":     rss("", item{"1", "", "", long("ferry"), time.Time{}}, item{"2", "", "", "", time.Time{}}),
		"the future":    rss("", item{"1", "", "Ferry", long("ferry"), time.Now().AddDate(500, 0, 0)}),
		"the past":      rss("", item{"1", "", "Ferry", long("ferry"), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)}),
		"bad dates":     strings.Replace(rss("", odd), "</item>", "<pubDate>yesterday at tea time</pubDate></item>", 1),
		"bad links":     rss("", item{"1", "javascript:alert(1)", "Ferry", long("ferry"), time.Time{}}, item{"2", "http://[::1", "Bridge", long("bridge"), time.Time{}}, item{"3", "file:///etc/passwd", "Tunnel", long("tunnel"), time.Time{}}),
		"inner links":   rss("", item{"1", "http://127.0.0.1/admin", "Ferry", "short", time.Time{}}, item{"2", "http://169.254.169.254/", "Bridge", "short", time.Time{}}),
		"ttl":           rss("<ttl>99999999999999999999</ttl>", odd),
		"negative ttl":  rss("<ttl>-5</ttl>", odd),
		"skips all":     rss("<skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day><day>Friday</day><day>Saturday</day><day>Sunday</day></skipDays>", odd),
		"bad period":    rss("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", odd),
		"control":       "<rss><channel><item><title>a\x01b\x0b</title><description>\x00\x02</description></item></channel></rss>",
		"invalid utf-8": "<rss><channel><item><title>\xff\xfe\xfd</title><description>\xc3(</description></item></channel></rss>",
		"long title":    rss("", item{"1", "", strings.Repeat("Ferry ", 100_000), "x", time.Time{}}),
		"script":        rss("", item{"1", "", "Ferry", "&lt;script&gt;alert(1)&lt;/script&gt;" + long("ferry"), time.Time{}}),
		"index of self": `<sitemapindex><sitemap><loc>http://self.example/feed</loc></sitemap></sitemapindex>`,
		"empty sitemap": "<urlset></urlset>", "empty feed": rss(""), "unclosed": "<rss><channel>", "bom": "\ufeff\ufeff" + rss("", odd),
		"json feed": `{"version":"https://jsonfeed.org/version/1","items":[{"id":1},{"id":null},"x",{"id":{"a":1}}]}`,
	}
}

// Each case is a site that misbehaves in one way at one place, beside sites that
// do not: those lose nothing, and nothing comes late.
func TestNoSourceHarmsAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, fetch.Config{MaxBytes: 1 << 20}, feeds.Config{})
		cases := 0
		add := func(name, place string, at http.HandlerFunc) {
			host := fmt.Sprintf("case-%d.example", cases)
			cases++
			good := map[string]string{"/feed": rss("", item{name, "http://" + host + "/page", name, "Short …", time.Time{}}), "/page": pageOf(name, "", long(name)),
				"/index": "<sitemapindex><sitemap><loc>http://" + host + "/sitemap</loc></sitemap></sitemapindex>"}
			d.web.Site(host, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, place) {
					at(w, r)
					return
				}
				site(good)(w, r)
			})
			path := "/feed"
			if place == "/sitemap" {
				path = "/index"
			}
			d.add(news.Feed{URL: "http://" + host + path})
		}
		for name, at := range misbehaviours() {
			for _, place := range []string{"/feed", "/page", "/robots.txt", "/.well-known/", "/sitemap"} {
				add(name+" at "+place, place, at)
			}
		}
		for name, text := range documents() {
			add(name, "/feed", body(text))
		}
		add("closed by itself", "/robots.txt", body("User-agent: *\nDisallow: /\n"))
		add("crawl delay of a year", "/robots.txt", body("User-agent: *\nCrawl-delay: 31536000\n"))
		if cases < 200 {
			t.Errorf("only %d cases", cases)
		}
		const well = 20
		for i := range well {
			host := fmt.Sprintf("well-%d.example", i)
			start := time.Now()
			d.web.Site(host, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/feed" {
					http.NotFound(w, r)
					return
				}
				var items []item
				for n := int(time.Since(start) / time.Hour); n >= 0 && len(items) < 10; n-- {
					title := fmt.Sprintf("%s %d", host, n)
					at := start.Add(time.Duration(n) * time.Hour)
					items = append(items, item{title, "http://" + host + "/" + fmt.Sprint(n), title, long(title), at})
				}
				fmt.Fprint(w, rss("", items...))
			})
			d.add(news.Feed{URL: "http://" + host + "/feed", FullText: news.FullTextNever, Every: 30 * time.Minute})
		}
		before := runtime.NumGoroutine()
		end := run(t, d)
		const hours = 26
		for hour := range hours {
			time.Sleep(time.Hour)
			got := d.index.current()
			for i := range well {
				if title := fmt.Sprintf("well-%d.example %d", i, hour); got[title].ID == "" {
					t.Errorf("%q is not there an hour after it was published", title)
				}
			}
		}
		end()
		d.client.Close()
		synctest.Wait()
		if after := runtime.NumGoroutine(); after > before+5 {
			t.Errorf("%d goroutines, %d before", after, before)
		}
		states := map[news.FeedState]int{}
		for _, f := range d.kept.feeds {
			states[f.State]++
			if f.State == news.FeedNew || f.State != news.FeedOK && f.Error == "" || strings.Contains(f.Error, "internal fault") || strings.Contains(f.Error+f.Notice, "cannot be stored") {
				t.Errorf("%s: state %s, error %q, notice %q", f.URL, f.State, f.Error, f.Notice)
			}
		}
		for _, a := range d.index.current() {
			if a.Published.After(time.Now().Add(24 * time.Hour)) {
				t.Errorf("%q was published in the future, %v", a.Headline, a.Published)
			}
		}
		t.Logf("%d cases beside %d sites that behave, %d hours: %v", cases, well, hours, states)
	})
}
