package web

import (
	"cmp"
	"slices"

	"byline/internal/news"
)

// Outlets lists the outlets to restrict the search to: a facet, as Topics is.
func (v Search) Outlets() []Choice {
	return v.choices(v.Sources, func(a news.Article) []string { return []string{a.Source} })
}

// Topics lists the subjects to restrict the search to.
func (v Search) Topics() []Choice {
	return v.choices(v.Subjects, func(a news.Article) []string { return a.Subjects })
}

// choices lists the values of the articles found, the most frequent first. What
// all of them have in common is no choice.
func (v Search) choices(chosen []string, values func(news.Article) []string) []Choice {
	articles := v.Around
	if articles == nil {
		articles = v.found()
	}
	counts := map[string]int{}
	for _, a := range articles {
		for _, value := range values(a) {
			counts[value]++
		}
	}
	delete(counts, "")
	var out, others []Choice
	for _, value := range chosen {
		out = append(out, Choice{Value: value, Chosen: true})
		delete(counts, value)
	}
	for value, n := range counts {
		if n < len(articles) || len(articles) == 1 {
			others = append(others, Choice{Value: value})
		}
	}
	slices.SortFunc(others, func(a, b Choice) int {
		return cmp.Or(cmp.Compare(counts[b.Value], counts[a.Value]), cmp.Compare(a.Value, b.Value))
	})
	return append(out, others[:min(len(others), maxChoices)]...)
}

func (v Search) found() []news.Article {
	if v.Result == nil {
		return v.Latest
	}
	articles := make([]news.Article, len(v.Result.Hits))
	for i, h := range v.Result.Hits {
		articles[i] = h.Article
	}
	return articles
}
