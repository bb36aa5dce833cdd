package feeds

import (
	"crypto/sha256"
	"encoding/base32"
	"maps"
	"slices"
	"strings"
	"time"

	"byline/internal/format/feed"
	"byline/internal/news"
)

// Memory is what is remembered of a source between two polls. The zero value
// remembers nothing.
type Memory struct {
	ETag         string            `json:"etag,omitempty"` // of the last document that was read to its end
	LastModified string            `json:"last_modified,omitempty"`
	Body         string            `json:"body,omitempty"`    // digest of that document, for servers that send the same again
	Whole        time.Time         `json:"whole,omitzero"`    // when it was last asked for whatever is known of it
	Schedule     feed.Schedule     `json:"schedule,omitzero"` // that the source wants
	MaxAge       time.Duration     `json:"max_age,omitzero"`  // by its Cache-Control
	Seen         map[string]Seen   `json:"seen,omitempty"`    // entries by their keys
	Listed       []string          `json:"listed,omitempty"`  // keys of the last document, in its order
	Arrivals     []time.Time       `json:"arrivals,omitempty"`
	Gains        []float64         `json:"gains,omitempty"`    // how many times as long pages were as what the feed had of them
	Children     map[string]string `json:"children,omitempty"` // sitemaps of an index, and when they were last modified
}

// Seen is an entry that was dealt with.
type Seen struct {
	ID      string    `json:"id"`               // of its article
	GUID    string    `json:"guid,omitempty"`   // digest
	Title   string    `json:"title,omitempty"`  // digest
	Text    string    `json:"text"`             // digest of all that tells that it has changed
	URL     string    `json:"url,omitempty"`    // of its page
	First   time.Time `json:"first"`            // when it was first seen
	Last    time.Time `json:"last"`             // when it was last listed
	Updated time.Time `json:"updated,omitzero"` // as the source has it
	Fetched time.Time `json:"fetched,omitzero"` // when its page was last had; zero: never
	Tries   int       `json:"tries,omitempty"`  // to have its page, that failed
	Gone    bool      `json:"gone,omitempty"`   // it was found to be withdrawn
}

// The bounds of a memory.
const (
	keptSeen     = 1000 // entries that are no longer listed
	keptArrivals = 20
	keptGains    = 5
)

// digest is short, and tells texts apart.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

// IDOf is the ID of a source that is added with an address.
func IDOf(address string) string { return digest(address)[:10] }

// forget drops the entries that were listed longest ago.
func (m *Memory) forget() {
	listed := make(map[string]bool, len(m.Listed))
	for _, key := range m.Listed {
		listed[key] = true
	}
	old := slices.DeleteFunc(slices.Collect(maps.Keys(m.Seen)), func(key string) bool { return listed[key] })
	if len(old) <= keptSeen {
		return
	}
	slices.SortFunc(old, func(a, b string) int { return m.Seen[b].Last.Compare(m.Seen[a].Last) })
	for _, key := range old[keptSeen:] {
		delete(m.Seen, key)
	}
}

// aliases are the keys of all entries by what else they are known by.
func (m *Memory) aliases() map[string]string {
	all := map[string]string{}
	for key, seen := range m.Seen {
		for _, alias := range aliasesOf(seen.GUID, seen.Title, seen.URL, seen.Text) {
			all[alias] = key
		}
	}
	return all
}

// doubt has the next poll ask for all of the document, whatever is known of it.
func (m *Memory) doubt() { m.ETag, m.LastModified, m.Body = "", "", "" }

// arrived notes when articles were published.
func (m *Memory) arrived(at time.Time) {
	m.Arrivals = append(m.Arrivals, at.UTC())
	slices.SortFunc(m.Arrivals, time.Time.Compare)
	m.Arrivals = m.Arrivals[max(0, len(m.Arrivals)-keptArrivals):]
}

// clone keeps what a failed poll has changed apart.
func (m *Memory) clone() Memory {
	c := *m
	c.Seen, c.Children = maps.Clone(m.Seen), maps.Clone(m.Children)
	if c.Seen == nil {
		c.Seen = map[string]Seen{}
	}
	if c.Children == nil {
		c.Children = map[string]string{}
	}
	c.Arrivals, c.Gains = slices.Clone(m.Arrivals), slices.Clone(m.Gains)
	return c
}

// ended reports whether a source is no longer to be asked.
func ended(f news.Feed) bool { return f.State == news.FeedEnded }
