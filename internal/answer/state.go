package answer

import (
	"context"
	"fmt"
	"time"

	"byline/internal/news"
	ask "byline/internal/question"
)

// A question for how something is (who is the mayor, what is the rate) is answered by the
// newest that says so. A search over many years finds more of those who were: there it is
// asked of the last years first, of each of these spans before the newest article on it,
// until one answers it.
var stateSpans = []time.Duration{year, 3 * year}

const year = 365 * 24 * time.Hour

// findState is what was found for a question, or what is found in the last years alone
// where it asks for how something is and these answer it. Who names times has said of
// when, and in an archive of which all is found the newest is among it.
func (a *Answerer) findState(ctx context.Context, search news.SearchRequest, said aside, f finding) (finding, error) {
	q, u := f.evidence.question, f.result.Understood
	if !q.read.Newest || q.read.Form != ask.Fact || len(u.Dates) > 0 || !search.Filter.After.IsZero() || !search.Filter.Before.IsZero() || f.evidence.hits < a.config.Passages {
		return f, nil
	}
	last, err := a.newestOn(ctx, search)
	if err != nil || last.IsZero() {
		return f, err
	}
	for _, span := range stateSpans {
		if f.evidence.isSince(last.Add(-span)) {
			break
		}
		search.Filter.After = last.Add(-span)
		of, err := a.findOnce(ctx, search, said)
		if err != nil {
			return f, err
		}
		if !a.refuses(of.evidence.certainty) && of.evidence.givesState() {
			of.evidence.filter, of.result.Understood.Filter = f.evidence.filter, u.Filter // nobody asked for it
			return of, nil
		}
	}
	return f, nil
}

// newestOn is when the newest article that a search finds was published.
func (a *Answerer) newestOn(ctx context.Context, search news.SearchRequest) (time.Time, error) {
	search.Limit, search.Mode, search.Group, search.Sort = 1, news.ModeHybrid, news.GroupArticle, news.SortNewest
	found, err := a.searcher.Search(ctx, search)
	if err != nil {
		return time.Time{}, fmt.Errorf("answer: search for the newest: %w", err)
	}
	if len(found.Hits) == 0 {
		return time.Time{}, nil
	}
	return found.Hits[0].Article.Published, nil
}

// isSince reports whether all that was found was published since a time.
func (e *evidence) isSince(t time.Time) bool {
	for i := range e.passages {
		if e.passages[i].hit.Article.Published.Before(t) {
			return false
		}
	}
	return true
}

// givesState reports whether the best that was found clearly gives what is asked for.
func (e *evidence) givesState() bool {
	if e.question.office != "" {
		return e.held
	}
	if _, ok := e.list.shown(); ok {
		return true
	}
	return len(e.list.all) > 0 && e.answersQuestion(e.list.all[0])
}
