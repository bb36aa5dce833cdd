package indextest

import (
	"slices"
	"testing"

	"byline/internal/embed"
	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/notices"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Whoever opens an index again finds what it held, and goes on with its numbers.
func testReopen(t *testing.T, x *fixture) {
	records := Reference(x.put(Articles(30)...))
	x.reopen()
	for _, text := range queries()[:3] {
		q := x.query(text, 20)
		if s := records.Check(q, x.search(q)); s != "" {
			t.Errorf("%q: %s", text, s)
		}
	}
	gone := records[4].Article.ID
	if err := x.index.Delete(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	x.put(Revised(Article(7), 2))
	before, err := x.index.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x.reopen()
	after, err := x.index.Stats(t.Context())
	before.Bytes, after.Bytes = 0, 0
	if diff := same(before, after); diff != "" || err != nil {
		t.Errorf("error %v, counts (-before +after):\n%s", err, diff)
	}
	for _, c := range all(x.search(x.query(records[4].Article.Headline, 100))) {
		if c.ArticleID == gone {
			t.Errorf("a deleted article is found: %+v", c)
		}
	}
	if got := x.statuses(Article(1), Revised(Article(7), 2)); got[0] != news.PutUnchanged || got[1] != news.PutUnchanged {
		t.Errorf("what was stored before is %v", got)
	}
	if r := x.put(Article(4)); r[0].Article.Revision != 2 {
		t.Errorf("an article that was deleted as revision 1 comes back as revision %d", r[0].Article.Revision)
	}
}

// An index is ready from when it is opened to when it is closed. Whoever calls
// it then is told so.
func testReady(t *testing.T, x *fixture) {
	if err := x.index.Ready(t.Context()); err != nil {
		t.Errorf("an empty index is not ready: %v", err)
	}
	records := x.put(Articles(3)...)
	if err := x.index.Ready(t.Context()); err != nil {
		t.Errorf("it is not ready: %v", err)
	}
	q := x.query(queries()[0], 10)
	if err := x.index.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	if err := x.index.Close(); err != nil {
		t.Errorf("Close again: %v", err)
	}
	ctx, id := t.Context(), records[0].Article.ID
	version := []news.Version{{ArticleID: id, Revision: 1}}
	for name, call := range map[string]func(index.Index) error{
		"Put":          func(i index.Index) error { _, err := i.Put(ctx, records); return err },
		"Delete":       func(i index.Index) error { return i.Delete(ctx, id) },
		"Hashes":       func(i index.Index) error { _, err := i.Hashes(ctx, []string{id}); return err },
		"Decisions":    func(i index.Index) error { _, err := i.Decisions(ctx, []string{id}); return err },
		"Article":      func(i index.Index) error { _, err := i.Article(ctx, id); return err },
		"ArticleByURL": func(i index.Index) error { _, err := i.ArticleByURL(ctx, records[0].Article.URL); return err },
		"Versions":     func(i index.Index) error { _, err := i.Versions(ctx, version); return err },
		"Articles": func(i index.Index) error {
			_, _, err := i.Articles(ctx, news.Filter{}, news.Page{Limit: 1})
			return err
		},
		"Revisions":  func(i index.Index) error { _, err := i.Revisions(ctx, id); return err },
		"Sources":    func(i index.Index) error { _, err := i.Sources(ctx); return err },
		"NoticesOn":  func(i index.Index) error { _, err := i.NoticesOn(ctx, []string{"key"}); return err },
		"Subjects":   func(i index.Index) error { _, err := i.Subjects(ctx); return err },
		"Candidates": func(i index.Index) error { _, err := i.Candidates(ctx, q); return err },
		"Profiles":   func(i index.Index) error { _, err := i.Profiles(ctx, version); return err },
		"Pending":    func(i index.Index) error { _, err := i.Pending(ctx, 1); return err },
		"SetVectors": func(i index.Index) error { return i.SetVectors(ctx, records[0].Article, news.Vector{}, nil) },
		"Stats":      func(i index.Index) error { _, err := i.Stats(ctx); return err },
		"Flush":      func(i index.Index) error { return i.Flush() },
		"Ready":      func(i index.Index) error { return i.Ready(ctx) },
	} {
		x.wantKind(name, call(x.index), news.KindUnavailable)
	}
}

func testSources(t *testing.T, x *fixture) {
	articles := []news.Article{Article(1), Article(2), Article(3), Article(4)}
	for i, source := range []string{"Harbour Daily", "ÉCHO", "harbour daily", ""} {
		articles[i].Source = source
	}
	x.put(articles...)
	got, err := x.index.Sources(t.Context())
	if diff := cmp.Diff([]string{"harbour daily", "écho"}, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

// Articles that are notices on others are found by the keys of these, as long as they are.
func testNoticesOn(t *testing.T, x *fixture) {
	first, other, note := Article(1), Article(2), Article(3)
	note.Headline = "CORRECTED - " + first.Headline
	note.Notices = []news.Notice{{Kind: news.NoticeCorrection, Text: note.Headline}}
	x.put(first, other, note)
	on := func(articles ...news.Article) (ids []string) {
		t.Helper()
		var keys []string
		for i := range articles {
			keys = append(keys, notices.Keys(&articles[i])...)
		}
		found, err := x.index.NoticesOn(t.Context(), keys)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range found {
			ids = append(ids, v.ArticleID)
		}
		return ids
	}
	for range 2 {
		if got := on(other, first); !slices.Equal(got, []string{note.ID}) {
			t.Errorf("the notices on two articles are %q", got)
		}
		if got := on(other); got != nil {
			t.Errorf("the notices on what has none are %q", got)
		}
		x.reopen()
	}
	note.Headline, note.Notices = "Nothing was wrong with it", nil
	x.put(note)
	if got := on(first); got != nil {
		t.Errorf("when the notice says something else, there are %q", got)
	}
}

func testSubjects(t *testing.T, x *fixture) {
	articles := []news.Article{Article(1), Article(2), Article(3)}
	articles[0].Subjects = []string{"Harbour", "ÉCOLES"}
	articles[1].Subjects = []string{"harbour", "Wind"}
	articles[2].Subjects = nil
	x.put(articles...)
	got, err := x.index.Subjects(t.Context())
	if diff := cmp.Diff([]string{"harbour", "wind", "écoles"}, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

// pending returns the IDs of those that wait for vectors.
func (x *fixture) pending(limit int) []string {
	x.t.Helper()
	articles, err := x.index.Pending(x.t.Context(), limit)
	if err != nil {
		x.t.Fatal(err)
	}
	var ids []string
	for i := range articles {
		ids = append(ids, articles[i].ID)
	}
	return ids
}

// An article whose vectors come later is found by its words until they do, and
// afterwards by its meaning, too. It waits also for whoever opens the index again.
func testPending(t *testing.T, x *fixture) {
	records := Records(t, x.encoder, Articles(4)...)
	bare := Records(t, x.encoder, Articles(4)...)
	for i := range bare {
		bare[i].Pending = true
		bare[i].ArticleEncoding.Vector = news.Vector{}
		for j := range bare[i].Passages {
			bare[i].Passages[j].Vector = news.Vector{}
		}
	}
	if _, err := x.index.Put(t.Context(), bare); err != nil {
		t.Fatal(err)
	}
	id := func(i int) string { return records[i].Article.ID }
	x.wantPending(id(0), id(1), id(2), id(3))
	if diff := cmp.Diff([]string{id(0), id(1)}, x.pending(2)); diff != "" {
		t.Errorf("the first two (-want +got):\n%s", diff)
	}
	if c := x.search(x.query(records[0].Article.Headline, 10)); len(c.ArticleKeyword) == 0 || len(c.ArticleSemantic)+len(c.PassageSemantic) > 0 {
		t.Errorf("before its vectors, an article is found at %d places by words, %d by meaning", len(c.ArticleKeyword), len(c.ArticleSemantic))
	}
	x.setVectors(bare[0].Article, &records[0])
	x.wantPending(id(1), id(2), id(3))
	if c := x.search(x.query(records[0].Article.Headline, 10)); len(c.ArticleSemantic) != 1 || c.ArticleSemantic[0].ArticleID != id(0) {
		t.Errorf("with its vectors, an article is not found by meaning: %+v", c.ArticleSemantic)
	}
	got, err := x.index.Profiles(t.Context(), []news.Version{{ArticleID: id(0), Revision: 1}, {ArticleID: id(1), Revision: 1}})
	if err != nil || !near(embed.Dequantize(records[0].ArticleEncoding.Vector), got[0].Vector) || got[1].Vector != nil {
		t.Errorf("vectors of one that has them and one that waits: %v, error %v", got, err)
	}
	for i, p := range got {
		if p.Signature == "" || p.Signature != records[i].ArticleEncoding.Signature {
			t.Errorf("the signature of article %d, which needs no vectors, is %x, want %x", i, p.Signature, records[i].ArticleEncoding.Signature)
		}
	}
	// Vectors of a version that is superseded, or of what does not wait, change nothing.
	x.put(Revised(records[1].Article, 2))
	x.setVectors(bare[1].Article, &records[1])
	x.setVectors(bare[0].Article, &records[0])
	v := records[2].ArticleEncoding.Vector
	x.wantKind("vectors for no passage of an article that has some", x.index.SetVectors(t.Context(), bare[2].Article, v, nil), news.KindInvalid)
	short := make([]news.Vector, len(bare[2].Passages))
	for i := range short {
		short[i] = news.Vector{Scale: v.Scale, Codes: v.Codes[1:]}
	}
	x.wantKind("vectors that are too short", x.index.SetVectors(t.Context(), bare[2].Article, v, short), news.KindInvalid)
	x.wantPending(id(2), id(3))
}

// setVectors gives a version the vectors of a record.
func (x *fixture) setVectors(a news.Article, of *news.Record) {
	x.t.Helper()
	var passages []news.Vector
	for i := range of.Passages {
		passages = append(passages, of.Passages[i].Vector)
	}
	if err := x.index.SetVectors(x.t.Context(), a, of.ArticleEncoding.Vector, passages); err != nil {
		x.t.Fatalf("SetVectors: %v", err)
	}
}

// wantPending fails unless these wait for vectors, in this order.
func (x *fixture) wantPending(want ...string) {
	x.t.Helper()
	if diff := cmp.Diff(want, x.pending(10), cmpopts.EquateEmpty()); diff != "" {
		x.t.Errorf("pending (-want +got):\n%s", diff)
	}
	if st, err := x.index.Stats(x.t.Context()); err != nil || st.Pending != len(want) {
		x.t.Errorf("Stats tell of %d pending, error %v; want %d", st.Pending, err, len(want))
	}
}
