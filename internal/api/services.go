package api

import (
	"context"

	"byline/internal/news"
)

// Searcher finds passages that bear on a query, and articles like another.
type Searcher interface {
	Search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error)
	Similar(ctx context.Context, req news.SimilarRequest) (news.SearchResult, error)
}

// Answerer answers questions. It calls emit, if not nil, for each step; an
// error from emit ends the answer.
type Answerer interface {
	Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error)
}

// Quoter finds who printed words, and what was said by whom.
type Quoter interface {
	FindQuote(ctx context.Context, req news.QuoteRequest) (news.QuoteResult, error)
	Sayings(ctx context.Context, req news.SayingsRequest) (news.SayingsList, error)
}

// Batcher answers many lines, and gives the rows to emit in their order.
type Batcher interface {
	Batch(ctx context.Context, req news.BatchRequest, emit func(news.BatchRow) error) error
}

// Storyteller knows which articles tell of one event.
type Storyteller interface {
	Stories(ctx context.Context, req news.StoryRequest) (news.StoryList, error)
	// Timeline has at most so many developments; 0 leaves it to the storyteller.
	Timeline(ctx context.Context, id string, lines int) (news.Timeline, error)
}

// Surveyor counts how much was published on something, and lays the figures of a
// story side by side.
type Surveyor interface {
	Figures(ctx context.Context, id string) (news.StoryFigures, error)
	Coverage(ctx context.Context, req news.CoverageRequest) (news.Coverage, error)
}

// EntityLister knows whom and what articles name, as people decided about it.
type EntityLister interface {
	Entities(ctx context.Context, req news.EntityRequest) (news.EntityList, error)
}

// Library reads stored articles. An unknown ID is a news.KindNotFound error.
type Library interface {
	Article(ctx context.Context, id string) (news.Article, error)
	// Revisions returns the stored versions of an article, newest first.
	Revisions(ctx context.Context, id string) ([]news.Revision, error)
}
