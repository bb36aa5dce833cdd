package access

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

// waitOf is when an error says to try again.
func waitOf(t *testing.T, err error) time.Duration {
	t.Helper()
	var kinded *news.Error
	if !errors.As(err, &kinded) || kinded.Kind != news.KindThrottled {
		t.Fatalf("got %v", err)
	}
	return kinded.RetryAfter
}

func TestRateIsAMinutesWorthThatFillsEvenly(t *testing.T) {
	d := newDesk(t)
	k, _ := d.key(t, Grant{Name: "cms", Rate: 6})
	for i := range 6 {
		limits, err := d.Allow(k)
		want := []Limit{{Name: "minute", Quota: 6, Window: time.Minute, Remaining: 5 - i, Reset: time.Duration(i+1) * 10 * time.Second}}
		if diff := cmp.Diff(want, limits, cmp.Comparer(about)); err != nil || diff != "" {
			t.Errorf("request %d: %v\n%s", i, err, diff)
		}
	}
	limits, err := d.Allow(k)
	if wait := waitOf(t, err); wait != 10*time.Second || limits[0].Remaining != 0 {
		t.Errorf("wait %v, limits %+v", wait, limits)
	}
	refused(t, err, news.KindThrottled, "may make 6 requests a minute; try again in 10s")
	d.time = d.time.Add(9 * time.Second)
	_, err = d.Allow(k)
	if wait := waitOf(t, err); wait != time.Second {
		t.Errorf("wait %v", wait)
	}
	d.time = d.time.Add(time.Second)
	if _, err := d.Allow(k); err != nil {
		t.Errorf("after the time it said: %v", err)
	}
	k.Rate = 600 // the key was made anew with the same ID
	if limits, err := d.Allow(k); err != nil || limits[0].Remaining != 599 {
		t.Errorf("another rate: %+v, %v", limits, err)
	}
}

// about compares durations that are computed with floats.
func about(a, b time.Duration) bool { return (a - b).Abs() < time.Millisecond }

func TestQuotaIsOfADayAndLastsOverARestart(t *testing.T) {
	d := newDesk(t)
	k, _ := d.key(t, Grant{Name: "cms", Quota: 3})
	for range 3 {
		if _, err := d.Allow(k); err != nil {
			t.Fatal(err)
		}
	}
	_, err := d.Allow(k)
	if wait := waitOf(t, err); wait != 14*time.Hour { // it is ten o'clock
		t.Errorf("wait %v", wait)
	}
	if err := d.Save(); err != nil {
		t.Fatal(err)
	}
	d.open(t)
	limits, err := d.Allow(k)
	if err == nil || limits[0].Name != "day" || limits[0].Remaining != 0 {
		t.Errorf("after a restart: %+v, %v", limits, err)
	}
	usage, err := ReadUsage(d.sources.State)
	if got := usage[k.ID]; err != nil || got.Count != 3 || !got.LastUsed.Equal(d.time) || got.Day != "2026-11-24" {
		t.Errorf("usage %+v, %v", got, err)
	}
	d.time = d.time.Add(14 * time.Hour)
	if limits, err := d.Allow(k); err != nil || limits[0].Remaining != 2 {
		t.Errorf("the next day: %+v, %v", limits, err)
	}
}

// A request that one limit refuses does not count against the other.
func TestARefusedRequestIsNotCounted(t *testing.T) {
	d := newDesk(t)
	k, _ := d.key(t, Grant{Name: "cms", Rate: 1, Quota: 2})
	for range 5 {
		_, _ = d.Allow(k)
	}
	d.time = d.time.Add(time.Minute)
	if limits, err := d.Allow(k); err != nil || limits[1].Remaining != 0 {
		t.Errorf("got %+v, %v", limits, err)
	}
	d.time = d.time.Add(time.Minute)
	limits, err := d.Allow(k)
	if err == nil || limits[0].Remaining != 1 {
		t.Errorf("got %+v, %v", limits, err)
	}
}

// However many ask at once, a key gets what it was given and no more.
func TestParallelRequestsGetTheQuotaAndNoMore(t *testing.T) {
	for _, g := range []Grant{{Name: "rate", Rate: 50}, {Name: "quota", Quota: 50}, {Name: "both", Rate: 50, Quota: 60}} {
		d := newDesk(t)
		k, _ := d.key(t, g)
		var passed atomic.Int64
		var work sync.WaitGroup
		for range 20 {
			work.Go(func() {
				for range 20 {
					if _, err := d.Allow(k); err == nil {
						passed.Add(1)
					}
				}
			})
		}
		work.Wait()
		if passed.Load() != 50 {
			t.Errorf("%s: %d of 400 requests passed", g.Name, passed.Load())
		}
	}
}

func TestAKeyWithoutLimitsHasNone(t *testing.T) {
	d := newDesk(t)
	k, _ := d.key(t, Grant{Name: "cms"})
	for range 1000 {
		if limits, err := d.Allow(k); err != nil || len(limits) > 0 {
			t.Fatalf("got %+v, %v", limits, err)
		}
	}
}
