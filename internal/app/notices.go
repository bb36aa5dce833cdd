package app

import (
	"context"

	"byline/internal/news"
)

// Article is that of the index, with the notices on it that other articles are. So are
// the methods below: whoever reads an article, to cite it or to show it, is told.
func (e *Engine) Article(ctx context.Context, id string) (news.Article, error) {
	a, err := e.Index.Article(ctx, id)
	e.mark(&a)
	return a, err
}

// ArticleByURL is that of the index, with notices.
func (e *Engine) ArticleByURL(ctx context.Context, url string) (news.Article, error) {
	a, err := e.Index.ArticleByURL(ctx, url)
	e.mark(&a)
	return a, err
}

// Versions is that of the index, with notices.
func (e *Engine) Versions(ctx context.Context, want []news.Version) ([]news.Article, error) {
	articles, err := e.Index.Versions(ctx, want)
	e.markAll(articles)
	return articles, err
}

// Articles is that of the index, with notices.
func (e *Engine) Articles(ctx context.Context, f news.Filter, p news.Page) ([]news.Article, string, error) {
	articles, next, err := e.Index.Articles(ctx, f, p)
	e.markAll(articles)
	return articles, next, err
}

func (e *Engine) markAll(articles []news.Article) {
	pointers := make([]*news.Article, len(articles))
	for i := range articles {
		pointers[i] = &articles[i]
	}
	e.mark(pointers...)
}

func (e *Engine) mark(articles ...*news.Article) {
	if e.Stories != nil { // else the index is being opened
		e.Stories.Mark(articles...)
	}
}
