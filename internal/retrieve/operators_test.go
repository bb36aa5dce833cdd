package retrieve_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

func newsOfVelmoor(t *testing.T) archive {
	t.Helper()
	day := func(d int) time.Time { return time.Date(2025, 2, d, 9, 0, 0, 0, time.UTC) }
	x := articles(t,
		news.Article{ID: "fire", Source: "Coast Lantern", Headline: "Ferry fire in Velmoor harbour", Published: day(3), Body: "A fire broke out on the ferry Meridian on Monday. Nobody was hurt, the harbour master said."},
		news.Article{ID: "drill", Source: "Coast Lantern", Headline: "Ferry crews train for a fire", Published: day(5), Body: "Crews of the ferry trained for a fire in a drill. It was the first of the year."},
		news.Article{ID: "budget", Source: "Quarne Letter", Headline: "Budget for the harbour", Published: day(7), Body: "The council passed a budget. It pays for a new harbour wall and no ferry."},
		news.Article{ID: "quiet", Source: "Quarne Letter", Headline: "Why quiet quitting worries managers", Published: day(9), Body: "Quiet quitting means to do no more than what a contract asks for. Managers worry."},
		news.Article{ID: "loud", Source: "Quarne Letter", Headline: "Quitting is loud at the shipyard", Published: day(11), Body: "Workers are quitting. It used to be quiet there, and what it means is not yet known."},
	)
	x.Retriever = x.WithDates(func(text string, _ time.Time) (after, before time.Time, err error) {
		after, err = time.Parse(time.DateOnly, text)
		return after, after.AddDate(0, 0, 1), err
	})
	return x
}

// Operators say which articles there are, and words in which order.
func TestOperatorsSelect(t *testing.T) {
	x := newsOfVelmoor(t)
	for q, want := range map[string]string{
		`"ferry fire"`: "fire", `ferry AND fire`: "drill fire", `ferry fire -drill`: "fire", `harbour -ferry`: "",
		`(fire OR budget) harbour`: "budget fire", `fire NEAR/6 Meridian`: "fire", `ferry SAME council`: "", `quit* headline:quiet`: "quiet",
		`source:"quarne letter" after:2025-02-08`: "loud quiet", `source:lantern`: "drill fire", `NOT ferry`: "loud quiet",
		`ATLEAST/2 ferry`: "drill fire", `date:2025-02-07`: "budget", `id:fire OR id:loud`: "fire loud",
	} {
		got := x.found(news.SearchRequest{Query: q})
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: found %q, want %q", q, got, want)
		}
	}
	// Without words, the newest come first.
	if got := x.found(news.SearchRequest{Query: "source:letter"}); strings.Join(got, " ") != "loud quiet budget" {
		t.Errorf("in order of date: %q", got)
	}
	// Filters of the request and of the query both hold.
	if got := x.found(news.SearchRequest{Query: "ferry AND harbour", Filter: news.Filter{Sources: []string{"coast lantern"}}}); strings.Join(got, " ") != "fire" {
		t.Errorf("with a filter: %q", got)
	}
}

func TestWhatWasUnderstoodOfOperators(t *testing.T) {
	x := newsOfVelmoor(t)
	u := x.search(news.SearchRequest{Query: `"ferry fire" -drill last week`}).Understood
	if u.Tree == nil || u.Tree.Op != news.OpAnd || len(u.Tree.Parts) != 4 || u.Query != `"ferry fire" -drill last week` || u.Words != "ferry fire last week" || len(u.Dates) > 0 {
		t.Errorf("got %+v", u)
	}
	if u := x.search(news.SearchRequest{Query: `What does "quiet quitting" mean?`}).Understood; u.Tree != nil {
		t.Errorf("a question is read as %+v", u.Tree)
	}
}

// A query of a time and nothing else finds all of that time, and none of another.
func TestATimeAloneFindsAllOfIt(t *testing.T) {
	x := newsOfVelmoor(t)
	for q, want := range map[string]string{
		"February 2025": "budget drill fire loud quiet", "2025-02-07": "budget", "articles from 7 February 2025": "budget", "news of 2025-02-03": "fire",
		"What happened on 9 February 2025": "quiet", "March 2025": "", "articles from May 2025": "",
	} {
		got, total := x.listed(news.SearchRequest{Query: q})
		slices.Sort(got)
		if strings.Join(got, " ") != want || total != len(got) {
			t.Errorf("%s: %d are %q, want %q", q, total, got, want)
		}
	}
}

// Words that tell nothing by themselves are a phrase.
func TestStopWordsAloneAreAPhrase(t *testing.T) {
	x := newsOfVelmoor(t)
	for q, want := range map[string]string{"it was the": "drill", "no more than what a": "quiet", "the of": "", "the": "", "it was the?": ""} {
		if got, _ := x.listed(news.SearchRequest{Query: q}); strings.Join(got, " ") != want {
			t.Errorf("%s: found %q, want %q", q, got, want)
		}
	}
}

// A query that cannot be read is searched for as words, and the place is named;
// who wants none of that asks for an error.
func TestAFaultyQueryIsPlain(t *testing.T) {
	x := newsOfVelmoor(t)
	req := news.SearchRequest{Query: `ferry AND (fire OR`}
	got := x.search(req)
	if len(got.Hits) == 0 || got.Understood.Tree != nil || len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], "at its end, the query") {
		t.Errorf("%d hits, warnings %q", len(got.Hits), got.Warnings)
	}
	req.Strict = true
	if _, err := x.Search(t.Context(), req); news.KindOf(err) != news.KindInvalid || !strings.HasPrefix(err.Error(), "query: ") {
		t.Errorf("strict: %v", err)
	}
}
