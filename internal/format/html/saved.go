package html

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"byline/internal/format/field"
)

// savedHead is how far into a page what saved it says where it is from, in bytes.
const savedHead = 16 << 10

// savedAddress is what browsers write ahead of a page that they save, "saved from
// url=(0031)https://…", where the number is the length, what SingleFile and HTTrack write,
// what the Wayback Machine tells its scripts, and the link that Firefox's reader view has
// above the headline.
var savedAddress = regexp.MustCompile(`(?i)<!--\s*(?:saved from url=\(\d+\)|page saved with singlefile\s+url:|mirrored from)\s*(\S+)` +
	`|__wm\.wombat\("([^"]+)"|class="(?:domain )?reader-domain"\s+href="([^"]+)"`)

// savedFrom is the address that a saved page was saved from, "" if it does not say.
func savedFrom(page []byte) string {
	head := page[:min(len(page), savedHead)]
	m := savedAddress.FindSubmatch(head)
	if m == nil {
		return ""
	}
	address, _, _ := bytes.Cut(slices.Concat(m[1:]...), []byte("-->"))
	if !bytes.Contains(address, []byte(":")) { // HTTrack leaves it out
		address = slices.Concat([]byte("https://"), address)
	}
	u, _ := field.URL(string(address))
	return u
}

// withoutArchive leaves out what an archive of the web says of its copy of a page in
// place of the page: its own name, and when the copy was made.
func (m *marks) withoutArchive() {
	archive := field.ArchiveOf(m.link)
	if archive == "" || !strings.EqualFold(m.first("og:site_name"), archive) {
		return
	}
	for _, name := range []string{"og:site_name", "og:url", "article:published_time", "article:modified_time"} {
		delete(m.meta, name)
	}
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
