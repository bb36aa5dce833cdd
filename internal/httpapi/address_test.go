package httpapi_test

import (
	"strings"
	"testing"

	"byline/internal/httpapi"
)

func TestAnAddressIsTakenIn(t *testing.T) {
	n := newNewsroom()
	n.web = web{"https://harbour.example/strike": "Strike ends in Orsk Bay"}
	s := httpapi.New(n.deps(), httpapi.Config{})
	for body, want := range map[string]struct {
		status int
		text   string
	}{
		`{"url":" https://harbour.example/strike "}`:                    {200, `"status":"created"`},
		`{"url":"https://closed.example/"}`:                             {400, "closed to fetching"},
		`{"url":""}`:                                                    {400, "give the address of a page"},
		`{"url":"https://a.example/` + strings.Repeat("x", 2000) + `"}`: {400, "at most 2000"},
		`{"address":"https://harbour.example/strike"}`:                  {400, "address"},
	} {
		if w := call(t, s, "POST", "/v1/fetch", body); w.Code != want.status || !strings.Contains(w.Body.String(), want.text) {
			t.Errorf("%.60s: status %d: %s", body, w.Code, w.Body)
		}
	}
}

// Where no address is fetched, the answer says what to do, and the page does not offer it.
func TestAddressesCanBeSwitchedOff(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	w := call(t, s, "POST", "/v1/fetch", `{"url":"https://harbour.example/strike"}`)
	if w.Code != 403 || !strings.Contains(w.Body.String(), "save the page") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if page := call(t, s, "GET", "/add", "").Body.String(); strings.Contains(page, "address") {
		t.Errorf("the page is %s", page)
	}
}
