package admission_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/admission"
	"byline/internal/news"
)

// crowd is people who want something of a gate. Work takes a second each.
type crowd struct {
	gate *admission.Gate
	wg   sync.WaitGroup

	mu       sync.Mutex
	served   []string
	rejected []string
	at       map[string]time.Duration // when it was served or rejected
	start    time.Time
}

func newCrowd(limits admission.Limits) *crowd {
	return &crowd{gate: admission.NewGate(limits), at: map[string]time.Duration{}, start: time.Now()}
}

// come sends somebody, who stays until they are served or rejected.
func (c *crowd) come(ctx context.Context, name string) {
	c.wg.Go(func() {
		err := c.gate.Do(ctx, func(context.Context) error {
			c.note(&c.served, name)
			time.Sleep(time.Second)
			return nil
		})
		if err != nil {
			c.note(&c.rejected, name)
		}
	})
	synctest.Wait()
}

func (c *crowd) note(list *[]string, name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*list = append(*list, name)
	c.at[name] = time.Since(c.start)
}

func (c *crowd) want(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestThoseWhoWaitAreServedInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(admission.Limits{Running: 1, Waiting: 3, Wait: time.Minute})
		for _, name := range []string{"a", "b", "c", "d"} {
			c.come(t.Context(), name)
		}
		c.wg.Wait()
		c.want(t, "served", c.served, "a", "b", "c", "d")
		c.want(t, "rejected", c.rejected)
		if s := c.gate.State(); s.Running != 0 || s.Waiting != 0 {
			t.Errorf("the gate is not empty: %+v", s)
		}
	})
}

func TestWhoFindsTheLineFullIsTurnedAwayAtOnceAndTheNewestIsServedNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(admission.Limits{Running: 1, Waiting: 2, Wait: time.Minute})
		for _, name := range []string{"a", "b", "c", "too many"} {
			c.come(t.Context(), name)
		}
		c.want(t, "rejected", c.rejected, "too many")
		c.wg.Wait()
		if c.at["too many"] != 0 {
			t.Errorf("turned away after %v", c.at["too many"])
		}
		c.want(t, "served", c.served, "a", "c", "b")
	})
}

func TestOnceHalfOfTheLineIsGoneItIsFairAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(admission.Limits{Running: 1, Waiting: 4, Wait: time.Minute})
		for _, name := range []string{"a", "b", "c", "d", "e", "too many"} {
			c.come(t.Context(), name)
		}
		c.wg.Wait()
		c.want(t, "served", c.served, "a", "e", "d", "b", "c")
	})
}

func TestNobodyWaitsLongerThanTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(admission.Limits{Running: 1, Waiting: 5, Wait: 1500 * time.Millisecond})
		for _, name := range []string{"a", "b", "c", "d"} {
			c.come(t.Context(), name)
		}
		c.wg.Wait()
		c.want(t, "served", c.served, "a", "b")
		if c.at["c"] != 1500*time.Millisecond || c.at["d"] != 1500*time.Millisecond {
			t.Errorf("rejected after %v and %v", c.at["c"], c.at["d"])
		}
		if s := c.gate.State(); s.Rejected != (admission.Rejections{Late: 2}) {
			t.Errorf("counted %+v", s.Rejected)
		}
	})
}

func TestWorkForSomebodyWhoLeftIsNeverBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(admission.Limits{Running: 1, Waiting: 5, Wait: time.Minute})
		leaving, leave := context.WithCancel(t.Context())
		c.come(t.Context(), "a")
		c.come(leaving, "leaves")
		c.come(t.Context(), "b")
		leave()
		c.come(leaving, "was gone before")
		c.wg.Wait()
		c.want(t, "served", c.served, "a", "b")
		if s := c.gate.State(); s.Rejected != (admission.Rejections{Gone: 2}) || s.Running != 0 {
			t.Errorf("state %+v", s)
		}
	})
}

// The turn and the end of a client may come in the same moment.
func TestATurnThatComesToSomebodyWhoJustLeftGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(admission.Limits{Running: 1, Waiting: 5, Wait: time.Minute})
		leaving, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		c.come(t.Context(), "a")
		for range 3 {
			c.come(leaving, "leaves")
		}
		c.come(t.Context(), "b")
		c.wg.Wait()
		if !slices.Contains(c.served, "b") || c.gate.State().Running != 0 {
			t.Errorf("served %q, state %+v", c.served, c.gate.State())
		}
	})
}

func TestWorkInsideOfWorkNeedsNoTurnOfItsOwn(t *testing.T) {
	g := admission.NewGate(admission.Limits{Running: 1})
	err := g.Do(t.Context(), func(ctx context.Context) error {
		return g.Do(ctx, func(context.Context) error { return errors.New("done") })
	})
	if err == nil || err.Error() != "done" {
		t.Errorf("error %v", err)
	}
}

func TestARefusalSaysWhenToComeAgain(t *testing.T) {
	g := admission.NewGate(admission.Limits{Running: 1, Wait: 2 * time.Second})
	err := g.Do(t.Context(), func(ctx context.Context) error {
		return g.Do(context.WithoutCancel(t.Context()), func(context.Context) error { return nil })
	})
	var kinded *news.Error
	if !errors.Is(err, admission.ErrBusy) || !errors.As(err, &kinded) || kinded.Kind != news.KindUnavailable || kinded.RetryAfter != 2*time.Second {
		t.Errorf("error %v", err)
	}
}

func TestWorkThatPanicsGivesItsTurnBack(t *testing.T) {
	g := admission.NewGate(admission.Limits{Running: 1})
	func() {
		defer func() { _ = recover() }()
		_ = g.Do(t.Context(), func(context.Context) error { panic("work") })
	}()
	if s := g.State(); s.Running != 0 {
		t.Errorf("state %+v", s)
	}
}

func TestWithoutAGateEverythingIsLetIn(t *testing.T) {
	var g *admission.Gate
	called := false
	if err := g.Do(t.Context(), func(context.Context) error { called = true; return nil }); err != nil || !called {
		t.Errorf("called %v, error %v", called, err)
	}
}
