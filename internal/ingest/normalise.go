package ingest

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"byline/internal/format/field"
	"byline/internal/news"
)

// normalise checks an article and fills in what can be told from the rest of
// it: its identity and its outlet.
func normalise(a *news.Article) error {
	a.Headline = strings.TrimSpace(a.Headline)
	a.Body = strings.TrimSpace(a.Body)
	if a.Headline == "" && a.Body == "" {
		return fmt.Errorf("it has neither a headline nor a text")
	}
	if err := checkBounds(a); err != nil {
		return err
	}
	if a.Body == "" {
		a.Body = a.Headline
	}
	if a.URL != "" {
		u, err := url.Parse(a.URL)
		if err != nil {
			return fmt.Errorf("url: %q is not a URL", a.URL)
		}
		if a.Source == "" {
			a.Source = strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
	if a.ID == "" {
		a.ID = identify(a)
	}
	return checkID(a.ID)
}

// IdentityOf returns the ID that an article gets which brings none, or its own.
func (*Ingester) IdentityOf(a news.Article) string {
	if a.ID == "" {
		return identify(&a)
	}
	return a.ID
}

// identify derives the ID of an article that brings none: from its URL or,
// without one, from its outlet, date and headline. The same article so gets
// the same ID however often it comes, and a changed text is a new revision.
func identify(a *news.Article) string {
	key := a.Source + "\n" + a.Published.UTC().Format("2006-01-02") + "\n" + strings.ToLower(a.Headline)
	if a.URL != "" {
		key = canonical(a.URL)
	}
	sum := sha256.Sum256([]byte(key))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

// canonical drops from a URL what does not change the page: the fragment,
// tracking parameters and the difference between http and https.
func canonical(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	field.WithoutTracking(u)
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + u.Query().Encode()
}

// maxSubjects bounds the memory of subjects.
const maxSubjects = 100_000

// subjects remembers the subjects seen, in lower case.
type subjects struct {
	mu   sync.RWMutex
	seen map[string]struct{}
}

func newSubjects() *subjects { return &subjects{seen: make(map[string]struct{})} }

func (s *subjects) known(subject string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.seen[subject]
	return ok
}

func (s *subjects) learn(list []string) {
	for _, subject := range list {
		subject = strings.ToLower(subject)
		if s.known(subject) {
			continue
		}
		s.mu.Lock()
		if len(s.seen) < maxSubjects {
			s.seen[subject] = struct{}{}
		}
		s.mu.Unlock()
	}
}
