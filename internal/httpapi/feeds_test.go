package httpapi_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

func TestFeedsAreAddedListedAndRemoved(t *testing.T) {
	h := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	if got := decoded[api.Feeds](t, call(t, h, "GET", "/v1/feeds", ""), 200); len(got.Feeds) != 0 || got.Feeds == nil {
		t.Errorf("at first %+v", got)
	}
	body := `{"url":"https://desk:geheim@harbour.example/feed","source":"Harbour Times","full_text":"never","every":"30m"}`
	added := decoded[api.Feed](t, call(t, h, "POST", "/v1/feeds", body), 201)
	if added.ID == "" || added.Every != "30m0s" || added.Source != "Harbour Times" || added.State != "new" || added.URL != "https://harbour.example/feed" {
		t.Errorf("added %+v", added)
	}
	problemOn(t, call(t, h, "POST", "/v1/feeds", body), 409)
	if got := decoded[api.Feeds](t, call(t, h, "GET", "/v1/feeds", ""), 200); len(got.Feeds) != 1 || got.Feeds[0] != added {
		t.Errorf("listed %+v", got)
	}
	if w := call(t, h, "DELETE", "/v1/feeds/"+added.ID, ""); w.Code != 204 {
		t.Errorf("status %d", w.Code)
	}
	problemOn(t, call(t, h, "DELETE", "/v1/feeds/"+added.ID, ""), 404)
}

func TestWhatIsNoFeedIsRefused(t *testing.T) {
	h := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	for _, body := range []string{`{}`, `{"url":"https://harbour.example/"}`, `{"url":"https://harbour.example/feed","every":"often"}`, `{"url":"https://harbour.example/feed","links":"` + strings.Repeat("a", 1001) + `"}`} {
		problemOn(t, call(t, h, "POST", "/v1/feeds", body), 400)
	}
}

func TestThePageOfFeedsShowsHowTheyAreTheTroubledFirst(t *testing.T) {
	n := newNewsroom()
	d := n.deps()
	at := time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)
	d.Feeds = &feedList{all: []news.Feed{
		{ID: "ok", URL: "https://desk:geheim@harbour.example/feed?key=geheim", Title: "Harbour <Times>", State: news.FeedOK, Succeeded: at, Next: at.Add(time.Hour), Articles: 12_345, Notice: "it has dates in the future"},
		{ID: "bad", URL: "https://council.example/feed", State: news.FeedFailing, Failures: 3, Error: "the server answers 404", Next: at},
		{ID: "gone", URL: "https://gone.example/feed", State: news.FeedEnded},
	}}
	page := call(t, httpapi.New(d, httpapi.Config{}), "GET", "/feeds", "").Body.String()
	shows(t, page, "3 feeds, 2 of them in trouble", "Harbour &lt;Times&gt;", "12,345", "2 March 2026, 08:30 UTC", "2 March 2026, 09:30 UTC", "it has dates in the future",
		"failed 3 times", "the server answers 404", "gone for good", "council.example", `href="/feeds" aria-current="page"`)
	if strings.Contains(page, "geheim") {
		t.Error("what is secret in an address is shown")
	}
	if bad, fine := strings.Index(page, `data-id="bad"`), strings.Index(page, `data-id="ok"`); bad > fine {
		t.Error("what works comes first")
	}
	d.Feeds = nil
	if page := call(t, httpapi.New(d, httpapi.Config{}), "GET", "/", "").Body.String(); strings.Contains(page, `href="/feeds"`) {
		t.Error("without feeds there is a way to them")
	}
}

// hubs keep what they are told under the callback "known".
type hubs struct {
	lease time.Duration
	heard []string
}

func (h *hubs) Confirm(_ context.Context, callback string, query url.Values, lease time.Duration) error {
	if callback != "known" || query.Get("hub.mode") != "subscribe" {
		return news.Errorf(news.KindNotFound, "no")
	}
	h.lease = lease
	return nil
}

func (h *hubs) Told(_ context.Context, callback, signature string, body []byte) (bool, error) {
	if callback != "known" {
		return false, news.Errorf(news.KindNotFound, "no")
	}
	h.heard = append(h.heard, signature+" "+string(body))
	return signature != "", nil
}

func TestHubsAreAnsweredWhateverNameTheyKnowUsBy(t *testing.T) {
	h, d := &hubs{}, newNewsroom().deps()
	d.Hubs = h
	s := httpapi.New(d, httpapi.Config{})
	w := call(t, s, "GET", "/v1/websub/known?hub.mode=subscribe&hub.topic=t&hub.challenge=%3Cb%3E&hub.lease_seconds=3600", "", "Host", "byline.example")
	if w.Code != 200 || w.Body.String() != "<b>" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") || h.lease != time.Hour {
		t.Errorf("status %d, %q, lease %v", w.Code, w.Body, h.lease)
	}
	problemOn(t, call(t, s, "GET", "/v1/websub/known?hub.mode=unsubscribe", ""), 404)
	problemOn(t, call(t, s, "POST", "/v1/websub/other", "<rss/>"), 404)
	for _, signature := range []string{"sha256=00", ""} {
		if w := call(t, s, "POST", "/v1/websub/known", "<rss/>", "Host", "byline.example", "X-Hub-Signature", signature, "Content-Type", "application/xml"); w.Code != 202 {
			t.Errorf("status %d, %s", w.Code, w.Body)
		}
	}
	if !slices.Equal(h.heard, []string{"sha256=00 <rss/>", " <rss/>"}) {
		t.Errorf("%q", h.heard)
	}
}
