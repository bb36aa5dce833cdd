package embedded_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/articledb"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/indextest"
	"byline/internal/news"
)

// logged are options of an index that logs into a buffer.
func logged(e *encode.Encoder) (embedded.Options, *bytes.Buffer) {
	var log bytes.Buffer
	o := embeddedtest.Options(e)
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	return o, &log
}

// copyFile copies a file of a folder.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A backup of the database is put back beside segments that were made after it:
// what it holds is found, what came later is gone, that is said, and what is
// stored from then on is found too, also after a crash.
func TestDatabaseOlderThanItsSegments(t *testing.T) {
	encoder := indextest.Encoder(t)
	for _, c := range []struct {
		name  string
		later func(number int) news.Article // what was stored after the backup
		then  func(number int) news.Article // what is stored after it was put back
	}{
		{"other articles", revised(0, 1), revised(40, 2)},
		{"the same articles", revised(0, 1), revised(0, 2)},
		{"the same articles in the same words", revised(0, 1), revised(0, 1)},
		{"new articles", revised(100, 1), revised(200, 2)},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			database, backup := filepath.Join(dir, articledb.FileName), filepath.Join(t.TempDir(), "backup")
			x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
			model := make(map[string]news.Record)
			put := func(into map[string]news.Record, article func(int) news.Article, n int) {
				t.Helper()
				articles := make([]news.Article, n)
				for i := range articles {
					articles[i] = article(i)
				}
				for _, r := range putTest(t, x, encoder, articles...) {
					into[r.Article.ID] = r
				}
			}
			put(model, indextest.Article, 80)
			closeTest(t, x)
			copyFile(t, database, backup)
			x = embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
			put(map[string]news.Record{}, c.later, 30)
			closeTest(t, x)
			copyFile(t, backup, database)

			o, log := logged(encoder)
			o.ReadOnly = true // a reader sees the same as the writer after it
			reader := embeddedtest.Open(t, dir, o)
			checkRanked(t, reader, recordsOf(model))
			closeTest(t, reader)
			o.ReadOnly = false
			x = embeddedtest.Open(t, dir, o)
			checkRanked(t, x, recordsOf(model))
			if n := strings.Count(log.String(), "the database is older than what searches use"); n != 2 {
				t.Errorf("it was said %d times that the database is older, want once by each of the two:\n%s", n, log)
			}
			put(model, c.then, 30)
			checkRanked(t, x, recordsOf(model))
			o, log = logged(encoder)
			checkRanked(t, embeddedtest.Open(t, crash(t, dir), o), recordsOf(model))
			if log.Len() > 0 {
				t.Errorf("after a crash there is something to say still:\n%s", log)
			}
		})
	}
}

func revised(from, version int) func(int) news.Article {
	return func(n int) news.Article { return indextest.Revised(indextest.Article(from+n), version) }
}

func recordsOf(model map[string]news.Record) indextest.Reference {
	out := make(indextest.Reference, 0, len(model))
	for _, r := range model {
		out = append(out, r)
	}
	return out
}

// crash returns a copy of a folder as it lies on disk while a writer has it open.
func crash(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// Segments of another index are not taken for this one's, even if they were
// put under the right names.
func TestSegmentsOfAnotherIndex(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir, other := t.TempDir(), t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(20)...)
	closeTest(t, x)
	y := embeddedtest.Open(t, other, embeddedtest.Options(encoder))
	putTest(t, y, encoder, indextest.Articles(60)[40:]...)
	closeTest(t, y)
	copyFile(t, filepath.Join(other, "segments", "000001.seg"), filepath.Join(dir, "segments", "000001.seg"))
	o, log := logged(encoder)
	x = embeddedtest.Open(t, dir, o)
	checkTest(t, x, encoder, want)
	if !strings.Contains(log.String(), "of another database") {
		t.Errorf("it is not said that the segment is another database's:\n%s", log)
	}
}

// Without its database an index is refused, not begun anew.
func TestSegmentsWithoutTheirDatabase(t *testing.T) {
	encoder := indextest.Encoder(t)
	for name, damage := range map[string]func(path string) error{
		"missing": os.Remove,
		"empty":   func(path string) error { return os.Truncate(path, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
			putTest(t, x, encoder, indextest.Articles(5)...)
			closeTest(t, x)
			if err := damage(filepath.Join(dir, articledb.FileName)); err != nil {
				t.Fatal(err)
			}
			for _, readOnly := range []bool{true, false, true} {
				o := embeddedtest.Options(encoder)
				o.ReadOnly = readOnly
				_, err := embedded.Open(t.Context(), dir, o)
				if news.KindOf(err) != news.KindConflict || !strings.Contains(err.Error(), articledb.FileName) || !strings.Contains(err.Error(), "byline restore") {
					t.Errorf("read-only %t: got %v, want an error of kind conflict that names the file and says what to do", readOnly, err)
				}
			}
			if found, _ := filepath.Glob(filepath.Join(dir, "segments", "*.seg")); len(found) != 1 {
				t.Errorf("the segments are gone: %v", found)
			}
		})
	}
}

// A revision number is never used twice, so that a search which found a version
// before it was deleted does not read the words of another.
func TestRevisionsAreNotUsedTwice(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	id := indextest.Article(1).ID
	last := 0
	for i := range 6 {
		var articles []news.Article
		for v := range 1 + i%3 {
			articles = append(articles, indextest.Revised(indextest.Article(1), 10*i+v))
		}
		for _, r := range putTest(t, x, encoder, articles...) {
			if r.Article.Revision <= last {
				t.Errorf("round %d: revision %d after %d", i, r.Article.Revision, last)
			}
			last = max(last, r.Article.Revision)
		}
		if err := x.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if i%2 == 1 {
			closeTest(t, x)
			x = embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
		}
	}
	gone, err := x.Versions(t.Context(), []news.Version{{ArticleID: id, Revision: 1}, {ArticleID: id, Revision: last}})
	if err != nil || gone[0].ID != "" || gone[1].ID != "" {
		t.Errorf("after the deletion there is still %v, %v", gone, err)
	}
}

// A process may be killed at any moment of its first start.
func TestKilledWhileTheDatabaseIsMade(t *testing.T) {
	encoder := indextest.Encoder(t)
	for i, statements := range [][]string{
		{},
		{`CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`},
		{`CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`, `CREATE TABLE articles (key INTEGER PRIMARY KEY, id TEXT)`},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			dir := t.TempDir()
			db, err := sql.Open("sqlite", filepath.Join(dir, articledb.FileName))
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range append([]string{`PRAGMA user_version`}, statements...) {
				if _, err := db.ExecContext(t.Context(), q); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
			want := putTest(t, x, encoder, indextest.Articles(3)...)
			checkTest(t, x, encoder, want)
		})
	}
}
