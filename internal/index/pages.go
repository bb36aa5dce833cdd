package index

import (
	"context"

	"byline/internal/news"
)

// pageLength is how many articles EachPage asks for at a time.
const pageLength = 128

// EachPage calls do with all articles of an index, some at a time, until it
// returns an error. Damaged articles end it, with the error of Articles.
func EachPage(ctx context.Context, from Lister, do func([]news.Article) error) error {
	page := news.Page{Limit: pageLength}
	for {
		articles, next, err := from.Articles(ctx, news.Filter{}, page)
		if err != nil {
			return err
		}
		if err := do(articles); err != nil {
			return err
		}
		if page.Cursor = next; next == "" {
			return nil
		}
	}
}
