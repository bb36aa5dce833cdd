package quotes

import (
	"cmp"
	"context"
	"fmt"

	"byline/internal/chunk"
	"byline/internal/news"
	"byline/internal/query"
	"byline/internal/speech"
)

// Sets lists the articles of which a condition holds, as index.Searcher says.
type Sets interface {
	Set(ctx context.Context, q news.SetQuery) (news.Set, error)
}

// Sayings tells what was said, by whom or with which words, the newest first.
// KindInvalid: the cursor is of another list.
func (f *Finder) Sayings(ctx context.Context, req news.SayingsRequest) (news.SayingsList, error) {
	said := query.SaidBy(req.Speaker, req.Text, f.analyzer)
	req.Page.Limit = cmp.Or(req.Page.Limit, defaultLimit)
	if req.Article != "" {
		said.Bound = news.Bound{Kind: news.BoundAll, Parts: []news.Bound{{Kind: news.BoundID, Value: req.Article}, said.Bound}}
		said.Key += " " + req.Article
		holds := said.Holds
		said.Holds = func(a *news.Article) bool { return a.ID == req.Article && holds(a) }
	}
	set, err := f.sets.Set(ctx, news.SetQuery{Filter: req.Filter, Where: &said.Condition, Page: req.Page})
	if err != nil {
		return news.SayingsList{}, fmt.Errorf("quotes: %w", err)
	}
	list := news.SayingsList{Articles: set.Total, Next: set.Next}
	articles, err := f.index.Versions(ctx, set.Listed)
	damaged, err := news.SplitDamaged(err)
	if err != nil {
		return list, fmt.Errorf("quotes: %w", err)
	}
	for i := range articles {
		sayings, chains := speech.Read(&articles[i], chunk.Sentences)
		for _, s := range sayings {
			if said.Is(&s) {
				one := news.Said{Saying: s, Article: articles[i], Provenance: speech.Behind(s.Span, chains)}
				one.Article.Body = ""
				list.Sayings = append(list.Sayings, one)
			}
		}
	}
	if len(damaged) > 0 {
		list.Warnings = append(list.Warnings, "Articles in which this may be said are damaged on disk and left out.")
	}
	return list, nil
}

// Provenance is from whom an article has what it says.
func Provenance(a *news.Article) news.Provenance {
	_, chains := speech.Read(a, chunk.Sentences)
	return speech.Provenance(chains)
}
