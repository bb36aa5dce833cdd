package embedded_test

import (
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/indextest"
	"byline/internal/news"
)

func TestIndex(t *testing.T) {
	encoder := indextest.Encoder(t)
	indextest.Run(t, func(t *testing.T) func() index.Index {
		dir := t.TempDir()
		return func() index.Index { return embeddedtest.Open(t, dir, embeddedtest.Options(encoder)) }
	})
}

// Once everything is in one file that other processes map, it must be the same.
func TestIndexOnDisk(t *testing.T) {
	encoder := indextest.Encoder(t)
	indextest.Run(t, func(t *testing.T) func() index.Index {
		dir := t.TempDir()
		return func() index.Index {
			return indextest.Flushing{Flusher: embeddedtest.Open(t, dir, embeddedtest.Options(encoder))}
		}
	})
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
