package index

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"byline/internal/news"
)

// MaxFacetValues is how many values of a facet are told.
const MaxFacetValues = 100

// IsTime reports whether a facet counts by time of publication.
func IsTime(f news.FacetField) bool {
	return f == news.FacetDay || f == news.FacetWeek || f == news.FacetMonth
}

// FacetTime returns the value of a facet by time that a date of publication has, as
// Seconds returns it; "" if that is unknown.
func FacetTime(f news.FacetField, published int64) string {
	if published == UnknownDate {
		return ""
	}
	t := time.Unix(published, 0).UTC()
	switch f {
	case news.FacetWeek:
		year, week := t.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case news.FacetMonth:
		return t.Format("2006-01")
	}
	return t.Format(time.DateOnly)
}

// Period returns when the day, week or month begins that a facet counts a date of
// publication by, as Seconds returns it.
func Period(f news.FacetField, published int64) int64 {
	const day = 24 * 60 * 60
	begin := published - (published%day+day)%day
	switch f {
	case news.FacetWeek:
		const monday = 3 // the first day that is counted from is a Thursday
		return begin - ((begin/day+monday)%7+7)%7*day
	case news.FacetMonth:
		return begin - int64(time.Unix(begin, 0).UTC().Day()-1)*day
	}
	return begin
}

// Tally keeps those values of a facet that are told, of all that are added to it.
type Tally struct {
	field news.FacetField
	all   int
	floor int               // values of fewer articles are not told
	kept  []news.FacetValue // the first are those to be told of all before, once there were so many
	least *news.FacetValue  // a value after this one is not told; nil: there are few yet
}

// NewTally makes one for a field.
func NewTally(f news.FacetField) *Tally { return &Tally{field: f} }

// AtLeast says that no value of fewer articles is among the MaxFacetValues that are told,
// which spares adding it.
func (t *Tally) AtLeast(articles int) { t.floor = articles }

// Counts counts a value, which is offered once only, and reports whether it may be told and is to be added.
func (t *Tally) Counts(value string, n int) bool {
	t.all++
	if n < t.floor {
		return false
	}
	return t.least == nil || t.compare(&news.FacetValue{Value: value, Count: n}, t.least) < 0
}

// Add adds a value that was counted.
func (t *Tally) Add(v news.FacetValue) {
	if t.kept = append(t.kept, v); len(t.kept) == 2*MaxFacetValues {
		t.cut()
	}
}

func (t *Tally) cut() {
	slices.SortFunc(t.kept, func(a, b news.FacetValue) int { return t.compare(&a, &b) })
	if len(t.kept) >= MaxFacetValues {
		t.kept = t.kept[:MaxFacetValues]
		least := t.kept[MaxFacetValues-1]
		t.least = &least
	}
}

// compare orders the most frequent first, of times the latest.
func (t *Tally) compare(a, b *news.FacetValue) int {
	if IsTime(t.field) {
		return strings.Compare(b.Value, a.Value)
	}
	return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
}

// Facet returns what was counted.
func (t *Tally) Facet() news.Facet {
	t.cut()
	return news.Facet{Field: t.field, Values: t.kept, More: t.all - len(t.kept)}
}

// NewFacet makes a facet of the values of a field, each there once.
func NewFacet(f news.FacetField, values []news.FacetValue) news.Facet {
	t := NewTally(f)
	for _, v := range values {
		if t.Counts(v.Value, v.Count) {
			t.Add(v)
		}
	}
	return t.Facet()
}

// Counted returns what the values of an article are counted as in a facet, each once;
// times are what they are.
func Counted(q *news.SetQuery, f news.FacetField, values []string) []string {
	if q.Counted == nil || IsTime(f) {
		return values
	}
	out := make([]string, 0, len(values))
	for _, v := range values {
		if v = q.Counted(f, v); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
