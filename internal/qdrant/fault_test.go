package qdrant

import (
	"context"
	"encoding/pem"
	"errors"
	"math/rand/v2"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	api "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"byline/internal/encode"
	"byline/internal/indextest"
	"byline/internal/news"
)

// fakeServer answers the health check and nothing else.
type fakeServer struct {
	api.UnimplementedQdrantServer
	version string
	err     error
}

func (f fakeServer) HealthCheck(context.Context, *api.HealthCheckRequest) (*api.HealthCheckReply, error) {
	return &api.HealthCheckReply{Version: f.version}, f.err
}

// start serves until the test ends and returns the address.
func (f fakeServer) start(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := grpc.NewServer()
	api.RegisterQdrantServer(s, f)
	go func() { _ = s.Serve(l) }()
	t.Cleanup(s.Stop)
	return l.Addr().String()
}

// What is wrong with the server or the settings is said, with what to do.
func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(nil)
	defer web.Close()
	denied := status.Error(codes.Unauthenticated, "Must provide an API key or an Authorization bearer token")
	for _, c := range []struct {
		name    string
		options Options
		kind    news.Kind
		want    []string
	}{
		{"nobody there", Options{Addr: "127.0.0.1:1"}, news.KindUnavailable, []string{"cannot reach Qdrant at 127.0.0.1:1", "refused", "is qdrant.addr right?"}},
		{"not gRPC", Options{Addr: web.Listener.Addr().String()}, news.KindUnavailable, []string{"gRPC port"}},
		{"no TLS there", Options{Addr: fakeServer{version: "1.17.0"}.start(t), TLS: true}, news.KindUnavailable, []string{"qdrant.tls"}},
		{"no name", Options{Addr: "nowhere.invalid:6334"}, news.KindUnavailable, []string{"nowhere.invalid"}},
		{"no key", Options{Addr: fakeServer{err: denied}.start(t)}, news.KindUnavailable, []string{"wants an API key: set qdrant.api_key"}},
		{"wrong key", Options{Addr: fakeServer{err: denied}.start(t), APIKey: "s3cret"}, news.KindUnavailable, []string{"refuses the API key in qdrant.api_key"}},
		{"too old", Options{Addr: fakeServer{version: "1.9.2"}.start(t)}, news.KindUnavailable, []string{"is version 1.9.2; update it to 1.16 or later"}},
		{"not Qdrant", Options{Addr: fakeServer{version: "2.0.0"}.start(t)}, news.KindUnavailable, []string{"does not know what it was asked for", "1.16 or later"}},
		{"no address", Options{Addr: "localhost"}, news.KindInvalid, []string{"qdrant.addr", "host:port"}},
		{"bad prefix", Options{Addr: "localhost:1", Prefix: "a/b"}, news.KindInvalid, []string{"qdrant.prefix"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := c.options
			if o.Timeout = 5 * time.Second; o.Prefix == "" {
				o.Prefix = "test"
			}
			_, err := Open(t.Context(), o)
			if news.KindOf(err) != c.kind || strings.Contains(err.Error(), "s3cret") {
				t.Fatalf("error of kind %q: %v", news.KindOf(err), err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error lacks %q: %v", want, err)
				}
			}
		})
	}
}

// An index of other vectors, another encoding or another schema is refused.
func TestOpenRefusesAnotherIndex(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	o := options(t, encoder)
	missing := o
	missing.ReadOnly = true
	if _, err := Open(t.Context(), missing); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "byline ingest") {
		t.Errorf("reading an index that is not there: %v", err)
	}
	openTest(t, o)
	for name, change := range map[string]func(*Options){
		"embedder":  func(o *Options) { o.Embedder = "other/1/256" },
		"dimension": func(o *Options) { o.Dim = 17 },
		"encoding":  func(o *Options) { o.Encoding++ },
	} {
		other := o
		change(&other)
		_, err := Open(t.Context(), other)
		if news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "byline reindex") {
			t.Errorf("another %s: %v", name, err)
		}
	}
}

// One call in five fails, before or after the server did what it was told:
// nothing is lost, nothing is doubled.
func TestOneCallInFiveFails(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	g := newGate(t)
	o := options(t, encoder)
	o.Addr = g.addr
	x := openTest(t, o)
	var failed atomic.Int64
	g.set(func(int, string) fault {
		away := status.Error(codes.Unavailable, "away for a moment")
		if rand.IntN(2) == 0 {
			away = status.Error(codes.ResourceExhausted, "too many requests")
		}
		switch rand.IntN(10) {
		case 0:
			failed.Add(1)
			return fault{before: away}
		case 1:
			failed.Add(1)
			return fault{after: away}
		}
		return fault{}
	})
	want := ingestVersions(t, x, encoder, nil)
	if failed.Load() < 5 {
		t.Errorf("only %d calls failed", failed.Load())
	}
	g.set(nil) // a read is given up sooner, on a busy machine at times too soon
	check(t, x, encoder, want)
}

// ingestVersions stores articles in batches, some of them twice. between runs before each batch.
func ingestVersions(t *testing.T, x *Index, e *encode.Encoder, between func(batch int)) indextest.Reference {
	t.Helper()
	articles := indextest.Articles(120)
	for i := range 30 {
		articles = append(articles, indextest.Revised(articles[i], 2))
	}
	last := make(map[string]news.Record)
	batch := 0
	for part := range slices.Chunk(articles, 10) {
		if between != nil {
			between(batch)
		}
		batch++
		for _, r := range putTest(t, x, e, part...) {
			last[r.Article.ID] = r
		}
	}
	var want indextest.Reference
	for _, r := range last {
		want = append(want, r)
	}
	return want
}

// The server is killed and comes back while articles arrive: what was
// acknowledged is there, once, and the ingest goes on by itself.
func TestServerRestartsDuringAnIngest(t *testing.T) {
	t.Parallel()
	if os.Getenv(indextest.QdrantVariable) != "" {
		return // TestConnectionsAreLost does what can be done to a server that is not ours
	}
	dev.Addr(t) // tells whether there can be a server
	dir := t.TempDir()
	server, err := indextest.StartQdrantDev(startScript, "127.0.0.1:0", dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	encoder := indextest.Encoder(t)
	o := options(t, encoder)
	o.Addr = server.Addr
	x := openTest(t, o)
	back := make(chan error, 1)
	want := ingestVersions(t, x, encoder, func(batch int) {
		if batch != 3 && batch != 11 {
			return
		}
		go func() {
			time.Sleep(30 * time.Millisecond)
			kill := server.Kill
			if batch == 11 {
				kill = server.Stop
			}
			err := kill()
			if err == nil {
				server, err = indextest.StartQdrantDev(startScript, o.Addr, dir)
			}
			back <- err
		}()
	})
	for range 2 {
		if err := <-back; err != nil {
			t.Fatal(err)
		}
	}
	check(t, x, encoder, want)
}

// While the server cannot be reached, searches say so, and when to try again;
// afterwards they work without anybody's doing.
func TestConnectionsAreLost(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	o := options(t, encoder)
	w := newWire(t, o.Addr)
	direct := o
	// A server on a busy machine may need seconds for what it does at once elsewhere.
	o.Addr, o.Timeout, o.WriteRetryTime = w.addr(), 4*time.Second, 2*time.Minute
	keep := openTest(t, direct)
	want := indextest.Reference(putTest(t, keep, encoder, indextest.Articles(60)...))
	x, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	q := indextest.Query(t, encoder, "measles outbreak", 2000)
	works := func() error {
		c, err := x.Candidates(t.Context(), q)
		if err == nil {
			if s := want.Check(q, c); s != "" {
				t.Error(s)
			}
		}
		return err
	}
	for _, c := range []struct {
		name string
		mode wireMode
	}{{"refusing", refusing}, {"hanging", hanging}, {"resetting", resetting}} {
		w.set(c.mode)
		start := time.Now()
		err := works()
		var e *news.Error
		if !errors.As(err, &e) || e.Kind != news.KindUnavailable || e.RetryAfter <= 0 {
			t.Errorf("%s: error %v, want one that says that it is unavailable, and when to try again", c.name, err)
		}
		if err := x.Ready(t.Context()); c.mode != resetting && news.KindOf(err) != news.KindUnavailable {
			t.Errorf("%s: Ready says %v", c.name, err)
		}
		if d := time.Since(start); d > 40*time.Second {
			t.Errorf("%s: it took %v to say so", c.name, d)
		}
		w.set(refusing) // breaks what hangs
		w.set(normal)
		recovered(t, works)
		if err := x.Ready(t.Context()); err != nil {
			t.Errorf("after %s: Ready says %v", c.name, err)
		}
	}
	w.set(slow)
	if err := works(); err != nil && news.KindOf(err) != news.KindUnavailable {
		t.Errorf("slow: %v", err)
	}
	w.set(refusing)
	time.AfterFunc(1500*time.Millisecond, func() { w.set(normal) })
	want = append(want, putTest(t, x, encoder, indextest.Article(60))...) // waits
	if err := works(); err != nil {
		t.Error(err)
	}
}

// recovered waits until works succeeds.
func recovered(t *testing.T, works func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if err = works(); err == nil {
			return
		}
	}
	t.Errorf("does not recover: %v", err)
}

// The connection is encrypted, the server's certificate is checked, and the key is sent with every call.
func TestTLSAndKey(t *testing.T) {
	t.Parallel()
	web := httptest.NewTLSServer(nil) // for its certificate
	web.Close()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
	if err := os.WriteFile(ca, text, 0o600); err != nil {
		t.Fatal(err)
	}
	keys := make(chan string, 10)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := grpc.NewServer(grpc.Creds(credentials.NewServerTLSFromCert(&web.TLS.Certificates[0])), grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		md, _ := metadata.FromIncomingContext(stream.Context())
		keys <- strings.Join(md.Get("api-key"), ",")
		return status.Error(codes.PermissionDenied, "only a test")
	}))
	go func() { _ = s.Serve(l) }()
	t.Cleanup(s.Stop)
	o := Options{Addr: l.Addr().String(), APIKey: "s3cret", TLS: true, CA: ca, Timeout: 5 * time.Second, Prefix: "test"}
	if _, err := Open(t.Context(), o); err == nil || !strings.Contains(err.Error(), "refuses the API key") {
		t.Errorf("error %v", err)
	}
	if key := <-keys; key != "s3cret" {
		t.Errorf("the server got key %q", key)
	}
	o.CA = ""
	if _, err := Open(t.Context(), o); err == nil || !strings.Contains(err.Error(), "a certificate that this machine trusts") || len(keys) != 0 {
		t.Errorf("an unknown certificate: %d calls, error %v", len(keys), err)
	}
	o.CA = filepath.Join(t.TempDir(), "away.pem")
	if _, err := Open(t.Context(), o); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "qdrant.tls_ca") {
		t.Errorf("no such file: %v", err)
	}
}
