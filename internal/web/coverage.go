package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"

	"byline/internal/news"
)

// Coverage is the page that counts what was published on something.
type Coverage struct {
	Query         string
	Unit          string // "": day
	After, Before string
	Counts        *news.Coverage // nil: nothing is asked
	Fault         string
}

func (Coverage) title() string   { return "Coverage" }
func (Coverage) section() string { return "stories" }

// Units are the units that it can be counted by.
func (v Coverage) Units() []Link {
	var out []Link
	for _, u := range []struct {
		text string
		unit news.CoverageUnit
	}{{"By day", news.CoverageDay}, {"By week", news.CoverageWeek}, {"By month", news.CoverageMonth}} {
		values := url.Values{"query": {v.Query}, "unit": {string(u.unit)}}
		for name, value := range map[string]string{"after": v.After, "before": v.Before} {
			if value != "" {
				values.Set(name, value)
			}
		}
		chosen := cmp.Or(news.CoverageUnit(v.Unit), news.CoverageDay) == u.unit
		out = append(out, Link{u.text, "/coverage?" + values.Encode(), chosen})
	}
	return out
}

// TablePath is the address of the counts as a table.
func (v Coverage) TablePath() string {
	var q query
	q.add("query", v.Query)
	q.add("unit", v.Unit)
	q.add("after", v.After)
	q.add("before", v.Before)
	q.add("format", "csv")
	return "/v1/coverage?" + q.String()
}

// Width is how long the bar of a time is, in percent of the longest.
func (v Coverage) Width(n news.CoverageCount) int {
	const whole = 100
	most := 1
	for _, t := range v.Counts.Times {
		most = max(most, t.Articles)
	}
	return n.Articles * whole / most
}

// Outlets are those that have articles on it, with how many they have in all times,
// those of most first.
func (v Coverage) Outlets() []news.CoverageOutlet {
	var out []news.CoverageOutlet
	at := map[string]int{}
	for _, t := range v.Counts.Times {
		for _, o := range t.Outlets {
			i, seen := at[o.Source]
			if !seen {
				i, at[o.Source] = len(out), len(out)
				out = append(out, news.CoverageOutlet{Source: o.Source})
			}
			out[i].Articles += o.Articles
			out[i].Published += o.Published
		}
	}
	slices.SortStableFunc(out, func(a, b news.CoverageOutlet) int { return cmp.Compare(b.Articles, a.Articles) })
	return out
}

// Percent is the share of what was published, for people.
func (Coverage) Percent(n news.CoverageCount) string {
	const whole = 100
	return fmt.Sprintf("%.1f %%", n.Share()*whole)
}
