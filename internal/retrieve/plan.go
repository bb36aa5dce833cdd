package retrieve

import (
	"cmp"
	"strings"
	"time"

	"byline/internal/dates"
	"byline/internal/news"
)

// plan is a request that has been understood.
type plan struct {
	text       string // what is matched: the query without its time expressions
	mode       news.Mode
	group      news.Group
	limit      int
	explain    bool
	keepCopies bool
	weights    weights
	halfLife   time.Duration // as in news.SearchRequest
	horizon    time.Time     // what was published after it is hidden; zero: nothing
	understood news.Understood
	times      []news.DateExpression // that the query names, whether or not they are filters
	outlets    outlets               // that it names
}

func makePlan(req news.SearchRequest, now time.Time) plan {
	p := plan{
		text: req.Query, mode: req.Mode, group: req.Group, limit: req.Limit, explain: req.Explain, keepCopies: req.KeepCopies, halfLife: req.HalfLife,
		understood: news.Understood{Query: req.Query, AsOf: req.AsOf, Filter: req.Filter},
	}
	if p.mode == "" {
		p.mode = news.ModeHybrid
	}
	if p.group == "" {
		p.group = news.GroupArticle
	}
	u := &p.understood
	if u.AsOf.IsZero() {
		u.AsOf = cmp.Or(req.Asked, now)
	} else {
		// A time traveller sees nothing of the future. Without an explicit
		// moment nothing is hidden: a wrong clock must not hide articles.
		p.horizon = u.AsOf
	}
	p.outlets, p.times = outletsIn(req.Query), dates.Find(req.Query, u.AsOf)
	if req.KeepDates {
		return p
	}
	u.Recent = dates.Recent(req.Query)
	u.Dates = p.times
	if len(u.Dates) > 0 {
		after, before := dates.Reported(dates.Interval(u.Dates))
		u.Filter.After = latest(u.Filter.After, after)
		u.Filter.Before = earliest(u.Filter.Before, before)
		p.text = withoutDates(req.Query, u.Dates)
	}
	return p
}

// hasText reports whether there is a query; a search for similar articles has none.
func (p *plan) hasText() bool { return p.outlets.query != "" }

// withoutDates returns the query without its time expressions, which would
// only match articles that happen to use the same words. A query that consists
// of nothing else is left whole.
func withoutDates(query string, found []news.DateExpression) string {
	var b strings.Builder
	at := 0
	for _, d := range found {
		b.WriteString(query[at:d.Start])
		at = d.End
	}
	b.WriteString(query[at:])
	if rest := b.String(); strings.ContainsFunc(rest, func(r rune) bool { return r > ' ' && r != '?' }) {
		return rest
	}
	return query
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
