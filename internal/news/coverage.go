package news

import "time"

// CoverageUnit is what coverage is counted by.
type CoverageUnit string

// The units of coverage. The zero value means CoverageDay. Days, weeks, which begin
// on Mondays, and months are those of UTC.
const (
	CoverageDay   CoverageUnit = "day"
	CoverageWeek  CoverageUnit = "week"
	CoverageMonth CoverageUnit = "month"
)

// CoverageRequest asks how much was published on something.
type CoverageRequest struct {
	Query  string // words that an article must have, or operators
	Filter Filter
	Unit   CoverageUnit
}

// Coverage is how much was published on something, and of how much in all.
type Coverage struct {
	Total   CoverageCount
	Times   []CoverageTime // the earliest first; those without any article are left out
	Undated int            // articles without a date; they are in Total
	// Unfolded is how many articles on it are older than the newest 100,000 of all, among
	// which copies are told: each of them counts as a text.
	Unfolded int
}

// CoverageTime is a day, a week or a month.
type CoverageTime struct {
	Start time.Time
	CoverageCount
	Outlets []CoverageOutlet // with articles on it, those with most first
}

// CoverageOutlet is an outlet within a time.
type CoverageOutlet struct {
	Source string // in lower case; "": unknown
	CoverageCount
}

// CoverageCount counts articles.
type CoverageCount struct {
	Articles  int // on it
	Texts     int // on it, those that carry one text counted once
	Published int // that pass the filter, on it or not
}

// Share is which part of what was published is on it.
func (c CoverageCount) Share() float64 {
	if c.Published == 0 {
		return 0
	}
	return float64(c.Articles) / float64(c.Published)
}
