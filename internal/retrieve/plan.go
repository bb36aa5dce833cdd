package retrieve

import (
	"cmp"
	"strings"
	"time"

	"byline/internal/dates"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/question"
)

// plan is a request that has been understood.
type plan struct {
	text       string          // what is matched: the query without its time expressions
	tokens     []lexical.Token // of text, which is cut once
	mode       news.Mode
	group      news.Group
	limit      int
	explain    bool
	keepCopies bool
	weights    weights
	halfLife   time.Duration // as in news.SearchRequest
	ageFrom    time.Time     // from which the age of articles counts, known once they are found
	horizon    time.Time     // what was published after it is hidden; zero: nothing
	understood news.Understood
	times      []news.DateExpression // that the query names, whether or not they are filters
	filters    bool                  // they are, since they say when what is asked for was reported
	outlets    outlets               // that it names
}

func (r *Retriever) makePlan(req news.SearchRequest) plan {
	p := r.understand(req)
	p.tokens = r.encoder.Tokens(nil, p.text)
	return p
}

// understand reads the query and fills in what the request leaves open.
func (r *Retriever) understand(req news.SearchRequest) plan {
	p := plan{
		text: req.Query, mode: cmp.Or(req.Mode, news.ModeHybrid), group: cmp.Or(req.Group, news.GroupArticle), limit: cmp.Or(req.Limit, DefaultLimit),
		explain: req.Explain, keepCopies: req.KeepCopies, halfLife: req.HalfLife, weights: r.weights,
		understood: news.Understood{Query: req.Query, AsOf: req.AsOf, Filter: req.Filter},
	}
	u := &p.understood
	if u.AsOf.IsZero() {
		u.AsOf = cmp.Or(req.Asked, r.now())
	} else {
		// A time traveller sees nothing of the future. Without an explicit
		// moment nothing is hidden: a wrong clock must not hide articles.
		p.horizon = u.AsOf
	}
	var recent bool
	p.outlets = outletsIn(req.Query)
	p.times, recent = dates.Find(req.Query, u.AsOf)
	if req.KeepDates {
		return p
	}
	u.Recent, u.Dates = recent, p.times
	if p.filters = len(u.Dates) > 0 && question.AsksWhatWasReported(req.Query, u.Dates); p.filters {
		after, before := dates.Interval(u.Dates)
		u.Filter.After = latest(u.Filter.After, after)
		u.Filter.Before = earliest(u.Filter.Before, before)
	}
	p.text = withoutDates(req.Query, u.Dates)
	return p
}

// hasText reports whether there is a query; a search for similar articles has none.
func (p *plan) hasText() bool { return p.outlets.query != "" }

// inQuery returns where in the query a part of the text stands.
func (p *plan) inQuery(start, end int) news.Span {
	if p.text != p.understood.Query {
		for _, d := range p.understood.Dates { // which were cut out
			if d.Start <= start {
				start, end = start+d.End-d.Start, end+d.End-d.Start
			}
		}
	}
	return news.Span{Start: start, End: end}
}

// withoutDates returns the query without its time expressions, which would
// mostly match articles that happen to use the same words. A query that consists
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
