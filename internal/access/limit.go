package access

import (
	"time"

	"golang.org/x/time/rate"

	"byline/internal/news"
)

// Limit is a rate limit or a quota of a key, and where the key stands.
type Limit struct {
	Name      string        // "minute" or "day"
	Quota     int           // requests allowed in the window
	Window    time.Duration // length of the window
	Remaining int           // requests left
	Reset     time.Duration // until all of Quota is left again
}

// usage is what a key was used for.
type usage struct {
	last   time.Time // when; zero: never
	day    string    // the UTC day that count is of, as 2006-01-02
	count  int       // requests on that day
	bucket *rate.Limiter
	rate   int // that bucket is for
}

// Allow counts a request of a key against its limits and returns where these
// stand then. A rejected request is not counted; its error is a
// news.KindThrottled one that says when to try again. Limits hold for one
// server: several of them that share keys each count for themselves.
func (g *Guard) Allow(k Key) ([]Limit, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	u := g.usage[k.ID]
	if u == nil {
		u = &usage{}
		g.usage[k.ID] = u
	}
	u.prepare(k, now)
	err := u.allow(k, now)
	if err == nil {
		g.changed = true
	}
	return u.limits(k, now), err
}

// prepare begins a new day, and a new bucket where the rate of the key is another.
func (u *usage) prepare(k Key, now time.Time) {
	if day := dayOf(now); day != u.day {
		u.day, u.count = day, 0
	}
	if u.rate != k.Rate {
		u.bucket, u.rate = nil, k.Rate
		if k.Rate > 0 {
			// A bucket of a minute's worth that fills evenly.
			u.bucket = rate.NewLimiter(rate.Limit(float64(k.Rate)/60), k.Rate)
		}
	}
}

func (u *usage) allow(k Key, now time.Time) error {
	if k.Quota > 0 && u.count >= k.Quota {
		return throttled(untilTomorrow(now), "the API key %s has made its %d requests of today (UTC)", k.label(), k.Quota)
	}
	if u.bucket != nil {
		r := u.bucket.ReserveN(now, 1)
		if wait := r.DelayFrom(now); wait > 0 {
			r.CancelAt(now)
			return throttled(wait, "the API key %s may make %d requests a minute", k.label(), k.Rate)
		}
	}
	u.count++
	u.last = now
	return nil
}

func throttled(wait time.Duration, text string, args ...any) error {
	wait = (wait + time.Second - 1).Truncate(time.Second) // a whole number of seconds, never too few
	args = append(args, wait)
	err := news.Errorf(news.KindThrottled, text+"; try again in %v", args...)
	return &news.Error{Kind: news.KindThrottled, RetryAfter: wait, Err: err}
}

// limits are those of the key, the shorter window first.
func (u *usage) limits(k Key, now time.Time) []Limit {
	var all []Limit
	if u.bucket != nil {
		left := max(0, u.bucket.TokensAt(now))
		missing := float64(k.Rate) - left
		all = append(all, Limit{
			Name: "minute", Quota: k.Rate, Window: time.Minute, Remaining: int(left),
			Reset: time.Duration(missing / float64(k.Rate) * float64(time.Minute)),
		})
	}
	if k.Quota > 0 {
		all = append(all, Limit{
			Name: "day", Quota: k.Quota, Window: 24 * time.Hour, Remaining: max(0, k.Quota-u.count), Reset: untilTomorrow(now),
		})
	}
	return all
}

func dayOf(now time.Time) string { return now.UTC().Format(time.DateOnly) }

func untilTomorrow(now time.Time) time.Duration {
	now = now.UTC()
	return now.Truncate(24 * time.Hour).Add(24 * time.Hour).Sub(now)
}
