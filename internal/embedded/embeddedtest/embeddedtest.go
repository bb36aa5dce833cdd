// Package embeddedtest opens embedded indexes for tests.
package embeddedtest

import (
	"log/slog"
	"testing"

	"byline/internal/embedded"
	"byline/internal/encode"
	"byline/internal/indextest"
)

// Options are those that a server opens an index with, without a log.
func Options(e *encode.Encoder) embedded.Options {
	id := e.Identity()
	return embedded.Options{
		Encode: e.Encode, Encoding: encode.Version, Embedder: id.String(), Dim: id.Dim, Deferred: e.Deferred(),
		Logger: slog.New(slog.DiscardHandler),
	}
}

// Open opens an index that is closed after the test.
func Open(tb testing.TB, dir string, o embedded.Options) *embedded.Index {
	tb.Helper()
	x, err := embedded.Open(tb.Context(), dir, o)
	return indextest.Opened(tb, x, err, nil)
}
