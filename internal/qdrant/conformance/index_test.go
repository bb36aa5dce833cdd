// Package conformance holds an index on Qdrant to what every index must do, and
// to the embedded one. Here one goroutine works at a time, so it goes without
// the race detector, which internal/qdrant is tested under.
package conformance

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/indextest"
	"byline/internal/qdrant"
)

var dev = indextest.ShareQdrant("../../../deploy/qdrant-dev/start.sh", os.Getenv)

func TestMain(m *testing.M) { os.Exit(dev.Main(m)) }

// options are those that cmd opens an index with, for an index of this test's own.
func options(tb testing.TB, e *encode.Encoder) qdrant.Options {
	tb.Helper()
	id := e.Identity()
	return qdrant.Options{
		Addr: dev.Addr(tb), Timeout: 20 * time.Second, Pool: 3, Prefix: dev.Prefix(),
		Encoding: encode.Version, Embedder: id.String(), Dim: id.Dim,
		Logger: slog.New(slog.DiscardHandler),
	}
}

// openTest opens an index that is removed after the test.
func openTest(tb testing.TB, o qdrant.Options) *qdrant.Index {
	tb.Helper()
	x, err := qdrant.Open(tb.Context(), o)
	return indextest.Opened(tb, x, err, func(ctx context.Context) error { return qdrant.Drop(ctx, o) })
}

func TestIndex(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	indextest.Run(t, func(t *testing.T) func() index.Index {
		o := options(t, encoder)
		return func() index.Index { return openTest(t, o) }
	})
}
