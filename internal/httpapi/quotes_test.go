package httpapi_test

import (
	"net/url"
	"strings"
	"testing"

	"byline/internal/api"
	"byline/internal/httpapi"
)

func TestWordsAreFoundWhereTheyWerePrinted(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	body := n.articles[0].Body
	words := body[:strings.IndexByte(body, '.')]
	got := decoded[api.QuoteResult](t, call(t, s, "POST", "/v1/quotes/find", `{"text":"`+words+`"}`), 200)
	if len(got.Printings) != 1 || !got.Printings[0].Exact || got.Printings[0].Quote != words || got.Printings[0].Article.Body != "" {
		t.Errorf("%+v", got)
	}
	got = decoded[api.QuoteResult](t, call(t, s, "POST", "/v1/quotes/find", `{"text":"nobody said this"}`), 200)
	if got.Printings == nil || len(got.Printings) != 0 {
		t.Errorf("%+v", got)
	}
	problemOn(t, call(t, s, "POST", "/v1/quotes/find", `{"text":" "}`), 400)
	problemOn(t, call(t, s, "POST", "/v1/quotes/find", `{"text":"`+strings.Repeat("a ", 2001)+`"}`), 400)
}

func TestQuotesTellWhoSaysWhat(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	a := n.articles[0]
	got := decoded[api.Sayings](t, call(t, s, "GET", "/v1/quotes?limit=5&article="+url.QueryEscape(a.ID)+"&speaker="+url.QueryEscape(a.Source), ""), 200)
	if len(got.Quotes) != 1 || !got.Quotes[0].Direct || got.Quotes[0].Speaker != a.Source || got.Quotes[0].Article.Body != "" || got.Articles != 1 {
		t.Errorf("%+v", got)
	}
	problemOn(t, call(t, s, "GET", "/v1/quotes?limit=0", ""), 400)
	if page := call(t, s, "GET", "/articles/"+url.PathEscape(a.ID), "").Body.String(); !strings.Contains(page, "Who says what: 1") {
		t.Errorf("%s", page)
	}
}
