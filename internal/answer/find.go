package answer

import (
	"context"
	"slices"
	"strings"

	"byline/internal/news"
)

// find searches for passages and takes them apart. Where the times of a
// question have become a filter, and what that leaves does not bear on the
// question, it looks at all articles, and the times only weigh: who asks may
// have been wrong about when.
func (a *Answerer) find(ctx context.Context, search news.SearchRequest) (news.SearchResult, *evidence, error) {
	result, e, err := a.search(ctx, search, nil)
	if err != nil || !filtersByTime(search, result.Understood) || len(e.question.terms) == 0 || e.relevance().status != news.StatusNotFound {
		return result, e, err
	}
	wider := search
	wider.KeepDates = true
	all, of, err := a.search(ctx, wider, result.Understood.Dates)
	if err != nil {
		return result, e, err
	}
	if of.relevance().status == news.StatusNotFound {
		return result, e, nil
	}
	var texts []string
	for _, d := range result.Understood.Dates {
		texts = append(texts, "“"+d.Text+"”")
	}
	all.Warnings = append(all.Warnings, "Nothing that was published then bears on the question, so "+strings.Join(texts, " and ")+" was left out of account.")
	return all, of, nil
}

// filtersByTime reports whether times of the query became a filter.
func filtersByTime(search news.SearchRequest, u news.Understood) bool {
	return len(u.Dates) > 0 && (!u.Filter.After.Equal(search.Filter.After) || !u.Filter.Before.Equal(search.Filter.Before))
}

// search finds passages whose words are those of their articles. What stands in
// dates is no part of what is asked, whether or not they filter.
func (a *Answerer) search(ctx context.Context, search news.SearchRequest, dates []news.DateExpression) (news.SearchResult, *evidence, error) {
	result, err := a.searcher.Search(ctx, search)
	if err != nil {
		return result, nil, err
	}
	result.Hits = slices.DeleteFunc(result.Hits, func(h news.Hit) bool { return !a.sound(ctx, &h) })
	if dates == nil {
		dates = datesToDrop(search, result.Understood)
	}
	return result, newEvidence(a.analyzer, search.Query, dates, result), nil
}
