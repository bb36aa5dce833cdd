// Package concurrency tests what goroutines see that share an embedded index. It
// runs under the race detector; the tests of internal/embedded, in which one
// goroutine works at a time, would take some ten times as long there.
package concurrency

import (
	"fmt"
	"log/slog"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/index"
	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

func TestIndex(t *testing.T) {
	encoder := indextest.Encoder(t)
	indextest.RunConcurrent(t, func(t *testing.T) func() index.Index {
		dir := t.TempDir()
		return func() index.Index { return embeddedtest.Open(t, dir, embeddedtest.Options(encoder)) }
	})
}

// Segments that are files are mapped, and merged away while they are read.
func TestIndexOnDisk(t *testing.T) {
	encoder := indextest.Encoder(t)
	indextest.RunConcurrent(t, func(t *testing.T) func() index.Index {
		dir := t.TempDir()
		return func() index.Index {
			return indextest.Flushing{Flusher: embeddedtest.Open(t, dir, embeddedtest.Options(encoder))}
		}
	})
}

// A search in a snapshot goes on while its segments are merged away.
func TestSearchDuringMerge(t *testing.T) {
	encoder := indextest.Encoder(t)
	x := embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(encoder))
	a := indextest.Article(1)
	q := indextest.Query(t, encoder, a.Headline, 10)
	q.Filter.Sources = []string{"Only One"}
	a.Source = "Only One"
	indextest.Put(t, x, encoder, a)
	done := make(chan error, 1)
	go func() {
		for i := range 150 {
			records := indextest.Records(t, encoder, indextest.Article(i+100))
			_, err := x.Put(t.Context(), records)
			if err == nil && i%20 == 19 {
				err = x.Flush()
			}
			if err != nil {
				done <- err
				return
			}
		}
		close(done)
	}()
	var first news.Candidates
	for {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			return
		default:
		}
		got, err := x.Candidates(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got.ArticleKeyword, got.PassageKeyword = nil, nil // IDF changes
		if first.ArticleSemantic == nil {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Fatal(fmt.Errorf("the same article is found otherwise (-before +after):\n%s", diff))
		}
	}
}

// What is exported beside a writer is a state that was: of every batch that was
// stored at once there is all or nothing, and nothing of a later one without
// the earlier.
func TestExportBesideAWriter(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	const articles, batches = 5, 12
	put := func(version int) error {
		var records []news.Record
		for i := range articles {
			records = append(records, indextest.Records(t, encoder, indextest.Revised(indextest.Article(i), version))...)
		}
		_, err := x.Put(t.Context(), records)
		return err
	}
	if err := put(0); err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	go func() {
		for version := 1; version < batches; version++ {
			if err := put(version); err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	last := 0
	for range 5 {
		count := make(map[string]int)
		for _, k := range exported(t, dir) {
			count[k.Article.ID]++
		}
		versions := count[indextest.Article(0).ID]
		for id, n := range count {
			if n != versions {
				t.Errorf("%s is there in %d versions, others in %d", id, n, versions)
			}
		}
		if len(count) != articles || versions < last {
			t.Errorf("%d articles in %d versions, after there were %d", len(count), versions, last)
		}
		last = versions
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
}

// exported is all that the index in dir keeps.
func exported(t *testing.T, dir string) []*news.Kept {
	t.Helper()
	e, err := embedded.OpenExport(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := indextest.Exported(t, e)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}
