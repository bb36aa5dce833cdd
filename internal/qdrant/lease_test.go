package qdrant

import (
	"context"
	"sync"
	"testing"
	"time"

	"byline/internal/indextest"
)

func TestALeaseIsHeldByOneUntilItRunsOut(t *testing.T) {
	o := options(t, indextest.Encoder(t))
	x := openTest(t, o)
	t.Cleanup(func() {
		if err := x.drop(context.WithoutCancel(t.Context()), x.leases()); err != nil {
			t.Error(err)
		}
	})
	lease := func(holder string, ttl time.Duration, wantTerm int, want bool) {
		t.Helper()
		if term, held, err := x.Lease(t.Context(), "feeds", holder, ttl); held != want || term != wantTerm || err != nil {
			t.Errorf("%s: term %d, held %v, error %v", holder, term, held, err)
		}
	}
	lease("one", time.Hour, 1, true)
	lease("one", time.Hour, 1, true)
	lease("other", time.Hour, 1, false)
	if err := x.Release(t.Context(), "feeds", "other"); err != nil { // which is not its to give up
		t.Fatal(err)
	}
	lease("other", time.Hour, 1, false)
	if err := x.Release(t.Context(), "feeds", "one"); err != nil {
		t.Fatal(err)
	}
	lease("other", -time.Second, 2, true) // which has run out when it begins
	lease("one", time.Hour, 3, true)
	if _, held, err := x.Lease(t.Context(), "mail", "other", time.Hour); !held || err != nil {
		t.Errorf("another lease: %v, error %v", held, err)
	}
}

func TestOfManyWhoWantALeaseOneGetsIt(t *testing.T) {
	o := options(t, indextest.Encoder(t))
	x := openTest(t, o)
	t.Cleanup(func() {
		if err := x.drop(context.WithoutCancel(t.Context()), x.leases()); err != nil {
			t.Error(err)
		}
	})
	holders := []string{"a", "b", "c", "d", "e", "f"}
	got := make([]bool, len(holders))
	var all sync.WaitGroup
	for i, holder := range holders {
		all.Go(func() {
			_, held, err := x.Lease(t.Context(), "feeds", holder, time.Hour)
			if err != nil {
				t.Error(err)
			}
			got[i] = held
		})
	}
	all.Wait()
	n := 0
	for i, holder := range holders {
		_, held, err := x.Lease(t.Context(), "feeds", holder, time.Hour)
		if err != nil || held != got[i] {
			t.Errorf("%s: %v, then %v, error %v", holder, got[i], held, err)
		}
		if held {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d hold it", n)
	}
}
