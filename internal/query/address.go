package query

import (
	"slices"
	"strings"

	"byline/internal/news"
)

// address is the test of the address of an article. One with its scheme is that of one
// article, whether or not that is encrypted and it ends in "/". One without is where addresses begin: those of
// a host and all below it, or of a folder of it.
func address(wanted string) test {
	if !strings.Contains(wanted, "://") {
		host, path := splitAddress(strings.Trim(wanted, "*"))
		return test{news.Bound{}, func(a *article) bool {
			h, p := splitAddress(a.URL)
			return a.URL != "" && (h == host || strings.HasSuffix(h, "."+host)) &&
				(p == path || strings.HasPrefix(p, path+"/") || path == "")
		}}
	}
	_, rest, _ := strings.Cut(strings.TrimRight(wanted, "/"), "://")
	same := []string{"https://" + rest, "https://" + rest + "/", "http://" + rest, "http://" + rest + "/"}
	bound := news.Bound{Kind: news.BoundAny}
	for _, url := range same {
		bound.Parts = append(bound.Parts, news.Bound{Kind: news.BoundURL, Value: url})
	}
	return test{bound, func(a *article) bool { return slices.Contains(same, a.URL) }}
}

// splitAddress returns the host of an address in small letters, without "www.", and the
// path with what follows, without "/" at its end.
func splitAddress(url string) (host, path string) {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	at := strings.IndexAny(url, "/?#")
	if at < 0 {
		at = len(url)
	}
	return strings.TrimPrefix(strings.ToLower(url[:at]), "www."), strings.TrimRight(url[at:], "/")
}
