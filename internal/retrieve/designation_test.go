package retrieve_test

import (
	"slices"
	"testing"

	"byline/internal/news"
)

// What is near to a thing that is called by a number is listed, and is not taken for it.
func TestThatNoArticleHasADesignationIsTold(t *testing.T) {
	x := articles(t,
		news.Article{ID: "small", Headline: "Three Ostair F20 jets grounded", Body: "Three Ostair F20 jets were grounded after cracks were found in a wing."},
		news.Article{ID: "judge", Headline: "Judge Mara Olm retires", Body: "Judge Mara Olm retires in May. Olm was a judge for 31 years."},
		news.Article{ID: "line", Headline: "Line 7 rerouted", Body: "Bus line 7 is rerouted until Friday because of works."},
	)
	for query, want := range map[string][]string{
		"Ostair F21 jets":             {"No article has “F21”; what is listed is near to it."},
		"ostair jets f21":             {"No article has “f21”; what is listed is near to it."},
		"Ostair F-20 jets":            nil,
		"Bus Line 17":                 {"No article has “Line 17”; what is listed is near to it."},
		"bus Line 7 rerouted":         nil,
		"Line 7 rerouted in May 2026": {"No article published then was found, so “in May 2026” was looked for in the text of articles of any time."},
		"Olm Mara":                    nil,
		"Mara Olm wins":               nil,
		"Ana Olm":                     {"No article has “Ana Olm”; what is listed is near to it."},
		"jets AND F20":                nil,
	} {
		got, err := x.Search(t.Context(), news.SearchRequest{Query: query})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Warnings, want) || len(got.Hits) == 0 {
			t.Errorf("%s: %v, %q, want %q", query, ids(got.Hits), got.Warnings, want)
		}
	}
}
