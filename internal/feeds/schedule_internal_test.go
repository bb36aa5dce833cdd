package feeds

import (
	"testing"
	"time"

	"byline/internal/fetch"
	"byline/internal/format/feed"
	"byline/internal/news"
)

func TestASourceIsAskedAsOftenAsItPublishes(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) // a Monday
	every := func(gap time.Duration) []time.Time {
		var all []time.Time
		for i := range keptArrivals {
			all = append(all, now.Add(-gap*time.Duration(keptArrivals-i)))
		}
		return all
	}
	c := Config{}.withDefaults()
	for name, test := range map[string]struct {
		feed   news.Feed
		memory Memory
		want   time.Duration
	}{
		"nothing is known":          {memory: Memory{}, want: 6 * time.Hour},
		"an article every 2 h":      {memory: Memory{Arrivals: every(2 * time.Hour)}, want: time.Hour},
		"one a minute":              {memory: Memory{Arrivals: every(time.Minute)}, want: 15 * time.Minute},
		"one a week":                {memory: Memory{Arrivals: every(7 * 24 * time.Hour)}, want: 6 * time.Hour},
		"many, and then silence":    {memory: Memory{Arrivals: []time.Time{now.Add(-20 * 24 * time.Hour), now.Add(-20 * 24 * time.Hour)}}, want: 6 * time.Hour},
		"it wants to be left alone": {memory: Memory{Arrivals: every(time.Minute), Schedule: feed.Schedule{TTL: time.Hour}}, want: time.Hour},
		"by its Cache-Control":      {memory: Memory{Arrivals: every(time.Minute), MaxAge: 2 * time.Hour}, want: 2 * time.Hour},
		"for a year":                {memory: Memory{Schedule: feed.Schedule{TTL: 365 * 24 * time.Hour}}, want: 24 * time.Hour},
		"the operator knows better": {feed: news.Feed{Every: 30 * time.Minute}, memory: Memory{Schedule: feed.Schedule{TTL: time.Hour}}, want: 30 * time.Minute},
	} {
		if got := c.interval(test.feed, &test.memory, now); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
		for range 100 {
			pause := c.nextAfter(test.feed, &test.memory, nil, now).Sub(now)
			if pause < test.want || pause > test.want+test.want/10 {
				t.Fatalf("%s: next in %v, which is %v with jitter", name, pause, test.want)
			}
		}
	}
}

func TestNothingIsAskedInHoursAndDaysThatASourceSkips(t *testing.T) {
	at := time.Date(2026, 3, 2, 12, 10, 0, 0, time.UTC) // a Monday
	all := make([]int, 24)
	for i := range all {
		all[i] = i
	}
	for name, test := range map[string]struct {
		schedule feed.Schedule
		want     time.Time
	}{
		"other hours": {feed.Schedule{SkipHours: []int{3, 4}}, at},
		"this hour":   {feed.Schedule{SkipHours: []int{12, 13}}, time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)},
		"today":       {feed.Schedule{SkipDays: []time.Weekday{time.Monday}}, time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)},
		"both":        {feed.Schedule{SkipDays: []time.Weekday{time.Monday}, SkipHours: []int{0}}, time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)},
		"always":      {feed.Schedule{SkipHours: all}, at},
	} {
		if got := notSkipped(at, &Memory{Schedule: test.schedule}); !got.Equal(test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestAFirstPollThatFailsIsRepeatedSoon(t *testing.T) {
	now := time.Now()
	failed := &fetch.StatusError{Code: 502}
	c := Config{}.withDefaults()
	for failures, want := range map[int]time.Duration{1: 30 * time.Minute, 2: time.Hour, 3: 2 * time.Hour, 30: 24 * time.Hour} {
		for _, f := range []news.Feed{{Failures: failures}, {Failures: failures, Every: 12 * time.Hour}} {
			if pause := c.nextAfter(f, &Memory{}, failed, now).Sub(now); pause < want || pause > want+want/10 {
				t.Errorf("after %d failures: next in %v, want %v with jitter", failures, pause, want)
			}
		}
	}
	known := news.Feed{Failures: 1, Succeeded: now.Add(-time.Hour)}
	if pause := c.nextAfter(known, &Memory{}, failed, now).Sub(now); pause < 12*time.Hour {
		t.Errorf("one that was read before: next in %v, want twice its interval", pause)
	}
}

func TestARetryAfterIsHeeded(t *testing.T) {
	now := time.Now()
	until := now.Add(72 * time.Hour)
	next := Config{}.withDefaults().nextAfter(news.Feed{Failures: 1}, &Memory{}, &fetch.StatusError{Code: 429, Until: until}, now)
	if next.Before(until) {
		t.Errorf("next at %v, before %v", next, until)
	}
}
