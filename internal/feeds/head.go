package feeds

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"byline/internal/fetch"
)

// head is what the head of a page says of where its article is, as absolute addresses.
type head struct {
	canonical string // "": it does not say
	leads     string // where a browser goes on to within seconds; "": it stays
}

// headOf reads the head of a page.
func headOf(p fetch.Page) (h head) {
	const most = 256 << 10
	base, err := url.Parse(p.URL)
	if err != nil {
		return h
	}
	take := func(address string) string {
		to, err := base.Parse(strings.TrimSpace(address))
		if err != nil || to.Scheme != "http" && to.Scheme != "https" {
			return ""
		}
		return to.String()
	}
	unscripted := false // what is for browsers without scripts leads to lesser pages
	z := html.NewTokenizer(bytes.NewReader(beginning(p.Body, most)))
	for {
		kind := z.Next()
		token := z.Token()
		node := &html.Node{Attr: token.Attr}
		switch {
		case kind == html.ErrorToken, kind == html.StartTagToken && token.Data == "body":
			return h
		case token.Data == "noscript":
			unscripted = kind == html.StartTagToken
		case token.Data == "link" && strings.EqualFold(attribute(node, "rel"), "canonical") && h.canonical == "":
			h.canonical = take(attribute(node, "href"))
		case token.Data == "meta" && strings.EqualFold(attribute(node, "http-equiv"), "refresh") && !unscripted:
			if to := refresh(attribute(node, "content")); to != "" {
				h.leads = take(to)
			}
		}
	}
}

// refresh reads "0; url=/there"; a page that only loads itself again, or has
// time to be read first, leads nowhere.
func refresh(content string) string {
	const soon = 5 // seconds
	wait, to, _ := strings.Cut(content, ";")
	seconds, err := strconv.ParseFloat(strings.TrimSpace(wait), 64)
	name, address, named := strings.Cut(to, "=")
	if err != nil || seconds > soon || !named || !strings.EqualFold(strings.TrimSpace(name), "url") {
		return ""
	}
	return strings.Trim(strings.TrimSpace(address), `'"`)
}
