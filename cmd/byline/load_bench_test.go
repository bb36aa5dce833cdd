package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// searchEvery is how often BenchmarkLoadWhileServing searches.
const searchEvery = 25 * time.Millisecond

// BenchmarkLoadWhileServing loads articles into a server that begins with the
// samples, searches for their headlines meanwhile, and reports articles a second and
// the time that 50 and 95 of 100 searches take at most. The articles are those that
// BYLINE_BENCH_CORPUS names, JSON Lines, or made-up ones.
func BenchmarkLoadWhileServing(b *testing.B) {
	corpus := os.Getenv("BYLINE_BENCH_CORPUS")
	if corpus == "" {
		corpus = madeUp(b, 2000)
	}
	queries := headlinesOf(b, corpus, 2000)
	for b.Loop() {
		base := serveSamples(b, append(os.Environ(), "BYLINE_DATA="+b.TempDir(), "BYLINE_LOG_LEVEL=error"))
		ctx, stop := context.WithCancel(b.Context())
		var took []time.Duration
		var searching sync.WaitGroup
		searching.Go(func() { took = searchOn(ctx, b, base, queries) })
		began := time.Now()
		stored := upload(b, base, corpus)
		seconds := time.Since(began).Seconds()
		stop()
		searching.Wait()
		slices.Sort(took)
		if len(took) == 0 {
			b.Fatal("nothing was searched for")
		}
		milliseconds := func(share int) float64 { return took[len(took)*share/100].Seconds() * 1000 }
		b.ReportMetric(float64(stored)/seconds, "articles/s")
		b.ReportMetric(milliseconds(50), "search-p50-ms")
		b.ReportMetric(milliseconds(95), "search-p95-ms")
		b.ReportMetric(float64(len(took)), "searches")
	}
}

// madeUp writes a corpus of n articles of some 400 words and returns its name.
func madeUp(b *testing.B, n int) string {
	b.Helper()
	name := filepath.Join(b.TempDir(), "corpus.jsonl")
	random := rand.New(rand.NewPCG(1, 1))
	var lines bytes.Buffer
	for i := range n {
		var body strings.Builder
		for range 40 {
			fmt.Fprintf(&body, "The council of Marn%d heard on Friday that pier %d needs %d beams. ", random.IntN(500), random.IntN(90), random.IntN(900))
		}
		fmt.Fprintf(&lines, `{"id":"made-up-%d","title":"Pier %d of Marn%d","text":%q}`+"\n", i, i, i%500, body.String())
	}
	if err := os.WriteFile(name, lines.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return name
}

// opened opens a file, unpacked if it is gzipped.
func opened(b *testing.B, name string) io.ReadCloser {
	b.Helper()
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	if filepath.Ext(name) != ".gz" {
		return f
	}
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	return unpacked
}

// headlinesOf reads headlines of a corpus, evenly spread, up to n.
func headlinesOf(b *testing.B, corpus string, n int) (all []string) {
	b.Helper()
	f := opened(b, corpus)
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var a struct{ Title, Headline string }
		if json.Unmarshal(lines.Bytes(), &a) == nil && a.Title+a.Headline != "" {
			all = append(all, a.Headline+a.Title)
		}
	}
	if len(all) == 0 {
		b.Fatalf("%s has no headlines: %v", corpus, lines.Err())
	}
	step := max(1, len(all)/n)
	for i := range all[:len(all)/step] {
		all[i] = all[i*step]
	}
	return all[:len(all)/step]
}

// searchOn searches until ctx ends, in turn for each query, and returns how long each took.
func searchOn(ctx context.Context, b *testing.B, base string, queries []string) (took []time.Duration) {
	tick := time.NewTicker(searchEvery)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return took
		}
		began := time.Now()
		fetch(b, base+"/v1/search?limit=10&q="+url.QueryEscape(queries[i%len(queries)]))
		took = append(took, time.Since(began))
	}
}

// upload sends a file as it is and returns how many articles are stored.
func upload(b *testing.B, base, name string) int {
	b.Helper()
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, base+"/v1/uploads?file="+url.QueryEscape(filepath.Base(name)), f)
	if err != nil {
		b.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		b.Fatalf("status %d, error %v: %s", res.StatusCode, err, text)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	var last struct {
		Event   string
		Summary struct{ Created, Updated int }
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.Event != "done" {
		b.Fatalf("it ends with %s, error %v", lines[len(lines)-1], err)
	}
	return last.Summary.Created + last.Summary.Updated
}
