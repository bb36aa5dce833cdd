package app

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// leases are kept in memory; while there is a fault, nobody gets or keeps one.
type leases struct {
	mu     sync.Mutex
	holder string
	until  time.Time
	term   int
	fault  map[string]error // by holder
	asked  []string         // who has asked
}

func (l *leases) Lease(_ context.Context, _, holder string, ttl time.Duration) (int, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !slices.Contains(l.asked, holder) {
		l.asked = append(l.asked, holder)
	}
	if err := l.fault[holder]; err != nil {
		return 0, false, err
	}
	if l.holder != holder && time.Now().Before(l.until) {
		return l.term, false, nil
	}
	if l.holder != holder {
		l.holder = holder
		l.term++
	}
	l.until = time.Now().Add(ttl)
	return l.term, true, nil
}

func (l *leases) Release(ctx context.Context, name, holder string) error {
	_, _, err := l.Lease(ctx, name, holder, -time.Second)
	return err
}

// Two servers share a lease: one works at a time, the other takes over when the
// first ends or can renew it no longer, and never before the first has stopped.
func TestOneOfTwoServersWorksAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{fault: map[string]error{}}
		var mu sync.Mutex
		working, most, runs := 0, 0, [2]int{}
		server := func(ctx context.Context, i int) {
			err := whileLeading(ctx, l, "feeds", slog.New(slog.DiscardHandler), func(ctx context.Context) error {
				mu.Lock()
				working++
				runs[i]++
				most = max(most, working)
				mu.Unlock()
				<-ctx.Done()
				mu.Lock()
				working--
				mu.Unlock()
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
		var all sync.WaitGroup
		first, endFirst := context.WithCancel(t.Context())
		second, endSecond := context.WithCancel(t.Context())
		all.Go(func() { server(first, 0) })
		synctest.Wait()
		all.Go(func() { server(second, 1) })
		time.Sleep(time.Hour)
		if runs != [2]int{1, 0} {
			t.Errorf("in the first hour they worked %v times", runs)
		}
		l.mu.Lock()
		l.fault[l.asked[0]] = errors.New("it is out of reach")
		l.mu.Unlock()
		time.Sleep(10 * time.Minute)
		if runs != [2]int{1, 1} {
			t.Errorf("once the first is cut off, they worked %v times", runs)
		}
		l.mu.Lock()
		clear(l.fault)
		l.mu.Unlock()
		time.Sleep(10 * time.Minute)
		endSecond()
		time.Sleep(time.Minute)
		if runs != [2]int{2, 1} || most != 1 {
			t.Errorf("once the second has ended, they worked %v times, %d at once", runs, most)
		}
		endFirst()
		all.Wait()
	})
}
