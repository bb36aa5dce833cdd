package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"byline/internal/indextest"
	"byline/internal/qdrant"
)

// TestQdrantScripts runs the program on the Qdrant index: testdata/qdrant/*.txtar.
func TestQdrantScripts(t *testing.T) {
	t.Parallel()
	addr := qdrantAddress(t)
	p := params(t, "testdata/qdrant")
	setup := p.Setup
	p.Setup = func(env *testscript.Env) error {
		prefix := fmt.Sprintf("script_%d", time.Now().UnixNano())
		env.Setenv("BYLINE_QDRANT_ADDR", addr)
		env.Setenv("BYLINE_QDRANT_PREFIX", prefix)
		env.Defer(func() {
			for _, more := range []string{"", "_back"} { // what scripts make
				err := qdrant.Drop(t.Context(), qdrant.Options{Addr: addr, Prefix: prefix + more, Timeout: 20 * time.Second})
				if err != nil {
					t.Error(err)
				}
			}
		})
		return setup(env)
	}
	testscript.Run(t, p)
}

// qdrantAddress is that of a server for this test: the one that
// BYLINE_TEST_QDRANT_ADDR names, else one that is started.
func qdrantAddress(t *testing.T) string {
	t.Helper()
	if addr := os.Getenv("BYLINE_TEST_QDRANT_ADDR"); addr != "" {
		return addr
	}
	return startQdrant(t, "127.0.0.1:0", t.TempDir()).Addr
}

// startQdrant starts a server that is stopped after the test.
func startQdrant(t *testing.T, addr, dir string) *indextest.QdrantDev {
	t.Helper()
	s, err := indextest.StartQdrantDev("../../deploy/qdrant-dev/start.sh", addr, dir)
	if errors.Is(err, indextest.ErrNoPython) && os.Getenv("CI") != "true" && os.Getenv("REQUIRE_ALL") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop() })
	return s
}

// A server tells that Qdrant is away, by /readyz and to those who ask, and goes
// on by itself when it is back.
func TestServeWhileQdrantIsAway(t *testing.T) {
	t.Parallel()
	if os.Getenv("BYLINE_TEST_QDRANT_ADDR") != "" {
		return // that one is not ours to stop
	}
	dir := t.TempDir()
	backend := startQdrant(t, "127.0.0.1:0", dir)
	addr := freeAddress(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"serve", "--data", t.TempDir(), "--seeds", "--addr", addr, "--index", "qdrant", "--qdrant-addr", backend.Addr, "--qdrant-timeout", "2s"},
			nil, strings.NewReader(""), io.Discard, io.Discard)
	}()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	search := "/v1/search?q=lighthouse"
	wantStatus(t, addr, "/readyz", 200)
	wantStatus(t, addr, search, 200)
	if err := backend.Kill(); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, addr, "/readyz", 503)
	if res := wantStatus(t, addr, search, 503); res.Header.Get("Retry-After") == "" {
		t.Error("nobody is told when to try again")
	}
	wantStatus(t, addr, "/healthz", 200)
	startQdrant(t, backend.Addr, dir)
	wantStatus(t, addr, "/readyz", 200)
	wantStatus(t, addr, search, 200)
}

// wantStatus asks until the server answers with a status.
func wantStatus(t *testing.T, addr, path string, status int) *http.Response {
	t.Helper()
	got := "no answer"
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		res, err := http.Get("http://" + addr + path)
		if err != nil {
			continue
		}
		res.Body.Close()
		if res.StatusCode == status {
			return res
		}
		got = res.Status
	}
	t.Fatalf("%s: %s, want %d", path, got, status)
	return nil
}
