package qdrant

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/indextest"
	"byline/internal/news"
)

const startScript = "../../deploy/qdrant-dev/start.sh"

var dev = indextest.ShareQdrant(startScript, os.Getenv)

func TestMain(m *testing.M) { os.Exit(dev.Main(m)) }

// options are those that cmd opens an index with, for an index of this test's own.
func options(tb testing.TB, e *encode.Encoder) Options {
	tb.Helper()
	id := e.Identity()
	return Options{
		Addr: dev.Addr(tb), Timeout: 20 * time.Second, Pool: 3,
		Prefix:   dev.Prefix(),
		Encoding: encode.Version, Embedder: id.String(), Dim: id.Dim,
		Logger: slog.New(slog.DiscardHandler),
	}
}

// openTest opens an index that is removed after the test.
func openTest(tb testing.TB, o Options) *Index {
	tb.Helper()
	x, err := Open(tb.Context(), o)
	return indextest.Opened(tb, x, err, func(ctx context.Context) error { return Drop(ctx, o) })
}

// dropTest removes what a test left on the server.
func dropTest(tb testing.TB, o Options) {
	tb.Helper()
	ctx := context.WithoutCancel(tb.Context()) // cancelled by now
	if err := Drop(ctx, o); err != nil {
		tb.Error(err)
	}
}

// putTest stores articles and returns their records.
func putTest(tb testing.TB, x *Index, e *encode.Encoder, articles ...news.Article) []news.Record {
	tb.Helper()
	return indextest.Put(tb, x, e, articles...)
}

func TestConcurrently(t *testing.T) {
	encoder := indextest.Encoder(t)
	indextest.RunConcurrent(t, func(t *testing.T) func() index.Index {
		o := options(t, encoder)
		return func() index.Index { return openTest(t, o) }
	})
}
