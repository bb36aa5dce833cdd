package admission_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/admission"
)

func TestWorkThatHasTimeWaitsForTheEndOfASearchThoughNotForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := admission.NewGate(admission.Limits{Running: 2})
		for _, c := range []struct{ search, wait time.Duration }{
			{2 * time.Millisecond, 2 * time.Millisecond},
			{time.Second, 5 * time.Millisecond},
		} {
			go gate.Do(t.Context(), func(context.Context) error { time.Sleep(c.search); return nil })
			synctest.Wait()
			if took := pauseOf(t.Context(), gate); took != c.wait {
				t.Errorf("beside a search of %v it waited for %v, not %v", c.search, took, c.wait)
			}
			time.Sleep(time.Second)
		}
	})
}

func TestAProcessorIsLeftFreeNowAndThenWhileMoreMayCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := admission.NewGate(admission.Limits{Running: 2})
		pauses := func() (n int) {
			for end := time.Now().Add(100 * time.Millisecond); time.Now().Before(end); time.Sleep(time.Millisecond) {
				if pauseOf(t.Context(), gate) > 0 {
					n++
				}
			}
			return n
		}
		if n := pauses(); n > 0 {
			t.Errorf("before any search there were %d pauses", n)
		}
		_ = gate.Do(t.Context(), func(context.Context) error { return nil })
		if n := pauses(); n < 20 || n > 26 {
			t.Errorf("in the tenth of a second after a search there were %d pauses, not one in 4 ms", n)
		}
		time.Sleep(time.Second)
		if n := pauses(); n > 0 {
			t.Errorf("long after it there were %d", n)
		}
	})
}

func TestWhoeverIsGoneDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := admission.NewGate(admission.Limits{Running: 1})
		go gate.Do(t.Context(), func(context.Context) error { time.Sleep(time.Second); return nil })
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if took := pauseOf(ctx, gate); took != 0 {
			t.Errorf("it waited for %v", took)
		}
		time.Sleep(time.Second)
	})
}

func pauseOf(ctx context.Context, gate *admission.Gate) time.Duration {
	began := time.Now()
	gate.GiveWay(ctx)
	return time.Since(began)
}
