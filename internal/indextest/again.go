package indextest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"byline/internal/news"

	"golang.org/x/sync/errgroup"
)

// An article that comes again after it was deleted is a new one, but for its
// revision numbers: whoever still knows an old one must not find new words
// under it.
func testDeletedArticleSentAgain(t *testing.T, x *fixture) {
	a, other := Article(1), Article(2)
	x.put(a, other)
	x.put(Revised(a, 2))
	x.put(Revised(a, 3))
	if err := x.index.Delete(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if h, err := x.index.Hashes(t.Context(), []string{a.ID}); err != nil || len(h) != 0 {
		t.Errorf("hashes of a deleted article: %v, %v", h, err)
	}
	records := Records(t, x.encoder, Revised(a, 3)) // with the very words that it had
	results, err := x.index.Put(t.Context(), records)
	if err != nil || results[0].Status != news.PutCreated {
		t.Fatalf("sent again: %+v, error %v", results, err)
	}
	revision := records[0].Article.Revision
	if revision <= 3 {
		t.Errorf("it is revision %d, but 3 were used before", revision)
	}
	if got := x.statuses(Revised(a, 3)); got[0] != news.PutUnchanged {
		t.Errorf("sent once more, it is %s", got[0])
	}
	now, err := x.index.Article(t.Context(), a.ID)
	if err != nil || now.Revision != revision {
		t.Errorf("it is stored as revision %d, want %d, error %v", now.Revision, revision, err)
	}
	x.wantVersions(a.ID, map[int]string{revision: Revised(a, 3).Body}, revision+2)
	h, err := x.index.Hashes(t.Context(), []string{a.ID})
	if err != nil || h[a.ID] != records[0].Hash {
		t.Errorf("hashes: %v, %v", h, err)
	}
	st, err := x.index.Stats(t.Context())
	if err != nil || st.Articles != 2 || st.Revisions != 0 {
		t.Errorf("stats %+v, error %v; want 2 articles and no earlier revisions", st, err)
	}
	want := Reference{records[0], Records(t, x.encoder, other)[0]}
	want[1].Article.Revision = 1
	q := x.query(a.Headline, 100)
	q.Terms = news.QueryTerms{} // what was removed may count towards IDF for a while
	if s := want.Check(q, x.search(q)); s != "" {
		t.Error(s)
	}
}

// wantVersions compares the versions of an article that can be read, up to a
// revision, with the bodies that they should have.
func (x *fixture) wantVersions(id string, bodies map[int]string, upTo int) {
	x.t.Helper()
	var ask []news.Version
	for n := 1; n <= upTo; n++ {
		ask = append(ask, news.Version{ArticleID: id, Revision: n})
	}
	got, err := x.index.Versions(x.t.Context(), ask)
	if err != nil {
		x.t.Fatal(err)
	}
	for i, a := range got {
		if body, ok := bodies[i+1]; a.Body != body || ok != (a.ID != "") {
			x.t.Errorf("revision %d of %s reads %.40q, want %.40q", i+1, id, a.Body, body)
		}
	}
	revisions, err := x.index.Revisions(x.t.Context(), id)
	if len(bodies) == 0 {
		x.wantKind("revisions of nothing", err, news.KindNotFound)
		return
	}
	if err != nil || len(revisions) != len(bodies) {
		x.t.Errorf("%d revisions of %s are listed, want %d, error %v", len(revisions), id, len(bodies), err)
	}
	for _, r := range revisions {
		if bodies[r.Revision] != r.Body {
			x.t.Errorf("revision %d of %s is listed as %.40q", r.Revision, id, r.Body)
		}
	}
}

// Whatever is done to articles, in whatever order, no number stands for two texts.
func testDeletedAgainAndAgain(t *testing.T, x *fixture) {
	const articles, steps = 3, 80
	random := rand.New(rand.NewPCG(4, 4))
	kept := make([]map[int]string, articles) // bodies of the versions that are there
	last := make([]int, articles)            // the highest number that was ever used
	for step := range steps {
		i := random.IntN(articles)
		id := fmt.Sprintf("again-%d", i)
		if random.IntN(3) == 0 {
			err := x.index.Delete(t.Context(), id)
			if len(kept[i]) == 0 {
				x.wantKind("Delete of nothing", err, news.KindNotFound)
			} else if err != nil {
				t.Fatal(err)
			}
			kept[i] = nil
		} else {
			// Two versions at once, now and then, and the same words after each deletion.
			var versions []news.Article
			for n := range 1 + random.IntN(2) {
				versions = append(versions, news.Article{ID: id, Headline: "Again", Body: fmt.Sprintf("Again, after %d versions and %d more.", len(kept[i]), n)})
			}
			for _, r := range x.put(versions...) {
				if r.Article.Revision <= last[i] {
					t.Fatalf("step %d: %s is revision %d after %d", step, id, r.Article.Revision, last[i])
				}
				if last[i] = r.Article.Revision; kept[i] == nil {
					kept[i] = make(map[int]string)
				}
				kept[i][r.Article.Revision] = r.Article.Body
			}
		}
		x.wantVersions(id, kept[i], last[i]+1)
	}
	st, err := x.index.Stats(t.Context())
	want := news.Stats{}
	for _, versions := range kept {
		if len(versions) > 0 {
			want.Articles++
			want.Revisions += len(versions) - 1
		}
	}
	if err != nil || st.Articles != want.Articles || st.Revisions != want.Revisions {
		t.Errorf("%d articles and %d earlier revisions, error %v; want %d and %d", st.Articles, st.Revisions, err, want.Articles, want.Revisions)
	}
}

// While an article is deleted and sent again, shorter and longer, whoever
// searches reads the words that were found, or none.
func testNeverTheWordsOfAnother(t *testing.T, x *fixture) {
	x.put(Articles(20)...)
	q := x.query("inventory of nautical charts", 100)
	stop, cancel := context.WithCancel(t.Context())
	defer cancel()
	var group errgroup.Group
	for range 3 {
		group.Go(func() error {
			for stop.Err() == nil {
				if err := x.readFound(t.Context(), q); err != nil {
					return err
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer cancel()
		for version := range 25 {
			if _, err := x.index.Put(t.Context(), Records(t, x.encoder, numbered(version))); err != nil {
				return err
			}
			if err := x.index.Delete(t.Context(), "numbered"); err != nil {
				return err
			}
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

// readFound searches, reads what is found, and says where the words are others.
func (x *fixture) readFound(ctx context.Context, q news.IndexQuery) error {
	c, err := x.index.Candidates(ctx, q)
	if err != nil {
		return err
	}
	found := all(c)
	versions := make([]news.Version, len(found))
	for i, hit := range found {
		versions[i] = hit.Version
	}
	articles, err := x.index.Versions(ctx, versions)
	if err != nil {
		return err
	}
	for i, hit := range found {
		if a := &articles[i]; a.ID != "" {
			if _, ok := a.Cut(hit.Span, hit.Sum); !ok || hit.Sum == 0 {
				return fmt.Errorf("%v at %v with sum %x was found, but the words there are others", hit.Version, hit.Span, hit.Sum)
			}
		}
	}
	return nil
}
