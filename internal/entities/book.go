package entities

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/gofrs/flock"

	"byline/internal/atomicfile"
	"byline/internal/news"
)

// mostDecisions is far more than anybody makes.
const mostDecisions = 100_000

// Book is what people decided about names, in a file: which stand for whom, and which
// for nobody. It keeps names as they were given, not their keys, so that it holds for
// an index that is made anew with other rules. Several processes may write the file;
// they take turns, and each sees what the others wrote. It is safe for concurrent use.
type Book struct {
	Names

	path string
	off  bool // no names are read
	log  *slog.Logger

	mu      sync.Mutex
	seen    fileState
	decided decided
}

// fileState tells whether a file was written since.
type fileState struct {
	modified time.Time
	size     int64
}

// decided is what a file says.
type decided struct {
	list   []news.EntityDecision
	naming map[news.EntityKind]news.EntityNaming
}

// record is a line of the file.
type record struct {
	Kind    news.EntityKind `json:"kind"`
	Name    string          `json:"name"`
	As      string          `json:"as,omitzero"`
	Removed bool            `json:"removed,omitzero"`
}

// OpenBook reads a file; none stands for no decisions. If names are off, there are none
// in any article. KindInvalid: the file is not such a file, and the error names the line.
func OpenBook(path string, off bool, log *slog.Logger) (*Book, error) {
	b := &Book{path: path, off: off, log: log}
	err := b.refresh()
	return b, err
}

// Entities returns whom and what an article names.
func (b *Book) Entities(a *news.Article) []news.Entity {
	if b.off {
		return nil
	}
	return b.Names.Entities(a)
}

// EntityNaming returns what was decided about the names of a kind.
func (b *Book) EntityNaming(kind news.EntityKind) news.EntityNaming {
	if b.off {
		return news.EntityNaming{Off: true, Version: "off"}
	}
	return b.current().naming[kind]
}

// Decisions returns what was decided about the names of a kind, the first first.
func (b *Book) Decisions(kind news.EntityKind) []news.EntityDecision {
	return slices.DeleteFunc(slices.Clone(b.current().list), func(d news.EntityDecision) bool { return d.Kind != kind })
}

// current is what the file says, or what it said while it could be read.
func (b *Book) current() decided {
	if err := b.refresh(); err != nil {
		b.log.Error("decisions about names cannot be read; those of before hold", "error", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.decided
}

// refresh reads the file if it was written since. A fault is told once.
func (b *Book) refresh() error {
	var now fileState
	switch info, err := os.Stat(b.path); {
	case err == nil:
		now = fileState{info.ModTime(), info.Size()}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("entities: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if now == b.seen {
		return nil
	}
	b.seen = now
	list, err := readDecisions(b.path)
	if err != nil {
		return err
	}
	b.decided = newDecided(list)
	return nil
}

// readDecisions reads a file of decisions; none stands for no decisions.
func readDecisions(path string) ([]news.EntityDecision, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("entities: %w", err)
	}
	return parseDecisions(path, text)
}

// parseDecisions reads a line of JSON for each decision; name is what errors call the text.
func parseDecisions(name string, text []byte) (list []news.EntityDecision, err error) {
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var r record
		if err := json.Unmarshal(line, &r, json.RejectUnknownMembers(true)); err != nil {
			return nil, news.Errorf(news.KindInvalid, "%s:%d: not a decision about a name: %w", name, number, err)
		}
		if !slices.Contains(news.EntityKinds(), r.Kind) || Key(r.Kind, r.Name) == "" || r.Removed == (Key(r.Kind, r.As) != "") {
			return nil, news.Errorf(news.KindInvalid, "%s:%d: a decision has a kind (person, organisation, place), a name, and either as or removed", name, number)
		}
		if list = append(list, news.EntityDecision{Kind: r.Kind, Name: r.Name, As: r.As}); len(list) > mostDecisions {
			return nil, news.Errorf(news.KindInvalid, "%s:%d: more than %d decisions about names", name, number, mostDecisions)
		}
	}
	return list, nil
}

// newDecided makes ready what decisions say.
func newDecided(list []news.EntityDecision) decided {
	d := decided{list: list, naming: map[news.EntityKind]news.EntityNaming{}}
	hash := fnv.New128a()
	for _, one := range list {
		n, ok := d.naming[one.Kind]
		if !ok {
			n = news.EntityNaming{Keys: map[string]string{}, Names: map[string]string{}}
			d.naming[one.Kind] = n
		}
		fmt.Fprintf(hash, "%q", one)
		as := ""
		if one.As != "" {
			as = Key(one.Kind, one.As)
			n.Names[as] = one.As
		}
		n.Keys[Key(one.Kind, one.Name)] = as
	}
	for kind, n := range d.naming {
		n.Version = hex.EncodeToString(hash.Sum(nil))
		d.naming[kind] = n
	}
	return d
}

// Decide changes what was decided about names, and returns all decisions of the kind.
// KindConflict: what they are to stand for stands for somebody else itself, or was
// removed. KindNotFound: nothing was decided that could be taken back.
func (b *Book) Decide(ctx context.Context, c news.EntityChange) (list []news.EntityDecision, err error) {
	if err := os.MkdirAll(filepath.Dir(b.path), 0o750); err != nil {
		return nil, fmt.Errorf("entities: %w", err)
	}
	lock := flock.New(b.path + ".lock")
	if _, err := lock.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return nil, fmt.Errorf("entities: locking %s: %w", b.path, err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	before, err := readDecisions(b.path)
	if err != nil {
		return nil, err
	}
	after, err := changed(before, c)
	if err != nil {
		return nil, err
	}
	if len(after) > mostDecisions {
		return nil, news.Errorf(news.KindConflict, "there are %d decisions about names already, which is the most; take some back", mostDecisions)
	}
	var text bytes.Buffer
	for _, d := range after {
		if err := json.MarshalWrite(&text, record{d.Kind, d.Name, d.As, d.As == ""}); err != nil {
			return nil, fmt.Errorf("entities: %w", err)
		}
		text.WriteByte('\n')
	}
	if err := atomicfile.WriteFile(b.path, text.Bytes()); err != nil {
		return nil, fmt.Errorf("entities: %w", err)
	}
	b.mu.Lock()
	b.decided, b.seen = newDecided(after), fileState{} // whatever others write at the same moment is read
	b.mu.Unlock()
	return b.Decisions(c.Kind), nil
}

// changed returns decisions after a change of them.
func changed(list []news.EntityDecision, c news.EntityChange) ([]news.EntityDecision, error) {
	as := Key(c.Kind, c.As)
	for _, d := range list {
		switch {
		case c.As == "" || d.Kind != c.Kind || Key(d.Kind, d.Name) != as || Key(d.Kind, d.As) == as:
		case d.As == "":
			return nil, news.Errorf(news.KindConflict, "%q was removed; split takes that back", c.As)
		default:
			return nil, news.Errorf(news.KindConflict, "%q stands for %q; name that, or split them first", c.As, d.As)
		}
	}
	for _, name := range c.Names {
		key, known := Key(c.Kind, name), false
		var kept []news.EntityDecision
		for _, d := range list {
			if d.Kind == c.Kind && Key(d.Kind, d.Name) == key {
				known = true
				continue
			}
			if to := Key(d.Kind, d.As); d.Kind == c.Kind && d.As != "" && (to == key || to == as) {
				if known = true; c.As == "" && !c.Remove {
					continue
				}
				d.As = c.As // what stands for the name goes with it
			}
			kept = append(kept, d)
		}
		if c.As != "" || c.Remove {
			kept = append(kept, news.EntityDecision{Kind: c.Kind, Name: name, As: c.As})
		} else if !known {
			return nil, news.Errorf(news.KindNotFound, "nothing was decided about the %s %q", c.Kind, name)
		}
		list = kept
	}
	return list, nil
}
