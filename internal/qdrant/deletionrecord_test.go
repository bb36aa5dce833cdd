package qdrant

import (
	"fmt"
	"testing"

	api "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"byline/internal/indextest"
	"byline/internal/news"
)

// Whichever call a Delete is cut short at, doing it again removes the article,
// and no number that it had is used again.
func TestAnInterruptedDeleteIsRepeated(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	g := newGate(t)
	died := status.Error(codes.Aborted, "the process died here")
	o := options(t, encoder)
	o.Addr = g.addr
	x := openTest(t, o)
	last := 0
	for _, reached := range []bool{false, true} {
		for at := 1; ; at++ {
			for version := range 2 {
				last = putTest(t, x, encoder, ofLength(0, fmt.Sprint("version", version), 1))[0].Article.Revision
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
			first := x.Delete(t.Context(), "shared-0")
			g.set(nil)
			if err := x.Delete(t.Context(), "shared-0"); err != nil && news.KindOf(err) != news.KindNotFound || first == nil && err == nil {
				t.Fatalf("interrupted at call %d, then again: %v", at, err)
			}
			for name, collection := range map[string]string{"articles": x.gen.articles, "passages": x.gen.passages, "versions": x.revisions()} {
				if n, err := x.count(t.Context(), collection, must(after(0))); err != nil || n != 0 {
					t.Fatalf("interrupted at call %d, %d %s are left, error %v", at, n, name, err)
				}
			}
			again := putTest(t, x, encoder, ofLength(0, "again", 2))
			if n := again[0].Article.Revision; n <= last {
				t.Fatalf("interrupted at call %d, revision %d comes after %d", at, n, last)
			}
			check(t, x, encoder, again)
			if err := x.Delete(t.Context(), "shared-0"); err != nil {
				t.Fatal(err)
			}
			if first == nil {
				break
			}
		}
	}
}

// A writer may have looked for a free number long before others used and
// deleted it. Whenever they do that, the number is not used again.
func TestAWriterThatLookedBeforeADeletion(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	g := newGate(t)
	o := options(t, encoder)
	others := openTest(t, o)
	o.Addr = g.addr
	slow := openTest(t, o)
	for at, ended := 1, false; !ended; at++ {
		id := fmt.Sprintf("shared-%d", at)
		ended = true
		used := map[int]string{}
		g.set(func(call int, _ string) fault {
			if call != at {
				return fault{}
			}
			ended = false
			for version := range 3 {
				r := putTest(t, others, encoder, ofLength(at, fmt.Sprint("other", version), 1))[0]
				used[r.Article.Revision] = r.Article.Body
			}
			if err := others.Delete(t.Context(), id); err != nil {
				t.Error(err)
			}
			return fault{}
		})
		mine := putTest(t, slow, encoder, ofLength(at, "slow", 2))[0].Article
		g.set(nil)
		if body, twice := used[mine.Revision]; twice && body != mine.Body {
			t.Errorf("before call %d: revision %d stands for two texts", at, mine.Revision)
		}
		for n := 1; n <= mine.Revision+3; n++ {
			a, err := others.Versions(t.Context(), []news.Version{{ArticleID: id, Revision: n}})
			if err != nil {
				t.Fatal(err)
			}
			if a[0].ID != "" && used[n] != "" && used[n] != a[0].Body {
				t.Errorf("before call %d: revision %d, used before, now reads %.30q", at, n, a[0].Body)
			}
		}
	}
}

// Two that delete an article at once, having seen different revisions, leave
// the higher one used up.
func TestTheNumberInADeletionRecordOnlyRises(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	x := openTest(t, options(t, encoder))
	for _, c := range []struct{ bury, want int }{{5, 5}, {3, 5}, {5, 5}, {8, 8}} {
		if err := x.recordDeletion(t.Context(), news.Version{ArticleID: "a", Revision: c.bury}); err != nil {
			t.Fatal(err)
		}
		if got, err := x.deletedUpTo(t.Context(), []string{"a", "b", "a"}); err != nil || len(got) != 1 || got["a"] != c.want {
			t.Errorf("deleted up to %d: %v, error %v; want %d", c.bury, got, err, c.want)
		}
	}
}

// What earlier versions stored has no sums, and is found and read as before.
func TestPointsWithoutSums(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	x := openTest(t, options(t, encoder))
	putTest(t, x, encoder, indextest.Articles(5)...)
	for _, collection := range []string{x.gen.articles, x.gen.passages} {
		_, err := x.conn.client.DeletePayload(t.Context(), &api.DeletePayloadPoints{
			CollectionName: collection, Keys: []string{fieldSum}, PointsSelector: api.NewPointsSelectorFilter(must(after(0))), Wait: api.PtrOf(true),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err := x.Candidates(t.Context(), indextest.Query(t, encoder, indextest.Article(1).Headline, 10))
	if err != nil || len(c.PassageSemantic) == 0 || len(c.ArticleKeyword) == 0 {
		t.Fatalf("found %+v, error %v", c, err)
	}
	for _, hit := range append(c.PassageSemantic, c.ArticleKeyword...) {
		a, err := x.Versions(t.Context(), []news.Version{hit.Version})
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := a[0].Cut(hit.Span, hit.Sum); !ok || text == "" || hit.Sum != 0 {
			t.Errorf("%+v reads %q", hit, text)
		}
	}
}
