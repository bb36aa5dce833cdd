package embedded_test

import (
	"fmt"
	"slices"
	"testing"

	"byline/internal/embedded/embeddedtest"
	"byline/internal/indextest"
	"byline/internal/news"
)

// BenchmarkPut stores encoded articles in batches, as ingest does.
func BenchmarkPut(b *testing.B) {
	encoder := indextest.Encoder(b)
	x := embeddedtest.Open(b, b.TempDir(), embeddedtest.Options(encoder))
	records := indextest.Records(b, encoder, indextest.Articles(128)...)
	articles := 0
	for b.Loop() {
		for i := range records {
			articles++
			records[i].Article.ID = fmt.Sprint("a", articles)
		}
		if _, err := x.Put(b.Context(), records); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(articles)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkList goes through 20,000 articles page by page, as what is made from all of
// them at the start does.
func BenchmarkList(b *testing.B) {
	encoder := indextest.Encoder(b)
	x := embeddedtest.Open(b, b.TempDir(), embeddedtest.Options(encoder))
	for part := range slices.Chunk(indextest.Articles(20000), 500) {
		putTest(b, x, encoder, part...)
	}
	for b.Loop() {
		page := news.Page{Limit: 500}
		for more := true; more; more = page.Cursor != "" {
			var err error
			if _, page.Cursor, err = x.Articles(b.Context(), news.Filter{}, page); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkSearch searches among 20,000 articles, the embedding of the query aside.
func BenchmarkSearch(b *testing.B) {
	encoder := indextest.Encoder(b)
	x := embeddedtest.Open(b, b.TempDir(), embeddedtest.Options(encoder))
	for part := range slices.Chunk(indextest.Articles(20000), 500) {
		putTest(b, x, encoder, part...)
	}
	if err := x.Flush(); err != nil {
		b.Fatal(err)
	}
	full := indextest.Query(b, encoder, "Which hospital reported an outbreak of measles in Velmoor?", 200)
	filtered := full
	filtered.Filter = news.Filter{After: indextest.First.AddDate(1, 0, 0), Subjects: []string{"health"}}
	for _, c := range []struct {
		name  string
		query news.IndexQuery
	}{
		{"keyword", news.IndexQuery{Terms: full.Terms, Limit: full.Limit}},
		{"semantic", news.IndexQuery{Vector: full.Vector, Limit: full.Limit}},
		{"hybrid", full},
		{"filtered", filtered},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Candidates(b.Context(), c.query); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
