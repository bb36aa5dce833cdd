package httpapi_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"byline/internal/httpapi"
)

func TestCheckLoopback(t *testing.T) {
	for _, addr := range []string{"127.0.0.1:8080", "127.8.8.8:0", "[::1]:8080", "localhost:8080", "[::ffff:127.0.0.1]:80"} {
		if err := httpapi.CheckLoopback(addr); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
	for addr, part := range map[string]string{
		":8080":             "every interface",
		"0.0.0.0:8080":      "0.0.0.0",
		"[::]:8080":         "::",
		"192.168.1.5:80":    "192.168.1.5",
		"localhost.evil:80": "localhost.evil",
		"8080":              "want host:port",
		"":                  "want host:port",
	} {
		if err := httpapi.CheckLoopback(addr); err == nil || !strings.Contains(err.Error(), part) || !strings.Contains(err.Error(), "127.0.0.1:8080") {
			t.Errorf("%q: got %v", addr, err)
		}
	}
}

// serving runs a server and returns its address, how to stop it, and how it ended.
func serving(t *testing.T, s *httpapi.Server) (url string, stop func(), ended <-chan error) {
	t.Helper()
	ln := listen(t, "127.0.0.1:0")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, ln) }()
	t.Cleanup(cancel)
	return "http://" + ln.Addr().String(), cancel, done
}

func listen(t *testing.T, addr string) net.Listener {
	t.Helper()
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

// fetch returns the status and the body of a response, or 0 and why there is none.
func fetch(t *testing.T, url string) (status int, text string) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0, err.Error()
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err.Error()
	}
	return res.StatusCode, string(body)
}

func TestServeRefusesOtherMachines(t *testing.T) {
	err := httpapi.New(newNewsroom().deps(), httpapi.Config{}).Serve(t.Context(), listen(t, "0.0.0.0:0"))
	if err == nil || !strings.Contains(err.Error(), "refusing to listen") {
		t.Errorf("got %v", err)
	}
}

// A running request is finished when the server stops, and the server is not ready meanwhile.
func TestGracefulShutdown(t *testing.T) {
	n := newNewsroom()
	started, release := make(chan struct{}), make(chan struct{})
	n.before.set(func(ctx context.Context) error { close(started); <-release; return ctx.Err() })
	s := httpapi.New(n.deps(), httpapi.Config{})
	url, stop, ended := serving(t, s)
	status := make(chan int, 1)
	go func() { code, _ := fetch(t, url+"/v1/search?q=ferry"); status <- code }()
	<-started
	stop()
	for call(t, s, "GET", "/readyz", "").Code != 503 {
		time.Sleep(time.Millisecond)
	}
	problemOn(t, call(t, s, "GET", "/readyz", ""), 503)
	close(release)
	if code := <-status; code != 200 {
		t.Errorf("the running request got status %d", code)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if code, text := fetch(t, url+"/healthz"); code != 0 {
		t.Errorf("still answers: %d %s", code, text)
	}
}

// A request that runs past the limit is cancelled, and Serve waits until it has returned.
func TestShutdownLimit(t *testing.T) {
	n := newNewsroom()
	started, returned := make(chan struct{}), false
	n.before.set(func(ctx context.Context) error {
		close(started)
		<-ctx.Done()
		time.Sleep(20 * time.Millisecond)
		returned = true
		return ctx.Err()
	})
	url, stop, ended := serving(t, httpapi.New(n.deps(), httpapi.Config{ShutdownTimeout: 20 * time.Millisecond}))
	go fetch(t, url+"/v1/search?q=ferry")
	<-started
	stop()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "were cancelled") || !returned {
		t.Errorf("got %v, returned %v", err, returned)
	}
}
