package answer

import (
	"cmp"
	"math"
	"slices"
	"time"

	"byline/internal/news"
	ask "byline/internal/question"
)

// A question for how something is now needs evidence that is at most currentFor
// old; one for who holds an office, which is held for long, at most heldFor; one
// for the latest, at most latestFor.
const (
	currentFor = 60 * 24 * time.Hour
	heldFor    = 180 * 24 * time.Hour
	latestFor  = 30 * 24 * time.Hour
)

// What newer candidates gain where a question asks for how something is now,
// and the age, from the newest of them, at which that has fallen to 1/e.
const (
	newestGain = .5
	newestFall = 30 * 24 * time.Hour
)

// maxAge is how old evidence may be for a question that asks for the latest, or
// for how something is now; 0 if it asks for neither, as the past may be meant.
func maxAge(now, latest bool, kind ask.Kind) time.Duration {
	switch {
	case latest:
		return latestFor
	case now && kind == ask.Person:
		return heldFor
	case now:
		return currentFor
	}
	return 0
}

// isStale reports whether evidence is older than a question may have it that was
// asked at a time; 0 is any age.
func isStale(newest, asked time.Time, most time.Duration) bool {
	return most > 0 && !newest.IsZero() && !asked.IsZero() && asked.Sub(newest) > most
}

// stale says how old the newest of what was chosen is, if that is older than
// the question needs.
func (e *evidence) stale(chosen []candidate, u news.Understood) string {
	var last time.Time
	for _, c := range chosen {
		if at := e.hit(c).Article.Published; at.After(last) {
			last = at
		}
	}
	return e.staleSince(last, u)
}

// staleSince says the same of what was last published at a time.
func (e *evidence) staleSince(last time.Time, u news.Understood) string {
	if len(u.Dates) > 0 || !isStale(last, u.AsOf, maxAge(e.question.read.Newest, u.Recent, e.question.asks)) {
		return ""
	}
	return "The newest that was found on this is of " + last.Format(dayLayout) + ", so it may have changed since."
}

// preferNewest lets newer candidates come before others where a question asks
// for how something is now.
func (e *evidence) preferNewest(all []candidate) {
	if !e.question.read.Newest || len(all) == 0 {
		return
	}
	published := func(c candidate) time.Time { return e.hit(c).Article.Published }
	last := published(slices.MaxFunc(all, func(x, y candidate) int { return published(x).Compare(published(y)) }))
	for i := range all {
		if at := published(all[i]); !at.IsZero() {
			all[i].score += newestGain * math.Exp(-float64(last.Sub(at))/float64(newestFall))
		}
	}
	slices.SortStableFunc(all, func(x, y candidate) int { return cmp.Compare(y.score, x.score) })
}
