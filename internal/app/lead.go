package app

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"byline/internal/panics"
)

// leaser gives work that one of several servers is to do to one of them for a while.
type leaser interface {
	Lease(ctx context.Context, name, holder string, ttl time.Duration) (term int, held bool, err error)
	Release(ctx context.Context, name, holder string) error
}

// How long a lease is, and how often it is renewed or asked for. A server that
// cannot renew it stops before another may begin.
const (
	leaseTime  = 2 * time.Minute
	leaseEvery = 20 * time.Second
	leaseSlack = 30 * time.Second // what the clocks of servers may differ by
)

// whileLeading does work while this server holds a lease, again and again until
// ctx ends.
func whileLeading(ctx context.Context, l leaser, name string, log *slog.Logger, work func(context.Context) error) error {
	holder := rand.Text()
	for ctx.Err() == nil {
		began := time.Now()
		term, held, err := l.Lease(ctx, name, holder, leaseTime)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			log.WarnContext(ctx, "it cannot be told which server is to do this; it is asked again", "work", name, "error", err)
		case held:
			log.InfoContext(ctx, "this server does it from now on", "work", name, "term", term)
			err := lead(ctx, l, leading{name, holder, log, began}, work)
			if err != nil || ctx.Err() != nil {
				return err
			}
		}
		pause(ctx, leaseEvery)
	}
	return nil
}

// leading is a lease that is held.
type leading struct {
	name, holder string
	log          *slog.Logger
	renewed      time.Time
}

// lead does work until ctx ends or the lease is lost.
func lead(ctx context.Context, l leaser, now leading, work func(context.Context) error) error {
	within, stop := context.WithCancel(ctx)
	defer stop()
	renewing := panics.Start(func() error {
		defer stop()
		for {
			pause(within, leaseEvery)
			if within.Err() != nil {
				return nil
			}
			began := time.Now()
			_, held, err := l.Lease(within, now.name, now.holder, leaseTime)
			switch {
			case err == nil && !held, time.Since(now.renewed) > leaseTime-leaseSlack:
				return err
			case err == nil:
				now.renewed = began
			}
		}
	})
	err := work(within)
	stop()
	if lost := <-renewing; lost != nil && ctx.Err() == nil {
		now.log.WarnContext(ctx, "this server does it no longer; it is asked anew who is to", "work", now.name, "error", lost)
	}
	if ctx.Err() != nil {
		over, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaseEvery)
		defer cancel()
		_ = l.Release(over, now.name, now.holder) // else it runs out
	}
	return err
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
