package field_test

import (
	"net/url"
	"testing"

	"byline/internal/format/field"
)

func TestAddressesLoseWhatTracksReaders(t *testing.T) {
	for address, want := range map[string]string{
		"https://oster.example/a?utm_source=x&UTM_Medium=y":    "https://oster.example/a",
		"https://oster.example/a?id=7&xtor=RSS-1":              "https://oster.example/a?id=7",
		"https://oster.example/a?b=2&a=1&mc_cid=9&empty=":      "https://oster.example/a?b=2&a=1&empty=",
		"https://oster.example/a?source=rss&partner=rss":       "https://oster.example/a",
		"https://oster.example/a?CMP=rss-feed#xtor=RSS-1":      "https://oster.example/a",
		"https://oster.example/a#ref=rss":                      "https://oster.example/a",
		"https://oster.example/a#post-12":                      "https://oster.example/a#post-12",
		"https://oster.example/?p=12&source=council&ref=9":     "https://oster.example/?p=12&source=council&ref=9",
		"https://oster.example/a?from=brask&feed=rss2&q=a%2Fb": "https://oster.example/a?from=brask&feed=rss2&q=a%2Fb",
		"https://oster.example/a?flag":                         "https://oster.example/a?flag",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		field.WithoutTracking(u)
		if u.String() != want {
			t.Errorf("%s: got %s, want %s", address, u, want)
		}
	}
}
