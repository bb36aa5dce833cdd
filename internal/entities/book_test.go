package entities_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/entities"
	"byline/internal/news"
)

func openBook(t *testing.T, path string) *entities.Book {
	t.Helper()
	b, err := entities.OpenBook(path, false, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func decide(t *testing.T, b *entities.Book, c news.EntityChange) {
	t.Helper()
	if _, err := b.Decide(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

// shown is how a person is called whom articles call so; "" nobody.
func shown(b *entities.Book, name string) string {
	n := b.EntityNaming(news.EntityPerson)
	key := n.As(entities.Key(news.EntityPerson, name))
	if as := n.Names[key]; as != "" {
		return as
	}
	return key
}

func TestNamesStandForWhomPeopleSay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "entities.jsonl")
	b, other := openBook(t, path), openBook(t, path)
	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"M. Lind", "Mara Lindqvist"}, As: "Mara Lind"})
	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"Dorvik"}, Remove: true})
	for name, want := range map[string]string{"Mara Lindqvist": "Mara Lind", "M. Lind": "Mara Lind", "Mara Lind": "Mara Lind", "Dorvik": "", "Otto Holm": entities.Key(news.EntityPerson, "Otto Holm")} {
		for _, of := range []*entities.Book{b, other, openBook(t, path)} {
			if got := shown(of, name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	}
	if n := b.EntityNaming(news.EntityPlace); n.As("dorvik") != "dorvik" || n.Version != "" {
		t.Errorf("a decision about a person is one about a place: %+v", n)
	}

	// Whoever is called otherwise takes along who stands for them.
	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"Mara Lind"}, As: "Mara Holm"})
	for _, name := range []string{"Mara Lindqvist", "Mara Lind", "Mara Holm"} {
		if got := shown(b, name); got != "Mara Holm" {
			t.Errorf("%s is %q", name, got)
		}
	}
	// A name may be the same but for its spelling.
	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"Mara Holm"}, As: "Mara HOLM"})
	if got := shown(b, "Mara Lindqvist"); got != "Mara HOLM" {
		t.Errorf("the other spelling is not taken: %q", got)
	}

	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"M. Lind", "Dorvik"}})
	if shown(b, "M. Lind") == "Mara HOLM" || shown(b, "Dorvik") == "" || shown(b, "Mara Lindqvist") != "Mara HOLM" {
		t.Error("what was taken back holds, or more was taken back")
	}
	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"Mara Holm"}})
	if d := b.Decisions(news.EntityPerson); len(d) != 0 {
		t.Errorf("left after all was taken back: %v", d)
	}
}

func TestWhoIsRemovedTakesAlongWhoStandsForThem(t *testing.T) {
	b := openBook(t, filepath.Join(t.TempDir(), "entities.jsonl"))
	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"Velm"}, As: "Port Velm"})
	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"Port Velm"}, Remove: true})
	if got := shown(b, "Velm"); got != "" {
		t.Errorf("shown as %q", got)
	}
}

func TestWhatCannotBeDecidedIsRefused(t *testing.T) {
	b := openBook(t, filepath.Join(t.TempDir(), "entities.jsonl"))
	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"Mara Lindqvist"}, As: "Mara Lind"})
	decide(t, b, news.EntityChange{Kind: news.EntityPerson, Names: []string{"Dorvik"}, Remove: true})
	before := b.Decisions(news.EntityPerson)
	for _, tt := range []struct {
		change news.EntityChange
		kind   news.Kind
		says   string
	}{
		{news.EntityChange{Names: []string{"Otto Holm"}, As: "Mara Lindqvist"}, news.KindConflict, `"Mara Lindqvist" stands for "Mara Lind"`},
		{news.EntityChange{Names: []string{"Otto Holm"}, As: "Dorvik"}, news.KindConflict, "was removed"},
		{news.EntityChange{Names: []string{"Otto Holm"}}, news.KindNotFound, `nothing was decided about the person "Otto Holm"`},
	} {
		tt.change.Kind = news.EntityPerson
		if _, err := b.Decide(t.Context(), tt.change); news.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%+v: %v", tt.change, err)
		}
	}
	if diff := cmp.Diff(before, b.Decisions(news.EntityPerson)); diff != "" {
		t.Errorf("changed nevertheless: %s", diff)
	}
}

func TestAFileThatIsNoneIsRefusedByLine(t *testing.T) {
	for _, text := range []string{`{"kind":"person"`, `{"kind":"person","name":"A B"}`, `{"kind":"ship","name":"A","as":"B"}`, `{"kind":"person","name":"A B","as":"C","removed":true}`, `{"kind":"person","name":" ","removed":true}`, `{"kind":"person","name":"A B","of":"C"}`} {
		path := filepath.Join(t.TempDir(), "entities.jsonl")
		good := `{"kind":"place","name":"Velm","removed":true}` + "\n\n"
		if err := os.WriteFile(path, []byte(good+text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := entities.OpenBook(path, false, nil); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), path+":3: ") {
			t.Errorf("%s: %v", text, err)
		}
		// What is wrong while a server runs leaves what was decided before.
		if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
			t.Fatal(err)
		}
		b := openBook(t, path)
		if err := os.WriteFile(path, []byte(good+text), 0o600); err != nil {
			t.Fatal(err)
		}
		if n := b.EntityNaming(news.EntityPlace); n.As("velm") != "" {
			t.Errorf("%s: forgot what was decided", text)
		}
	}
}

func TestNamesCanBeLeftUnread(t *testing.T) {
	b, err := entities.OpenBook(filepath.Join(t.TempDir(), "entities.jsonl"), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Entities(&news.Article{Language: "en", Body: "The mayor met Mara Lindqvist on Monday."}); got != nil {
		t.Errorf("read %v", got)
	}
	if n := b.EntityNaming(news.EntityPerson); n.As("mara") != "" {
		t.Error("a name that an index has from before is counted")
	}
}

func FuzzBook(f *testing.F) {
	f.Add(`{"kind":"person","name":"A B","as":"C"}` + "\n" + `{"kind":"place","name":"Velm","removed":true}`)
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "entities.jsonl")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := entities.OpenBook(path, false, nil)
		if err != nil {
			return
		}
		if err := decideAll(t, b); err != nil {
			t.Fatal(err)
		}
		if _, err := entities.OpenBook(path, false, nil); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
	})
}

// decideAll removes what each decision is about.
func decideAll(t *testing.T, b *entities.Book) error {
	for _, kind := range news.EntityKinds() {
		for _, d := range b.Decisions(kind) {
			if _, err := b.Decide(t.Context(), news.EntityChange{Kind: kind, Names: []string{d.Name}, Remove: true}); err != nil {
				return err
			}
		}
	}
	return nil
}
