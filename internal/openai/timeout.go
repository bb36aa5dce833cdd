package openai

import (
	"context"
	"errors"
	"sync"
	"time"

	"byline/internal/news"
)

// deadlines end a request that takes too long: until the first token, between
// two tokens, or from the first on. A model that is being loaded is silent for
// minutes and then answers; one that falls silent later has failed.
type deadlines struct {
	config ChatConfig
	cancel context.CancelCauseFunc
	mu     sync.Mutex
	next   *time.Timer
	whole  *time.Timer // nil until the first token
}

// lateError says what took too long.
type lateError struct {
	what string
}

func (e *lateError) Error() string { return e.what + " did not come" }

// Timeout marks it as one, as the errors of package net are.
func (e *lateError) Timeout() bool { return true }

// watch returns a context that ends with them.
func (c *Chat) watch(ctx context.Context) (context.Context, *deadlines) {
	ctx, cancel := context.WithCancelCause(ctx)
	p := &deadlines{config: c.config, cancel: cancel}
	p.next = p.after("its first token", c.config.FirstToken)
	return ctx, p
}

func (p *deadlines) after(what string, wait time.Duration) *time.Timer {
	return p.endBy(wait, news.Errorf(news.KindUnavailable, "openai: %s did not answer within %s: %w", p.config.Endpoint, wait, &lateError{what}))
}

// endBy ends the request after a while.
func (p *deadlines) endBy(wait time.Duration, cause error) *time.Timer {
	cancel := p.cancel
	return time.AfterFunc(wait, func() { cancel(cause) })
}

// token is told of each token.
func (p *deadlines) token() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.whole == nil {
		p.whole = p.after("the end of its reply", p.config.Timeout)
	}
	p.next.Stop()
	p.next = p.after("another token", p.config.BetweenTokens)
}

// errEnded ends a reply that has told why it ends, by a server that keeps the
// connection open.
var errEnded = errors.New("the reply has ended")

// ending is told that the reply has told why it ends: what may follow does so at once.
func (p *deadlines) ending() {
	const grace = 2 * time.Second
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next.Stop()
	p.next = p.endBy(grace, errEnded)
}

// stop ends the watch, and the request with it.
func (p *deadlines) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next.Stop()
	if p.whole != nil {
		p.whole.Stop()
	}
	p.cancel(nil)
}
