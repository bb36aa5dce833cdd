package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"byline/internal/news"
)

// BenchmarkCoverage counts what was published on something. The index is the one in the
// folder that BYLINE_BENCH_DATA names, or that of the samples. Stories are read before,
// as a server does when it starts.
func BenchmarkCoverage(b *testing.B) {
	dir := os.Getenv("BYLINE_BENCH_DATA")
	if dir == "" {
		dir = b.TempDir()
		if err := run(b.Context(), []string{"ingest", "../../seeds", "--data", dir}, os.Environ(), strings.NewReader(""), io.Discard, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	a := newCLI(os.Environ(), strings.NewReader(""), io.Discard, io.Discard)
	if err := a.configure("", map[string]string{"data": dir}); err != nil {
		b.Fatal(err)
	}
	from, err := a.backend(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
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
				if c, err = from.Coverage(b.Context(), req); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(c.Total.Articles), "articles")
			b.ReportMetric(float64(c.Uncounted), "uncounted")
		})
	}
}
