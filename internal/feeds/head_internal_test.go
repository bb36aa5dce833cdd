package feeds

import (
	"net/http"
	"testing"

	"byline/internal/fetch"
)

func TestHeadsSayWhereAnArticleIs(t *testing.T) {
	for text, want := range map[string]head{
		`<link rel="Canonical" href="/mill">`:                                                                   {canonical: "https://brask.example/mill"},
		`<meta http-equiv="Refresh" content="0; URL='there?a=1&amp;b=2'">`:                                      {leads: "https://brask.example/a/there?a=1&b=2"},
		`<meta http-equiv="refresh" content="900"><meta http-equiv="refresh" content="300;url=/again">`:         {},
		`<noscript><meta http-equiv="refresh" content="0;url=/plain"></noscript><link rel=canonical href="/m">`: {canonical: "https://brask.example/m"},
		`<meta http-equiv="refresh" content="0;url=javascript:alert(1)">`:                                       {},
		`<meta http-equiv="refresh" content="0;url=file:///etc/passwd">`:                                        {},
		`<body><link rel="canonical" href="/of/the/body">`:                                                      {},
	} {
		if got := headOf(fetch.Page{URL: "https://brask.example/a/b", Body: []byte("<!DOCTYPE html><html><head>" + text)}); got != want {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
}

func TestHubsAreAnnouncedInHeaders(t *testing.T) {
	for _, headers := range []http.Header{
		{"Link": {`<https://hub.example/?a=1,2>; rel="hub", <https://brask.example/feed>; title="a, b"; rel="self"`}},
		{"Link": {`<https://x.example/>; rel=preconnect`, `<https://hub.example/?a=1,2>; rel=hub`, `<https://brask.example/feed>; rel="alternate self"`}},
	} {
		if hub, self := announced(headers); hub != "https://hub.example/?a=1,2" || self != "https://brask.example/feed" {
			t.Errorf("%v: got %q, %q", headers, hub, self)
		}
	}
	if hub, self := announced(http.Header{"Link": {`</relative>; rel="hub", <ftp://x.example>; rel=hub, <https://x.example/>`}}); hub+self != "" {
		t.Errorf("got %q, %q", hub, self)
	}
}
