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

// isStale reports whether evidence is older than a question needs that was
// asked at a time: one for how something is now, or for the latest.
func isStale(newest, asked time.Time, now, latest bool) bool {
	if newest.IsZero() || asked.IsZero() {
		return false
	}
	age := asked.Sub(newest)
	return latest && age > latestFor || now && age > currentFor
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
	isHeld := e.question.asks == ask.Person && !u.Recent && u.AsOf.Sub(last) <= heldFor
	if len(u.Dates) > 0 || isHeld || !isStale(last, u.AsOf, e.question.read.Newest, u.Recent) {
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
