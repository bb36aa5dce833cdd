package indextest

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// QdrantVariable names a Qdrant server, host:port, to test with.
const QdrantVariable = "BYLINE_TEST_QDRANT_ADDR"

// SharedQdrant is one server for all tests of a process.
type SharedQdrant struct {
	getenv func(string) string
	dir    string
	start  func() (*QdrantDev, error) // once
	number atomic.Int64               // of the last prefix
	began  int64
}

// ShareQdrant returns the server that QdrantVariable names in the environment, else
// a qdrant-dev that script starts for the first test that needs one. Main stops it.
func ShareQdrant(script string, getenv func(string) string) *SharedQdrant {
	s := &SharedQdrant{getenv: getenv, began: time.Now().UnixNano()}
	s.start = sync.OnceValues(func() (*QdrantDev, error) {
		var err error
		if s.dir, err = os.MkdirTemp("", "byline-qdrant-"); err != nil {
			return nil, err
		}
		return StartQdrantDev(script, "127.0.0.1:0", s.dir)
	})
	return s
}

// Addr is the server's host:port. A test that cannot have one is skipped, and
// fails where nothing may be.
func (s *SharedQdrant) Addr(tb testing.TB) string {
	tb.Helper()
	if given := s.getenv(QdrantVariable); given != "" {
		return given
	}
	dev, err := s.start()
	if errors.Is(err, ErrNoPython) && s.getenv("CI") != "true" && s.getenv("REQUIRE_ALL") != "1" {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return dev.Addr
}

// Prefix is one that no other index on the server has.
func (s *SharedQdrant) Prefix() string {
	return fmt.Sprintf("test_%d_%d", s.began, s.number.Add(1))
}

// Main runs the tests of a package, and returns the code to exit with. It ends a server
// that was started, and removes what that stored.
func (s *SharedQdrant) Main(m *testing.M) int {
	code := m.Run()
	if s.dir == "" {
		return code
	}
	if dev, err := s.start(); err == nil {
		_ = dev.Stop()
	}
	_ = os.RemoveAll(s.dir)
	return code
}
