package admission

import (
	"context"
	"time"
)

// How work that has time, such as loading articles, lets go first what somebody waits for.
const (
	longestPause = 5 * time.Millisecond // so that it goes on, a step at a time, however much is asked
	freshFor     = time.Second          // after the last work, more is expected
	lookEvery    = 4 * time.Millisecond
	look         = 50 * time.Microsecond // what the runtime makes a millisecond of where nothing else is to be done
)

// GiveWay is called between the steps of work that has time. While work of the gate runs,
// it waits for the end of it, though not for long. And while more may come, it leaves a
// processor free for a moment every few milliseconds: only a processor that has nothing
// to do asks the network what has come, which else takes Go up to 20 ms.
func (g *Gate) GiveWay(ctx context.Context) {
	if g == nil {
		return
	}
	idle, pause := g.manners(time.Now())
	if pause == 0 {
		return
	}
	over := time.NewTimer(pause)
	defer over.Stop()
	select {
	case <-idle:
	case <-over.C:
	case <-ctx.Done():
	}
}

// manners returns how long to wait, at most until a channel is closed.
func (g *Gate) manners(now time.Time) (idle chan struct{}, pause time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.running > 0:
		if g.idle == nil {
			g.idle = make(chan struct{})
		}
		return g.idle, longestPause
	case now.Sub(g.last) < freshFor && now.Sub(g.looked) >= lookEvery:
		g.looked = now
		return nil, look
	}
	return nil, 0
}
