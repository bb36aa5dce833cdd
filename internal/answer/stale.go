package answer

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"byline/internal/lang"
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

// newness is what newer candidates gain, and the age, from the newest of them, at
// which that has fallen to 1/e. All are set by hand.
type newness struct {
	gain float64
	fall time.Duration
}

var (
	ofState   = newness{.5, 30 * 24 * time.Hour} // how something is now
	ofStill   = newness{3, 4 * 24 * time.Hour}   // whether something is still so, as what is not so any more is said in other words
	ofGrowing = newness{1.5, 4 * 24 * time.Hour} // a count of what is counted anew while a story runs
)

// ofOldLoss is what a candidate loses that tells of long ago, where it is asked how something is.
const ofOldLoss = 1

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
	return newestIs(e.question.in, last)
}

// newestIs says in a language of when the newest is, since which things may have changed.
func newestIs(in *lang.Pack, last time.Time) string {
	layout := time.DateOnly
	if in == language() {
		layout = dayLayout
	}
	return own(in, "stale", "DAY", last.Format(layout))
}

// stillNear is the share of a question that a candidate speaks of which may tell whether
// something is still so.
const stillNear = .5

// preferNewest lets newer candidates come before others where a question asks
// for how something is now, for a count that grows, or whether something is still so.
func (e *evidence) preferNewest(all []candidate) {
	by, counts := ofState, func(candidate) bool { return true }
	names := e.question.properNames()
	switch {
	case e.growing != 0:
		by, counts = ofGrowing, func(c candidate) bool { return c.grows }
	case !e.question.read.Newest:
		return
	case e.question.read.Form == ask.YesNo:
		least := stillNear
		if names == 0 {
			least = minTopicShare // nothing else tells what it is of
		}
		by, counts = ofStill, func(c candidate) bool { return c.near >= least && names&^c.around == 0 }
	}
	var last time.Time
	for _, c := range all {
		if at := e.hit(c).Article.Published; at.After(last) && counts(c) {
			last = at
		}
	}
	for i := range all {
		c := &all[i]
		if at := e.hit(*c).Article.Published; !at.IsZero() && counts(*c) {
			c.fresh = math.Exp(-float64(last.Sub(at)) / float64(by.fall))
			c.score += by.gain * c.fresh
			if c.grows && e.passages[e.sentences[c.from].passage].corrects {
				c.score += by.gain // whatever it leaves unsaid that the report which it puts right says
			}
			if by == ofState && newSentenceText(e.text(*c), language()).isOfOld(at) {
				c.score -= ofOldLoss
			}
		}
	}
	slices.SortStableFunc(all, func(x, y candidate) int { return cmp.Compare(y.score, x.score) })
}

// setGrowing tells which candidates give a figure for what the question asks for, and which are history, if
// that only becomes more as it is counted: the dead of a flood, of which an older
// report has too few.
func (a *Answerer) setGrowing(e *evidence, all []candidate) {
	if e.question.asks != ask.Number || e.question.read.Earliest {
		return
	}
	if e.growing = a.verifier().Growing(e.question.text); e.growing == 0 {
		return
	}
	named := mask(0) // that some article has
	for _, c := range all {
		named |= c.around & e.question.properNames()
	}
	for i := range all {
		c := &all[i]
		f, ok := a.figureOf(e, *c)
		about := c.around
		if c.to-c.from > 1 { // what leads up to it may be of something else
			about = e.sentences[c.to-1].own
		}
		c.history = e.isHistory(*c)
		c.grows = ok && !e.isWrong(*c) && f.Growing == e.growing && named&^about == 0 && c.near >= minTopicShare && !c.history
	}
}

// isHistory reports whether a candidate names a year before that of its article, which
// the question does not: the tsunami of 1960, beside the fire of today.
func (e *evidence) isHistory(c candidate) bool {
	published, text := e.hit(c).Article.Published, e.text(c)
	return slices.ContainsFunc(words(text), func(s news.Span) bool {
		year := strings.TrimRight(text[s.Start:s.End], "s")
		return isYear(year) && year < published.Format("2006") && !e.question.has(year)
	})
}

// isOfOld reports whether a sentence names a year of long before it was published.
func (s *sentenceText) isOfOld(published time.Time) bool {
	const long = 10 // years
	return slices.ContainsFunc(s.words, func(w news.Span) bool {
		year, err := strconv.Atoi(strings.TrimRight(s.text[w.Start:w.End], "s"))
		return err == nil && 1000 <= year && year < published.Year()-long
	})
}
