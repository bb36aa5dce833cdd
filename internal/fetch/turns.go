package fetch

import (
	"context"
	"sync"
	"time"
)

// turns lets one request at a time through to each host, and keeps pauses.
type turns struct {
	mu    sync.Mutex
	hosts map[string]*host
}

// host is what is known of the pace of a host.
type host struct {
	busy  chan struct{} // holds one while somebody has the turn
	users int           // who has the turn or waits for it
	next  time.Time     // when the pause after the last request is over
	until time.Time     // when the host wants to be asked again, by its Retry-After
	code  int           // the status with which it said so
}

func newTurns() *turns { return &turns{hosts: map[string]*host{}} }

// many is from how many hosts on those that are no longer in use are forgotten.
const many = 1024

// take waits for the turn at a host. The caller gives it back with give.
func (t *turns) take(ctx context.Context, name string) (*host, error) {
	t.mu.Lock()
	h := t.hosts[name]
	if h == nil {
		t.forget(time.Now())
		h = &host{busy: make(chan struct{}, 1)}
		t.hosts[name] = h
	}
	h.users++
	t.mu.Unlock()
	select {
	case h.busy <- struct{}{}:
		return h, nil
	case <-ctx.Done():
		t.mu.Lock()
		h.users--
		t.mu.Unlock()
		return nil, ctx.Err()
	}
}

func (t *turns) give(h *host) {
	t.mu.Lock()
	h.users--
	t.mu.Unlock()
	<-h.busy
}

// forget drops hosts that nobody uses and that have nothing left to wait for.
// The caller holds the lock.
func (t *turns) forget(now time.Time) {
	if len(t.hosts) < many {
		return
	}
	for name, h := range t.hosts {
		if h.users == 0 && h.next.Before(now) && h.until.Before(now) {
			delete(t.hosts, name)
		}
	}
}

// pause waits until the host may be asked again. Only who has the turn calls it.
func (h *host) pause(ctx context.Context) error {
	wait := time.Until(h.next)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
