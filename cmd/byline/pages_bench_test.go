package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkPages asks a server for each page, one request at a time, and reports
// the time that 95 of 100 take at most. The articles are the samples, or those
// of the file that BYLINE_BENCH_CORPUS names; their headlines are what is
// asked and searched for.
func BenchmarkPages(b *testing.B) {
	environ := append(os.Environ(), "BYLINE_DATA="+b.TempDir(), "BYLINE_LOG_LEVEL=error")
	if corpus := os.Getenv("BYLINE_BENCH_CORPUS"); corpus != "" {
		if err := run(b.Context(), []string{"ingest", corpus}, environ, strings.NewReader(""), io.Discard, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	base := serveSamples(b, environ)
	var list struct {
		Articles []struct{ ID, Headline string }
	}
	if err := json.Unmarshal(fetch(b, base+"/v1/articles?limit=100"), &list); err != nil || len(list.Articles) == 0 {
		b.Fatalf("no articles: %v", err)
	}
	for name, path := range map[string]func(id, headline string) string{
		"home":    func(_, _ string) string { return "/" },
		"answer":  func(_, headline string) string { return "/?q=" + url.QueryEscape(headline) },
		"search":  func(_, headline string) string { return "/search?q=" + url.QueryEscape(headline) },
		"latest":  func(_, _ string) string { return "/search" },
		"article": func(id, _ string) string { return "/articles/" + url.PathEscape(id) },
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				a := list.Articles[len(took)%len(list.Articles)]
				began := time.Now()
				fetch(b, base+path(a.ID, a.Headline))
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)*95/100].Seconds()*1000, "p95-ms")
		})
	}
}

// fetch returns what is at an address.
func fetch(tb testing.TB, address string) []byte {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		tb.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		tb.Fatalf("%s: status %d, error %v", address, res.StatusCode, err)
	}
	return body
}
