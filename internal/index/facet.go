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

// NewFacet makes a facet of the values of a field, each there once.
func NewFacet(f news.FacetField, values []news.FacetValue) news.Facet {
	slices.SortFunc(values, func(a, b news.FacetValue) int {
		if IsTime(f) {
			return strings.Compare(b.Value, a.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	n := min(len(values), MaxFacetValues)
	return news.Facet{Field: f, Values: values[:n], More: len(values) - n}
}
