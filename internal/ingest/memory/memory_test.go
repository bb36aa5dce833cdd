// Package memory tests what a load of much takes of memory. It does not run under the race
// detector, which takes memory of its own and ten times as long.
package memory

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/format"
	"byline/internal/indextest"
	"byline/internal/ingest"
	"byline/internal/news"
)

// nowhere is a store that keeps nothing.
type nowhere struct{ articles int }

func (n *nowhere) Put(_ context.Context, records []news.Record) ([]news.PutResult, error) {
	out := make([]news.PutResult, len(records))
	for i := range records {
		out[i] = news.PutResult{ID: records[i].Article.ID, Status: news.PutCreated}
	}
	n.articles += len(records)
	return out, nil
}

func (*nowhere) Hashes(context.Context, []string) (map[string][16]byte, error) { return nil, nil }

func (*nowhere) Article(_ context.Context, id string) (news.Article, error) {
	return news.Article{}, news.Errorf(news.KindNotFound, "there is no article %q", id)
}

func (*nowhere) Decisions(context.Context, []string) (map[string]news.Decision, error) {
	return nil, nil
}

// stream generates articles of about 4 kB for as long as it is read.
func stream(articles int) io.Reader {
	body := ""
	for i := range 60 {
		body += fmt.Sprintf("Crew number %d of the ferry went on strike over the winter timetable. ", i)
	}
	r, w := io.Pipe()
	go func() {
		for i := range articles {
			if _, err := fmt.Fprintf(w, `{"id":"a%d","headline":"Strike number %d","body":"%d. %s"}`+"\n", i, i, i, body); err != nil {
				return
			}
		}
		_ = w.Close()
	}()
	return r
}

// An input of any length takes the memory of the batches under way.
func TestMemoryDoesNotGrowWithTheInput(t *testing.T) {
	encoder := indextest.Encoder(t)
	heap := func(articles int) uint64 {
		var sizes []uint64 // after each piece of progress
		store := &nowhere{}
		_, err := ingest.New(format.Reader{}, store, encoder, nil).IngestFiles(t.Context(), []string{"-"}, ingest.Options{
			Stdin: stream(articles),
			OnProgress: func(ingest.Progress) {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				sizes = append(sizes, m.HeapAlloc)
			},
		})
		if err != nil || store.articles != articles {
			t.Fatalf("%d articles were stored, error %v", store.articles, err)
		}
		// What is under way at a moment differs by as much as is looked for, so
		// the greatest of many is no measure. What is kept shows in the last ones.
		last := sizes[len(sizes)*3/4:]
		slices.Sort(last)
		return last[len(last)/2]
	}
	little, much := heap(2_000), heap(10_000) // 9 MB and 43 MB of input
	t.Logf("%d and %d MB", little>>20, much>>20)
	if much > little+17<<20 {
		t.Errorf("with 5 times the input, the heap grew from %d to %d MB", little>>20, much>>20)
	}
}

// BenchmarkRun takes in articles of 700 words, into an index on disk.
func BenchmarkRun(b *testing.B) {
	const articles = 2000
	encoder := indextest.Encoder(b)
	for b.Loop() {
		b.StopTimer()
		x, err := embedded.Open(b.Context(), b.TempDir(), embeddedtest.Options(encoder))
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := ingest.New(format.Reader{}, x, encoder, nil).IngestFiles(b.Context(), []string{"-"}, ingest.Options{Stdin: stream(articles)}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(articles*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}
