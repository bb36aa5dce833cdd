package feeds

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"byline/internal/fetch"
	"byline/internal/news"
)

// Bounds of the time between two polls of a source.
const (
	longestHint  = 24 * time.Hour     // that a source can ask for
	longestPause = 24 * time.Hour     // after failures
	parkedPause  = 7 * 24 * time.Hour // of one that is parked
	parkAfter    = 7 * 24 * time.Hour // without a success
	parkFailures = 10                 // in a row, and that long
	askWhole     = 7 * 24 * time.Hour // a server may say that nothing has changed for this long
)

// interval is how long after a poll that succeeded the next is due: half of the
// time that passes between two articles, the silence since the last included,
// within the bounds of the settings, and not sooner than the source wants.
func (c Config) interval(f news.Feed, m *Memory, now time.Time) time.Duration {
	if f.Every > 0 {
		return max(f.Every, c.Shortest)
	}
	pause := c.Longest
	if n := len(m.Arrivals); n > 0 {
		pause = now.Sub(m.Arrivals[0]) / time.Duration(2*n)
	}
	pause = min(max(pause, c.Shortest), c.Longest)
	return max(pause, min(max(m.Schedule.TTL, m.MaxAge), longestHint))
}

// nextAfter is when a source is due after a poll, which failed with err or did not.
func (c Config) nextAfter(f news.Feed, m *Memory, err error, now time.Time) time.Time {
	pause := c.interval(f, m, now)
	switch {
	case err == nil:
	case f.State == news.FeedParked:
		pause = parkedPause
	default:
		if f.Succeeded.IsZero() { // nothing tells how often it publishes, and who added it waits for its first articles
			pause = c.Shortest
		}
		pause = min(max(pause, c.Shortest)<<min(f.Failures, 12), max(longestPause, pause))
	}
	pause += time.Duration(rand.Float64() * float64(pause) / 10) // so that not all come at once; nothing secret
	next := now.Add(pause)
	if at := fetch.RetryAt(err); at.After(next) {
		next = at
	}
	return notSkipped(next, m)
}

// notSkipped moves a time out of the hours and days in which a source does not
// want to be asked. One that leaves none is not heeded.
func notSkipped(at time.Time, m *Memory) time.Time {
	const hoursOfWeek = 7 * 24
	moved := at
	for range hoursOfWeek {
		utc := moved.UTC()
		if !slices.Contains(m.Schedule.SkipHours, utc.Hour()) && !slices.Contains(m.Schedule.SkipDays, utc.Weekday()) {
			return moved
		}
		moved = moved.Truncate(time.Hour).Add(time.Hour)
	}
	return at
}

// maxAge reads how long a response stays fresh; 0 if it does not say.
func maxAge(h http.Header) time.Duration {
	for directive := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		if !strings.EqualFold(name, "max-age") {
			continue
		}
		if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 31); err == nil {
			return time.Duration(seconds) * time.Second
		}
	}
	return 0
}
