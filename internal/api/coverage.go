package api

import (
	"errors"
	"io"
	"time"

	"byline/internal/news"
)

// Coverage is how much was published on something.
type Coverage struct {
	Total   CoverageCount  `json:"total"`
	Times   []CoverageTime `json:"times"`
	Undated int            `json:"undated"`

	Unfolded int `json:"unfolded"`
}

// CoverageCount counts articles.
type CoverageCount struct {
	Articles  int     `json:"articles"`
	Texts     int     `json:"texts"`
	Published int     `json:"published"`
	Share     float64 `json:"share"`
}

// CoverageTime is a day, a week or a month.
type CoverageTime struct {
	Start   time.Time        `json:"start"`
	Counts  CoverageCount    `json:"counts"`
	Outlets []CoverageOutlet `json:"outlets"`
}

// CoverageOutlet is an outlet within a time.
type CoverageOutlet struct {
	Source string        `json:"source"`
	Counts CoverageCount `json:"counts"`
}

// CoverageParams are the parameters of coverage.
type CoverageParams struct {
	Query   string
	Filters FilterBody
	Unit    string
}

// Request checks the parameters.
func (p CoverageParams) Request(names FieldNames) (news.CoverageRequest, error) {
	filter, errFilter := p.Filters.Filter(names)
	unit := news.CoverageUnit(p.Unit)
	var errUnit error
	switch unit {
	case "", news.CoverageDay, news.CoverageWeek, news.CoverageMonth:
	default:
		errUnit = news.InvalidField("unit", "must be %q, %q or %q, not %q", news.CoverageDay, news.CoverageWeek, news.CoverageMonth, Clip(p.Unit))
	}
	err := errors.Join(CheckLength("query", p.Query, MaxQuestion), errFilter, errUnit)
	return news.CoverageRequest{Query: p.Query, Filter: filter, Unit: unit}, err
}

// NewCoverage returns the document of coverage.
func NewCoverage(c news.Coverage) Coverage {
	out := Coverage{Total: toCounts(c.Total), Times: make([]CoverageTime, len(c.Times)), Undated: c.Undated, Unfolded: c.Unfolded}
	for i, t := range c.Times {
		out.Times[i] = CoverageTime{Start: t.Start, Counts: toCounts(t.CoverageCount), Outlets: make([]CoverageOutlet, len(t.Outlets))}
		for j, o := range t.Outlets {
			out.Times[i].Outlets[j] = CoverageOutlet{Source: o.Source, Counts: toCounts(o.CoverageCount)}
		}
	}
	return out
}

func toCounts(c news.CoverageCount) CoverageCount {
	return CoverageCount{Articles: c.Articles, Texts: c.Texts, Published: c.Published, Share: c.Share()}
}

func (c CoverageCount) counts() news.CoverageCount {
	return news.CoverageCount{Articles: c.Articles, Texts: c.Texts, Published: c.Published}
}

// WriteCoverage writes coverage as /v1/coverage sends it.
func WriteCoverage(w io.Writer, c news.Coverage) error { return writeDocument(w, NewCoverage(c)) }

// ReadCoverage reads what /v1/coverage sends.
func ReadCoverage(r io.Reader) (news.Coverage, error) {
	var doc Coverage
	if err := readDocument(r, &doc); err != nil {
		return news.Coverage{}, err
	}
	out := news.Coverage{Total: doc.Total.counts(), Undated: doc.Undated, Unfolded: doc.Unfolded}
	for _, t := range doc.Times {
		one := news.CoverageTime{Start: t.Start, CoverageCount: t.Counts.counts()}
		for _, o := range t.Outlets {
			one.Outlets = append(one.Outlets, news.CoverageOutlet{Source: o.Source, CoverageCount: o.Counts.counts()})
		}
		out.Times = append(out.Times, one)
	}
	return out, nil
}
