package indextest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

// queries are what the tests look for.
func queries() []string {
	return []string{
		"Who reopened the outer pier in Velmoor?", "measles outbreak", "interest rates raised by the central bank",
		"the captain missed a penalty in injury time", "Ines Korvald", "landslide", "ballot recount in Quarne and Sarvik", "Radio Hollin",
	}
}

func testSearchEmptyIndex(t *testing.T, x *fixture) {
	if found := all(x.search(x.query("measles outbreak", 10))); len(found) != 0 {
		t.Errorf("found %v", found)
	}
}

// A search returns what looking at every point would, with the same scores,
// however the articles came in.
func testSearchMatchesReference(t *testing.T, x *fixture) {
	var records Reference
	articles := Articles(400)
	for part := range slices.Chunk(articles, 37) {
		records = append(records, x.put(part...)...)
	}
	for _, text := range queries() {
		for _, limit := range []int{1, 10, 200, 2000} {
			q := x.query(text, limit)
			q.Terms.Weights[0] = 2.5 // the weights of the query count
			if s := records.Check(q, x.search(q)); s != "" {
				t.Errorf("%q, limit %d: %s", text, limit, s)
			}
		}
	}
	for _, c := range all(x.search(x.query(queries()[0], 50))) {
		a := articles[slices.IndexFunc(articles, func(a news.Article) bool { return a.ID == c.ArticleID })]
		if want := strings.ToLower(a.Source); c.Source != want {
			t.Errorf("%s is of %q, want %q", a.ID, c.Source, want)
		}
		if !c.Published.Equal(a.Published) || c.Published.IsZero() != a.Published.IsZero() {
			t.Errorf("%s was published at %v, want %v", a.ID, c.Published, a.Published)
		}
	}
}

func testSearchFiltered(t *testing.T, x *fixture) {
	var records Reference
	for part := range slices.Chunk(varied(300), 100) {
		records = append(records, x.put(part...)...)
	}
	for name, f := range filters() {
		for _, text := range queries()[:3] {
			q := x.query(text, 40)
			q.Filter = f
			if s := records.Check(q, x.search(q)); s != "" {
				t.Errorf("%s, %q: %s", name, text, s)
			}
		}
	}
}

// A filter works inside the search: the one article in a thousand that it lets
// through is found, however many others fit the query better.
func testSearchRareFilter(t *testing.T, x *fixture) {
	articles := Articles(1000)
	rare := &articles[617]
	rare.Source = "One of a Kind"
	x.put(articles...)
	for _, text := range append(queries(), rare.Headline) {
		q := x.query(text+" "+rare.Headline, 5)
		q.Filter.Sources = []string{"one of a kind"}
		c := x.search(q)
		for name, list := range map[string][]news.Candidate{
			"article keyword": c.ArticleKeyword, "article semantic": c.ArticleSemantic,
			"passage keyword": c.PassageKeyword, "passage semantic": c.PassageSemantic,
		} {
			if len(list) == 0 {
				t.Errorf("%q: %s: nothing was found", text, name)
			}
			for _, hit := range list {
				if hit.ArticleID != rare.ID {
					t.Errorf("%q: %s: found %s", text, name, hit.ArticleID)
				}
			}
		}
	}
}

func testSearchEmptyParts(t *testing.T, x *fixture) {
	x.put(Articles(30)...)
	q := x.query("measles outbreak in the hospital", 10)
	c := x.search(news.IndexQuery{Terms: q.Terms, Limit: 10})
	if len(c.ArticleKeyword) == 0 || len(c.PassageKeyword) == 0 || len(c.ArticleSemantic)+len(c.PassageSemantic) != 0 {
		t.Errorf("words alone: %d, %d, %d, %d candidates", len(c.ArticleKeyword), len(c.PassageKeyword), len(c.ArticleSemantic), len(c.PassageSemantic))
	}
	c = x.search(news.IndexQuery{Vector: q.Vector, Limit: 10})
	if len(c.ArticleSemantic) == 0 || len(c.PassageSemantic) == 0 || len(c.ArticleKeyword)+len(c.PassageKeyword) != 0 {
		t.Errorf("meaning alone: %d, %d, %d, %d candidates", len(c.ArticleKeyword), len(c.PassageKeyword), len(c.ArticleSemantic), len(c.PassageSemantic))
	}
	if found := all(x.search(news.IndexQuery{Limit: 10})); len(found) != 0 {
		t.Errorf("nothing asked: %v", found)
	}
	if found := all(x.search(news.IndexQuery{Terms: q.Terms, Vector: q.Vector})); len(found) != 0 {
		t.Errorf("a limit of 0: %d candidates", len(found))
	}
	if found := all(x.search(news.IndexQuery{Terms: news.QueryTerms{IDs: []uint32{1, 2}, Weights: []float32{1, 1}}, Limit: 10})); len(found) != 0 {
		t.Errorf("unknown terms: %v", found)
	}
}

// Equal scores are in the order of article ID and passage, wherever the limit
// cuts and in whatever order the articles came.
func testSearchTies(t *testing.T, x *fixture) {
	var records Reference
	for _, id := range []string{"d", "b", "f", "a", "e", "c"} {
		a := Article(1)
		a.ID = id
		records = append(records, x.put(a)...)
	}
	for limit := 1; limit <= 8; limit++ {
		q := x.query(Article(1).Headline, limit)
		c := x.search(q)
		if s := records.Check(q, c); s != "" {
			t.Errorf("limit %d: %s", limit, s)
		}
		for i, hit := range c.ArticleKeyword {
			if want := string(rune('a' + i)); hit.ArticleID != want || c.ArticleSemantic[i].ArticleID != want {
				t.Errorf("limit %d: place %d has %s and %s, want %s", limit, i, hit.ArticleID, c.ArticleSemantic[i].ArticleID, want)
			}
		}
	}
}

func testSearchArticleWithoutText(t *testing.T, x *fixture) {
	x.put(Article(1), news.Article{ID: "bare", Headline: "Zeppelin sighted"})
	c := x.search(x.query("zeppelin sighted", 10))
	if len(c.ArticleKeyword) != 1 || c.ArticleKeyword[0].ArticleID != "bare" || c.ArticleKeyword[0].Span != (news.Span{}) {
		t.Errorf("by keyword: %+v", c.ArticleKeyword)
	}
	if len(c.PassageKeyword) != 0 {
		t.Errorf("passages: %+v", c.PassageKeyword)
	}
}

func testSearchBadInput(t *testing.T, x *fixture) {
	x.put(Articles(20)...)
	q := x.query("measles outbreak", 10)
	short := q
	short.Vector = q.Vector[:len(q.Vector)-1]
	_, err := x.index.Candidates(t.Context(), short)
	x.wantKind("a vector that is too short", err, news.KindInvalid)
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	cancel()
	if _, err := x.index.Candidates(ctx, q); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want context.Canceled", err)
	}
}

// As of a moment, what is known to have been published later is not there; what
// has no date is.
func testSearchAsOf(t *testing.T, x *fixture) {
	records := Reference(x.put(Articles(60)...))
	for _, asOf := range []time.Time{First.Add(-time.Hour), First, First.Add(20*every - time.Second), First.Add(20 * every), First.Add(1000 * every)} {
		for _, f := range []news.Filter{{}, {After: First.Add(5 * every)}, {Sources: []string{"coastal post"}}} {
			q := x.query(queries()[0], 60)
			q.AsOf, q.Filter = asOf, f
			if s := records.Check(q, x.search(q)); s != "" {
				t.Errorf("as of %v, filter %+v: %s", asOf, f, s)
			}
		}
	}
}
