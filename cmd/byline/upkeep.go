package main

import (
	"context"
	"log/slog"
	"time"

	"byline/internal/panics"
)

// flushEvery is how long what has arrived may stay in memory. It is safe
// there, but another process that opens the index has to encode it again.
const flushEvery = 30 * time.Second

// startUpkeep starts what a server does without being asked: it brings vectors
// that come late, and writes to disk what is only in memory. stop ends it and
// waits for the end.
func (l *library) startUpkeep(ctx context.Context, logger *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var work panics.Group
	if l.queue != nil {
		work.Go(func() error { l.queue.Work(ctx); return nil })
	}
	work.Go(func() error {
		tick := time.NewTicker(flushEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if err := panics.Catch(l.flush); err != nil {
					logger.Warn("what has arrived stays in memory", "error", err)
				}
			case <-ctx.Done():
				return nil
			}
		}
	})
	return func() {
		cancel()
		if err := work.Wait(); err != nil {
			logger.Error("upkeep", "error", err)
		}
	}
}
