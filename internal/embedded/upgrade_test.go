package embedded_test

import (
	"database/sql"
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

// schema1 is what the first version of the schema had.
const schema1 = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, change INTEGER NOT NULL UNIQUE, revision INTEGER NOT NULL, hash BLOB NOT NULL,
    url TEXT NOT NULL, published INTEGER NOT NULL, stored INTEGER NOT NULL, pending INTEGER NOT NULL, fields TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX articles_by_url ON articles (url) WHERE url <> '';
CREATE INDEX articles_by_date ON articles (published, id);
CREATE INDEX articles_pending ON articles (change) WHERE pending;
CREATE TABLE revisions (id TEXT NOT NULL, revision INTEGER NOT NULL, stored INTEGER NOT NULL, fields TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id, revision)) WITHOUT ROWID;
CREATE TABLE vectors (id TEXT NOT NULL, revision INTEGER NOT NULL, vectors BLOB NOT NULL, PRIMARY KEY (id, revision)) WITHOUT ROWID;`

// downgrade turns the database of a closed index into one of the first schema.
func downgrade(t *testing.T, dir string) {
	t.Helper()
	path := filepath.Join(dir, articledb.FileName)
	old := path + ".1"
	db, err := sql.Open("sqlite", old)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // an attached database belongs to one connection
	for _, q := range []string{
		schema1,
		`ATTACH '` + path + `' AS new`,
		`INSERT INTO meta SELECT name, value FROM new.meta WHERE name <> 'history'`,
		`UPDATE meta SET value = '1' WHERE name = 'schema'`,
		`INSERT INTO articles SELECT key, id, change, revision, hash, url, published, stored, pending, fields, body FROM new.articles`,
		`INSERT INTO revisions SELECT id, revision, stored, fields, body FROM new.revisions`,
		`INSERT INTO vectors SELECT id, revision, vectors FROM new.vectors`,
	} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := os.Rename(old, path); err != nil {
		t.Fatal(err)
	}
}

// An index of the version before is brought up to date when it is opened for
// writing, with all that it holds. Until then a reader is told what to do.
func TestUpgrade(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(30)...)
	want[5] = putTest(t, x, encoder, indextest.Revised(indextest.Article(5), 1))[0]
	before, err := x.Revisions(t.Context(), want[5].Article.ID)
	if err != nil {
		t.Fatal(err)
	}
	closeTest(t, x)
	downgrade(t, dir)

	o := embeddedtest.Options(encoder)
	o.ReadOnly = true
	if _, err := embedded.Open(t.Context(), dir, o); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "open it for writing once") {
		t.Errorf("a reader got %v, want an error of kind invalid that says what to do", err)
	}
	for range 2 {
		x = embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
		checkTest(t, x, encoder, want)
		after, err := x.Revisions(t.Context(), want[5].Article.ID)
		if diff := cmp.Diff(before, after); err != nil || diff != "" {
			t.Errorf("revisions: %v (-before +after):\n%s", err, diff)
		}
		closeTest(t, x)
	}
}
