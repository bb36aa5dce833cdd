package retrieve

import (
	"slices"
	"strings"

	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/question"
)

// breadth tells how broad a query is, from 0 to 1, by how many of the articles
// that were read have all of its words close together: 0 while these fit on a
// page, 1 if all do.
func (r *Retriever) breadth(f searchState) float64 {
	p := &f.plan
	if p.group != news.GroupArticle || question.AsksForOne(lang.Asking(), p.understood.Query) {
		return 0
	}
	need, full := share(p), 0
	for _, c := range f.ranked {
		if share := c.values.of(window); share > 0 && share >= need {
			full++
		}
	}
	return max(0, float64(full-DefaultLimit)/(articlesRead-DefaultLimit))
}

// share returns how many of the words of a query name what it is about, the
// rest being of the kind of "latest news" or "what happened".
func share(p *plan) float64 {
	all := len(queryTermsOf(p.tokens).number)
	return float64(len(queryTermsOf(topical(p)).number)) / float64(max(1, all))
}

// topical are the words of a query that name what it is about.
func topical(p *plan) []lexical.Token {
	return slices.DeleteFunc(slices.Clone(p.tokens), func(t lexical.Token) bool {
		return lang.Asking().Questions.Coverage[strings.ToLower(p.text[t.Start:t.End])]
	})
}
