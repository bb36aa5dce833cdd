package admission

import (
	"context"

	"byline/internal/news"
)

// Clerk answers questions, judges claims and finds names.
type Clerk interface {
	Answerer
	Check(ctx context.Context, claim string, search news.SearchRequest) (news.Finding, error)
	Mentions(ctx context.Context, name string, search news.SearchRequest) (news.Finding, error)
}

// Clerk lets through to another as Answerer does for questions, and the gate of
// searches for the rest.
func (g Gates) Clerk(c Clerk, writes bool) Clerk {
	return clerk{g.Answerer(c, writes), c, g.Searches}
}

type clerk struct {
	Answerer

	inner Clerk
	gate  *Gate
}

func (c clerk) Check(ctx context.Context, claim string, search news.SearchRequest) (found news.Finding, err error) {
	err = c.gate.Do(ctx, func(ctx context.Context) (err error) {
		found, err = c.inner.Check(ctx, claim, search)
		return err
	})
	return found, err
}

func (c clerk) Mentions(ctx context.Context, name string, search news.SearchRequest) (found news.Finding, err error) {
	err = c.gate.Do(ctx, func(ctx context.Context) (err error) {
		found, err = c.inner.Mentions(ctx, name, search)
		return err
	})
	return found, err
}
