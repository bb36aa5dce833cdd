package openai

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"

	"byline/internal/batch"
	"byline/internal/news"
)

// retryPolicy says how long a request is tried.
type retryPolicy struct {
	tries   uint
	first   time.Duration // wait after the first failure, then half as long again each time
	longest time.Duration // all tries and waits together
}

// retry calls do until it succeeds, fails for good or patience runs out. A
// wait that the server asks for is kept. The error is ready for people.
func retry[T any](ctx context.Context, e Endpoint, p retryPolicy, do func() (T, error)) (T, error) {
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval = p.first
	var last error
	result, err := backoff.Retry(ctx, func() (T, error) {
		r, err := do()
		last = e.failure(err)
		return r, classify(err)
	}, backoff.WithBackOff(wait), backoff.WithMaxTries(p.tries), backoff.WithMaxElapsedTime(p.longest))
	switch {
	case err == nil:
		return result, nil
	case ctx.Err() != nil:
		return result, e.failure(context.Cause(ctx))
	default:
		return result, last
	}
}

// classify tells the backoff library whether and when err is worth another try.
func classify(err error) error {
	var status *statusError
	var syntax *json.SyntaxError
	var kind *news.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &status):
		if !status.mayPass() || batch.TooLarge(status) || errors.Is(err, batch.ErrUnsaid) {
			return backoff.Permanent(err)
		}
		if status.retryAfter > 0 {
			return &backoff.RetryAfterError{Duration: status.retryAfter}
		}
	case errors.As(err, &kind), errors.As(err, &syntax), errors.Is(err, context.Canceled):
		return backoff.Permanent(err)
	}
	return err
}
