package access

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/news"
)

// Key is what is kept of an API key. A line of a key file is one of these, as JSON.
type Key struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"` // what it is for, in the words of whoever made it
	Hash    Hash      `json:"hash"`
	Scopes  []Scope   `json:"scopes"`
	Rate    int       `json:"rate,omitzero"`  // requests a minute; 0: any number
	Quota   int       `json:"quota,omitzero"` // requests a day, by UTC; 0: any number
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"` // zero: never
	Revoked time.Time `json:"revoked,omitzero"` // zero: not
}

// Grant is what a new key is to be good for.
type Grant struct {
	Name    string
	Scopes  []Scope
	Rate    int
	Quota   int
	Expires time.Time
}

// New makes a key. The token is all that opens it, and is not kept anywhere.
func New(g Grant, now time.Time) (k Key, token string, err error) {
	id, token := newToken()
	k = Key{
		ID: id, Name: strings.TrimSpace(g.Name), Hash: hashOf(token), Scopes: g.Scopes, Rate: g.Rate, Quota: g.Quota,
		Created: now.UTC().Truncate(time.Second), Expires: g.Expires,
	}
	if !k.Expires.IsZero() {
		k.Expires = k.Expires.UTC().Truncate(time.Second)
		if !k.Expires.After(now) {
			return Key{}, "", news.InvalidField("expires", "%s is over already", k.Expires.Format(time.RFC3339))
		}
	}
	if err := k.check(); err != nil {
		return Key{}, "", err
	}
	return k, token, nil
}

// Has reports whether the key has a scope.
func (k Key) Has(s Scope) bool { return slices.Contains(k.Scopes, s) }

// State is whether a key can be used.
type State string

// The states.
const (
	Active  State = "active"
	Expired State = "expired"
	Revoked State = "revoked"
)

// State returns the state of the key at a time.
func (k Key) State(now time.Time) State {
	switch {
	case !k.Revoked.IsZero():
		return Revoked
	case !k.Expires.IsZero() && !now.Before(k.Expires):
		return Expired
	}
	return Active
}

// usable returns an error, for the holder of the key, unless it is active.
func (k Key) usable(now time.Time) error {
	switch k.State(now) {
	case Revoked:
		return news.Errorf(news.KindUnauthorized, "the API key %s was revoked on %s", k.label(), k.Revoked.Format(time.DateOnly))
	case Expired:
		return news.Errorf(news.KindUnauthorized, "the API key %s expired on %s", k.label(), k.Expires.Format(time.DateOnly))
	default:
		return nil
	}
}

// label names the key in messages.
func (k Key) label() string { return `"` + k.Name + `" (` + k.ID + ")" }

// The most that a key may have.
const (
	maxName  = 100 // characters
	maxCount = 1_000_000_000
)

func (k Key) check() error {
	switch {
	case !validID.MatchString(k.ID):
		return news.InvalidField("id", "%q is not 4 to 32 letters and digits", k.ID)
	case k.Name == "" || utf8.RuneCountInString(k.Name) > maxName || !utf8.ValidString(k.Name) ||
		strings.ContainsFunc(k.Name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }):
		return news.InvalidField("name", "must be 1 to %d printable characters", maxName)
	case k.Hash == Hash{}:
		return news.InvalidField("hash", "is missing")
	case k.Rate < 0 || k.Rate > maxCount:
		return news.InvalidField("rate", "must be from 0 to %d", maxCount)
	case k.Quota < 0 || k.Quota > maxCount:
		return news.InvalidField("quota", "must be from 0 to %d", maxCount)
	case k.Created.IsZero():
		return news.InvalidField("created", "is missing")
	}
	return checkScopes(k.Scopes)
}
