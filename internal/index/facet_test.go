package index_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"byline/internal/index"
	"byline/internal/news"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestAFacetTellsTheFirstOfAllValuesInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.SampledFrom([]news.FacetField{news.FacetAuthor, news.FacetDay}).Draw(t, "field")
		counts := rapid.SliceOfN(rapid.IntRange(1, 9), 0, 700).Draw(t, "counts")
		values := make([]news.FacetValue, len(counts))
		for i, n := range counts {
			values[i] = news.FacetValue{Value: fmt.Sprint("v", (i*7919)%len(counts)), Count: n}
		}
		got := index.NewFacet(field, slices.Clone(values))
		slices.SortFunc(values, func(a, b news.FacetValue) int {
			if field == news.FacetDay {
				return strings.Compare(b.Value, a.Value)
			}
			return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
		})
		told := min(len(values), index.MaxFacetValues)
		want := news.Facet{Field: field, Values: values[:told], More: len(values) - told}
		if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestTimesOfAPeriodHaveOneValueThatNoOtherHas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.SampledFrom([]news.FacetField{news.FacetDay, news.FacetWeek, news.FacetMonth}).Draw(t, "field")
		at := rapid.Int64Range(-60_000_000_000, 250_000_000_000).Draw(t, "published")
		begin := index.Period(field, at)
		value := index.FacetTime(field, at)
		if before := index.FacetTime(field, begin-1); begin > at || index.FacetTime(field, begin) != value || before == value {
			t.Errorf("%s: %d (%s) is of the period that begins at %d (%s), before which there is %s", field, at, value, begin, index.FacetTime(field, begin), before)
		}
	})
}
