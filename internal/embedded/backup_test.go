package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/articledb"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

// exported is all that the index in dir keeps.
func exported(t *testing.T, dir string) ([]*news.Kept, error) {
	t.Helper()
	e, err := embedded.OpenExport(t.Context(), dir, embeddedtest.Options(indextest.Encoder(t)).Logger)
	if err != nil {
		t.Fatal(err)
	}
	return indextest.Exported(t, e)
}

func mustExport(t *testing.T, dir string) []*news.Kept {
	t.Helper()
	kept, err := exported(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func restoring(e *encode.Encoder, kept []*news.Kept) embedded.Restoring {
	return embedded.Restoring{Options: embeddedtest.Options(e), Kept: indextest.Yielding(kept, nil), Vectors: true, Hash: encode.Hash}
}

// lived is an index with articles, earlier versions, and articles that were
// deleted, one of them to come again.
func lived(t *testing.T, e *encode.Encoder) (dir string, want indextest.Reference) {
	t.Helper()
	dir = t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(e))
	want = indextest.Live(t, x, e)
	closeTest(t, x)
	return dir, want
}

// A restored index holds what the other one held: every version with its
// number, time and hash, and what was deleted. It is searched as that was.
func TestRestore(t *testing.T) {
	encoder := indextest.Encoder(t)
	from, want := lived(t, encoder)
	kept := mustExport(t, from)
	dir := filepath.Join(t.TempDir(), "new", "data")
	if err := embedded.Restore(t.Context(), dir, restoring(encoder, kept)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(kept, mustExport(t, dir)); d != "" {
		t.Errorf("-kept +restored:\n%s", d)
	}
	if left := entries(t, dir); !slices.Equal(left, []string{articledb.FileName, "lock", "segments"}) {
		t.Errorf("the folder holds %v", left)
	}
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	checkTest(t, x, encoder, want)

	// No revision number is given again, though its article was deleted before the backup.
	again := putTest(t, x, encoder, indextest.Article(9), indextest.Article(38), indextest.Revised(indextest.Article(5), 7))
	for i, want := range []int{5, 2, 5} {
		if got := again[i].Article.Revision; got != want {
			t.Errorf("%s is revision %d, want %d", again[i].Article.ID, got, want)
		}
	}
	// It is another line of changes: segments of the one are none of the other's.
	if a, b := historyOf(t, from), historyOf(t, dir); a == b {
		t.Errorf("both have the history %s", a)
	}
}

func historyOf(t *testing.T, dir string) string {
	t.Helper()
	db, err := articledb.Open(t.Context(), dir, articledb.ForReading, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() // only read
	h, err := db.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return h.String()
}

// entries are the names of what is in a folder, but for the small files that
// SQLite keeps beside a database that is open or was read.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	found, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range found {
		if !strings.HasSuffix(e.Name(), "-wal") && !strings.HasSuffix(e.Name(), "-shm") {
			names = append(names, e.Name())
		}
	}
	return names
}

// Vectors that cost money come with a backup and are used where they fit; where
// another embedder is configured, articles wait for new ones.
func TestRestoreVectors(t *testing.T) {
	encoder, embedder := newRemote(t)
	from := t.TempDir()
	x := embeddedtest.Open(t, from, embeddedtest.Options(encoder))
	records := putTest(t, x, encoder, indextest.Articles(6)...)
	for i := range records[:4] {
		bring(t, x, embedder, records[i].Article, &records[i])
	}
	closeTest(t, x)
	kept := mustExport(t, from)

	same := t.TempDir()
	if err := embedded.Restore(t.Context(), same, restoring(encoder, kept)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(kept, mustExport(t, same)); d != "" {
		t.Errorf("-kept +restored:\n%s", d)
	}
	x = embeddedtest.Open(t, same, embeddedtest.Options(encoder))
	checkPending(t, x, records[4].Article.ID, records[5].Article.ID)
	checkTest(t, x, encoder, records)

	other := t.TempDir()
	r := restoring(encoder, kept)
	r.Vectors = false
	if err := embedded.Restore(t.Context(), other, r); err != nil {
		t.Fatal(err)
	}
	st, err := embeddedtest.Open(t, other, embeddedtest.Options(encoder)).Stats(t.Context())
	if err != nil || st.Pending != len(records) {
		t.Errorf("%d articles wait for vectors, want %d: %v", st.Pending, len(records), err)
	}
}

// An index that is there stays as it is unless it may be replaced, and then it
// is kept; and only if all that is to come is good.
func TestRestoreOverAnIndex(t *testing.T) {
	encoder := indextest.Encoder(t)
	from, _ := lived(t, encoder)
	kept := mustExport(t, from)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	putTest(t, x, encoder, indextest.Article(77))
	if err := embedded.Restore(t.Context(), dir, restoring(encoder, kept)); news.KindOf(err) != news.KindConflict || !strings.Contains(err.Error(), "another byline process") {
		t.Errorf("while it is written: %v", err)
	}
	closeTest(t, x)
	old := mustExport(t, dir)
	unchanged := func(when string) {
		t.Helper()
		if d := cmp.Diff(old, mustExport(t, dir)); d != "" {
			t.Errorf("%s, it changed:\n%s", when, d)
		}
		if left := entries(t, dir); !slices.Equal(left, []string{articledb.FileName, "lock", "segments"}) {
			t.Errorf("%s, the folder holds %v", when, left)
		}
	}
	if err := embedded.Restore(t.Context(), dir, restoring(encoder, kept)); news.KindOf(err) != news.KindConflict || !strings.Contains(err.Error(), "--force") {
		t.Errorf("without leave to replace: %v", err)
	}
	unchanged("without leave to replace")

	torn := restoring(encoder, nil)
	torn.Replace = true
	torn.Kept = indextest.Yielding(kept[:10], errors.New("the file is torn"))
	if err := embedded.Restore(t.Context(), dir, torn); err == nil || !strings.Contains(err.Error(), "torn") {
		t.Errorf("half a backup: %v", err)
	}
	unchanged("after half a backup")
	cancelled, cancel := context.WithCancel(t.Context())
	stopped := restoring(encoder, kept)
	stopped.Replace, stopped.OnStored = true, func(int) { cancel() }
	if err := embedded.Restore(cancelled, dir, stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	unchanged("after an interruption")

	replace := restoring(encoder, kept)
	replace.Replace = true
	if err := embedded.Restore(t.Context(), dir, replace); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(kept, mustExport(t, dir)); d != "" {
		t.Errorf("-kept +restored:\n%s", d)
	}
	if d := cmp.Diff(old, mustExport(t, embedded.Replaced(dir))); d != "" {
		t.Errorf("what was replaced is not kept as it was:\n%s", d)
	}
	if err := embedded.Restore(t.Context(), dir, replace); news.KindOf(err) != news.KindConflict || !strings.Contains(err.Error(), embedded.Replaced(dir)) {
		t.Errorf("what was replaced is in the way: %v", err)
	}
}

// A restore that is cut short once the new index is whole is finished by
// whoever opens the index, at whichever step that was.
func TestRestoreIsFinished(t *testing.T) {
	encoder := indextest.Encoder(t)
	from, want := lived(t, encoder)
	kept := mustExport(t, from)
	for step := range 6 {
		t.Run(fmt.Sprint(step), func(t *testing.T) {
			dir := t.TempDir()
			x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
			putTest(t, x, encoder, indextest.Article(77))
			closeTest(t, x)
			old := mustExport(t, dir)
			if err := embedded.Restore(t.Context(), filepath.Join(dir, "restored"), restoring(encoder, kept)); err != nil {
				t.Fatal(err)
			}
			moves := [][3]string{
				{dir, embedded.Replaced(dir), articledb.FileName}, {dir, embedded.Replaced(dir), articledb.FileName + "-wal"}, {dir, embedded.Replaced(dir), "segments"},
				{filepath.Join(dir, "restored"), dir, "segments"}, {filepath.Join(dir, "restored"), dir, articledb.FileName},
			}
			for _, m := range moves[:step] {
				moveTest(t, m[0], m[1], m[2])
			}
			if there, err := embedded.Holds(dir); err != nil || !there {
				t.Errorf("there is no index: %v", err)
			}
			o := embeddedtest.Options(encoder)
			o.ReadOnly = step%2 == 0
			checkTest(t, embeddedtest.Open(t, dir, o), encoder, want)
			if d := cmp.Diff(old, mustExport(t, embedded.Replaced(dir))); d != "" {
				t.Errorf("what was replaced is not kept as it was:\n%s", d)
			}
		})
	}
}

// Damaged versions are named and left out, and their numbers are not given again.
func TestExportDamaged(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir, _ := lived(t, encoder)
	whole := mustExport(t, dir)
	current, earlier := indextest.Article(5).ID, indextest.Article(33).ID
	tamper(t, dir, `UPDATE articles SET stored = stored + 1 WHERE id = ?`, current)
	tamper(t, dir, `UPDATE revisions SET stored = stored + 1 WHERE id = ? AND revision = 2`, earlier)
	var want []*news.Kept
	for _, k := range whole {
		switch {
		case k.Article.ID == current && k.State == news.KeptCurrent:
			k = &news.Kept{State: news.KeptDeleted, Article: news.Article{ID: current, Revision: k.Article.Revision}}
		case k.Article.ID == earlier && k.Article.Revision == 2:
			continue
		}
		want = append(want, k)
	}
	got, err := exported(t, dir)
	var damaged *news.DamagedError
	if !errors.As(err, &damaged) {
		t.Fatalf("%v, want an error that names what is damaged", err)
	}
	slices.Sort(damaged.IDs)
	if !slices.Equal(damaged.IDs, []string{current, earlier}) {
		t.Errorf("damaged: %q", damaged.IDs)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +exported:\n%s", d)
	}
	restored := t.TempDir()
	if err := embedded.Restore(t.Context(), restored, restoring(encoder, got)); err != nil {
		t.Fatal(err)
	}
	x := embeddedtest.Open(t, restored, embeddedtest.Options(encoder))
	if r := putTest(t, x, encoder, indextest.Article(5))[0]; r.Article.Revision != 5 {
		t.Errorf("the lost article comes again as revision %d, want 5", r.Article.Revision)
	}
}

// moveTest moves what has a name from one folder to another, if it is there.
func moveTest(t *testing.T, from, to, name string) {
	t.Helper()
	if err := os.MkdirAll(to, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(from, name), filepath.Join(to, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}
