package access

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

// place is where a server has its articles and its keys.
type place struct {
	t          *testing.T
	data, keys string // folders
	inline     string
	required   bool
}

func newPlace(t *testing.T) *place {
	t.Helper()
	return &place{t: t, data: filepath.Join(t.TempDir(), "data"), keys: filepath.Join(t.TempDir(), "etc")}
}

func (p *place) file() string { return filepath.Join(p.keys, "keys.jsonl") }

func (p *place) start() (*Guard, error) {
	return Open(Sources{File: p.file(), Inline: p.inline, Marks: MarksIn(p.data, p.keys), Required: p.required}, time.Now, slog.New(slog.DiscardHandler))
}

func (p *place) makeKey() Key {
	p.t.Helper()
	k, _, err := New(Grant{Name: "desk", Scopes: []Scope{Read}}, time.Now())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := NewFile(p.file()).Add(p.t.Context(), k); err != nil {
		p.t.Fatal(err)
	}
	return k
}

func (p *place) remove(path string) {
	p.t.Helper()
	if err := os.RemoveAll(path); err != nil {
		p.t.Fatal(err)
	}
}

// opens reports whether a start gives a server that is open to everybody.
func (p *place) opens() bool {
	p.t.Helper()
	g, err := p.start()
	if err != nil && (news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "keys.jsonl") || !strings.Contains(err.Error(), "byline keys")) {
		p.t.Errorf("the error does not say what to do: %v", err)
	}
	return err == nil && !g.Required()
}

func TestAFileOfKeysThatIsLostOpensNoServer(t *testing.T) {
	for name, lose := range map[string]func(*place){
		"the file":             func(p *place) { p.remove(p.file()) },
		"with its folder":      func(p *place) { p.remove(p.keys) },
		"with the articles":    func(p *place) { p.remove(p.file()); p.remove(p.data) },
		"named wrongly":        func(p *place) { p.keys = filepath.Join(p.keys, "other") },
		"emptied":              func(p *place) { p.remove(p.file()); _ = os.WriteFile(p.file(), nil, 0o600) },
		"all keys are revoked": func(p *place) { _, _ = NewFile(p.file()).Revoke(p.t.Context(), "desk", time.Now()) },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			if !p.opens() {
				t.Fatal("without any keys ever, it did not start")
			}
			p.makeKey()
			if g, err := p.start(); err != nil || !g.Required() {
				t.Fatalf("with a key: %v", err)
			}
			lose(p)
			if p.opens() {
				t.Error("it opens")
			}
		})
	}
}

func TestKeysOfTheEnvironmentAreRememberedToo(t *testing.T) {
	p := newPlace(t)
	line, err := Record(p.makeKey())
	if err != nil {
		t.Fatal(err)
	}
	p.remove(p.file())
	p.inline = string(line)
	if _, err := p.start(); err != nil {
		t.Fatal(err)
	}
	if p.inline = ""; p.opens() {
		t.Error("it opens without them")
	}
}

func TestAKeyThatIsMadeWhileAServerRunsIsRemembered(t *testing.T) {
	p := newPlace(t)
	g, err := p.start()
	if err != nil {
		t.Fatal(err)
	}
	p.makeKey()
	if !g.Required() {
		t.Fatal("no key is needed")
	}
	p.remove(p.file())
	if p.opens() {
		t.Error("it opens")
	}
}

func TestAServerWithoutADiskCanBeToldThatItNeedsKeys(t *testing.T) {
	p := newPlace(t)
	if p.required = true; p.opens() {
		t.Error("it opens")
	}
}

func TestToDoWithoutKeysTakesADecision(t *testing.T) {
	p := newPlace(t)
	p.makeKey()
	if _, err := p.start(); err != nil {
		t.Fatal(err)
	}
	aside, err := NewFile(p.file()).Retire(t.Context())
	if err != nil || aside != p.file()+".off" {
		t.Fatalf("put aside as %q: %v", aside, err)
	}
	if p.opens() {
		t.Error("it opens while the marks are there")
	}
	if err := MarksIn(p.data, p.keys).Remove(); err != nil {
		t.Fatal(err)
	}
	if !p.opens() {
		t.Error("it does not open")
	}
	if aside, err := NewFile(p.file()).Retire(t.Context()); aside != "" || err != nil {
		t.Errorf("nothing was put aside as %q: %v", aside, err)
	}
}

func TestAFolderThatCannotBeWrittenKeepsNoServerFromStarting(t *testing.T) {
	p := newPlace(t)
	p.makeKey()
	if err := os.WriteFile(p.data, nil, 0o600); err != nil { // a file where the folder would be
		t.Fatal(err)
	}
	if _, err := p.start(); err != nil { // the mark beside the keys will do
		t.Error(err)
	}
}
