package articledb

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"byline/internal/news"
)

// damageError says that a stored version cannot be read back as it was written.
type damageError struct {
	id       string
	revision int
	reason   string
}

func (e *damageError) Error() string {
	if e.revision == 0 {
		return e.reason
	}
	return fmt.Sprintf("article %q, revision %d, is damaged: %s", e.id, e.revision, e.reason)
}

// damage remembers which articles are known to be damaged. Each is logged once.
type damage struct {
	log *slog.Logger

	mu  sync.Mutex
	ids map[string]bool
}

// note tells of a damaged article, the first time that it is met.
func (d *damage) note(id string, reason error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ids[id] {
		return
	}
	if d.ids == nil {
		d.ids = make(map[string]bool)
	}
	d.ids[id] = true
	d.log.Warn("an article is damaged on disk and is left out; send it again, or see what `byline repair` can bring back", "article", id, "reason", reason)
}

// known reports whether an article was found damaged.
func (d *damage) known(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ids[id]
}

// healed forgets an article: a new version of it was stored.
func (d *damage) healed(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.ids, id)
}

// IsDamage reports whether an error comes from damage on disk, so that other
// rows may well be readable.
func IsDamage(err error) bool {
	var row *damageError
	if errors.As(err, &row) {
		return true
	}
	switch sqliteCode(err) {
	case sqliteIOErr, sqliteCorrupt, sqliteNotADB:
		return true
	}
	return false
}

// The result codes of SQLite that are told apart here.
const (
	sqliteReadOnly = 8
	sqliteIOErr    = 10
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteNotADB   = 26
)

// sqliteCode returns the primary result code of an error, 0 if SQLite did not make it.
func sqliteCode(err error) int {
	var e interface{ Code() int }
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// NoteLost logs that an article should be there and is not. Each is logged once.
func (s *DB) NoteLost(id string) { s.damage.note(id, ErrLost) }

// Lost notes articles that should be there and returns a news.DamagedError that
// names them, nil if there are none.
func (s *DB) Lost(ids []string) error {
	left := leftOut{damage: &s.damage}
	for _, id := range ids {
		left.take(id, &damageError{id: id, reason: ErrLost.Error()})
	}
	return left.err()
}

// leftOut collects the articles that a call leaves out of its results.
type leftOut struct {
	damage *damage
	ids    []string
}

// take notes a damaged article and reports whether err was of that sort.
func (l *leftOut) take(id string, err error) bool {
	if !IsDamage(err) {
		return false
	}
	l.damage.note(id, err)
	if !slices.Contains(l.ids, id) {
		l.ids = append(l.ids, id)
	}
	return true
}

// err returns a news.DamagedError if anything was left out.
func (l *leftOut) err() error { return news.Damaged(l.ids) }

// ErrLost says what is wrong with an article that a segment has and the database
// has lost.
var ErrLost = errors.New("searches know of it, and the database has lost it")
