package embedded_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/articledb"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

func repairTest(t *testing.T, dir string) embedded.Repaired {
	t.Helper()
	done, err := embedded.Repair(t.Context(), dir, embedded.RepairOptions{Logger: slog.New(slog.DiscardHandler), Progress: func(int, int) {}})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// verifyTest returns what Verify reports.
func verifyTest(t *testing.T, x *embedded.Index) []embedded.Fault {
	t.Helper()
	var found []embedded.Fault
	if err := x.Verify(t.Context(), func(f embedded.Fault) { found = append(found, f) }, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	return found
}

// twoVersions fills an index with thirty articles, of which the tenth has two versions.
func twoVersions(t *testing.T, encoder *encode.Encoder) (dir string, first, current []news.Record) {
	t.Helper()
	dir = t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	first = putTest(t, x, encoder, indextest.Articles(30)...)
	current = slices.Clone(first)
	current[10] = putTest(t, x, encoder, indextest.Revised(indextest.Article(10), 1))[0]
	closeTest(t, x)
	return dir, first, current
}

func TestRepairOfASoundIndexChangesNothing(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir, _, current := twoVersions(t, encoder)
	before, err := os.ReadFile(filepath.Join(dir, articledb.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if done := repairTest(t, dir); done.Old != "" || done.Articles != 30 || done.Revisions != 1 {
		t.Errorf("got %+v, want 30 articles, 1 earlier version and nothing kept", done)
	}
	after, err := os.ReadFile(filepath.Join(dir, articledb.FileName))
	if err != nil || !slices.Equal(before, after) {
		t.Errorf("the database was changed (%v)", err)
	}
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	checkTest(t, x, encoder, current)
	if found := verifyTest(t, x); len(found) > 0 {
		t.Errorf("Verify reports %v", found)
	}
}

// A damaged article goes back to its version before; one that has none is lost,
// and its revision numbers stay taken.
func TestRepairGoesBackToWhatIsWhole(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir, first, current := twoVersions(t, encoder)
	spoil := `UPDATE articles SET body = unhex(hex(substr(body, 1, 20)) || '5A' || hex(substr(body, 22))) WHERE id = ?`
	tamper(t, dir, spoil, current[10].Article.ID)
	tamper(t, dir, spoil, current[20].Article.ID)
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	const unreadable = "it cannot be read as it was written"
	want := []embedded.Fault{
		{Article: current[20].Article.ID, Revision: 1, Detail: unreadable}, {Article: current[10].Article.ID, Revision: 2, Detail: unreadable},
	}
	if diff := cmp.Diff(want, verifyTest(t, x)); diff != "" {
		t.Errorf("Verify (-want +got):\n%s", diff)
	}
	closeTest(t, x)

	rehearsed, err := embedded.Repair(t.Context(), dir, embedded.RepairOptions{DryRun: true, Logger: slog.New(slog.DiscardHandler), Progress: func(int, int) {}})
	if err != nil || rehearsed.Old != "" {
		t.Fatalf("a dry run: %+v, %v", rehearsed, err)
	}
	done := repairTest(t, dir)
	wanted := embedded.Repaired{
		Articles: 29, Wrong: true, Lost: []string{current[20].Article.ID}, Old: filepath.Join(dir, "articles.db.damaged"),
		Reverted: []news.Version{{ArticleID: current[10].Article.ID, Revision: 1}},
	}
	if diff := cmp.Diff(wanted, done); diff != "" {
		t.Errorf("Repair (-want +got):\n%s", diff)
	}
	rehearsed.Old = done.Old
	if diff := cmp.Diff(done, rehearsed); diff != "" {
		t.Errorf("a dry run tells something else (-run +rehearsed):\n%s", diff)
	}
	x = embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	whole := slices.Delete(slices.Clone(current), 20, 21)
	whole[10] = first[10]
	checkTest(t, x, encoder, whole)
	if found := verifyTest(t, x); len(found) > 0 {
		t.Errorf("Verify reports %v", found)
	}
	for _, i := range []int{10, 20} {
		if r := putTest(t, x, encoder, indextest.Revised(indextest.Article(i), 7))[0]; r.Article.Revision != current[i].Article.Revision+1 {
			t.Errorf("sent again %s is revision %d, want %d", r.Article.ID, r.Article.Revision, current[i].Article.Revision+1)
		}
	}
}

// Whatever bits rot, a repaired index holds only what was stored, nearly all of
// it, and is sound.
func TestRepairOfRottenPages(t *testing.T) {
	encoder := indextest.Encoder(t)
	clean, first, current := twoVersions(t, encoder)
	stored := make(map[string]news.Article)
	for _, r := range append(first, current...) {
		stored[fmt.Sprint(r.Article.ID, r.Article.Revision)] = r.Article
	}
	whole, err := os.ReadFile(filepath.Join(clean, articledb.FileName))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(8, 1))
	refused, lost := 0, 0
	for range 40 {
		dir := crash(t, clean)
		rotten := slices.Clone(whole)
		at := r.IntN(len(rotten))
		rotten[at] ^= 1 << r.IntN(8)
		if err := os.WriteFile(filepath.Join(dir, articledb.FileName), rotten, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := embedded.Repair(t.Context(), dir, embedded.RepairOptions{Logger: slog.New(slog.DiscardHandler), Progress: func(int, int) {}}); err != nil {
			refused++
			continue
		}
		x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
		articles, _, err := x.Articles(t.Context(), news.Filter{}, news.Page{Limit: 100})
		if err != nil {
			t.Errorf("byte %d: %v", at, err)
		}
		for _, a := range articles {
			if diff := cmp.Diff(stored[fmt.Sprint(a.ID, a.Revision)], a); diff != "" {
				t.Errorf("byte %d: another article than was stored (-want +got):\n%s", at, diff)
			}
		}
		lost += 30 - len(articles)
		if found := verifyTest(t, x); len(found) > 0 {
			t.Errorf("byte %d: Verify reports %v", at, found)
		}
		closeTest(t, x)
	}
	if refused > 4 || lost > 40 {
		t.Errorf("of 40 damaged databases %d could not be repaired, and %d articles were lost", refused, lost)
	}
	t.Logf("%d refused, %d articles lost", refused, lost)
}
