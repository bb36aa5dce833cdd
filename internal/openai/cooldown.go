package openai

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// cooldown keeps requests back while a server wants none: it told one of them how
// long, and the others need not ask. The zero value keeps back nothing.
type cooldown struct {
	mu    sync.Mutex
	until time.Time
}

// refused learns from a refusal.
func (c *cooldown) refused(err error) {
	var s *statusError
	if errors.As(err, &s) && s.mayPass() && s.retryAfter > 0 {
		c.rest(s.retryAfter)
	}
}

// taken learns from what is said beside a reply: that no request, or no token,
// is left until some time.
func (c *cooldown) taken(header http.Header) {
	if d := untilReset(header, time.Now()); d > 0 {
		c.rest(d)
	}
}

func (c *cooldown) rest(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until := time.Now().Add(d); until.After(c.until) {
		c.until = until
	}
}

// wait waits until the server wants requests. Where that is longer than most, it
// fails at once as the server would.
func (c *cooldown) wait(ctx context.Context, most time.Duration) error {
	c.mu.Lock()
	left := time.Until(c.until)
	c.mu.Unlock()
	if left <= 0 {
		return nil
	}
	if left > most {
		return &statusError{code: http.StatusTooManyRequests, retryAfter: left, message: "no more requests are taken for now"}
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
