package qdrant

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/indextest"
	"byline/internal/news"
)

const startScript = "../../deploy/qdrant-dev/start.sh"

// environment is what the tests of this process share.
type environment struct {
	dir    string
	start  func() (*indextest.QdrantDev, error) // once
	number *atomic.Int64                        // of the next prefix
	began  int64
}

var shared = newEnvironment()

func newEnvironment() *environment {
	e := &environment{number: new(atomic.Int64), began: time.Now().UnixNano()}
	e.start = sync.OnceValues(func() (*indextest.QdrantDev, error) {
		var err error
		if e.dir, err = os.MkdirTemp("", "byline-qdrant-"); err != nil {
			return nil, err
		}
		return indextest.StartQdrantDev(startScript, "127.0.0.1:0", e.dir)
	})
	return e
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.dir != "" {
		if s, err := shared.start(); err == nil {
			_ = s.Stop()
		}
		_ = os.RemoveAll(shared.dir)
	}
	os.Exit(code)
}

// serverVariable names a Qdrant server, host:port, to test with.
const serverVariable = "BYLINE_TEST_QDRANT_ADDR"

func givenServer() bool { return os.Getenv(serverVariable) != "" }

// address is that of a server: the one that BYLINE_TEST_QDRANT_ADDR names, else
// one that is started for the tests of this process.
func address(tb testing.TB) string {
	tb.Helper()
	if givenServer() {
		return os.Getenv(serverVariable)
	}
	s, err := shared.start()
	if errors.Is(err, indextest.ErrNoPython) && os.Getenv("CI") != "true" && os.Getenv("REQUIRE_ALL") != "1" {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return s.Addr
}

// options are those that cmd opens an index with, for an index of this test's own.
func options(tb testing.TB, e *encode.Encoder) Options {
	tb.Helper()
	id := e.Identity()
	return Options{
		Addr: address(tb), Timeout: 20 * time.Second, Pool: 3,
		Prefix:   fmt.Sprintf("test_%d_%d", shared.began, shared.number.Add(1)),
		Encoding: encode.Version, Embedder: id.String(), Dim: id.Dim,
		Logger: slog.New(slog.DiscardHandler),
	}
}

// openTest opens an index that is removed after the test.
func openTest(tb testing.TB, o Options) *Index {
	tb.Helper()
	x, err := Open(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { dropTest(tb, o) })
	tb.Cleanup(func() {
		if err := x.Close(); err != nil {
			tb.Errorf("Close: %v", err)
		}
	})
	return x
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

func TestIndex(t *testing.T) {
	encoder := indextest.Encoder(t)
	indextest.Run(t, func(t *testing.T) func() index.Index {
		o := options(t, encoder)
		return func() index.Index { return openTest(t, o) }
	})
}
