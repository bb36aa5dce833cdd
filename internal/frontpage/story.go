package frontpage

import (
	"context"
	"fmt"
	"slices"
	"time"

	"byline/internal/neardup"
	"byline/internal/news"
)

// newestLooked is how many articles questions are made from, and newestListed how
// many the list of stories is grouped of.
const (
	newestLooked = 60
	newestListed = 40
)

// Stories lists up to n of the newest stories, the newest first. Articles that
// will be published, by their own date, are left out.
func (p *Page) Stories(ctx context.Context, n int) ([]news.Voice, error) {
	articles, err := p.newest(ctx, newestListed)
	if err != nil {
		return nil, err
	}
	stories, err := p.group(ctx, articles)
	return stories[:min(n, len(stories))], err
}

// newest lists the newest articles. Damaged ones are left out.
func (p *Page) newest(ctx context.Context, n int) ([]news.Article, error) {
	articles, _, err := p.library.Articles(ctx, news.Filter{Before: time.Now()}, news.Page{Limit: n})
	if _, err = news.SplitDamaged(err); err != nil {
		return nil, fmt.Errorf("front page: %w", err)
	}
	if len(articles) > 0 {
		return articles, nil
	}
	// A filter of time leaves out articles that have no date.
	articles, _, err = p.library.Articles(ctx, news.Filter{}, news.Page{Limit: n})
	if _, err = news.SplitDamaged(err); err != nil {
		return nil, fmt.Errorf("front page: %w", err)
	}
	return articles, nil
}

// group puts articles with the same text, as their signatures tell it, into one
// story, which stands where its newest does.
func (p *Page) group(ctx context.Context, articles []news.Article) ([]news.Voice, error) {
	versions := make([]news.Version, len(articles))
	for i, a := range articles {
		versions[i] = news.Version{ArticleID: a.ID, Revision: a.Revision}
	}
	profiles, err := p.library.Profiles(ctx, versions)
	if err != nil {
		return nil, fmt.Errorf("front page: %w", err)
	}
	var stories []news.Voice
	var firsts []news.Signature
	for i, a := range articles {
		same := slices.IndexFunc(firsts, func(s news.Signature) bool {
			return neardup.Compare(s, profiles[i].Signature).NearDuplicates()
		})
		if same >= 0 {
			stories[same].Copies = append(stories[same].Copies, a)
			continue
		}
		stories, firsts = append(stories, news.Voice{Article: a}), append(firsts, profiles[i].Signature)
	}
	return stories, nil
}

// has reports whether an article is one of a story.
func has(s *news.Voice, id string) bool {
	return s.ID == id || slices.ContainsFunc(s.Copies, func(c news.Article) bool { return c.ID == id })
}
