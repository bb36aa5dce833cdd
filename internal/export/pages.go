package export

import (
	"context"
	"iter"

	"byline/internal/news"
)

// Searcher searches a page at a time.
type Searcher interface {
	Search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error)
}

// perPage is how many hits are asked for at a time where all are wanted.
const perPage = 100

// Pages searches, and goes on page by page as its hits are taken, to the end if all
// are wanted and else as far as the request does. An error of the first page comes at
// once, one of a later page in place of a hit. All are as many as the total, copies
// of a text one by one.
func Pages(ctx context.Context, in Searcher, req news.SearchRequest, all bool) (first news.SearchResult, hits iter.Seq2[news.Hit, error], err error) {
	if all {
		req.Limit, req.KeepCopies = perPage, true
	}
	if first, err = in.Search(ctx, req); err != nil {
		return first, nil, err
	}
	return first, func(yield func(news.Hit, error) bool) {
		page := first
		for {
			for _, h := range page.Hits {
				if !yield(h, nil) {
					return
				}
			}
			if req.Cursor = page.Next; req.Cursor == "" || !all {
				return
			}
			var err error
			if page, err = in.Search(ctx, req); err != nil {
				yield(news.Hit{}, err)
				return
			}
		}
	}, nil
}
