package retrieve_test

import (
	"math"
	"testing"
	"time"

	"byline/internal/news"
)

// herrings are articles that differ in nothing but their month.
func herrings() []news.Article {
	var list []news.Article
	for i, id := range []string{"april", "may", "june", "july"} {
		list = append(list, news.Article{ID: id, Headline: "Herring prices", Published: day(time.Month(4+i), 10), Body: "Herring is dearer than ever."})
	}
	return list
}

func TestAQuestionIsAboutTheNewsOfTheDayOnWhichItIsAsked(t *testing.T) {
	x := articles(t, append(herrings(), news.Article{ID: "undated", Headline: "Herring prices", Body: "Herring is dearer than ever."})...)
	req := news.SearchRequest{Query: "herring prices", KeepCopies: true, Explain: true}
	req.Asked = day(6, 12)
	hits := x.search(req).Hits
	want(t, "asked in June, with later articles in sight", ids(hits), []string{"june", "july", "may", "april", "undated"})
	req.Asked, req.AsOf = time.Time{}, day(5, 20)
	want(t, "as of May", x.found(req), []string{"may", "april", "undated"})

	// The gain halves with every thirty days, and what has no date gains nothing.
	june, may, undated := hits[0], hits[2], hits[4]
	if got, want := may.Explanation.Timeliness/june.Explanation.Timeliness, math.Exp2(-31./30); !near(got, want) {
		t.Errorf("a month earlier, an article gains %v of what it did, want %v", got, want)
	}
	if gain := june.Explanation.Timeliness; undated.Explanation.Timeliness != 0 || !near(june.Score-undated.Score, gain) {
		t.Errorf("scores %v with a gain of %v, %v without a date", june.Score, gain, undated.Score)
	}
}

// Where times in a query are no filters, articles of these times gain all the same.
func TestArticlesOfTheTimeThatAQueryNamesGain(t *testing.T) {
	x := articles(t, herrings()...)
	for query, first := range map[string]string{
		"herring prices reported in May 2026":         "may",
		"herring prices after 1 July 2026":            "july",
		"herring prices as reported on 10 April 2026": "april",
	} {
		r := x.search(news.SearchRequest{Query: query, KeepCopies: true, KeepDates: true, Asked: day(12, 1), Limit: 4})
		if len(r.Hits) != 4 || r.Hits[0].Article.ID != first || !r.Understood.Filter.IsZero() {
			t.Errorf("%s: found %v, filter %+v", query, ids(r.Hits), r.Understood.Filter)
		}
	}
}

// Who searches by words alone gets the scores of words alone.
func TestTimeAndOutletsWeighInHybridSearchesOnly(t *testing.T) {
	x := articles(t, herrings()...)
	for _, mode := range []news.Mode{news.ModeKeyword, news.ModeSemantic} {
		for _, h := range x.search(news.SearchRequest{Query: "herring prices", Mode: mode, KeepCopies: true, Explain: true, Asked: day(7, 10)}).Hits {
			if e := h.Explanation; e.Timeliness != 0 || e.Outlet != 0 {
				t.Errorf("%s: %+v", mode, e)
			}
		}
	}
}

// Much is reported some days later, so that "this week" is told of in the next.
func TestArticlesThatReportLateAreOfTheTimeToo(t *testing.T) {
	x := articles(t, herrings()...)
	gain := func(query string) float64 {
		r := x.search(news.SearchRequest{Query: query, KeepCopies: true, KeepDates: true, Explain: true, Asked: day(12, 1)})
		for _, h := range r.Hits {
			if h.Article.ID == "june" { // of the tenth
				return h.Explanation.Timeliness
			}
		}
		t.Fatalf("%s: found %v", query, ids(r.Hits))
		return 0
	}
	within, late, later := gain("herring prices on 10 June 2026"), gain("herring prices on 8 June 2026"), gain("herring prices on 3 June 2026")
	if within == 0 || late != within || later >= late || later == 0 {
		t.Errorf("gains %v on the day, %v two days later, %v a week later", within, late, later)
	}
}
