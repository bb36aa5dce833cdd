package retrieve_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"byline/internal/indextest"
	"byline/internal/news"
)

// listed asks for all of a result set, some at a time.
func (x archive) listed(req news.SearchRequest) (list []string, total int) {
	x.tb.Helper()
	for {
		result, err := x.Search(x.tb.Context(), req)
		if err != nil {
			x.tb.Fatalf("Search(%+v): %v", req, err)
		}
		list, total = append(list, ids(result.Hits)...), result.Total
		if req.Cursor = result.Next; req.Cursor == "" {
			return list, total
		}
	}
}

// Whatever the order and the length of a page, the pages together hold each article
// of the set once, and Total counts them.
func TestPagesHoldTheSet(t *testing.T) {
	x := samples(t)
	words := strings.Fields("ferry skerry Eskerby outbreak election Kestrup tunnel Lumme shipyard Rundvall bank rate Norrmere poll prime minister storm school the of latest news")
	rapid.Check(t, func(t *rapid.T) {
		req := news.SearchRequest{
			Query:      strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 6).Draw(t, "words"), " "),
			Limit:      rapid.IntRange(1, 40).Draw(t, "limit"),
			Sort:       rapid.SampledFrom([]news.Sort{"", news.SortRelevance, news.SortNewest, news.SortOldest}).Draw(t, "sort"),
			Mode:       rapid.SampledFrom([]news.Mode{news.ModeHybrid, news.ModeKeyword, news.ModeSemantic}).Draw(t, "mode"),
			KeepCopies: true, Exact: true,
		}
		list, total := x.listed(req)
		other := req
		other.Sort, other.Limit = news.SortNewest, 100
		byDate, _ := x.listed(other)
		if len(list) != total {
			t.Fatalf("%d of %d are listed", len(list), total)
		}
		slices.Sort(list)
		slices.Sort(byDate)
		if len(slices.Compact(slices.Clone(list))) != len(list) || !slices.Equal(list, byDate) {
			t.Fatalf("in this order: %v\nby date: %v", list, byDate)
		}
	})
}

// An article that arrives between two pages neither shifts nor repeats what follows.
func TestPagesSurviveNewArticles(t *testing.T) {
	for _, sort := range []news.Sort{news.SortRelevance, news.SortNewest} {
		x := samples(t)
		req := news.SearchRequest{Query: "election", Limit: 4, Sort: sort, KeepCopies: true}
		before, _ := x.listed(req)
		first, err := x.Search(t.Context(), req)
		if err != nil || first.Next == "" {
			t.Fatalf("%s: next %q, error %v", sort, first.Next, err)
		}
		late := news.Article{ID: "late", Source: "Morning Tide", Headline: "Election: election of the election", Published: day(12, 31), Body: "An election. The election was an election."}
		if _, err := x.index.Put(t.Context(), indextest.Records(t, x.encoder, late)); err != nil {
			t.Fatal(err)
		}
		req.Cursor = first.Next
		rest, total := x.listed(req)
		if total != len(before)+1 {
			t.Errorf("%s: %d in all, were %d", sort, total, len(before))
		}
		rest = slices.DeleteFunc(rest, func(id string) bool { return id == "late" })
		got := append(ids(first.Hits), rest...)
		slices.Sort(got)
		slices.Sort(before)
		if !slices.Equal(got, before) {
			t.Errorf("%s: listed %v, were %v", sort, got, before)
		}
	}
}

// What means nothing and is nowhere finds nothing; what has the words is found,
// and so is what means the same.
func TestWhatIsFound(t *testing.T) {
	x := articles(t, harbour()...)
	for query, want := range map[string]string{
		"qwxz flurb": "", "asdf ghjk": "", "bakery loaves cost more": "bread", "bakeries raise their price": "bread", "ship captain courtroom": "trial", "pier Velmoor": "pier undated", "trawler": "trial",
	} {
		got, _ := x.listed(news.SearchRequest{Query: query, KeepCopies: true})
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: found %v, want %s", query, got, want)
		}
	}
}

// A long question finds what fits it, though no article has half of its words: by words
// alone as by meaning. Of what nothing here is about it finds nothing.
func TestWhatALongQuestionFinds(t *testing.T) {
	x := samples(t)
	const about = "Considering everything that Halvian and foreign papers printed, what had the town meeting in Brannes been told by Halmer Ferries about an additional vessel for the winter, and who complained about the tunnel there?"
	for _, mode := range []news.Mode{news.ModeHybrid, news.ModeKeyword} {
		req := news.SearchRequest{Query: about, Mode: mode, KeepCopies: true, Limit: 5, Facets: []news.FacetField{news.FacetLanguage}}
		first, err := x.Search(t.Context(), req)
		if err != nil || first.Total < 2 || first.Total > 40 {
			t.Fatalf("%s: %d found, error %v", mode, first.Total, err)
		}
		if !slices.ContainsFunc(first.Hits, func(h news.Hit) bool { return strings.HasPrefix(h.Article.Headline, "Brannes town meeting") }) {
			t.Errorf("%s: found %v", mode, ids(first.Hits))
		}
		counted := 0
		for _, v := range first.Facets[0].Values {
			counted += v.Count
		}
		if list, total := x.listed(req); len(list) != total || counted != total {
			t.Errorf("%s: %d listed and %d counted of %d", mode, len(list), counted, total)
		}
	}
	if got, _ := x.listed(news.SearchRequest{Query: "best way to train a puppy to walk on a leash in the evening"}); len(got) > 0 {
		t.Errorf("found %v for what nothing is about", got)
	}
}

// Facets count the set, whatever part of it is listed, as articles write the values.
func TestFacetsCountTheSet(t *testing.T) {
	x := articles(t, harbour()...)
	result, err := x.Search(t.Context(), news.SearchRequest{Query: "pier Velmoor", Limit: 1, KeepCopies: true, Facets: []news.FacetField{news.FacetSource, news.FacetMonth}})
	if err != nil || len(result.Facets) != 2 || result.Total != 2 {
		t.Fatalf("%d facets, %d in all, error %v", len(result.Facets), result.Total, err)
	}
	for _, v := range result.Facets[0].Values {
		if v.Count != 1 || v.Value != "A Reader" && v.Value != "Coastal Post" {
			t.Errorf("source %+v", v)
		}
	}
	if months := result.Facets[1].Values; len(months) != 1 || months[0].Count != 1 {
		t.Errorf("months %+v of one article with a date", months)
	}
}

// A place that no search returned is refused by its name.
func TestCursorsThatAreNone(t *testing.T) {
	x := articles(t, harbour()...)
	for _, sort := range []news.Sort{news.SortRelevance, news.SortNewest} {
		for _, cursor := range []string{"nonsense!", "AAAA_w", "_____w"} {
			if _, err := x.Search(t.Context(), news.SearchRequest{Query: "pier", Sort: sort, Cursor: cursor}); err != nil && news.KindOf(err) != news.KindInvalid {
				t.Errorf("%s %q: %v", sort, cursor, err)
			}
		}
	}
}
