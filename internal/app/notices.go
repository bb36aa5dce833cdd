package app

import (
	"context"

	"byline/internal/news"
	"byline/internal/stories"
)

// Article is that of the index, with the notices on it that other articles are. So are
// the methods below: whoever reads an article, to cite it or to show it, is told.
func (e *Engine) Article(ctx context.Context, id string) (news.Article, error) {
	a, err := e.Index.Article(ctx, id)
	e.mark(ctx, &a)
	return a, err
}

// ArticleByURL is that of the index, with notices.
func (e *Engine) ArticleByURL(ctx context.Context, url string) (news.Article, error) {
	a, err := e.Index.ArticleByURL(ctx, url)
	e.mark(ctx, &a)
	return a, err
}

// Versions is that of the index, with notices.
func (e *Engine) Versions(ctx context.Context, want []news.Version) ([]news.Article, error) {
	articles, err := e.Index.Versions(ctx, want)
	e.markAll(ctx, articles)
	return articles, err
}

// Articles is that of the index, with notices.
func (e *Engine) Articles(ctx context.Context, f news.Filter, p news.Page) ([]news.Article, string, error) {
	articles, next, err := e.Index.Articles(ctx, f, p)
	e.markAll(ctx, articles)
	return articles, next, err
}

// mark adds notices to articles. That they could not be looked for is told: an article
// without them is better than none.
func (e *Engine) mark(ctx context.Context, articles ...*news.Article) {
	err := stories.Mark(ctx, e.Index, articles...)
	if err != nil && ctx.Err() == nil {
		e.config.Logger.WarnContext(ctx, "articles may be shown without corrections and retractions that other articles are", "error", err)
	}
}

func (e *Engine) markAll(ctx context.Context, articles []news.Article) {
	pointers := make([]*news.Article, len(articles))
	for i := range articles {
		pointers[i] = &articles[i]
	}
	e.mark(ctx, pointers...)
}
