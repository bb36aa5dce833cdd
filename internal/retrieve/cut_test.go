package retrieve_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"byline/internal/embedded"
	"byline/internal/news"
	"byline/internal/retrieve"
)

// forgetful is an index that reads some of its articles with other words than
// it was given and found.
type forgetful struct {
	*embedded.Index
	words map[string]func(body string) string // by article
}

func (x forgetful) Versions(ctx context.Context, want []news.Version) ([]news.Article, error) {
	articles, err := x.Index.Versions(ctx, want)
	for i := range articles {
		if other := x.words[articles[i].ID]; other != nil {
			articles[i].Body = other(articles[i].Body)
		}
	}
	return articles, err
}

// left are the versions and spans that a search was told to have left out.
type left struct {
	mu  sync.Mutex
	out []string
}

func (l *left) tell(_ context.Context, a *news.Article, s news.Span) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out = append(l.out, fmt.Sprintf("%s/%d %d-%d", a.ID, a.Revision, s.Start, s.End))
}

// others are what may stand in the place of a body.
func others() map[string]func(string) string {
	return map[string]func(string) string{
		"nothing":    func(string) string { return "" },
		"shorter":    func(body string) string { return body[:len(body)/2] },
		"longer":     func(body string) string { return "Zebras cross the river at noon. " + body + " So they do." },
		"as long":    func(body string) string { return strings.Repeat("z", len(body)) },
		"shifted":    func(body string) string { return "é" + body },
		"multi-byte": func(body string) string { return "x" + strings.Repeat("я", len(body)) },
	}
}

// requests are searches that find all of the harbour's articles about the pier.
func requests() map[string]news.SearchRequest {
	const query = "the old pier of Velmoor"
	return map[string]news.SearchRequest{
		"articles": {Query: query, Group: news.GroupArticle},
		"passages": {Query: query, Group: news.GroupPassage},
		"words":    {Query: query, Mode: news.ModeKeyword},
		"meaning":  {Query: query, Mode: news.ModeSemantic, Group: news.GroupPassage},
	}
}

// Words that are not those that were found are not shown. What else was found
// is, and takes the place.
func TestAPassageWithOtherWordsIsLeftOut(t *testing.T) {
	x := articles(t, harbour()...)
	for name, other := range others() {
		for kind, req := range requests() {
			t.Run(name+" by "+kind, func(t *testing.T) {
				all := x.found(req)
				if len(all) < 3 || !slices.Contains(all[:2], "pier") {
					t.Fatalf("found %v", all)
				}
				var out left
				index := forgetful{x.index, map[string]func(string) string{"pier": other}}
				broken := x
				broken.Retriever = retrieve.New(index, index, x.encoder, func() time.Time { return today }).WithWrongSpans(out.tell)
				for _, limit := range []int{1, 2, 10} {
					out.out, req.Limit = nil, limit
					rest := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return id == "pier" })
					want(t, fmt.Sprint("hits, at most ", limit), broken.found(req), rest[:min(limit, len(rest))])
					if limit > 1 || all[0] == "pier" {
						want(t, "left out", out.out, []string{fmt.Sprintf("pier/1 0-%d", len(harbour()[0].Body))})
					}
				}
				l := &longest{sign: 1}
				broken.Retriever = broken.WithReranker(l, 10, nil)
				for _, h := range broken.search(req).Hits {
					if h.Article.ID == "pier" {
						t.Error("it is among the reranked")
					}
				}
				for _, text := range l.texts {
					if strings.HasPrefix(text, "Storm breaks the pier") || strings.Contains(text, "Zebra") {
						t.Errorf("the reranker was given %q", text)
					}
				}
			})
		}
	}
}

// With the article as it was, nothing is left out, and nobody is told.
func TestAPassageWithItsWordsIsShown(t *testing.T) {
	x := articles(t, harbour()...)
	var out left
	index := forgetful{Index: x.index}
	intact := x
	intact.Retriever = retrieve.New(index, index, x.encoder, func() time.Time { return today }).WithWrongSpans(out.tell)
	for kind, req := range requests() {
		want(t, kind, intact.found(req), x.found(req))
	}
	want(t, "left out", len(out.out), 0)
}

// An index of an earlier version knows no sums. Places that do not exist in a
// body, or are within a character, are left out all the same.
func TestWithoutSumsThePlaceIsChecked(t *testing.T) {
	x := articles(t, harbour()...)
	for _, name := range []string{"nothing", "shorter", "multi-byte"} {
		var out left
		index := withoutSums{forgetful{x.index, map[string]func(string) string{"pier": others()[name]}}}
		broken := x
		broken.Retriever = retrieve.New(index, index, x.encoder, func() time.Time { return today }).WithWrongSpans(out.tell)
		for kind, req := range requests() {
			if got := broken.found(req); slices.Contains(got, "pier") || len(got) < 2 {
				t.Errorf("%s by %s: found %v", name, kind, got)
			}
		}
		if len(out.out) == 0 {
			t.Errorf("%s: nobody was told", name)
		}
	}
}

// withoutSums is an index whose candidates have none.
type withoutSums struct{ forgetful }

func (x withoutSums) Candidates(ctx context.Context, q news.IndexQuery) (news.Candidates, error) {
	c, err := x.forgetful.Candidates(ctx, q)
	for _, list := range [][]news.Candidate{c.PassageKeyword, c.PassageSemantic, c.ArticleKeyword, c.ArticleSemantic} {
		for i := range list {
			list[i].Sum = 0
		}
	}
	return c, err
}

// Where one passage of an article has other words, another stands for the article.
func TestAnotherPassageStandsForTheArticle(t *testing.T) {
	filler := strings.Repeat("The council of Velmoor met again and talked of the budget for the coming year at length. ", 14)
	a := news.Article{ID: "long", Headline: "Council", Body: filler + "\n\nThe lighthouse keeper was given a medal for the rescue of nine sailors. " + filler}
	x := articles(t, append(harbour(), a)...)
	req := news.SearchRequest{Query: "the lighthouse keeper of Velmoor and the medal for the rescue of sailors"}
	first := x.search(req).Hits[0]
	if first.Article.ID != "long" {
		t.Fatalf("found %v", first.Article.ID)
	}
	var out left
	index := forgetful{x.index, map[string]func(string) string{"long": func(body string) string { return strings.Replace(body, "medal", "prize", 1) }}}
	broken := x
	broken.Retriever = retrieve.New(index, index, x.encoder, func() time.Time { return today }).WithWrongSpans(out.tell)
	for _, h := range broken.search(req).Hits {
		if strings.Contains(h.Passage.Text, "prize") {
			t.Errorf("other words are shown: %q", h.Passage.Text)
		}
	}
	if got := broken.found(req); !slices.Contains(got, "long") {
		t.Errorf("found %v, but the other passages of the article are what they were", got)
	}
}

// Similar articles are none of those whose words are others.
func TestSimilarArticlesHaveTheirWords(t *testing.T) {
	x := articles(t, harbour()...)
	all, err := x.Similar(t.Context(), news.SimilarRequest{ArticleID: "undated"})
	if err != nil || !slices.Contains(ids(all.Hits), "pier") {
		t.Fatalf("found %v, error %v", ids(all.Hits), err)
	}
	for name, other := range others() {
		var out left
		index := forgetful{x.index, map[string]func(string) string{"pier": other}}
		r := retrieve.New(index, x.index, x.encoder, func() time.Time { return today }).WithWrongSpans(out.tell)
		got, err := r.Similar(t.Context(), news.SimilarRequest{ArticleID: "undated"})
		if err != nil || slices.Contains(ids(got.Hits), "pier") || len(got.Hits) != len(all.Hits)-1 || len(out.out) != 1 {
			t.Errorf("%s: found %v, error %v, left out %v", name, ids(got.Hits), err, out.out)
		}
	}
}
