package access

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"byline/internal/news"
)

// Sources say where a Guard has its keys from. All of them count.
type Sources struct {
	File   string // a file of keys, which need not exist; looked at again whenever it changes
	Inline string // the text of such a file, from the environment; may be empty
	State  string // file in which the Guard remembers what is used; empty: nowhere

	Marks    Marks // where the Guard remembers that there have been keys
	Required bool  // there must be keys, whatever was before
}

// InlineName is what errors call keys that are in no file: the setting that holds them.
const InlineName = "keys.text"

// Guard knows the keys of a server and what they are used for. It is safe for
// concurrent use. A nil Guard has no keys and never will.
type Guard struct {
	sources Sources
	now     func() time.Time
	log     *slog.Logger

	mu       sync.Mutex
	inline   []Key
	seen     fs.FileInfo    // of the key file that keys are from; nil: there was none
	fault    string         // what is wrong with the key file, as it was logged
	keys     map[string]Key // by ID
	required bool           // there has been a key; never taken back
	usage    map[string]*usage
	sessions map[Hash]session
	changed  bool // usage or sessions, since they were saved
}

// Open reads the keys. A key file or text that cannot be understood in full is
// an error, for to go on would be to deny keys that are good, or to open the
// server to everybody. So is no key at all where there have been some.
func Open(sources Sources, now func() time.Time, log *slog.Logger) (*Guard, error) {
	g := &Guard{sources: sources, now: now, log: log, usage: map[string]*usage{}, sessions: map[Hash]session{}}
	if sources.Inline != "" {
		keys, err := parse(InlineName, []byte(sources.Inline))
		if err != nil {
			return nil, err
		}
		g.inline = keys
	}
	seen, err := stat(sources.File)
	if err != nil {
		return nil, fmt.Errorf("access: %w", err)
	}
	stored, err := NewFile(sources.File).Keys()
	if err != nil {
		return nil, err
	}
	if err := g.install(stored); err != nil {
		return nil, err
	}
	if len(g.keys) == 0 {
		if err := sources.mayBeWithout(); err != nil {
			return nil, err
		}
	}
	g.seen = seen
	g.restore()
	return g, nil
}

// mayBeWithout returns an error, which says what to do, unless a server may be without any keys.
func (s Sources) mayBeWithout() error {
	found, err := s.Marks.Found()
	switch {
	case err != nil:
		return err
	case s.Required:
		return news.Errorf(news.KindInvalid, "access: keys.required is set, and there are no API keys: neither in %s, which is not there, nor in %s; put the file back, or make a key with `byline keys create NAME`", s.File, InlineName)
	case found != "":
		return news.Errorf(news.KindInvalid, "access: there have been API keys (%s says so), but now there are none: %s is not there, and %s is not set; "+
			"put the file back, or make another key with `byline keys create NAME`; to do without keys, so that whoever reaches the server may read and delete everything, run `byline keys off`", found, s.File, InlineName)
	}
	return nil
}

// stat is os.Stat, with nil for a file that does not exist.
func stat(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // no file is a valid state
	}
	return info, err
}

// install makes stored, with those from the environment, the keys that count.
func (g *Guard) install(stored []Key) error {
	keys := map[string]Key{}
	for _, k := range slices.Concat(g.inline, stored) {
		if _, twice := keys[k.ID]; twice {
			return news.Errorf(news.KindInvalid, "access: the API key %s is both in %s and in %s", k.label(), InlineName, g.sources.File)
		}
		keys[k.ID] = k
	}
	g.keys = keys
	if len(keys) > 0 && !g.required {
		g.required = true
		if err := g.sources.Marks.Set(); err != nil {
			g.log.Warn("a start without keys would open this server to everybody who reaches it; set keys.required, so that it is refused", "error", err)
		}
	}
	return nil
}

// refresh reads the key file again if it is another than before. While it
// cannot be understood the keys before it count. With g.mu held.
func (g *Guard) refresh() {
	info, err := stat(g.sources.File)
	if err == nil {
		if sameFile(info, g.seen) {
			return
		}
		var stored []Key
		if stored, err = NewFile(g.sources.File).Keys(); err == nil {
			err = g.install(stored)
		}
		g.seen = info
	}
	fault := ""
	if err != nil {
		fault = err.Error()
	}
	switch {
	case fault == g.fault:
	case fault != "":
		g.log.Error("the file of API keys cannot be used; those that it held before count until it is mended", "error", fault)
	default:
		g.log.Info("the file of API keys can be used again", "keys", len(g.keys))
	}
	g.fault = fault
}

// sameFile reports whether a file is the one that was seen, as it was then. A
// file is replaced when it is changed, so that it is another even within the
// resolution of the clock of the file system.
func sameFile(info, seen fs.FileInfo) bool {
	if info == nil || seen == nil {
		return info == nil && seen == nil
	}
	return os.SameFile(info, seen) && info.ModTime().Equal(seen.ModTime()) && info.Size() == seen.Size()
}

// Required reports whether requests need a key: since there was one for the first time.
func (g *Guard) Required() bool {
	if g == nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refresh()
	return g.required
}

// Count returns how many keys are active now, and how many there are.
func (g *Guard) Count() (active, all int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refresh()
	for _, k := range g.keys {
		if k.State(g.now()) == Active {
			active++
		}
	}
	return active, len(g.keys)
}

// Authenticate returns the key that a token opens. What is no active key is a
// news.KindUnauthorized error that says why; only who holds the token is told that
// it is expired or revoked.
func (g *Guard) Authenticate(token string) (Key, error) {
	if token == "" {
		return Key{}, news.Errorf(news.KindUnauthorized, "an API key is needed; send it as \"Authorization: Bearer KEY\"")
	}
	id, err := idOf(token)
	if err != nil {
		return Key{}, err
	}
	hash := hashOf(token)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refresh()
	k := g.keys[id] // an unknown ID has the hash of nothing, and is compared all the same
	if !k.Hash.equal(hash) {
		return Key{}, news.Errorf(news.KindUnauthorized, "this API key is not known here")
	}
	return k, k.usable(g.now())
}

// Keys returns all keys, in the order in which they were made.
func (g *Guard) Keys() []Key {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refresh()
	keys := make([]Key, 0, len(g.keys))
	for _, k := range g.keys {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b Key) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
	return keys
}
