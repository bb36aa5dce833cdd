package access

import (
	"crypto/rand"
	"time"

	"byline/internal/news"
)

const (
	// sessionLength is how long a person stays signed in, if the key lasts as long.
	sessionLength = 7 * 24 * time.Hour
	// maxSessions is how many there are of one key; the oldest give way.
	maxSessions = 200
)

// session lets a browser act with a key that it does not hold.
type session struct {
	Key     string    `json:"key"` // ID
	Expires time.Time `json:"expires"`
}

// Login is a session that has begun.
type Login struct {
	Key     Key
	Secret  string // what the browser shows from then on; kept nowhere else
	Expires time.Time
}

// SignIn starts a session for whoever has a key. The key's expiry and its
// revocation end it too.
func (g *Guard) SignIn(token string) (Login, error) {
	k, err := g.Authenticate(token)
	if err != nil {
		return Login{}, err
	}
	l := Login{Key: k, Secret: rand.Text() + rand.Text()}
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.dropSessions(k.ID, now)
	l.Expires = now.Add(sessionLength)
	if !k.Expires.IsZero() && k.Expires.Before(l.Expires) {
		l.Expires = k.Expires
	}
	g.sessions[hashOf(l.Secret)] = session{Key: k.ID, Expires: l.Expires}
	g.changed = true
	return l, nil
}

// dropSessions drops those that are over and, of a key that has too many, the oldest.
func (g *Guard) dropSessions(id string, now time.Time) {
	var oldest Hash
	of := 0
	for hash, s := range g.sessions {
		if !now.Before(s.Expires) {
			delete(g.sessions, hash)
			continue
		}
		if s.Key == id {
			if of == 0 || s.Expires.Before(g.sessions[oldest].Expires) {
				oldest = hash
			}
			of++
		}
	}
	if of >= maxSessions {
		delete(g.sessions, oldest)
	}
}

// Session returns the key of a session. One that is over is a news.KindUnauthorized error.
func (g *Guard) Session(secret string) (Key, error) {
	hash := hashOf(secret)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refresh()
	s, known := g.sessions[hash]
	k, kept := g.keys[s.Key]
	now := g.now()
	if !known || !kept || !now.Before(s.Expires) {
		return Key{}, news.Errorf(news.KindUnauthorized, "you are not signed in any more; sign in again")
	}
	return k, k.usable(now)
}

// SignOut ends a session.
func (g *Guard) SignOut(secret string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.sessions, hashOf(secret))
	g.changed = true
}
