package httpapi_test

import (
	"strings"
	"testing"

	"byline/internal/api"
	"byline/internal/httpapi"
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
