package embedded_test

import (
	"database/sql"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/articledb"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

// tamper changes the database of a closed index behind its back.
func tamper(t *testing.T, dir, query string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, articledb.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// An article whose row is damaged is named and left out of everything; all
// others are there. Sending it again mends it.
func TestDamagedArticleIsLeftOut(t *testing.T) {
	encoder := indextest.Encoder(t)
	victim := indextest.Article(7)
	for name, query := range map[string]string{
		"body":     `UPDATE articles SET body = unhex(substr(hex(body), 1, 40) || '5A' || substr(hex(body), 43)) WHERE id = ?`,
		"headline": `UPDATE articles SET fields = replace(fields, '"headline":"', '"headline":"x') WHERE id = ?`,
		"revision": `UPDATE articles SET revision = 2 WHERE id = ?`,
		"stored":   `UPDATE articles SET stored = stored + 1 WHERE id = ?`,
		"hash":     `UPDATE articles SET hash = X'00112233445566778899aabbccddeeff' WHERE id = ?`,
		"no hash":  `UPDATE articles SET hash = X'' WHERE id = ?`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
			want := putTest(t, x, encoder, indextest.Articles(20)...)
			closeTest(t, x)
			tamper(t, dir, query, victim.ID)
			x = embeddedtest.Open(t, dir, embeddedtest.Options(encoder))

			var damaged *news.DamagedError
			if _, err := x.Article(t.Context(), victim.ID); !errors.As(err, &damaged) || !strings.Contains(err.Error(), victim.ID) {
				t.Errorf("Article: got %v, want an error that names the damaged article", err)
			}
			articles, _, err := x.Articles(t.Context(), news.Filter{}, news.Page{Limit: 100})
			if !errors.As(err, &damaged) || len(articles) != len(want)-1 {
				t.Errorf("Articles: got %d and %v, want %d and an error that names the damaged one", len(articles), err, len(want)-1)
			}
			versions := make([]news.Version, len(want))
			for i := range want {
				versions[i] = news.Version{ArticleID: want[i].Article.ID, Revision: 1}
			}
			articles, err = x.Versions(t.Context(), versions)
			if query != `UPDATE articles SET revision = 2 WHERE id = ?` && !errors.As(err, &damaged) {
				t.Errorf("Versions: got %v, want an error that names the damaged one", err)
			}
			for i, a := range articles {
				if want[i].Article.ID == victim.ID {
					want[i].Article = news.Article{}
				}
				if diff := cmp.Diff(want[i].Article, a); diff != "" {
					t.Errorf("Versions (-want +got):\n%s", diff)
				}
			}

			record := putTest(t, x, encoder, victim)[0]
			got, err := x.Article(t.Context(), victim.ID)
			if diff := cmp.Diff(record.Article, got); err != nil || diff != "" {
				t.Errorf("sent again: %v (-want +got):\n%s", err, diff)
			}
			if record.Article.Revision < 2 {
				t.Errorf("sent again it is revision %d, which was used before", record.Article.Revision)
			}
		})
	}
}

// Whatever bits rot in the database, an index tells nothing wrong: each article
// that it returns is one that was stored, and none is missing without a word.
func TestBitRot(t *testing.T) {
	encoder := indextest.Encoder(t)
	clean := t.TempDir()
	x := embeddedtest.Open(t, clean, embeddedtest.Options(encoder))
	stored := make(map[news.Version]news.Article)
	for _, articles := range [][]news.Article{indextest.Articles(60), {indextest.Revised(indextest.Article(3), 1), indextest.Revised(indextest.Article(4), 1)}} {
		for _, r := range putTest(t, x, encoder, articles...) {
			stored[news.Version{ArticleID: r.Article.ID, Revision: r.Article.Revision}] = r.Article
		}
	}
	closeTest(t, x)
	whole, err := os.ReadFile(filepath.Join(clean, articledb.FileName))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 1))
	refused := 0
	for range 150 {
		dir := crash(t, clean)
		rotten := append([]byte(nil), whole...)
		at := r.IntN(len(rotten))
		rotten[at] ^= 1 << r.IntN(8)
		if err := os.WriteFile(filepath.Join(dir, articledb.FileName), rotten, 0o600); err != nil {
			t.Fatal(err)
		}
		o, log := logged(encoder)
		x, err := embedded.Open(t.Context(), dir, o)
		if err != nil {
			refused++
			continue
		}
		found := 0
		for n := range 60 {
			id := indextest.Article(n).ID
			a, err := x.Article(t.Context(), id)
			var damaged *news.DamagedError
			switch want, ok := stored[news.Version{ArticleID: id, Revision: a.Revision}]; {
			case errors.As(err, &damaged):
			case news.KindOf(err) == news.KindNotFound:
				if !strings.Contains(log.String(), "level=WARN") && !strings.Contains(log.String(), "level=ERROR") {
					t.Errorf("byte %d: %s is gone without a word", at, id)
				}
			case err != nil:
				t.Errorf("byte %d: %s: %v", at, id, err)
			case !ok || !cmp.Equal(want, a):
				t.Errorf("byte %d: %s is another article: %s", at, id, cmp.Diff(want, a))
			default:
				found++
			}
		}
		if found < 40 {
			t.Logf("byte %d: only %d of 60 articles can be read", at, found)
		}
		if err := x.Close(); err != nil {
			t.Logf("byte %d: Close: %v", at, err)
		}
	}
	if refused > 15 {
		t.Errorf("%d of 150 damaged databases were refused", refused)
	}
}
