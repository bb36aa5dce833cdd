package retrieve_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/indextest"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/retrieve"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

// A hybrid score is two parts words and one part meaning, each brought to the
// range from 0 to 1 over all candidates, which here are all hits, and what time
// and the proximity of the words add.
func TestAHybridScoreIsTheSumOfItsParts(t *testing.T) {
	hits := articles(t, harbour()...).search(news.SearchRequest{Query: "storm at the pier of Velmoor", Explain: true, KeepCopies: true}).Hits
	if len(hits) != 4 {
		t.Fatalf("found %v, want all", ids(hits))
	}
	scaled := func(part func(news.Explanation) float64) []float64 {
		var list []float64
		for _, h := range hits {
			list = append(list, part(h.Explanation))
		}
		low, high := slices.Min(list), slices.Max(list)
		for i := range list {
			list[i] = (list[i] - low) / (high - low)
		}
		return list
	}
	words := scaled(func(e news.Explanation) float64 { return e.Value("article_keyword") + e.Value("passage_keyword")/2 })
	meaning := scaled(func(e news.Explanation) float64 { return e.Value("article_semantic") + e.Value("passage_semantic")/2 })
	for i, h := range hits {
		sum := .65*words[i] + .35*meaning[i] + h.Explanation.Value("timeliness") + h.Explanation.Value("proximity")
		if !near(h.Score, sum) || h.Score < 0 || h.Score > 1.8+1e-6 {
			t.Errorf("%s: score %v, its parts add up to %v: %+v", h.Article.ID, h.Score, sum, h.Explanation)
		}
	}
}

func TestAPassageScoresHalfByItselfAndHalfByItsArticle(t *testing.T) {
	x := articles(t, harbour()...)
	for mode, score := range map[news.Mode]func(news.Explanation) float64{
		news.ModeKeyword: func(e news.Explanation) float64 {
			return (e.Value("passage_keyword") + e.Value("article_keyword") + e.Value("passage_keyword")/2) / 2
		},
		news.ModeSemantic: func(e news.Explanation) float64 {
			return (e.Value("passage_semantic") + e.Value("article_semantic") + e.Value("passage_semantic")/2) / 2
		},
	} {
		for _, h := range x.search(news.SearchRequest{Query: "pier of Velmoor", Mode: mode, Group: news.GroupPassage, Explain: true}).Hits {
			if !near(h.Score, score(h.Explanation)) {
				t.Errorf("%s, %s: score %v of %+v", mode, h.Article.ID, h.Score, h.Explanation)
			}
		}
	}
}

func TestAgeTakesNoMoreThanHalfOfAScore(t *testing.T) {
	list := harbour()[:1]
	for id, published := range map[string]time.Time{
		"now": today, "fortnight": today.AddDate(0, 0, -14), "old": today.AddDate(-30, 0, 0), "tomorrow": today.AddDate(0, 0, 1), "undated": {},
	} {
		list = append(list, news.Article{ID: id, Headline: "Herring", Body: "Herring is dear.", Published: published})
	}
	x := articles(t, list...)
	req := news.SearchRequest{Query: "latest herring", Mode: news.ModeKeyword, Explain: true, KeepCopies: true}
	got := map[string]float64{}
	for _, h := range x.search(req).Hits {
		got[h.Article.ID] = h.Explanation.Value("recency")
		if e := h.Explanation; !near(h.Score, (e.Value("article_keyword")+e.Value("passage_keyword")/2)*e.Value("recency")) {
			t.Errorf("%s: score %v of %+v", h.Article.ID, h.Score, e)
		}
	}
	for id, want := range map[string]float64{"now": 1, "tomorrow": 1, "fortnight": .75, "undated": .75, "old": .5} {
		if !near(got[id], want) {
			t.Errorf("%s: factor %v, want %v", id, got[id], want)
		}
	}
}

// A request can ask for new articles where its query does not, and says how fast they age.
func TestARequestNamesTheHalfLifeOfArticles(t *testing.T) {
	herring := func(id string, age int) news.Article {
		return news.Article{ID: id, Headline: "Herring", Body: "Herring is dear.", Published: today.AddDate(0, 0, -age)}
	}
	x := articles(t, append(harbour()[:1], herring("a", 3), herring("b", 0))...)
	req := news.SearchRequest{Query: "herring", Mode: news.ModeKeyword, Explain: true, KeepCopies: true}
	want(t, "ageless", x.found(req), []string{"a", "b"}) // equals are ordered by ID
	for query, halfLife := range map[string]time.Duration{"herring": 3 * 24 * time.Hour, "latest herring": 3 * 24 * time.Hour} {
		req.Query, req.HalfLife = query, halfLife
		want(t, query, x.found(req), []string{"b", "a"})
		if hits := x.search(req).Hits; !near(hits[1].Explanation.Value("recency"), .75) {
			t.Errorf("%s: a factor of %v after one half-life", query, hits[1].Explanation.Value("recency"))
		}
	}
}

// A wrong clock must not hide articles: only a moment that was asked for does.
func TestWithoutAMomentNothingIsHidden(t *testing.T) {
	at := today.AddDate(0, 0, 3)
	x := articles(t, news.Article{ID: "later", Headline: "Regatta", Body: "The regatta is over.", Published: at})
	for name, c := range map[string]struct {
		asOf time.Time
		want []string
	}{
		"none":              {time.Time{}, []string{"later"}},
		"that moment":       {at, []string{"later"}},
		"the second before": {at.Add(-time.Second), nil},
	} {
		want(t, name, x.found(news.SearchRequest{Query: "regatta", AsOf: c.asOf}), c.want)
	}
}

// "last week" alone has nothing else to be searched for.
func TestAQueryOfNothingButATimeFindsWhatIsFromThen(t *testing.T) {
	then := news.Article{ID: "then", Headline: "The week in court", Body: "The last week of the trial has begun.", Published: day(11, 18)}
	x := articles(t, append(harbour(), then)...)
	got := x.found(news.SearchRequest{Query: "last week?", Mode: news.ModeSemantic, AsOf: day(11, 24)})
	want(t, "the best", got[:min(1, len(got))], []string{"then"})
}

func TestHighlightsCountBytes(t *testing.T) {
	x := articles(t, news.Article{ID: "a", Headline: "Жнива", Body: "Ціни “зросли” — so the harvests of Šiauliai cost more. No harvest was lost."})
	h := x.search(news.SearchRequest{Query: "siauliai harvest"}).Hits[0]
	var got []string
	for _, s := range h.Highlights {
		got = append(got, h.Article.Body[s.Start:s.End])
	}
	want(t, "highlights", got, []string{"harvests", "Šiauliai", "harvest"})
}

func TestHighlightsAreWhereTheyStandInTheArticle(t *testing.T) {
	filler := strings.Repeat("The tram line to the university opened with a brass band and long queues. ", 30)
	x := articles(t, news.Article{ID: "a", Headline: "Tram opens", Body: filler + "\n\nOnly the zeppelin was late."})
	h := x.search(news.SearchRequest{Query: "zeppelins", Mode: news.ModeKeyword}).Hits[0]
	if s := h.Highlights; h.Passage.Start == 0 || len(s) != 1 || h.Article.Body[s[0].Start:s[0].End] != "zeppelin" {
		t.Errorf("highlights %v in a passage that starts at %d", s, h.Passage.Start)
	}
}

// Nothing is known of what a full list has no room for but that it is no
// better than the last: it must not count as if nothing matched.
func TestWhatAFullListHasNoRoomForCountsAsItsLast(t *testing.T) {
	x := articles(t, indextest.Articles(400)...)
	hits := x.search(news.SearchRequest{Query: "Ada Brenner", Limit: 100, Explain: true, KeepCopies: true}).Hits
	var scores []float64
	for _, h := range hits {
		scores = append(scores, h.Explanation.Value("article_semantic"))
	}
	slices.Sort(scores)
	if scores[0] <= 0 || scores[0] != scores[1] {
		t.Errorf("lowest scores %v, want several that are that of the last", scores[:3])
	}
}

func TestACopyIsNotSimilar(t *testing.T) {
	text := "The coastguard ended its search for the yacht Merle on Friday, after four days and nine hundred square miles, without a trace of her crew of three."
	x := articles(t,
		news.Article{ID: "a", URL: "https://wire.example/merle", Source: "Nordwire", Headline: "Search for Merle ends", Body: text},
		news.Article{ID: "b", Source: "Coastal Post", Headline: "Yacht search given up", Body: text + " (Nordwire)"},
		news.Article{ID: "c", Source: "Velmoor Herald", Headline: "Friends mourn the crew", Body: "Candles were lit for the crew of the yacht Merle, while the search went on in vain."})
	for name, req := range map[string]news.SimilarRequest{
		"to one": {ArticleID: "a"}, "to its copy": {ArticleID: "b"}, "by URL": {URL: "https://wire.example/merle"}, "to the text": {Text: text}, "the best alone": {ArticleID: "a", Limit: 1},
	} {
		r, err := x.Similar(t.Context(), req)
		if err != nil {
			t.Fatal(name, err)
		}
		want(t, name, ids(r.Hits), []string{"c"})
	}
}

func TestArticlesAreAlikeByWordsWhileTheEmbedderIsAway(t *testing.T) {
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	x := articles(t, harbour()...)
	deaf := retrieve.New(x.index, x.index, encode.New(lexical.New(), away{model}, entities.Names{}), time.Now)
	for _, c := range []struct {
		req      news.SimilarRequest
		warnings int
	}{
		{news.SimilarRequest{Text: harbour()[0].Body}, 1},
		{news.SimilarRequest{ArticleID: "pier"}, 0}, // its vector is stored
	} {
		r, err := deaf.Similar(t.Context(), c.req)
		if err != nil || !slices.Contains(ids(r.Hits), "undated") || len(r.Warnings) != c.warnings {
			t.Errorf("like %+v: found %v with warnings %q, error %v", c.req, ids(r.Hits), r.Warnings, err)
		}
	}
}

// leaky is an index from which articles are deleted while a search is under way.
type leaky struct {
	archive
	gone string
	err  error
}

func (l leaky) Candidates(ctx context.Context, q news.IndexQuery) (news.Candidates, error) {
	return l.index.Candidates(ctx, q)
}

func (l leaky) Versions(ctx context.Context, versions []news.Version) ([]news.Article, error) {
	list, err := l.index.Versions(ctx, versions)
	for i := range list {
		if list[i].ID == l.gone {
			list[i] = news.Article{}
		}
	}
	return list, errors.Join(err, l.err)
}

func (l leaky) Profiles(ctx context.Context, versions []news.Version) ([]news.Profile, error) {
	return l.index.Profiles(ctx, versions)
}

func TestAnArticleDeletedDuringASearchLeavesItsPlaceToTheNext(t *testing.T) {
	x := articles(t, harbour()...)
	req := news.SearchRequest{Query: "pier Velmoor", Limit: 2, Nearest: true}
	before := x.found(news.SearchRequest{Query: req.Query, Limit: 3})
	r, err := retrieve.New(leaky{archive: x, gone: before[0]}, x.index, x.encoder, time.Now).Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "found", ids(r.Hits), before[1:])
}

func TestAFaultOfTheIndexKeepsItsKind(t *testing.T) {
	x := articles(t, harbour()...)
	down := leaky{archive: x, err: news.Errorf(news.KindUnavailable, "the index is away")}
	r := retrieve.New(down, x.index, x.encoder, time.Now)
	_, err := r.Search(t.Context(), news.SearchRequest{Query: "pier"})
	_, similar := r.Similar(t.Context(), news.SimilarRequest{ArticleID: "pier"})
	for _, err := range []error{err, similar} {
		if !errors.Is(err, down.err) || news.KindOf(err) != news.KindUnavailable || !strings.HasPrefix(err.Error(), "retrieve: ") {
			t.Errorf("error %v", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Similar(ctx, news.SimilarRequest{ArticleID: "pier"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}
