package main

import (
	"errors"
	"fmt"
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
	addr := qdrantAddress(t)
	p := params(t, "testdata/qdrant")
	setup := p.Setup
	p.Setup = func(env *testscript.Env) error {
		prefix := fmt.Sprintf("script_%d", time.Now().UnixNano())
		env.Setenv("BYLINE_QDRANT_ADDR", addr)
		env.Setenv("BYLINE_QDRANT_PREFIX", prefix)
		env.Defer(func() {
			err := qdrant.Drop(t.Context(), qdrant.Options{Addr: addr, Prefix: prefix, Timeout: 20 * time.Second})
			if err != nil {
				t.Error(err)
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
	s, err := indextest.StartQdrantDev("../../deploy/qdrant-dev/start.sh", "127.0.0.1:0", t.TempDir())
	if errors.Is(err, indextest.ErrNoPython) && os.Getenv("CI") != "true" && os.Getenv("REQUIRE_ALL") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return strings.TrimSpace(s.Addr)
}
