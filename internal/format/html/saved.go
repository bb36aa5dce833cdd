package html

import (
	"bytes"
	"regexp"

	"byline/internal/format/field"
)

// savedHead is how far into a page what saved it says where it is from, in bytes.
const savedHead = 16 << 10

// savedAddress is what browsers write ahead of a page that they save, "saved from
// url=(0031)https://…", where the number is the length, and what SingleFile writes.
var savedAddress = regexp.MustCompile(`(?i)<!--\s*(?:saved from url=\(\d+\)|page saved with singlefile\s+url:)\s*(\S+)`)

// savedFrom is the address that a saved page was saved from, "" if it does not say.
func savedFrom(page []byte) string {
	head := page[:min(len(page), savedHead)]
	m := savedAddress.FindSubmatch(head)
	if m == nil {
		return ""
	}
	address, _, _ := bytes.Cut(m[1], []byte("-->"))
	u, ok := field.URL(string(address))
	if !ok {
		return ""
	}
	return u
}

// savedDate is when a page was saved, as SingleFile writes below the address.
var savedDate = regexp.MustCompile(`(?i)<!--\s*page saved with singlefile\s+url:\s*\S+\s+saved date:\s*([^\n(]+)`)

// savedAt returns the clock that tells what "2 days ago" was on a page: when it was
// saved, if it says so, else c.
func savedAt(page []byte, c field.Clock) field.Clock {
	if m := savedDate.FindSubmatch(page[:min(len(page), savedHead)]); m != nil {
		if at, err := field.Time(string(bytes.TrimSpace(m[1])), c.Zone); err == nil {
			c.AsOf = at
		}
	}
	return c
}
