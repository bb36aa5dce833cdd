package admission

import (
	"context"

	"byline/internal/news"
)

// Gates are those of a server.
type Gates struct {
	// Searches lets in what keeps a processor busy: searching and quoting.
	Searches *Gate
	// Answers lets in answers that a language model writes. They take seconds,
	// in which they wait for the model, so that they hold a place in Searches
	// for their search only.
	Answers *Gate
	// Pushes lets in requests that bring articles.
	Pushes *Gate
}

// Searcher finds passages that bear on a query, and articles like another.
type Searcher interface {
	Search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error)
	Similar(ctx context.Context, req news.SimilarRequest) (news.SearchResult, error)
}

// Answerer answers questions. emit may be nil.
type Answerer interface {
	Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error)
}

// Searcher returns s behind the gate for searches.
func (g Gates) Searcher(s Searcher) Searcher { return searcher{s, g.Searches} }

// Answerer returns a, which searches behind the gate for searches (see
// Searcher), behind the gate that is right for a question; writes says that
// there is a language model.
func (g Gates) Answerer(a Answerer, writes bool) Answerer { return answerer{a, g, writes} }

type searcher struct {
	inner Searcher
	gate  *Gate
}

func (s searcher) Search(ctx context.Context, req news.SearchRequest) (result news.SearchResult, err error) {
	err = s.gate.Do(ctx, func(ctx context.Context) (err error) {
		result, err = s.inner.Search(ctx, req)
		return err
	})
	return result, err
}

func (s searcher) Similar(ctx context.Context, req news.SimilarRequest) (result news.SearchResult, err error) {
	err = s.gate.Do(ctx, func(ctx context.Context) (err error) {
		result, err = s.inner.Similar(ctx, req)
		return err
	})
	return result, err
}

// Quoter finds who printed words, and what was said by whom.
type Quoter interface {
	FindQuote(ctx context.Context, req news.QuoteRequest) (news.QuoteResult, error)
	Sayings(ctx context.Context, req news.SayingsRequest) (news.SayingsList, error)
}

// Quoter lets through to another as the gate of searches does.
func (g Gates) Quoter(q Quoter) Quoter { return quoter{q, g.Searches} }

type quoter struct {
	inner Quoter
	gate  *Gate
}

func (q quoter) Sayings(ctx context.Context, req news.SayingsRequest) (list news.SayingsList, err error) {
	err = q.gate.Do(ctx, func(ctx context.Context) (err error) {
		list, err = q.inner.Sayings(ctx, req)
		return err
	})
	return list, err
}

func (q quoter) FindQuote(ctx context.Context, req news.QuoteRequest) (result news.QuoteResult, err error) {
	err = q.gate.Do(ctx, func(ctx context.Context) (err error) {
		result, err = q.inner.FindQuote(ctx, req)
		return err
	})
	return result, err
}

type answerer struct {
	inner  Answerer
	gates  Gates
	writes bool
}

func (a answerer) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (answer news.Answer, err error) {
	if a.writes && !req.NoLLM {
		err = a.gates.Answers.Do(ctx, func(ctx context.Context) (err error) {
			answer, err = a.inner.Answer(ctx, req, emit)
			return err
		})
		return answer, err
	}
	// Quotes are found in one go, so nobody is kept waiting if the steps are
	// told afterwards; and a client that reads slowly holds nobody's turn.
	var steps []news.Event
	err = a.gates.Searches.Do(ctx, func(ctx context.Context) (err error) {
		answer, err = a.inner.Answer(ctx, req, func(e news.Event) error {
			steps = append(steps, e)
			return ctx.Err()
		})
		return err
	})
	for _, e := range steps {
		if err != nil || emit == nil {
			break
		}
		err = emit(e)
	}
	return answer, err
}
