// Package fetchtest is a web in memory, for tests of what fetches: sites by
// their names, at public addresses, spoken to over real HTTP. It runs inside
// testing/synctest, so that hours of pauses take no time.
package fetchtest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

// Web is all sites. It is a fetch.Network.
type Web struct {
	mu       sync.Mutex
	sites    map[string]http.Handler
	resolves map[string][]netip.Addr
	dialled  []string
	conns    chan net.Conn
	closed   chan struct{}
}

// New makes a web without sites that ends with the test.
func New(t testing.TB) *Web {
	t.Helper()
	w := &Web{sites: map[string]http.Handler{}, resolves: map[string][]netip.Addr{}, conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: w, ReadHeaderTimeout: time.Hour}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(w)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-ended
	})
	return w
}

// Site puts a handler behind a name.
func (w *Web) Site(name string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sites[name] = h
}

// Resolve has lookups of a name return addresses, one set after the other; the
// last stays. Without it a name of a site has a public address.
func (w *Web) Resolve(name string, addresses ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range addresses {
		w.resolves[name] = append(w.resolves[name], netip.MustParseAddr(a))
	}
}

// Dialled returns the addresses that connections were made to.
func (w *Web) Dialled() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.dialled...)
}

// ServeHTTP has the site that a request names answer it.
func (w *Web) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(r.Host, ":")
	w.mu.Lock()
	site := w.sites[name]
	w.mu.Unlock()
	if site == nil {
		http.NotFound(rw, r)
		return
	}
	site.ServeHTTP(rw, r)
}

// LookupNetIP implements fetch.Network.
func (w *Web) LookupNetIP(_ context.Context, _, name string) ([]netip.Addr, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if next := w.resolves[name]; len(next) > 0 {
		if len(next) > 1 {
			w.resolves[name] = next[1:]
		}
		return next[:1], nil
	}
	if w.sites[name] == nil {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
}

// DialContext implements fetch.Network.
func (w *Web) DialContext(ctx context.Context, _, address string) (net.Conn, error) {
	w.mu.Lock()
	w.dialled = append(w.dialled, address)
	w.mu.Unlock()
	client, server := net.Pipe()
	select {
	case w.conns <- server:
		return client, nil
	case <-w.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept implements net.Listener.
func (w *Web) Accept() (net.Conn, error) {
	select {
	case conn := <-w.conns:
		return conn, nil
	case <-w.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (w *Web) Close() error {
	select {
	case <-w.closed:
		return errors.New("fetchtest: closed twice")
	default:
		close(w.closed)
		return nil
	}
}

// Addr implements net.Listener.
func (w *Web) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(93, 184, 216, 34), Port: 80} }
