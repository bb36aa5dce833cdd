package embedded_test

import (
	"log/slog"
	"testing"

	"byline/internal/embedded"
	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/indextest"
	"byline/internal/news"
)

func TestIndex(t *testing.T) {
	encoder := indextest.Encoder(t)
	indextest.Run(t, func(t *testing.T) func() index.Index {
		dir := t.TempDir()
		return func() index.Index { return openTest(t, dir, options(encoder)) }
	})
}

// Once everything is in one file that other processes map, it must be the same.
func TestIndexOnDisk(t *testing.T) {
	encoder := indextest.Encoder(t)
	indextest.Run(t, func(t *testing.T) func() index.Index {
		dir := t.TempDir()
		return func() index.Index { return indextest.Flushing{Flusher: openTest(t, dir, options(encoder))} }
	})
}

// options are those that cmd opens an index with.
func options(e *encode.Encoder) embedded.Options {
	id := e.Identity()
	return embedded.Options{
		Encode: e.Encode, Encoding: encode.Version, Embedder: id.String(), Dim: id.Dim, Deferred: e.Deferred(),
		Logger: slog.New(slog.DiscardHandler),
	}
}

// openTest opens an index that is closed after the test.
func openTest(tb testing.TB, dir string, o embedded.Options) *embedded.Index {
	tb.Helper()
	x, err := embedded.Open(tb.Context(), dir, o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := x.Close(); err != nil {
			tb.Errorf("Close: %v", err)
		}
	})
	return x
}

// closeTest closes an index before its test ends.
func closeTest(tb testing.TB, x *embedded.Index) {
	tb.Helper()
	if err := x.Close(); err != nil {
		tb.Fatalf("Close: %v", err)
	}
}

// putTest stores articles and returns their records.
func putTest(tb testing.TB, x *embedded.Index, e *encode.Encoder, articles ...news.Article) []news.Record {
	tb.Helper()
	return indextest.Put(tb, x, e, articles...)
}

// checkTest compares what a few queries find with a reference.
func checkTest(tb testing.TB, x *embedded.Index, e *encode.Encoder, want indextest.Reference) {
	tb.Helper()
	for _, text := range []string{"measles outbreak in the hospital", "Who reopened the outer pier?", "ballot recount in Quarne"} {
		q := indextest.Query(tb, e, text, 50)
		got, err := x.Candidates(tb.Context(), q)
		if err != nil {
			tb.Fatalf("Search: %v", err)
		}
		if s := want.Check(q, got); s != "" {
			tb.Errorf("%q: %s", text, s)
		}
	}
}
