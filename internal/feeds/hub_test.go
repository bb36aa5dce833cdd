package feeds_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/feeds"
	"byline/internal/fetch"
	"byline/internal/format"
	"byline/internal/ingest"
	"byline/internal/news"
)

// A hub is asked to tell of changes, says so for a while, is asked again before
// that ends, and what it tells has the feed polled soon.
func TestAHubTellsOfChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, fetch.Config{}, feeds.Config{})
		dir := t.TempDir()
		folder := feeds.NewFolder(dir, slog.New(slog.DiscardHandler))
		d.Poller = feeds.NewPoller(feeds.Deps{
			Store: folder, Fetcher: d.client, Ingester: ingest.New(format.Reader{}, d.index, d.index, nil), Library: d.index, Hubs: folder, Poster: d.client,
		}, feeds.Config{Callback: "https://byline.example/"})
		var asked []url.Values
		d.web.Site("hub.example", func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost {
				http.NotFound(w, r)
				return
			}
			if err := r.ParseForm(); err != nil {
				t.Error(err)
			}
			asked = append(asked, r.PostForm)
			w.WriteHeader(http.StatusAccepted)
		})
		hub := `<atom:link rel="hub" href="http://hub.example/"/><atom:link rel="self" href="http://harbour.example/topic"/>`
		d.web.Site("harbour.example", site(map[string]string{"/feed": rss(hub, item{link: "http://harbour.example/1", title: "Mole shut", text: long("mole"), date: time.Now()})}))
		f, err := feeds.New(news.Feed{URL: "http://harbour.example/feed", FullText: news.FullTextNever}, time.Now())
		if err == nil {
			err = folder.Add(t.Context(), f)
		}
		if err != nil {
			t.Fatal(err)
		}
		d.ok(f.ID)
		if len(asked) != 1 || asked[0].Get("hub.mode") != "subscribe" || asked[0].Get("hub.topic") != "http://harbour.example/topic" || len(asked[0].Get("hub.secret")) < 20 {
			t.Fatalf("the hub was asked %v", asked)
		}
		callback, ok := strings.CutPrefix(asked[0].Get("hub.callback"), "https://byline.example/v1/websub/")
		if !ok {
			t.Fatalf("callback %s", asked[0].Get("hub.callback"))
		}
		confirm := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"http://harbour.example/topic"}}
		for name, bad := range map[string]struct {
			callback string
			query    url.Values
		}{
			"another token": {f.ID + ".guess", confirm}, "no token": {f.ID, confirm}, "a path": {"../" + callback, confirm},
			"another topic": {callback, url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"http://elsewhere.example/"}}},
			"to be let go":  {callback, url.Values{"hub.mode": {"unsubscribe"}, "hub.topic": {"http://harbour.example/topic"}}},
		} {
			if err := folder.Confirm(t.Context(), bad.callback, bad.query, time.Hour); news.KindOf(err) != news.KindNotFound {
				t.Errorf("%s: error %v", name, err)
			}
		}
		if err := folder.Confirm(t.Context(), callback, confirm, 10*24*time.Hour); err != nil {
			t.Fatal(err)
		}
		pass(4 * 24 * time.Hour)
		d.ok(f.ID)
		if len(asked) != 1 {
			t.Errorf("it was asked again after four of ten days")
		}
		pass(2 * 24 * time.Hour)
		d.ok(f.ID) // of which nothing has changed
		if len(asked) != 2 || asked[1].Get("hub.secret") != asked[0].Get("hub.secret") || asked[1].Get("hub.callback") != asked[0].Get("hub.callback") {
			t.Errorf("after six of ten days it was asked %v", asked)
		}
		next := func() time.Time {
			t.Helper()
			f, err := folder.Find(t.Context(), f.ID)
			if err != nil {
				t.Fatal(err)
			}
			return f.Next
		}
		planned := next()
		for _, signature := range []string{"", "sha256=", "md5=00", "sha256=" + strings.Repeat("0", 64)} {
			if signed, err := folder.Told(t.Context(), callback, signature, []byte("<rss/>")); signed || err != nil || !next().Equal(planned) {
				t.Errorf("%q: %v, error %v", signature, signed, err)
			}
		}
		mac := hmac.New(sha256.New, []byte(asked[0].Get("hub.secret")))
		fmt.Fprint(mac, "<rss/>")
		if signed, err := folder.Told(t.Context(), callback, "sha256="+hex.EncodeToString(mac.Sum(nil)), []byte("<rss/>")); !signed || err != nil || next().After(time.Now().Add(time.Minute)) {
			t.Errorf("it was told: %v, error %v; next poll in %v", signed, err, time.Until(next()))
		}
		if _, err := folder.Remove(t.Context(), f.ID); err != nil {
			t.Fatal(err)
		}
		if left, err := filepath.Glob(filepath.Join(dir, "*.json")); err != nil || len(left) > 0 {
			t.Errorf("left %v, error %v", left, err)
		}
		if _, err := folder.Told(t.Context(), callback, "", nil); news.KindOf(err) != news.KindNotFound {
			t.Errorf("once it is removed: error %v", err)
		}
	})
}
