// Package bulk asks the articles many things at once: the lines of a table of
// questions, claims and names, in parallel, whose rows come in order.
package bulk

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"time"

	"byline/internal/news"
	"byline/internal/panics"
)

// Clerk knows what the articles say.
type Clerk interface {
	Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error)
	// Check judges a claim.
	Check(ctx context.Context, claim string, search news.SearchRequest) (news.Finding, error)
	// Mentions finds the articles that hold a name.
	Mentions(ctx context.Context, name string, search news.SearchRequest) (news.Finding, error)
}

// Runner answers lines. It is safe for concurrent use.
type Runner struct {
	clerk   Clerk
	workers int
}

// New makes a runner that keeps all processors busy.
func New(clerk Clerk) *Runner { return &Runner{clerk: clerk, workers: runtime.GOMAXPROCS(0)} }

// Batch answers the lines of a request and gives the rows to emit in their order, each
// as soon as it and those before it are there. A line that cannot be answered is a row
// that says why; only an error of emit or of ctx ends the work, and is returned.
func (r *Runner) Batch(ctx context.Context, req news.BatchRequest, emit func(news.BatchRow) error) error {
	group, ctx := panics.WithContext(ctx)
	rows := make(chan chan news.BatchRow, 2*r.workers) // in order; so many are ahead of the slowest
	group.Go(func() error {
		defer close(rows)
		return r.start(ctx, req, rows)
	})
	group.Go(func() error {
		for row := range rows {
			select {
			case done := <-row:
				if err := emit(done); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return group.Wait()
}

// start answers lines, as many at a time as there are workers, and puts the place of
// each row into rows.
func (r *Runner) start(ctx context.Context, req news.BatchRequest, rows chan<- chan news.BatchRow) error {
	var group panics.Group
	group.SetLimit(r.workers)
	for _, line := range req.Lines {
		row := make(chan news.BatchRow, 1)
		select {
		case rows <- row:
		case <-ctx.Done():
			return errors.Join(ctx.Err(), group.Wait())
		}
		group.Go(func() error {
			row <- r.row(ctx, req, line)
			return nil
		})
	}
	return group.Wait()
}

// row answers a line. A panic is the fault of the line that it happened in.
func (r *Runner) row(ctx context.Context, req news.BatchRequest, line news.BatchLine) news.BatchRow {
	row := news.BatchRow{Row: line.Row, Text: line.Text, Kind: req.Kind}
	if line.Err != nil {
		row.Status, row.Err = news.BatchFailed, line.Err
		return row
	}
	if row.Kind == "" {
		row.Kind = KindOf(line.Text)
	}
	row.Err = patiently(ctx, func() error {
		return panics.Catch(func() (err error) {
			row.Finding, err = r.find(ctx, row.Kind, line.Text, req)
			return err
		})
	})
	if row.Err != nil {
		row.Finding = news.Finding{Status: news.BatchFailed}
	}
	return row
}

func (r *Runner) find(ctx context.Context, kind news.LineKind, text string, req news.BatchRequest) (news.Finding, error) {
	switch text = strings.TrimSpace(text); kind {
	case news.LineClaim:
		return r.clerk.Check(ctx, text, req.Search)
	case news.LineName:
		return r.clerk.Mentions(ctx, text, req.Search)
	default:
		a, err := r.clerk.Answer(ctx, news.AnswerRequest{Question: text, Search: req.Search, NoLLM: req.NoLLM}, nil)
		return news.Finding{
			Status: news.BatchStatus(a.Status), Answer: a.Text, Citations: a.Citations, Confidence: a.Confidence,
			Spellings: a.Understood.Spellings, Warnings: a.Warnings,
		}, err
	}
}

// mostTries is how often a line is asked that others leave no room for.
const mostTries = 10

// patiently asks again, when it is told to, what found no room: a batch has time.
func patiently(ctx context.Context, ask func() error) error {
	for try := 1; ; try++ {
		err := ask()
		var kinded *news.Error
		if try == mostTries || !errors.As(err, &kinded) || kinded.Kind != news.KindUnavailable || kinded.RetryAfter <= 0 {
			return err
		}
		select {
		case <-time.After(kinded.RetryAfter):
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		}
	}
}
