// Package debugserver serves profiles of the running process (net/http/pprof)
// to whoever works on this machine, and to nobody else: profiles tell what is
// in memory.
package debugserver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"byline/internal/news"
	"byline/internal/panics"
)

// Start listens on addr ("host:port"), which must be of this machine alone, and
// serves profiles below /debug/pprof/ until stop is called. Nothing is served
// where addr is empty.
func Start(ctx context.Context, addr string, logger *slog.Logger) (stop func(), err error) {
	if addr == "" {
		return func() {}, nil
	}
	if !local(addr) {
		return nil, news.InvalidField("debug_addr", "%s can be reached from other machines; use 127.0.0.1:6060", addr)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("debugserver: %w; choose another debug_addr", err)
	}
	server := &http.Server{Handler: handler(), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn)}
	ended := panics.Start(func() error { return server.Serve(listener) })
	logger.Info("profiles are served", "url", "http://"+listener.Addr().String()+"/debug/pprof/")
	return func() {
		err := server.Close()
		if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		if err != nil {
			logger.Warn("debugserver", "error", err)
		}
	}, nil
}

// handler leaves out pprof's command line: it may hold keys. A page on the web
// can point a name of its own at this machine, so only its own names will do.
func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/cmdline", http.NotFound)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local(r.Host) {
			http.Error(w, "profiles are for this machine", http.StatusMisdirectedRequest)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// local reports whether an address, with or without a port, names this machine alone.
func local(address string) bool {
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	return news.IsLoopback(address)
}
