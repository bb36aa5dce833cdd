package retrieve_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

// line is a running story of several outlets, with what is no reading of its own.
func line() []news.Article {
	walkout := "The crews of the Marn island line walked out at dawn on Monday over a winter timetable that leaves them nine hours between shifts. " +
		"The union of seamen says that all four ferries stay in harbour until the line talks. The line calls the walkout unlawful and has gone to court."
	list := []news.Article{
		{ID: "walkout", Source: "Nordwire", Headline: "Ferry crews walk out", Published: day(11, 2), Body: walkout},
		{ID: "revision", Source: "Nordwire", Headline: "Ferry crews walk out, court to rule", Published: day(11, 2), Body: walkout + " A judge will hear both sides on Tuesday, the court said, and rule before the end of the week. Until then a fishing boat carries the post and the sick."},
		{ID: "talks", Source: "Coastal Post", Headline: "Ferry crews and line to talk", Published: day(11, 4), Body: "The Marn island line and the union of its ferry crews will meet on Thursday. A mediator from the ministry sits between them. Islanders hope for ferries by the weekend."},
		{ID: "talks-again", Source: "Coastal Post", Headline: "Line and ferry crews will talk", Published: day(11, 4), Body: "Talks between the Marn island line and its ferry crews begin on Thursday with a mediator of the ministry. The union wants more hours between shifts. Ferries may sail by the weekend."},
		{ID: "islanders", Source: "Velmoor Herald", Headline: "Islanders run short of milk", Published: day(11, 5), Body: "With the ferry crews on strike, the shops of Marn have no fresh milk. A fishing boat brought flour and the post to the island on Wednesday."},
		{ID: "earlier", Source: "Velmoor Herald", Headline: "Ferry crews strike on Marn", Published: time.Date(2016, 5, 3, 9, 0, 0, 0, time.UTC), Body: "With the ferry crews on strike, the shops of Marn have no fresh bread. A trawler brought butter and letters to the island on Wednesday."},
		{ID: "bread", Source: "Coastal Post", Headline: "Bread gets dearer", Published: day(11, 3), Body: "Bakers in Velmoor ask for a tenth more after a poor harvest."},
	}
	for i := range 12 {
		cut := walkout[:len(walkout)-5*i]
		list = append(list, news.Article{
			ID: fmt.Sprintf("reprint%02d", i), Source: fmt.Sprintf("Paper %d", i), Headline: "Ferries idle", Published: day(11, 3),
			Body: fmt.Sprintf("Reported by our desk %d from Marn harbour. %s", i, cut),
		})
	}
	return list
}

func similarTo(t *testing.T, x archive, req news.SimilarRequest) []news.Hit {
	t.Helper()
	r, err := x.Similar(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return r.Hits
}

func TestHoweverManyCopiesThereAreTheNumberAskedForIsFound(t *testing.T) {
	x := articles(t, line()...)
	for name, req := range map[string]news.SimilarRequest{
		"stored": {ArticleID: "walkout"}, "revision": {ArticleID: "revision"}, "text": {Text: line()[0].Body},
	} {
		for _, limit := range []int{1, 3, 5} {
			req.Limit = limit
			hits := similarTo(t, x, req)
			if len(hits) != limit {
				t.Errorf("like the %s: %d hits of %d", name, len(hits), limit)
			}
			for _, h := range hits {
				if strings.HasPrefix(h.Article.ID, "reprint") || h.Article.ID == "walkout" || h.Article.ID == "revision" {
					t.Errorf("like the %s: found its copy %s", name, h.Article.ID)
				}
			}
		}
	}
}

func TestCopiesOfAnotherStoryAreFoldedIntoOne(t *testing.T) {
	hits := similarTo(t, articles(t, line()...), news.SimilarRequest{ArticleID: "talks", Limit: 10})
	copies := -1
	for _, h := range hits {
		if id := h.Article.ID; id == "walkout" || id == "revision" || strings.HasPrefix(id, "reprint") {
			if copies >= 0 {
				t.Errorf("the walkout is found twice, the second time as %s", id)
			}
			copies = len(h.Copies)
		}
	}
	want(t, "copies of the walkout", copies, 13)
}

// alike are articles that differ in the order of their sentences only.
func alike(subject news.Article, others ...news.Article) []news.Article {
	sentences := []string{"The ferry crews of Marn strike.", "Fresh milk runs short there.", "Fishermen bring the post."}
	for i := range others {
		others[i].Headline = "Marn waits"
		others[i].Body = strings.Join([]string{sentences[i%3], sentences[(i+2)%3], sentences[(i+1)%3]}, " ")
	}
	subject.ID, subject.Headline, subject.Body = "subject", "Ferry crews of Marn strike", "The crews of the ferries walked out, and the milk of Marn runs out."
	return append(others, subject)
}

func TestOfArticlesEquallyAlikeThoseOfTheTimeComeFirst(t *testing.T) {
	x := articles(t, alike(news.Article{Published: day(11, 2)},
		news.Article{ID: "a-before", Published: day(5, 2)}, news.Article{ID: "b-undated"}, news.Article{ID: "c-after", Published: day(11, 9)})...)
	want(t, "like a dated one", ids(similarTo(t, x, news.SimilarRequest{ArticleID: "subject"})), []string{"c-after", "b-undated", "a-before"})
}

func TestOfArticlesEquallyAlikeThoseOfAnotherOutletComeFirst(t *testing.T) {
	x := articles(t, alike(news.Article{Source: "Nordwire"},
		news.Article{ID: "a", Source: "Coastal Post"}, news.Article{ID: "b", Source: "Coastal Post"}, news.Article{ID: "c", Source: "Velmoor Herald"})...)
	want(t, "hits", ids(similarTo(t, x, news.SimilarRequest{ArticleID: "subject"})), []string{"a", "c", "b"})
}

func TestSimilarArticlesKeepToAFilter(t *testing.T) {
	x := articles(t, line()...)
	hits := similarTo(t, x, news.SimilarRequest{ArticleID: "walkout", Filter: news.Filter{After: day(11, 4), Before: day(11, 5)}})
	for _, h := range hits {
		if h.Article.Published != day(11, 4) {
			t.Errorf("found %s of %s", h.Article.ID, h.Article.Published)
		}
	}
	want(t, "hits", len(hits), 2)
	want(t, "outlet", ids(similarTo(t, x, news.SimilarRequest{ArticleID: "walkout", Filter: news.Filter{Sources: []string{"velmoor herald"}, After: day(1, 1)}})), []string{"islanders"})
	want(t, "nothing", len(similarTo(t, x, news.SimilarRequest{ArticleID: "walkout", Filter: news.Filter{Sources: []string{"nobody"}}})), 0)
}

func BenchmarkSimilar(b *testing.B) {
	x := samples(b)
	a, err := x.index.ArticleByURL(b.Context(), "https://kestrup-courier.example/2026/10/19/harbour-alliance-wins")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := x.Similar(b.Context(), news.SimilarRequest{ArticleID: a.ID}); err != nil {
			b.Fatal(err)
		}
	}
}
