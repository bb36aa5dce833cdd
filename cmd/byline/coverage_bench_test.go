package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/indextest"
	"byline/internal/news"
)

// BenchmarkCoverage counts what was published on something. The index is that of
// benchBackend; with BYLINE_BENCH_MADE=1000000 as many made articles are loaded before into
// the folder that BYLINE_BENCH_DATA names, if that is not there. Stories are read before, as
// a server does when it starts. Words are others each time, since an index remembers which
// articles it selected last.
func BenchmarkCoverage(b *testing.B) {
	if n, _ := strconv.Atoi(os.Getenv("BYLINE_BENCH_MADE")); n > 0 {
		loadMade(b, os.Getenv("BYLINE_BENCH_DATA"), n)
	}
	from := benchBackend(b)
	if _, err := from.Coverage(b.Context(), news.CoverageRequest{Unit: news.CoverageWeek}); err != nil {
		b.Fatal(err)
	}
	word := func(i int) string { return madeWord(50 + i%400) }
	for _, c := range []struct {
		name string
		unit news.CoverageUnit
		of   func(i int) news.CoverageRequest
	}{
		{"word", news.CoverageWeek, func(i int) news.CoverageRequest { return news.CoverageRequest{Query: word(i)} }},
		{"commonWord", news.CoverageDay, func(i int) news.CoverageRequest { return news.CoverageRequest{Query: madeWord(i % 40)} }},
		{"words", news.CoverageWeek, func(i int) news.CoverageRequest {
			return news.CoverageRequest{Query: fmt.Sprintf("%s AND (%s OR %s)", madeWord(i%40), word(i), word(i+7))}
		}},
		{"outlet", news.CoverageMonth, func(i int) news.CoverageRequest {
			return news.CoverageRequest{Query: word(i), Filter: news.Filter{Sources: []string{fmt.Sprint("Outlet ", i%madeOutlets)}}}
		}},
		{"all", news.CoverageMonth, func(int) news.CoverageRequest { return news.CoverageRequest{} }},
		{"allByDay", news.CoverageDay, func(int) news.CoverageRequest { return news.CoverageRequest{} }},
	} {
		b.Run(c.name, func(b *testing.B) {
			articles, i := 0, 0
			for b.Loop() {
				req := c.of(i)
				req.Unit = c.unit
				got, err := from.Coverage(b.Context(), req)
				if err != nil {
					b.Fatal(err)
				}
				articles += got.Total.Articles
				i++
			}
			b.ReportMetric(float64(articles)/float64(i), "articles/op")
		})
	}
}

// How much made articles are of.
const (
	madeOutlets = 50
	madeDays    = 3650
	madeWords   = 20_000
)

// madeWord is one of the words of made articles, the most common ones first.
func madeWord(n int) string {
	const letters = "bdfgklmnprstvz"
	var s []byte
	for n += len(letters); n > 0; n /= len(letters) {
		s = append(s, letters[n%len(letters)], "aeiou"[n%5])
	}
	return string(s) + "q" // no word of any language
}

// loadMade stores articles of about forty words; every fifth has the text of the one before,
// in another outlet.
func loadMade(b *testing.B, dir string, n int) {
	b.Helper()
	if dir == "" {
		b.Fatal("BYLINE_BENCH_DATA names no folder")
	}
	if _, err := os.Stat(dir); err == nil {
		return
	}
	encoder := indextest.Encoder(b)
	x, err := embedded.Open(b.Context(), dir, embeddedtest.Options(encoder))
	if err != nil {
		b.Fatal(err)
	}
	for part := range slices.Chunk(made(n), 2000) {
		if _, err := x.Put(b.Context(), indextest.Records(b, encoder, part...)); err != nil {
			b.Fatal(err)
		}
	}
	if err := x.Close(); err != nil {
		b.Fatal(err)
	}
}

func made(n int) []news.Article {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.2, 20, madeWords-1)
	words := func(n int) string {
		var s strings.Builder
		for range n {
			s.WriteString(madeWord(int(zipf.Uint64())) + " ")
		}
		return strings.TrimSpace(s.String())
	}
	begin := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	out := make([]news.Article, n)
	for i := range out {
		a := &out[i]
		if i%5 == 4 {
			*a = out[i-1]
		} else {
			a.Headline, a.Body = words(6), words(20)+".\n\n"+words(20)+"."
		}
		a.ID, a.Source = strconv.Itoa(i), fmt.Sprint("Outlet ", random.IntN(madeOutlets))
		a.Published = begin.Add(time.Duration(i*madeDays/n*24+i%24) * time.Hour)
	}
	return out
}
