package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"byline/internal/app"
	"byline/internal/news"
	"byline/seeds"
)

// BenchmarkFacets searches with and without counting the articles found by all that
// there is to count by: what facets (index/facet.go) cost is the difference. The index is
// the one in the folder that BYLINE_BENCH_DATA names, or that of the samples.
func BenchmarkFacets(b *testing.B) {
	from := benchBackend(b)
	queries := []string{"election", "wildfires", "ferry fire", "climate summit agreement", "who won the football final"}
	for _, facets := range [][]news.FacetField{nil, news.FacetFields()} {
		name := "without"
		if facets != nil {
			name = "with"
		}
		b.Run(name, func(b *testing.B) {
			articles := 0
			for i := 0; b.Loop(); i++ {
				found, err := from.Search(b.Context(), news.SearchRequest{Query: queries[i%len(queries)], Facets: facets})
				if err != nil {
					b.Fatal(err)
				}
				articles += found.Total
			}
			b.ReportMetric(float64(articles)/float64(b.N), "articles/op")
		})
	}
}

// benchBackend opens the index in the folder that BYLINE_BENCH_DATA names, or one of the samples.
func benchBackend(b *testing.B) *app.Backend {
	b.Helper()
	dir := os.Getenv("BYLINE_BENCH_DATA")
	if dir == "" {
		dir = b.TempDir()
		samples, err := seeds.Files()
		if err != nil {
			b.Fatal(err)
		}
		args := []string{"ingest", "--data", dir}
		for _, f := range samples {
			args = append(args, "../../seeds/"+f.Name)
		}
		if err := run(b.Context(), args, os.Environ(), strings.NewReader(""), io.Discard, io.Discard); err != nil {
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
	b.Cleanup(func() { _ = from.Close() })
	return from
}
