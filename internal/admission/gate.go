package admission

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"byline/internal/news"
)

// ErrBusy is in the error of work that a Gate rejects, which is a
// news.KindUnavailable one that says when to try again.
var ErrBusy = errors.New("the server has as much to do as it can")

// Limits say how much a Gate lets in.
type Limits struct {
	Running int           // pieces of work at once, at least one
	Waiting int           // more of them that may wait for their turn
	Wait    time.Duration // longest wait for it
}

// Gate lets so much work in at once. It is safe for concurrent use. A nil Gate
// lets in everything.
//
// Turns go to whoever has waited longest, which is fair, until somebody had to
// be turned away. From then on more is asked than can be done, the wait of the
// eldest has grown beyond what people put up with, and to serve them in order
// would make everybody as late. So turns go to the newest, who are served at
// once, until half of those who wait are gone.
type Gate struct {
	limits Limits

	mu       sync.Mutex
	running  int
	waiting  []chan struct{} // closed when their turn has come, the eldest first
	crowded  bool            // somebody was turned away: the newest goes first
	rejected Rejections
	idle     chan struct{} // closed when no work runs any more; nil: nobody waits for that
	last     time.Time     // when work came last
	looked   time.Time     // when a processor was last left free for work that may have come
}

// Rejections count the work that was not let in, by why.
type Rejections struct {
	Full uint64 // too many waited already
	Late uint64 // its turn did not come in time
	Gone uint64 // whoever wanted it went away
}

// State is how a Gate stands.
type State struct {
	Running, Waiting int
	Rejected         Rejections
}

// NewGate makes a gate.
func NewGate(limits Limits) *Gate {
	limits.Running = max(1, limits.Running)
	return &Gate{limits: limits}
}

// State returns how the gate stands now.
func (g *Gate) State() State {
	if g == nil {
		return State{}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return State{Running: g.running, Waiting: len(g.waiting), Rejected: g.rejected}
}

// inside marks the context of work that a gate has let in.
type inside struct{ *Gate }

// Do does work once its turn has come, and returns its error. Work that does
// some more of the same gate's work, with the context that it is given, has its
// turn already. Where ctx is done before the turn comes, the work is never begun.
func (g *Gate) Do(ctx context.Context, work func(context.Context) error) error {
	if g == nil || ctx.Value(inside{g}) != nil {
		return work(ctx)
	}
	if err := g.enter(ctx); err != nil {
		return err
	}
	defer g.leave()
	return work(context.WithValue(ctx, inside{g}, true))
}

// enter returns once the turn of the caller has come, who must leave then.
func (g *Gate) enter(ctx context.Context) error {
	turn, err := g.join(ctx)
	if err != nil || turn == nil {
		return err
	}
	late := time.NewTimer(g.limits.Wait)
	defer late.Stop()
	select {
	case <-turn:
	case <-late.C:
		if g.quit(turn, &g.rejected.Late) {
			return g.busy("no turn came within %v", g.limits.Wait)
		}
	case <-ctx.Done():
		if g.quit(turn, &g.rejected.Gone) {
			return fmt.Errorf("admission: %w", context.Cause(ctx))
		}
	}
	if ctx.Err() != nil { // the turn came to one who is gone
		g.leave()
		g.count(&g.rejected.Gone)
		return fmt.Errorf("admission: %w", context.Cause(ctx))
	}
	return nil
}

// join takes a place among those who wait, or returns nil if there is no need to.
func (g *Gate) join(ctx context.Context) (turn chan struct{}, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last = time.Now()
	switch {
	case ctx.Err() != nil:
		g.rejected.Gone++
		return nil, fmt.Errorf("admission: %w", context.Cause(ctx))
	case g.running < g.limits.Running:
		g.running++
		return nil, nil //nolint:nilnil // no wait is needed
	case len(g.waiting) >= g.limits.Waiting:
		g.crowded = true
		g.rejected.Full++
		return nil, g.busy("%d wait already", g.limits.Waiting)
	}
	turn = make(chan struct{})
	g.waiting = append(g.waiting, turn)
	return turn, nil
}

// leave gives the turn of one who is done to the next.
func (g *Gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		g.running--
		if g.running == 0 && g.idle != nil {
			close(g.idle)
			g.idle = nil
		}
		return
	}
	next := 0
	if g.crowded {
		next = len(g.waiting) - 1
	}
	close(g.waiting[next])
	g.remove(next)
}

// quit gives up a place and counts that. It reports false if the turn has come meanwhile.
func (g *Gate) quit(turn chan struct{}, rejected *uint64) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	place := slices.Index(g.waiting, turn)
	if place < 0 {
		return false
	}
	g.remove(place)
	*rejected++
	return true
}

// remove takes a place away. The caller holds mu.
func (g *Gate) remove(place int) {
	g.waiting = slices.Delete(g.waiting, place, place+1)
	g.crowded = g.crowded && len(g.waiting) > g.limits.Waiting/2
}

func (g *Gate) count(rejected *uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	*rejected++
}

// busy is the error for work that is to be tried again later.
func (g *Gate) busy(format string, args ...any) error {
	why := fmt.Sprintf(format, args...)
	return &news.Error{Kind: news.KindUnavailable, RetryAfter: g.limits.Wait, Err: fmt.Errorf("%w (%s); try again in a few seconds", ErrBusy, why)}
}
