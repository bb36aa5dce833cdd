package main

import (
	"testing"

	"byline/internal/news"
)

// BenchmarkCoverage counts what was published on something. The index is the one in the
// folder that BYLINE_BENCH_DATA names, or that of the samples. Stories are read before,
// as a server does when it starts.
func BenchmarkCoverage(b *testing.B) {
	from := benchBackend(b)
	if _, err := from.Coverage(b.Context(), news.CoverageRequest{Unit: news.CoverageWeek}); err != nil {
		b.Fatal(err)
	}
	for name, req := range map[string]news.CoverageRequest{
		"word": {Query: "ferry", Unit: news.CoverageWeek}, "words": {Query: "ferry AND (strike OR fire)", Unit: news.CoverageWeek},
		"outlet": {Query: "ferry", Unit: news.CoverageMonth, Filter: news.Filter{Sources: []string{"Outlet 7"}}}, "all": {Unit: news.CoverageDay},
	} {
		b.Run(name, func(b *testing.B) {
			var c news.Coverage
			for b.Loop() {
				var err error
				if c, err = from.Coverage(b.Context(), req); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(c.Total.Articles), "articles")
			b.ReportMetric(float64(c.Unfolded), "unfolded")
		})
	}
}
