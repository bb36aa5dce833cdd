package retrieve_test

import (
	"slices"
	"testing"

	"byline/internal/news"
)

func TestArticlesOfAnOutletThatAQueryNamesGain(t *testing.T) {
	var list []news.Article
	for id, source := range map[string]string{
		"a": "Morning Tide", "b": "The Coast Lantern", "c": "Tide", "d": "Cove Post | Sea and Harbour", "e": "TIME",
	} {
		list = append(list, news.Article{ID: id, Headline: "Herring prices", Source: source, Body: "Herring is dearer than ever this time, the coast and the tide being what they are."})
	}
	x := articles(t, list...)
	for query, named := range map[string][]string{
		"What did The Coast Lantern say about herring prices?": {"b"},
		"herring prices, according to Coast Lantern":           {"b"},
		"COVE POST on herring prices":                          {"d"},
		"herring prices in the Morning Tide":                   {"a", "c"}, // Tide stands there, too
		"Do Time and Cove Post agree on herring prices?":       {"d", "e"},
		"How much is herring this time?":                       nil, // a word, not a name
		"herring prices at the coast lantern":                  nil,
		"herring prices, writes the Timekeeper":                nil,
	} {
		var got []string
		for _, h := range x.search(news.SearchRequest{Query: query, KeepCopies: true, Explain: true}).Hits {
			if h.Explanation.Value("outlet") > 0 {
				got = append(got, h.Article.ID)
			}
		}
		want(t, query, slices.Sorted(slices.Values(got)), named)
	}
}
