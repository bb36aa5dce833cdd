package indextest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"byline/internal/index"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// same compares articles: an empty list is none, and times are instants.
func same(want, got any) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) }))
}

func testPut(t *testing.T, x *fixture) {
	a, b := Article(1), Article(2)
	steps := []struct {
		put  []news.Article
		want []news.PutStatus
	}{
		{[]news.Article{a, b}, []news.PutStatus{news.PutCreated, news.PutCreated}},
		{[]news.Article{a, b}, []news.PutStatus{news.PutUnchanged, news.PutUnchanged}},
		{[]news.Article{Revised(a, 2), b}, []news.PutStatus{news.PutUpdated, news.PutUnchanged}},
		{nil, nil},
		{[]news.Article{a}, []news.PutStatus{news.PutUpdated}}, // back to the first text: a third revision
	}
	for i, s := range steps {
		if diff := cmp.Diff(s.want, x.statuses(s.put...), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("step %d (-want +got):\n%s", i, diff)
		}
	}
	got, err := x.index.Article(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	a.Revision = 3
	if diff := same(a, got); diff != "" {
		t.Errorf("current version (-want +got):\n%s", diff)
	}
}

func testPutSeveralVersions(t *testing.T, x *fixture) {
	a := Article(1)
	records := Records(t, x.encoder, a, a, Article(2), Revised(a, 2), Revised(a, 3))
	results, err := x.index.Put(t.Context(), records)
	if err != nil {
		t.Fatal(err)
	}
	var got []news.PutStatus
	for _, r := range results {
		got = append(got, r.Status)
	}
	want := []news.PutStatus{news.PutCreated, news.PutUnchanged, news.PutCreated, news.PutUpdated, news.PutUpdated}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
	if n := records[4].Article.Revision; n != 3 {
		t.Errorf("the last record was given revision %d, want 3", n)
	}
	current, err := x.index.Article(t.Context(), a.ID)
	if err != nil || !strings.HasSuffix(current.Body, "3th time.") {
		t.Errorf("the last version is not the current one: %v, error %v", current, err)
	}
	if s := (Reference{records[4], records[2]}).Check(x.query(a.Headline, 100), x.search(x.query(a.Headline, 100))); s != "" {
		t.Errorf("superseded versions of the same call are found: %s", s)
	}
}

func testPutCancelled(t *testing.T, x *fixture) {
	x.put(Article(1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.index.Put(ctx, Records(t, x.encoder, Article(2))); !errors.Is(err, context.Canceled) {
		t.Errorf("Put: got %v, want context.Canceled", err)
	}
	_, err := x.index.Article(t.Context(), Article(2).ID)
	x.wantKind("Article", err, news.KindNotFound)
	x.put(Article(3)) // and it goes on
}

func testHashes(t *testing.T, x *fixture) {
	records := x.put(Articles(5)...)
	got, err := x.index.Hashes(t.Context(), []string{records[0].Article.ID, "unknown", records[3].Article.ID, records[3].Article.ID})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][16]byte{records[0].Article.ID: records[0].Hash, records[3].Article.ID: records[3].Hash}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, err := x.index.Hashes(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("hashes of none: %v, %v", got, err)
	}
}

func testArticle(t *testing.T, x *fixture) {
	full := news.Article{
		ID: "full / of ünusual % bytes", URL: "https://a.example/?q=%20#x", Source: "Ünited Press", Headline: "All fields",
		Authors: []string{"Ada Brenner", "Milo Fasst"}, Published: time.Date(2025, 3, 1, 23, 30, 0, 0, time.FixedZone("", 2*3600)),
		Updated: time.Date(2025, 3, 2, 1, 0, 0, 0, time.UTC), Section: "News", Subjects: []string{"Harbour", "Velmoor"}, Language: "en",
		Caption: "A pier.", Credit: "M. Fasst", Attribution: []string{"Coastal Post"}, Body: "One paragraph.\n\nAnother one, <b>with</b> signs & \u00a0spaces.",
	}
	bare := news.Article{ID: "bare", Headline: "No more than a headline"}
	x.put(full, bare, Article(1))
	full.Revision, bare.Revision = 1, 1
	for _, want := range []news.Article{full, bare} {
		got, err := x.index.Article(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := same(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.ID, diff)
		}
	}
	got, err := x.index.ArticleByURL(t.Context(), full.URL)
	if err != nil || got.ID != full.ID {
		t.Errorf("ArticleByURL: %q, %v", got.ID, err)
	}
	_, err = x.index.Article(t.Context(), "unknown")
	x.wantKind("unknown ID", err, news.KindNotFound)
	_, err = x.index.ArticleByURL(t.Context(), "https://unknown.example")
	x.wantKind("unknown URL", err, news.KindNotFound)
	_, err = x.index.ArticleByURL(t.Context(), "")
	x.wantKind("no URL", err, news.KindNotFound)
}

func testVersions(t *testing.T, x *fixture) {
	a, b := Article(1), Article(2)
	x.put(a, b)
	x.put(Revised(a, 2))
	want := []news.Article{Revised(a, 2), b, {}, a, {}, b}
	want[0].Revision, want[1].Revision, want[3].Revision, want[5].Revision = 2, 1, 1, 1
	got, err := x.index.Versions(t.Context(), []news.Version{
		{ArticleID: a.ID, Revision: 2}, {ArticleID: b.ID, Revision: 1}, {ArticleID: a.ID, Revision: 3},
		{ArticleID: a.ID, Revision: 1}, {ArticleID: "unknown", Revision: 1}, {ArticleID: b.ID, Revision: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := same(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := x.index.Delete(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	got, err = x.index.Versions(t.Context(), []news.Version{{ArticleID: a.ID, Revision: 2}, {ArticleID: a.ID, Revision: 1}})
	if err != nil || len(got) != 2 || got[0].ID != "" || got[1].ID != "" {
		t.Errorf("versions of a deleted article: %v, %v", got, err)
	}
	if got, err := x.index.Versions(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("no versions: %v, %v", got, err)
	}
}

func testRevisions(t *testing.T, x *fixture) {
	start := time.Now().Add(-2 * time.Second)
	a := Article(1)
	for _, v := range []news.Article{a, Revised(a, 2), Revised(a, 3)} {
		x.put(v, Article(9))
	}
	got, err := x.index.Revisions(t.Context(), a.ID)
	if err != nil || len(got) != 3 {
		t.Fatalf("%d revisions, error %v; want 3", len(got), err)
	}
	for i, want := range []news.Article{Revised(a, 3), Revised(a, 2), a} {
		want.Revision = 3 - i
		if diff := same(want, got[i].Article); diff != "" {
			t.Errorf("revision %d (-want +got):\n%s", want.Revision, diff)
		}
		if s := got[i].Stored; s.Before(start) || s.After(time.Now().Add(time.Second)) {
			t.Errorf("revision %d was stored at %v, but the test began at %v", want.Revision, s, start)
		}
	}
	_, err = x.index.Revisions(t.Context(), "unknown")
	x.wantKind("unknown ID", err, news.KindNotFound)
}

// testManyRevisions holds an index to how many versions it keeps: of one written anew
// again and again the newest, and the first.
func testManyRevisions(t *testing.T, x *fixture) {
	var versions []news.Article
	for n := range index.KeptRevisions + 5 {
		versions = append(versions, numbered(n+1))
	}
	x.put(versions...)
	for _, more := range []int{0, 1} {
		if more > 0 {
			x.put(numbered(len(versions) + 1))
		}
		got, err := x.index.Revisions(t.Context(), "numbered")
		if err != nil || len(got) != index.KeptRevisions+1 {
			t.Fatalf("%d revisions, error %v; want %d", len(got), err, index.KeptRevisions+1)
		}
		for i, r := range got {
			want := len(versions) + more - i
			if i == len(got)-1 {
				want = 1
			}
			if r.Article.Revision != want || r.Article.Body != numbered(want).Body {
				t.Errorf("revision %d in place %d, want %d", r.Article.Revision, i, want)
			}
		}
	}
}

func testDelete(t *testing.T, x *fixture) {
	a := Article(1)
	records := x.put(Article(0), a, Article(2))
	x.put(Revised(a, 2))
	if err := x.index.Delete(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	_, err := x.index.Article(t.Context(), a.ID)
	x.wantKind("Article", err, news.KindNotFound)
	_, err = x.index.ArticleByURL(t.Context(), a.URL)
	x.wantKind("ArticleByURL", err, news.KindNotFound)
	_, err = x.index.Revisions(t.Context(), a.ID)
	x.wantKind("Revisions", err, news.KindNotFound)
	x.wantKind("Delete again", x.index.Delete(t.Context(), a.ID), news.KindNotFound)
	if h, err := x.index.Hashes(t.Context(), []string{a.ID}); err != nil || len(h) != 0 {
		t.Errorf("hashes: %v, %v", h, err)
	}
	for _, c := range all(x.search(x.query(a.Headline+" "+records[0].Article.Headline, 100))) {
		if c.ArticleID == a.ID {
			t.Errorf("a deleted article is found: %+v", c)
		}
	}
	if got := x.statuses(a); got[0] != news.PutCreated {
		t.Errorf("after its deletion, an article is %s, want created", got[0])
	}
}

func testStats(t *testing.T, x *fixture) {
	st, err := x.index.Stats(t.Context())
	if err != nil || st.Articles != 0 || st.Passages != 0 || !st.Oldest.IsZero() || !st.Newest.IsZero() {
		t.Errorf("of an empty index: %+v, %v", st, err)
	}
	records := x.put(Articles(20)...) // number 16 has no date
	x.put(Revised(Article(3), 2), Revised(Article(4), 2))
	x.put(Revised(Article(3), 3))
	if err := x.index.Delete(t.Context(), Article(0).ID); err != nil {
		t.Fatal(err)
	}
	passages := 0
	for _, r := range append(records[1:3:3], records[5:]...) {
		passages += len(r.Passages)
	}
	for _, a := range []news.Article{Revised(Article(3), 3), Revised(Article(4), 2)} {
		passages += len(Records(t, x.encoder, a)[0].Passages)
	}
	st, err = x.index.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if st.Embedder == "" || st.Bytes <= 0 {
		t.Errorf("no embedder or no size: %+v", st)
	}
	st.Embedder, st.Bytes = "", 0
	want := news.Stats{Articles: 19, Passages: passages, Revisions: 3, Oldest: First.Add(every), Newest: First.Add(19 * every)}
	if diff := same(want, st); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// all returns the candidates of all four lists.
func all(c news.Candidates) []news.Candidate {
	var out []news.Candidate
	for _, l := range [][]news.Candidate{c.PassageKeyword, c.PassageSemantic, c.ArticleKeyword, c.ArticleSemantic} {
		out = append(out, l...)
	}
	return out
}

// Flusher is an index that writes what it has in memory when it is told to.
type Flusher interface {
	index.Index
	Flush() error
}

// Flushing is an index that does so after every Put.
type Flushing struct{ Flusher }

// Put stores records.
func (f Flushing) Put(ctx context.Context, records []news.Record) ([]news.PutResult, error) {
	results, err := f.Flusher.Put(ctx, records)
	if err == nil {
		err = f.Flush()
	}
	return results, err
}
