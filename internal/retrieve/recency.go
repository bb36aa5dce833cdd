package retrieve

import (
	"cmp"
	"math"
	"time"

	"byline/internal/dates"
	"byline/internal/news"
)

// Time weighs in three ways. A question that names no time is mostly about the
// news of the day on which it is asked (Li and Croft, Time-Based Language
// Models, 2003), so newer articles gain a little; one that names times gains
// those of articles from about then; and one that asks for the newest
// ("latest", "now") takes off what is
// old beside the newest that was found.
//
// These are all half-lives of ranking: the distances in time at which half of a
// preference has gone. Sources: docs/studies.md, "What decides the order" for
// the first two, "Similar articles" and "Broad queries" for the last two.
const (
	askedHalfLife   = 30 * 24 * time.Hour // from the moment of asking
	namedHalfLife   = 3 * 24 * time.Hour  // from when articles report of a time that a question names
	recentHalfLife  = 14 * 24 * time.Hour // of an article where the newest are asked for, and the request names none; set by hand
	similarHalfLife = 30 * 24 * time.Hour // from the article that others shall be like
	storyHalfLife   = 7 * 24 * time.Hour  // between two articles: what is alike but months apart, as one storm and the next, is another story
)

// timely returns how near a time of publication is to what a query is about, 1
// being of that time and 0 far from it or unknown. A search for similar articles
// has no text of a query, and so no time.
func (p *plan) timely(published time.Time) float64 {
	if published.IsZero() || !p.hasText() {
		return 0
	}
	if len(p.times) == 0 {
		return decay(published.Sub(p.ageFrom).Abs(), askedHalfLife)
	}
	var best float64
	for _, t := range p.times {
		best = max(best, decay(outside(published, t), namedHalfLife))
	}
	return best
}

// outside returns how far a time is from when articles report of an interval,
// one or both ends of which may be open.
func outside(t time.Time, d news.DateExpression) time.Duration {
	after, before := dates.Reported(d.After, d.Before)
	switch {
	case !after.IsZero() && t.Before(after):
		return after.Sub(t)
	case !before.IsZero() && !t.Before(before):
		return t.Sub(before)
	}
	return 0
}

// nearness returns how near two times are, 1 being the same. A time that is not
// known counts as one half-life away.
func nearness(a, b time.Time, halfLife time.Duration) float64 {
	if a.IsZero() || b.IsZero() {
		return decay(halfLife, halfLife)
	}
	return decay(a.Sub(b).Abs(), halfLife)
}

func decay(distance, halfLife time.Duration) float64 {
	return math.Exp2(-float64(distance) / float64(halfLife))
}

// boostRecent brings a list into the order in which it is shown: newer ones
// first where the query or the request asks for that. It takes up to half of a
// score for age: a quarter at one half-life. Articles without a date count as
// one half-life old.
func boostRecent(list []*ranking, p plan) {
	if !p.understood.Recent && p.halfLife == 0 || !p.weights.recency {
		return
	}
	halfLife := cmp.Or(p.halfLife, recentHalfLife)
	var published newest
	for _, r := range list {
		published.see(r.Published, p.understood.AsOf)
	}
	from := published.ageFrom(p.understood.AsOf, halfLife)
	for _, r := range list {
		age := halfLife
		if t := r.Published; !t.IsZero() {
			age = max(from.Sub(t), 0)
		}
		// Never below a half: what fits best stays within reach of what is newest.
		f := .5 + .5*decay(age, halfLife)
		r.score *= f
		r.recency = f
	}
	sortRanking(list)
}

// newest is the latest time at which something that was found was published.
type newest struct{ time.Time }

// see takes a time of publication into account, unless it is after asOf: it may be wrong.
func (n *newest) see(published, asOf time.Time) {
	if !published.After(asOf) {
		n.Time = latest(n.Time, published)
	}
}

// ageFrom returns the time from which ages are counted: asOf, or earlier, so
// that the newest article found is at most one half-life old. An archive that
// ended years ago has its latest, too; counted from now, all of it is equally old.
func (n newest) ageFrom(asOf time.Time, halfLife time.Duration) time.Time {
	if n.IsZero() {
		return asOf
	}
	return earliest(asOf, n.Add(halfLife))
}
