package api

import (
	"strings"

	"byline/internal/news"
)

// AddressBody asks for what is at an address of the web.
type AddressBody struct {
	URL     string `json:"url"`
	Restore bool   `json:"restore"` // bring back what was deleted
}

// MaxAddress is the longest address that is taken, in characters.
const MaxAddress = 2000

// Check says what is wrong with it. Whether it can be fetched, who fetches it says.
func (b AddressBody) Check() error {
	if strings.TrimSpace(b.URL) == "" {
		return news.InvalidField("url", "is empty; give the address of a page, as https://…")
	}
	return CheckLength("url", b.URL, MaxAddress)
}
