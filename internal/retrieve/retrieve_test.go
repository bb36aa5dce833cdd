package retrieve_test

import (
	"context"

	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/embed"
	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/indextest"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/retrieve"
	"byline/internal/seedstest"
)

// today is when the tests ask.
var today = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

// archive is an index with what searches it.
type archive struct {
	tb testing.TB
	*retrieve.Retriever
	index   *embedded.Index
	encoder *encode.Encoder
}

func open(tb testing.TB, e *encode.Encoder) archive {
	tb.Helper()
	return over(tb, embeddedtest.Open(tb, tb.TempDir(), embeddedtest.Options(e)), e)
}

// over searches an index.
func over(tb testing.TB, x *embedded.Index, e *encode.Encoder) archive {
	return archive{tb, retrieve.New(x, x, e, func() time.Time { return today }), x, e}
}

// articles opens an archive of the given articles.
func articles(tb testing.TB, list ...news.Article) archive {
	tb.Helper()
	e := indextest.Encoder(tb)
	x := open(tb, e)
	for i := range list {
		if list[i].Language == "" {
			list[i].Language = "en"
		}
	}
	if _, err := x.index.Put(tb.Context(), indextest.Records(tb, e, list...)); err != nil {
		tb.Fatal(err)
	}
	return x
}

// samples opens an archive of the sample articles.
func samples(tb testing.TB) archive {
	tb.Helper()
	e := indextest.Encoder(tb)
	return over(tb, seedstest.Open(tb, e), e)
}

// search lists what is nearest, for tests of the order.
func (x archive) search(req news.SearchRequest) news.SearchResult {
	x.tb.Helper()
	req.Nearest = true
	result, err := x.Search(x.tb.Context(), req)
	if err != nil {
		x.tb.Fatalf("Search(%+v): %v", req, err)
	}
	return result
}

// found lists the articles of the hits, best first.
func (x archive) found(req news.SearchRequest) []string {
	x.tb.Helper()
	return ids(x.search(req).Hits)
}

func ids(hits []news.Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Article.ID)
	}
	return out
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func day(month time.Month, d int) time.Time { return time.Date(2026, month, d, 9, 0, 0, 0, time.UTC) }

func harbour() []news.Article {
	return []news.Article{
		{
			ID: "pier", Source: "Coastal Post", Headline: "Storm breaks the pier", Published: day(11, 2), Subjects: []string{"Storms"},
			Body: "A gale broke the old pier of Velmoor on Sunday night. Nobody was hurt.",
		},
		{
			ID: "trial", Source: "Velmoor Herald", Headline: "Captain on trial", Published: day(11, 16), Subjects: []string{"Courts"},
			Body: "The master of a trawler told the court that he had been asleep when his vessel ran onto the rocks.",
		},
		{
			ID: "bread", Source: "Coastal Post", Headline: "Bread gets dearer", Published: day(3, 1), Subjects: []string{"Prices"},
			Body: "Bakers in Velmoor ask for a tenth more after the poor harvest of 1974 was outdone by that of last summer.",
		},
		{
			ID: "undated", Source: "A Reader", Headline: "My years at the pier",
			Body: "I sold tickets at the pier of Velmoor for thirty years.",
		},
	}
}

func TestWordsAndMeaningFindEachInTheirWay(t *testing.T) {
	x := articles(t, harbour()...)
	want(t, "by words", x.found(news.SearchRequest{Query: "pier Velmoor", Mode: news.ModeKeyword})[:2], []string{"undated", "pier"})
	if got := x.found(news.SearchRequest{Query: "judge hears sailor", Mode: news.ModeKeyword}); len(got) > 0 {
		t.Errorf("words that no article has found %v", got)
	}
	want(t, "by meaning", x.found(news.SearchRequest{Query: "judge hears sailor", Mode: news.ModeSemantic})[0], "trial")
	want(t, "by both, by default", x.found(news.SearchRequest{Query: "judge hears sailor"})[0], "trial")
}

func TestScoresFallAndEqualOnesAreOrderedByID(t *testing.T) {
	same := func(id string) news.Article {
		return news.Article{ID: id, Source: "Coastal Post", Headline: "Regatta", Body: "The regatta was won by a boat of " + strings.Repeat("x", len(id)) + "."}
	}
	x := articles(t, same("c"), same("a"), same("b"))
	for _, mode := range []news.Mode{news.ModeKeyword, news.ModeSemantic, news.ModeHybrid} {
		want(t, string(mode), x.found(news.SearchRequest{Query: "regatta", Mode: mode, KeepCopies: true}), []string{"a", "b", "c"})
	}
	s := samples(t)
	hits := s.search(news.SearchRequest{Query: "the Lumme tunnel", Limit: 50}).Hits
	if !slices.IsSortedFunc(hits, func(a, b news.Hit) int { return int((b.Score - a.Score) * 1e9) }) {
		t.Error("scores do not fall")
	}
}

func TestFiltersApplyInsideTheSearch(t *testing.T) {
	x := articles(t, harbour()...)
	for name, c := range map[string]struct {
		filter news.Filter
		want   []string
	}{
		"source, in any case": {news.Filter{Sources: []string{"coastal POST"}}, []string{"pier", "bread"}},
		"one of two sources":  {news.Filter{Sources: []string{"Velmoor Herald", "A Reader"}}, []string{"undated", "trial"}},
		"subject":             {news.Filter{Subjects: []string{"storms"}}, []string{"pier"}},
		"after":               {news.Filter{After: day(4, 1)}, []string{"pier", "trial"}},
		"before":              {news.Filter{Before: day(4, 1)}, []string{"bread"}},
		"another language":    {news.Filter{Language: "fi"}, nil},
		"all of them":         {news.Filter{Sources: []string{"Coastal Post"}, After: day(11, 3)}, nil},
	} {
		got := x.found(news.SearchRequest{Query: "Velmoor pier", Mode: news.ModeKeyword, Filter: c.filter})
		want(t, name, got, c.want)
	}
}

func TestAsOfHidesWhatCameLater(t *testing.T) {
	x := articles(t, harbour()...)
	want(t, "on 10 November", x.found(news.SearchRequest{Query: "pier trial court", AsOf: day(11, 10), Mode: news.ModeKeyword}), []string{"undated", "pier"})
	want(t, "on 20 November", x.found(news.SearchRequest{Query: "pier trial court", AsOf: day(11, 20), Mode: news.ModeKeyword})[0], "trial")
}

func TestTimeExpressionsBecomeFiltersAndAreReported(t *testing.T) {
	x := articles(t, harbour()...)
	r := x.search(news.SearchRequest{Query: "What happened in Velmoor in March 2026?"})
	want(t, "found", ids(r.Hits), []string{"bread"})
	u := r.Understood
	if len(u.Dates) != 1 || u.Dates[0].Text != "in March 2026" || u.Query[u.Dates[0].Start:u.Dates[0].End] != "in March 2026" {
		t.Errorf("understood dates %+v", u.Dates)
	}
	if u.Filter.After.IsZero() || u.Filter.Before.IsZero() || !u.AsOf.Equal(today) {
		t.Errorf("understood %+v", u)
	}
	want(t, "last week", x.found(news.SearchRequest{Query: "What was reported of the court last week?", AsOf: day(11, 24)}), []string{"trial"})
	kept := x.search(news.SearchRequest{Query: "What happened in Velmoor in March 2026?", KeepDates: true})
	if len(kept.Hits) < 3 || len(kept.Understood.Dates) > 0 {
		t.Errorf("with dates kept as words, found %v, understood %+v", ids(kept.Hits), kept.Understood.Dates)
	}
	// Where the time is one of what happened, it only weighs.
	weighed := x.search(news.SearchRequest{Query: "Who told the court what last week?", AsOf: day(11, 24)})
	if len(weighed.Hits) == 0 || weighed.Hits[0].Article.ID != "trial" || len(weighed.Understood.Dates) != 1 || !weighed.Understood.Filter.After.IsZero() {
		t.Errorf("found %v, understood %+v", ids(weighed.Hits), weighed.Understood)
	}
	// A filter that is given narrows what the words say.
	narrow := news.Filter{Before: day(2, 1)}
	want(t, "outside the filter", x.found(news.SearchRequest{Query: "Velmoor in March 2026", Filter: narrow}), []string(nil))
}

// Nobody published anything then, but somebody may have told of it since.
func TestATimeIsLookedForInTheTextWhereNothingIsFromThen(t *testing.T) {
	x := articles(t, harbour()...)
	r := x.search(news.SearchRequest{Query: "harvest in 1974"})
	if len(r.Hits) == 0 || r.Hits[0].Article.ID != "bread" || len(r.Warnings) != 1 || len(r.Understood.Dates) > 0 {
		t.Errorf("found %v, warnings %q, dates %v", ids(r.Hits), r.Warnings, r.Understood.Dates)
	}
	// Where that finds nothing either, the time is still what was searched for.
	r = x.search(news.SearchRequest{Query: "harvest in 1974", Filter: news.Filter{Sources: []string{"nobody"}}})
	if len(r.Hits) > 0 || len(r.Warnings) > 0 || len(r.Understood.Dates) != 1 || r.Understood.Filter.After.IsZero() {
		t.Errorf("found %v, warnings %q, understood %+v", ids(r.Hits), r.Warnings, r.Understood)
	}
	// So may a report of another week than was thought.
	r = x.search(news.SearchRequest{Query: "harvest last week", AsOf: day(8, 20)})
	if len(r.Hits) == 0 || len(r.Warnings) != 1 {
		t.Errorf("found %v, warnings %q", ids(r.Hits), r.Warnings)
	}
	// What is asked of nothing but last week, articles of another week cannot answer.
	r = x.search(news.SearchRequest{Query: "What happened last week?", AsOf: day(8, 20)})
	if len(r.Hits) > 0 || len(r.Warnings) > 0 {
		t.Errorf("found %v, warnings %q", ids(r.Hits), r.Warnings)
	}
}

func TestADateThatCanBeReadInTwoWaysIsSaidToBe(t *testing.T) {
	x := articles(t, harbour()...)
	r := x.search(news.SearchRequest{Query: "Who baked bread on 10/03/2026?"})
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "10 March 2026") || !strings.Contains(r.Warnings[0], "2026-10-03") {
		t.Errorf("warnings %q", r.Warnings)
	}
}

func TestNewerArticlesRankHigherWhereTheNewestAreAskedFor(t *testing.T) {
	var list []news.Article
	for i, id := range []string{"july", "august", "september", "october"} {
		list = append(list, news.Article{ID: id, Headline: "Herring prices", Published: day(time.Month(7+i), 10), Body: "Herring is dearer than ever.", Subjects: []string{id}})
	}
	x := articles(t, list...)
	r := x.search(news.SearchRequest{Query: "latest herring prices", KeepCopies: true})
	want(t, "latest", ids(r.Hits), []string{"october", "september", "august", "july"})
	if !r.Understood.Recent {
		t.Error("it is not reported that the newest were asked for")
	}
	r = x.search(news.SearchRequest{Query: "herring prices", Mode: news.ModeKeyword, KeepCopies: true})
	want(t, "of any time", ids(r.Hits), []string{"august", "july", "october", "september"})
	if r.Understood.Recent {
		t.Error("it is reported that the newest were asked for")
	}
}

func TestHitsAreArticlesOrPassages(t *testing.T) {
	var body strings.Builder
	for range 40 {
		body.WriteString("The tram line to the university opened with a brass band and long queues. ")
	}
	x := articles(t, news.Article{ID: "tram", Headline: "Tram opens", Body: strings.TrimSpace(body.String())})
	want(t, "articles", x.found(news.SearchRequest{Query: "tram line"}), []string{"tram"})
	passages := x.search(news.SearchRequest{Query: "tram line", Group: news.GroupPassage, KeepCopies: true}).Hits
	if len(passages) < 2 {
		t.Fatalf("%d passages, want several", len(passages))
	}
	seen := map[int]bool{}
	for _, h := range passages {
		p := h.Passage
		if seen[p.Ordinal] || p.Text != h.Article.Body[p.Start:p.End] {
			t.Errorf("passage %d comes twice, or its text is not that of its span", p.Ordinal)
		}
		seen[p.Ordinal] = true
	}
}

func TestHighlightsAreTheWordsOfTheQuery(t *testing.T) {
	x := articles(t, harbour()...)
	h := x.search(news.SearchRequest{Query: "broken piers", Mode: news.ModeKeyword, Filter: news.Filter{Subjects: []string{"storms"}}}).Hits[0]
	var got []string
	for _, s := range h.Highlights {
		got = append(got, h.Article.Body[s.Start:s.End])
	}
	want(t, "highlights", got, []string{"pier"})
}

func TestHighlightsAreWholeNamesWhicheverWayTheyAreWritten(t *testing.T) {
	x := articles(t, news.Article{ID: "a", Headline: "Talks", Body: "The United Nations wants a cease-fire, the U.N. envoy said. Other nations doubt the ceasefire."})
	for query, highlights := range map[string][]string{
		"UN ceasefire":              {"United Nations", "cease-fire", "U.N", "ceasefire"},
		"United Nations cease-fire": {"United Nations", "cease-fire", "U.N", "nations", "ceasefire"},
		"nations":                   {"Nations", "nations"},
	} {
		h := x.search(news.SearchRequest{Query: query, Mode: news.ModeKeyword}).Hits[0]
		var got []string
		for _, s := range h.Highlights {
			got = append(got, h.Article.Body[s.Start:s.End])
		}
		want(t, query, got, highlights)
	}
}

func TestAnExplanationTellsWhatAScoreIsMadeOf(t *testing.T) {
	x := articles(t, harbour()...)
	req := news.SearchRequest{Query: "pier", Mode: news.ModeKeyword, Explain: true, Limit: 1}
	h := x.search(req).Hits[0]
	e := h.Explanation
	var names []string
	for _, s := range e {
		names = append(names, s.Name)
	}
	want(t, "signals", names, []string{ // as openapi.yaml has them
		"passage_keyword", "passage_semantic", "article_keyword", "article_semantic", "timeliness", "outlet", "proximity", "recency", "redundancy",
	})
	if sum := e.Value("article_keyword") + e.Value("passage_keyword")/2; e.Value("recency") != 1 || h.Score < sum-1e-6 || h.Score > sum+1e-6 {
		t.Errorf("score %v of %+v", h.Score, e)
	}
	req.Explain = false
	if e := x.search(req).Hits[0].Explanation; e != nil {
		t.Errorf("unasked: %v", e)
	}
}

func TestCopiesAreFoldedIntoTheFirst(t *testing.T) {
	text := "The coastguard ended its search for the yacht Merle on Friday, after four days and nine hundred square miles, without a trace of her crew of three."
	x := articles(t,
		news.Article{ID: "a", Source: "Nordwire", Headline: "Search for Merle ends", Body: text},
		news.Article{ID: "b", Source: "Coastal Post", Headline: "Search for Merle ends", Body: text + " (Nordwire)"},
		news.Article{ID: "c", Source: "Velmoor Herald", Headline: "Friends mourn the crew", Body: "Candles were lit for the crew of the Merle in three villages, while the search for the yacht went on in vain."})
	hits := x.search(news.SearchRequest{Query: "search for the yacht Merle"}).Hits
	want(t, "found", ids(hits), []string{"a", "c"})
	if c := hits[0].Copies; len(c) != 1 || c[0].ID != "b" || c[0].Source != "Coastal Post" {
		t.Errorf("copies %+v", c)
	}
	want(t, "with copies", x.found(news.SearchRequest{Query: "search for the yacht Merle", KeepCopies: true}), []string{"a", "b", "c"})
	want(t, "one, and the next", x.found(news.SearchRequest{Query: "search for the yacht Merle", Limit: 2}), []string{"a", "c"})
}

func TestSimilarArticlesAreNeitherTheArticleNorItsCopies(t *testing.T) {
	x := samples(t)
	const subject = "https://kestrup-courier.example/2026/10/19/harbour-alliance-wins"
	a, err := x.index.ArticleByURL(t.Context(), subject)
	if err != nil {
		t.Fatal(err)
	}
	for name, req := range map[string]news.SimilarRequest{
		"by ID": {ArticleID: a.ID}, "by URL": {URL: subject}, "by text": {Text: a.Headline + "\n\n" + a.Body},
	} {
		req.Limit = 5
		r, err := x.Similar(t.Context(), req)
		if err != nil {
			t.Fatal(name, err)
		}
		if len(r.Hits) != 5 || slices.Contains(ids(r.Hits), a.ID) {
			t.Errorf("%s: found %v", name, ids(r.Hits))
		}
		election := 0
		for _, h := range r.Hits {
			if strings.Contains(h.Article.Body, "Harbour Alliance") {
				election++
			}
		}
		if election < 4 {
			t.Errorf("%s: %d of 5 are about the election", name, election)
		}
	}
	filtered, err := x.Similar(t.Context(), news.SimilarRequest{URL: subject, Filter: news.Filter{Sources: []string{"Nordwire"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range filtered.Hits {
		want(t, "source", h.Article.Source, "Nordwire")
	}
}

func TestNothingIsLikeAnArticleThatIsNotThere(t *testing.T) {
	x := articles(t, harbour()...)
	_, err := x.Similar(t.Context(), news.SimilarRequest{ArticleID: "gone"})
	if news.KindOf(err) != news.KindNotFound || !strings.Contains(err.Error(), `"gone"`) {
		t.Errorf("error %v", err)
	}
}

func TestASearchEndsWithItsContext(t *testing.T) {
	x := articles(t, harbour()...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Search(ctx, news.SearchRequest{Query: "pier"}); err == nil {
		t.Error("a cancelled search succeeded")
	}
}

// away is an embedder that nobody reaches.
type away struct{ *embed.Model }

func (away) EmbedTexts(context.Context, []string, embed.Role) ([][]float32, error) {
	return nil, news.Errorf(news.KindUnavailable, "nobody answers")
}

func TestWithoutAnEmbedderASearchIsByWords(t *testing.T) {
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	x := articles(t, harbour()...)
	deaf := archive{t, retrieve.New(x.index, x.index, encode.New(lexical.New(), away{model}, entities.Names{}), time.Now), x.index, x.encoder}
	r := deaf.search(news.SearchRequest{Query: "pier"})
	if len(r.Hits) != 2 || len(r.Warnings) != 1 {
		t.Errorf("found %v with warnings %q", ids(r.Hits), r.Warnings)
	}
	if _, err := deaf.Search(t.Context(), news.SearchRequest{Query: "pier", Mode: news.ModeSemantic}); news.KindOf(err) != news.KindUnavailable {
		t.Errorf("a search by meaning alone: error %v", err)
	}
}

func BenchmarkSearch(b *testing.B) {
	x := samples(b)
	for b.Loop() {
		x.search(news.SearchRequest{Query: "How many people were on board the Queen Idunn?"})
	}
}

// Two articles use the same words as often. The one in which they stand
// together comes first, and says why.
func TestWordsThatStandTogetherCountMore(t *testing.T) {
	x := articles(t,
		news.Article{ID: "a-apart", Headline: "Notes from the coast", Body: "The ferry left at noon with a choir aboard. In the evening the mayor opened a school, and people danced on the quay. Far inland there was a small fire."},
		news.Article{ID: "b-together", Headline: "Notes from the coast", Body: "A small fire broke out on the ferry at noon. In the evening the mayor opened a school, and people danced on the quay. Far inland there was a choir aboard."},
		news.Article{ID: "c-other", Headline: "Ferry timetable", Body: "The ferry leaves at noon."},
	)
	hits := x.search(news.SearchRequest{Query: "fire on the ferry", Explain: true}).Hits
	want(t, "order", ids(hits)[:2], []string{"b-together", "a-apart"})
	if near, far := hits[0].Explanation.Value("proximity"), hits[1].Explanation.Value("proximity"); near <= far || far <= 0 {
		t.Errorf("proximity is %v and %v", near, far)
	}
}
