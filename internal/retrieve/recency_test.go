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
	if got, want := may.Explanation.Value("timeliness")/june.Explanation.Value("timeliness"), math.Exp2(-31./30); !near(got, want) {
		t.Errorf("a month earlier, an article gains %v of what it did, want %v", got, want)
	}
	if gain := june.Explanation.Value("timeliness"); undated.Explanation.Value("timeliness") != 0 || !near(june.Score-undated.Score, gain) {
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
			if e := h.Explanation; e.Value("timeliness") != 0 || e.Value("outlet") != 0 {
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
				return h.Explanation.Value("timeliness")
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

// What is newest depends on what there is: an archive that ended years ago, and
// a search for the articles of a past time, have their latest too.
func TestTheLatestIsRelativeToWhatExists(t *testing.T) {
	x := articles(t, herrings()...)
	years := time.Date(2028, time.November, 21, 12, 0, 0, 0, time.UTC)
	newestFirst := []string{"july", "june", "may", "april"}
	for name, c := range map[string]struct {
		req    news.SearchRequest
		want   []string
		newest float64 // its factor
	}{
		"asked two years later":         {news.SearchRequest{Query: "latest herring prices", Asked: years}, newestFirst, .75},
		"seen from two years later":     {news.SearchRequest{Query: "latest herring prices", AsOf: years}, newestFirst, .75},
		"by a half-life of the request": {news.SearchRequest{Query: "herring prices", HalfLife: 7 * 24 * time.Hour, Asked: years}, newestFirst, .75},
		"before June":                   {news.SearchRequest{Query: "latest herring prices", Filter: news.Filter{Before: day(6, 1)}, Asked: years}, newestFirst[2:], .75},
		"a half-life later":             {news.SearchRequest{Query: "latest herring prices", Asked: day(7, 24)}, newestFirst, .75},
		"when they are news":            {news.SearchRequest{Query: "latest herring prices", Asked: day(7, 10)}, newestFirst, 1},
	} {
		c.req.KeepCopies, c.req.Explain, c.req.Mode = true, true, news.ModeKeyword
		hits := x.search(c.req).Hits
		want(t, name, ids(hits), c.want)
		if first := hits[0].Explanation.Value("recency"); !near(first, c.newest) {
			t.Errorf("%s: the newest has a factor of %v, want %v", name, first, c.newest)
		}
	}
}

// So it is where no time is asked about: what an archive that ended has last is
// preferred in it, as the news of the day is in one that goes on.
func TestAnArchiveThatEndedIsNotEquallyOld(t *testing.T) {
	x := articles(t, herrings()...)
	hits := x.search(news.SearchRequest{Query: "herring prices", Asked: day(7, 10).AddDate(2, 0, 0), Explain: true, KeepCopies: true}).Hits
	want(t, "two years later", ids(hits), []string{"july", "june", "may", "april"})
	if first, last := hits[0].Explanation.Value("timeliness"), hits[3].Explanation.Value("timeliness"); first < 2*last || last == 0 {
		t.Errorf("the newest gains %v, the oldest %v", first, last)
	}
}

// A wrong date or a wrong clock makes nothing older.
func TestAnArticleOfTheFutureDoesNotMakeOthersOld(t *testing.T) {
	x := articles(t, append(herrings(), news.Article{ID: "later", Headline: "Herring prices", Body: "Herring is dearer than ever.", Published: day(7, 10).AddDate(14, 0, 0)})...)
	req := news.SearchRequest{Query: "latest herring prices", Asked: day(7, 10).AddDate(2, 0, 0), Mode: news.ModeKeyword, KeepCopies: true, Explain: true}
	factors := map[string]float64{}
	for _, h := range x.search(req).Hits {
		factors[h.Article.ID] = h.Explanation.Value("recency")
	}
	if !near(factors["later"], 1) || !near(factors["july"], .75) || factors["june"] <= factors["may"] {
		t.Errorf("factors %v", factors)
	}
}
