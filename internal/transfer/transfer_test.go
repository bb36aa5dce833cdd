package transfer_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"byline/internal/backup"
	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/indextest"
	"byline/internal/news"
	"byline/internal/transfer"
)

// put stores articles one by one, so that each is a version of its own.
func put(t *testing.T, x *embedded.Index, e *encode.Encoder, articles ...news.Article) {
	t.Helper()
	for _, r := range indextest.Records(t, e, articles...) {
		if _, err := x.Put(t.Context(), []news.Record{r}); err != nil {
			t.Fatal(err)
		}
	}
}

// A copy that is cut short is taken up by the next, which copies the rest; what
// arrives in the end is what there was, earlier versions too.
func TestACopyGoesOnWhereItWas(t *testing.T) {
	encoder := indextest.Encoder(t)
	from, to := embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(encoder)), embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(encoder))
	const articles = 200 // more than one page
	put(t, from, encoder, indextest.Articles(articles)...)
	put(t, from, encoder, indextest.Revised(indextest.Article(3), 2), indextest.Revised(indextest.Article(3), 3))

	broken := errors.New("the embedder is away")
	var encoded atomic.Int64
	_, err := transfer.Copy(t.Context(), transfer.Copying{From: from, To: to, Encode: func(ctx context.Context, a *news.Article) (news.Record, error) {
		if encoded.Add(1) > 150 {
			return news.Record{}, broken
		}
		return encoder.Encode(ctx, a)
	}})
	if !errors.Is(err, broken) {
		t.Fatalf("error %v", err)
	}
	before, err := to.Stats(t.Context())
	if err != nil || before.Articles == 0 || before.Articles == articles {
		t.Fatalf("after half of a copy there are %d articles, error %v", before.Articles, err)
	}

	var seen int
	rest := transfer.Copying{From: from, To: to, Encode: encoder.Encode, OnProgress: func(done, _ int) { seen = done }}
	done, err := transfer.Copy(t.Context(), rest)
	if err != nil || done.Articles != articles-before.Articles || seen != articles {
		t.Errorf("%d copied of %d looked at, with %d there before; error %v", done.Articles, seen, before.Articles, err)
	}
	if done.From != done.To || done.To.Articles != articles || done.To.Revisions != 2 {
		t.Errorf("there were %v, there are %v", done.From, done.To)
	}
	if again, err := transfer.Copy(t.Context(), rest); err != nil || again.Articles != 0 {
		t.Errorf("%d copied again, error %v", again.Articles, err)
	}
}

func TestInventoriesTellOneWordOfOneArticle(t *testing.T) {
	encoder := indextest.Encoder(t)
	one, other := embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(encoder)), embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(encoder))
	article := indextest.Article(1)
	put(t, one, encoder, article)
	article.Body += " Indeed."
	put(t, other, encoder, article)
	a, errA := transfer.TakeInventory(t.Context(), one)
	b, errB := transfer.TakeInventory(t.Context(), other)
	if err := errors.Join(errA, errB); err != nil || a == b || a.Checksum() == b.Checksum() {
		t.Errorf("%v and %v, error %v", a, b, err)
	}
}

// written is a backup of an index of two articles with a file of keys beside it.
func written(t *testing.T, beside ...transfer.File) []byte {
	t.Helper()
	dir, encoder := t.TempDir(), indextest.Encoder(t)
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	put(t, x, encoder, indextest.Articles(2)...)
	keys := transfer.File{Name: "keys", Path: filepath.Join(dir, "keys.jsonl")}
	if err := os.WriteFile(keys.Path, []byte("a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := embedded.OpenExport(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var out bytes.Buffer
	counts, damaged, err := transfer.Export(t.Context(), &out, transfer.Exporting{
		From: e, Header: backup.Header{Index: "embedded"}, Files: append(beside, keys, transfer.File{Name: "feedback", Path: filepath.Join(dir, "none")}),
	})
	if err != nil || counts.Articles != 2 || len(damaged) > 0 {
		t.Fatalf("%+v, damaged %q, error %v", counts, damaged, err)
	}
	return out.Bytes()
}

// restore reads a backup as an index would, and puts its files where it is told.
func restore(t *testing.T, data []byte, files ...transfer.File) (articles int, err error) {
	t.Helper()
	r, err := backup.NewReader(bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	defer r.Close()
	err = transfer.Restore(t.Context(), r, files, func(in transfer.Incoming) error {
		for _, err := range in.Kept {
			if err != nil {
				return err
			}
			articles++
		}
		return in.Place()
	})
	return articles, err
}

func TestFilesComeBackOnlyWhereThereAreNone(t *testing.T) {
	data := written(t)
	for there, want := range map[string]string{"": "a key", "a newer key": "a newer key"} {
		keys := filepath.Join(t.TempDir(), "keys.jsonl")
		if there != "" {
			if err := os.WriteFile(keys, []byte(there), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		articles, err := restore(t, data, transfer.File{Name: "keys", Path: keys}, transfer.File{Name: "feedback", Path: keys + ".feedback"})
		got, read := os.ReadFile(keys)
		if err != nil || read != nil || articles != 2 || string(got) != want {
			t.Errorf("where there is %q: %d articles, %q comes back, errors %v, %v", there, articles, got, err, read)
		}
	}
}

// The files of a folder come back one by one, and nothing leads out of it.
func TestTheFilesOfAFolderComeBackWhereThereAreNone(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "feeds")
	for name, text := range map[string]string{"a.json": "harbour", "b.json": "council", "poll.lock": "", "c.tmp": "half"} {
		if err := os.WriteFile(filepath.Join(from, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(to, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(to, "b.json"), []byte("newer"), 0o600); err != nil {
		t.Fatal(err)
	}
	data := written(t, transfer.File{Name: "feeds", Path: from, Folder: true})
	if _, err := restore(t, data, transfer.File{Name: "keys", Path: filepath.Join(t.TempDir(), "keys")}, transfer.File{Name: "feeds", Path: to, Folder: true}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a.json": "harbour", "b.json": "newer"} {
		if got, err := os.ReadFile(filepath.Join(to, name)); err != nil || string(got) != want {
			t.Errorf("%s holds %q, error %v", name, got, err)
		}
	}
	if left, err := os.ReadDir(to); err != nil || len(left) != 2 {
		t.Errorf("%v are there, error %v", left, err)
	}
	for _, name := range []string{"feeds/../keys.json", "feeds/sub/a.json", "feeds/.json", "feeds/a.lock", "feeds/"} {
		var b bytes.Buffer
		w, err := backup.NewWriter(&b, backup.Header{Index: "embedded"})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.File(name, strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Close(nil); err != nil {
			t.Fatal(err)
		}
		if _, err := restore(t, b.Bytes(), transfer.File{Name: "feeds", Path: to, Folder: true}); news.KindOf(err) != news.KindInvalid {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestABackupThatIsCutShortLeavesNoFileBehind(t *testing.T) {
	data := written(t)
	dir := t.TempDir()
	if _, err := restore(t, data[:len(data)-20], transfer.File{Name: "keys", Path: filepath.Join(dir, "keys.jsonl")}); err == nil {
		t.Error("half a backup is restored")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v are left, error %v", left, err)
	}
}

func TestAFileOfAnotherVersionIsRefused(t *testing.T) {
	if _, err := restore(t, written(t)); news.KindOf(err) != news.KindInvalid {
		t.Errorf("error %v", err)
	}
}
