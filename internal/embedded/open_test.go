package embedded_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/embedded/segment"
	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

func TestSecondWriterIsRefused(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	_, err := embedded.Open(t.Context(), dir, embeddedtest.Options(encoder))
	if news.KindOf(err) != news.KindConflict || !strings.Contains(err.Error(), "another byline process is writing to it") || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v, want an error of kind conflict that names the directory and says what to do", err)
	}
	putTest(t, x, encoder, indextest.Article(1)) // the first is not disturbed
	closeTest(t, x)
	embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
}

// A reader opens beside the writer and sees what was stored by then, whether
// or not a file holds it.
func TestReaderBesideWriter(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(40)...)
	if err := x.Flush(); err != nil {
		t.Fatal(err)
	}
	want = append(want[1:], putTest(t, x, encoder, indextest.Revised(indextest.Article(0), 2), indextest.Article(50))...)

	o := embeddedtest.Options(encoder)
	o.ReadOnly = true
	reader := embeddedtest.Open(t, dir, o)
	checkRanked(t, reader, want)
	_, err := reader.Put(t.Context(), indextest.Records(t, encoder, indextest.Article(60)))
	if news.KindOf(err) != news.KindConflict {
		t.Errorf("Put into a reader: %v, want an error of kind conflict", err)
	}
	// The writer merges the files away under it.
	putTest(t, x, encoder, indextest.Articles(200)[60:]...)
	if err := x.Flush(); err != nil {
		t.Fatal(err)
	}
	checkRanked(t, reader, want)
	closeTest(t, reader)
	if _, err := x.Article(t.Context(), indextest.Article(61).ID); err != nil {
		t.Errorf("closing a reader disturbs the writer: %v", err)
	}
}

// checkRanked checks what is found by meaning, and by words which articles.
// Scores by words count replaced versions until these are merged away.
func checkRanked(tb testing.TB, x *embedded.Index, want indextest.Reference) {
	tb.Helper()
	encoder := indextest.Encoder(tb)
	for _, text := range []string{"measles outbreak in the hospital", "the captain missed a penalty"} {
		q := indextest.Query(tb, encoder, text, 30)
		words := news.IndexQuery{Terms: q.Terms, Limit: 100000}
		q.Terms = news.QueryTerms{}
		got, err := x.Candidates(tb.Context(), q)
		if err != nil {
			tb.Fatal(err)
		}
		if s := want.Check(q, got); s != "" {
			tb.Errorf("%q: %s", text, s)
		}
		if got, err = x.Candidates(tb.Context(), words); err != nil {
			tb.Fatal(err)
		}
		type place struct {
			news.Version
			Ordinal int
		}
		places := func(list []news.Candidate) map[place]bool {
			out := make(map[place]bool)
			for _, c := range list {
				out[place{c.Version, c.Ordinal}] = true
			}
			return out
		}
		fresh := freshTest(tb, want, words)
		if diff := cmp.Diff(places(fresh.PassageKeyword), places(got.PassageKeyword)); diff != "" {
			tb.Errorf("%q: passages by keyword (-want +got):\n%s", text, diff)
		}
		if diff := cmp.Diff(places(fresh.ArticleKeyword), places(got.ArticleKeyword)); diff != "" {
			tb.Errorf("%q: articles by keyword (-want +got):\n%s", text, diff)
		}
	}
}

// freshTest returns what an index finds that holds nothing but the given records.
func freshTest(tb testing.TB, records []news.Record, q news.IndexQuery) news.Candidates {
	tb.Helper()
	all := make([]segment.Record, len(records))
	for i := range records {
		all[i] = segment.Record{Record: &records[i], Change: uint64(i + 1)}
	}
	seg, err := segment.Build(all, segment.Stamp{Encoding: 1, Dim: dimOf(records)})
	if err != nil {
		tb.Fatal(err)
	}
	c, err := segment.Search(tb.Context(), []*segment.View{segment.NewView(seg, nil)}, q, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func dimOf(records []news.Record) int {
	for i := range records {
		if n := len(records[i].ArticleEncoding.Vector.Codes); n > 0 {
			return n
		}
	}
	return 0
}

func TestReopen(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(100)...)
	checkTest(t, x, encoder, want)
	before, err := x.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		closeTest(t, x)
		o := embeddedtest.Options(encoder)
		o.OnRebuild = func(done, total int) { t.Errorf("%d of %d articles are encoded again", done, total) }
		x = embeddedtest.Open(t, dir, o)
		checkTest(t, x, encoder, want)
		after, err := x.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		after.Bytes = before.Bytes
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("Stats (-before +after):\n%s", diff)
		}
	}
}

func TestClosed(t *testing.T) {
	encoder := indextest.Encoder(t)
	x := embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(encoder))
	closeTest(t, x)
	closeTest(t, x) // twice does no harm
	_, err := x.Put(t.Context(), indextest.Records(t, encoder, indextest.Article(1)))
	if news.KindOf(err) != news.KindUnavailable {
		t.Errorf("Put: %v, want an error of kind unavailable", err)
	}
	_, err = x.Candidates(t.Context(), indextest.Query(t, encoder, "pier", 10))
	if news.KindOf(err) != news.KindUnavailable {
		t.Errorf("Search: %v, want an error of kind unavailable", err)
	}
	if err := x.Flush(); news.KindOf(err) != news.KindUnavailable {
		t.Errorf("Flush: %v, want an error of kind unavailable", err)
	}
}

func TestReadOnlyNeedsAnIndex(t *testing.T) {
	o := embeddedtest.Options(indextest.Encoder(t))
	o.ReadOnly = true
	_, err := embedded.Open(t.Context(), filepath.Join(t.TempDir(), "none"), o)
	if news.KindOf(err) != news.KindNotFound || !strings.Contains(err.Error(), "byline ingest") {
		t.Errorf("got %v, want an error of kind not found that says how to make an index", err)
	}
}

func TestOtherEmbedderIsRefused(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(20)...)
	closeTest(t, x)

	o := embeddedtest.Options(encoder)
	o.Embedder = "another/1/256"
	for _, o.ReadOnly = range []bool{false, true} {
		_, err := embedded.Open(t.Context(), dir, o)
		if news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "another/1/256") || !strings.Contains(err.Error(), encoder.Identity().String()) {
			t.Errorf("got %v, want an error of kind invalid that names both embedders", err)
		}
	}
	closeTest(t, embeddedtest.Open(t, dir, embeddedtest.Options(encoder))) // nothing was harmed

	o.ReadOnly, o.Rebuild = false, true
	rebuilt := 0
	o.OnRebuild = func(done, _ int) { rebuilt = done }
	x = embeddedtest.Open(t, dir, o)
	checkTest(t, x, encoder, want)
	if rebuilt != 20 {
		t.Errorf("%d articles were encoded again, want 20", rebuilt)
	}
	closeTest(t, x)
	if _, err := embedded.Open(t.Context(), dir, embeddedtest.Options(encoder)); news.KindOf(err) != news.KindInvalid {
		t.Errorf("the first embedder after the change: %v, want an error of kind invalid", err)
	}
}

func TestOtherSchemaIsRefused(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	putTest(t, x, encoder, indextest.Articles(1)...)
	closeTest(t, x)
	db, err := sql.Open("sqlite", filepath.Join(dir, "articles.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `UPDATE meta SET value = '999' WHERE name = 'schema'`); err != nil {
		t.Fatal(err)
	}
	_, err = embedded.Open(t.Context(), dir, embeddedtest.Options(encoder))
	if news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "999") {
		t.Errorf("got %v, want an error of kind invalid that names the version", err)
	}
}

// Names with spaces and signs that mean something in a URL are only names.
func TestOddDirectory(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := filepath.Join(t.TempDir(), "my news? 100% #1")
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(3)...)
	closeTest(t, x)
	checkTest(t, embeddedtest.Open(t, dir, embeddedtest.Options(encoder)), encoder, want)
	if found, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "my news*", "articles.db")); err != nil || len(found) != 1 {
		t.Errorf("the database is not in %q: %v, %v", dir, found, err)
	}
}

func TestAnIndexKnowsItsEmbedder(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := embedded.Embedder(t.Context(), dir); news.KindOf(err) != news.KindNotFound {
		t.Errorf("without an index: %v, want an error of kind not found", err)
	}
	o := embeddedtest.Options(indextest.Encoder(t))
	x := embeddedtest.Open(t, dir, o)
	name, dim, err := embedded.Embedder(t.Context(), dir) // beside the writer
	if err != nil || name != o.Embedder || dim != o.Dim {
		t.Errorf("got %q with %d dimensions, error %v; want %q with %d", name, dim, err, o.Embedder, o.Dim)
	}
	closeTest(t, x)
}
