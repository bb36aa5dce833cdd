package qdrant

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"byline/internal/encode"
	"byline/internal/indextest"
	"byline/internal/news"
)

// check compares all that an index holds with what it should hold. The scores
// of keywords are left out: what was removed counts towards IDF for a while.
func check(t *testing.T, x *Index, e *encode.Encoder, want indextest.Reference) {
	t.Helper()
	for _, text := range []string{"measles outbreak in the hospital", "Who reopened the outer pier?", "This article was revised", want[0].Article.Headline} {
		q := indextest.Query(t, e, text, 2000)
		got, err := x.Candidates(t.Context(), q)
		if err != nil {
			t.Fatalf("Search: %v", err)
		}
		if diff := cmp.Diff(withTerms(want, q.Terms), places(got.PassageKeyword), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: passages by keyword (-want +got):\n%s", text, diff)
		}
		q.Terms, got.PassageKeyword, got.ArticleKeyword = news.QueryTerms{}, nil, nil
		if s := want.Check(q, got); s != "" {
			t.Errorf("%q: %s", text, s)
		}
	}
	passages := 0
	for i := range want {
		passages += len(want[i].Passages)
		a, err := x.Article(t.Context(), want[i].Article.ID)
		if err != nil || a.Body != want[i].Article.Body || a.Revision != want[i].Article.Revision {
			t.Errorf("%s: revision %d, error %v; want revision %d", want[i].Article.ID, a.Revision, err, want[i].Article.Revision)
		}
	}
	st, err := x.Stats(t.Context())
	if err != nil || st.Articles != len(want) || st.Passages != passages {
		t.Errorf("%d articles and %d passages, error %v; want %d and %d", st.Articles, st.Passages, err, len(want), passages)
	}
}

// place is where a candidate is.
type place struct {
	news.Version
	ordinal int
}

func places(list []news.Candidate) map[place]bool {
	out := make(map[place]bool)
	for _, c := range list {
		out[place{c.Version, c.Ordinal}] = true
	}
	return out
}

// withTerms are the passages that hold any of some terms.
func withTerms(records indextest.Reference, terms news.QueryTerms) map[place]bool {
	out := make(map[place]bool)
	for _, r := range records {
		for _, p := range r.Passages {
			for _, id := range terms.IDs {
				if _, ok := slices.BinarySearch(p.Terms.IDs, id); ok {
					out[place{news.Version{ArticleID: r.Article.ID, Revision: r.Article.Revision}, p.Ordinal}] = true
				}
			}
		}
	}
	return out
}

// Whichever call an ingest is cut short at, doing it again stores every
// article once and leaves nothing behind, whether or not the server did what
// the last call asked.
func TestAnInterruptedPutIsRepeated(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	g := newGate(t)
	died := status.Error(codes.Aborted, "the process died here")
	o := options(t, encoder)
	o.Addr = g.addr
	x := openTest(t, o)
	for _, reached := range []bool{false, true} {
		t.Run(fmt.Sprintf("request reached the server %v", reached), func(t *testing.T) {
			articles := indextest.Articles(12)
			for at := 1; ; at++ {
				empty(t, x)
				putTest(t, x, encoder, articles[:8]...)
				later := append(indextest.Articles(4), articles[8:]...) // four change, four are new
				for i := range 4 {
					later[i] = indextest.Revised(later[i], 2)
				}
				g.set(func(call int, _ string) fault {
					switch {
					case call == at && reached:
						return fault{after: died}
					case call >= at:
						return fault{before: died}
					}
					return fault{}
				})
				records := indextest.Records(t, encoder, later...)
				_, err := x.Put(t.Context(), records)
				g.set(nil)
				if err == nil {
					if at < 8 {
						t.Errorf("a Put takes %d calls; too few were tried", at-1)
					}
					return
				}
				again, err := Open(t.Context(), o) // another process
				if err != nil {
					t.Fatal(err)
				}
				records = putTest(t, again, encoder, later...)
				rest := indextest.Records(t, encoder, articles[4:8]...)
				for i := range rest {
					rest[i].Article.Revision = 1
				}
				check(t, again, encoder, append(records, rest...))
				again.Close()
				if t.Failed() {
					t.Fatalf("interrupted at call %d", at)
				}
			}
		})
	}
}

// empty removes all that an index holds.
func empty(t *testing.T, x *Index) {
	t.Helper()
	for _, collection := range []string{x.gen.articles, x.gen.passages, x.revisions()} {
		if err := x.remove(t.Context(), collection, must(below(1000))); err != nil {
			t.Fatal(err)
		}
	}
}

// Of several writers that store versions of the same articles at once, each
// gets revision numbers of its own, and the highest is what is found.
func TestWritersOfTheSameArticles(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	o := options(t, encoder)
	openTest(t, o)
	const writers, rounds = 4, 6
	texts := make([]map[int]string, 3) // of each article, by revision
	for i := range texts {
		texts[i] = make(map[int]string)
	}
	stored := make(chan news.Record, writers*rounds*len(texts))
	var group errgroup.Group
	for w := range writers {
		group.Go(func() error {
			x, err := Open(t.Context(), o)
			if err != nil {
				return err
			}
			defer x.Close()
			for round := range rounds {
				var articles []news.Article
				for i := range texts {
					articles = append(articles, ofLength(i, fmt.Sprintf("writer%d round%d", w, round), 1+rand.IntN(4)))
				}
				records := indextest.Records(t, encoder, articles...)
				if _, err := x.Put(t.Context(), records); err != nil {
					return err
				}
				for _, r := range records {
					stored <- r
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	close(stored)
	last := make(indextest.Reference, len(texts))
	for r := range stored {
		var i int
		fmt.Sscanf(r.Article.ID, "shared-%d", &i)
		if _, twice := texts[i][r.Article.Revision]; twice {
			t.Errorf("%s has two versions of number %d", r.Article.ID, r.Article.Revision)
		}
		texts[i][r.Article.Revision] = r.Article.Body
		if r.Article.Revision > last[i].Article.Revision {
			last[i] = r
		}
	}
	x, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	check(t, x, encoder, last)
	for i := range texts {
		revisions, err := x.Revisions(t.Context(), fmt.Sprintf("shared-%d", i))
		if err != nil || len(revisions) != writers*rounds {
			t.Errorf("%d revisions, error %v; want %d", len(revisions), err, writers*rounds)
		}
		for _, r := range revisions {
			if r.Body != texts[i][r.Revision] {
				t.Errorf("revision %d has another text than was acknowledged", r.Revision)
			}
		}
	}
}

// ofLength is a version of a shared article of about so many passages.
func ofLength(i int, mark string, passages int) news.Article {
	sentence := "Shelf of boxes, jars and nautical charts counted by " + mark + " near the harbour. "
	return news.Article{ID: fmt.Sprintf("shared-%d", i), Headline: "Stocktaking", Source: "Coastal Post", Body: strings.TrimSpace(strings.Repeat(sentence, 14*passages))}
}

// An article that is stored and deleted at once is either there, whole, or gone.
func TestPutAgainstDelete(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	o := options(t, encoder)
	x := openTest(t, o)
	texts := make(map[int]string) // by revision
	for round := range 15 {
		var group errgroup.Group
		var records []news.Record
		group.Go(func() error {
			for n := range 3 {
				records = indextest.Records(t, encoder, ofLength(0, fmt.Sprintf("round%d try%d", round, n), 1+n))
				if _, err := x.Put(t.Context(), records); err != nil {
					return err
				}
				a := records[0].Article
				if text, twice := texts[a.Revision]; twice && text != a.Body {
					return fmt.Errorf("revision %d stands for two texts", a.Revision)
				}
				texts[a.Revision] = a.Body
			}
			return nil
		})
		group.Go(func() error {
			for range 3 {
				if err := x.Delete(t.Context(), "shared-0"); err != nil && news.KindOf(err) != news.KindNotFound {
					return err
				}
			}
			return nil
		})
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Article(t.Context(), "shared-0"); err == nil {
			check(t, x, encoder, records)
			continue
		}
		if passages, err := x.count(t.Context(), x.gen.passages, nil); err != nil || passages != 0 {
			t.Errorf("%d passages of an article that is gone, error %v", passages, err)
		}
		if versions, err := x.count(t.Context(), x.revisions(), must(after(0))); err != nil || versions != 0 {
			t.Errorf("%d versions of an article that is gone, error %v", versions, err)
		}
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
}

// A Put that is cancelled says so, and not that Qdrant is away.
func TestCancelledCalls(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	g := newGate(t)
	o := options(t, encoder)
	o.Addr = g.addr
	x := openTest(t, o)
	ctx, cancel := context.WithCancel(t.Context())
	g.set(func(int, string) fault {
		cancel()
		return fault{before: status.Error(codes.Unavailable, "away")}
	})
	_, err := x.Put(ctx, indextest.Records(t, encoder, indextest.Article(1)))
	if status.Code(err) == codes.Unavailable || news.KindOf(err) != news.KindInternal || ctx.Err() == nil {
		t.Errorf("error %v, want the cancellation", err)
	}
	g.set(nil)
}

// Passages that a dead writer should have removed go when the next one opens the index.
func TestOpeningFinishesWhatWasCutShort(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	g := newGate(t)
	o := options(t, encoder)
	o.Addr = g.addr
	x := openTest(t, o)
	putTest(t, x, encoder, indextest.Articles(5)...)
	g.set(func(_ int, method string) fault {
		if strings.HasSuffix(method, "/Delete") {
			return fault{before: status.Error(codes.Aborted, "the process died here")}
		}
		return fault{}
	})
	records := indextest.Records(t, encoder, indextest.Revised(indextest.Article(2), 2))
	if _, err := x.Put(t.Context(), records); err == nil {
		t.Fatal("the Put was not cut short")
	}
	g.set(nil)
	var want indextest.Reference
	for i, r := range indextest.Records(t, encoder, indextest.Articles(5)...) {
		if r.Article.Revision = 1; i == 2 {
			r = records[0]
		}
		want = append(want, r)
	}
	q := indextest.Query(t, encoder, want[2].Article.Headline, 100) // of both revisions, only one is found
	if found, err := x.Candidates(t.Context(), q); err != nil || !cmp.Equal(places(found.PassageKeyword), withTerms(want, q.Terms)) {
		t.Errorf("before: %v, error %v", found.PassageKeyword, err)
	}
	y, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer y.Close()
	check(t, y, encoder, want)
}
