package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"byline/internal/news"
	"byline/internal/panics"
)

// CheckLoopback returns an error, which says what to do, unless addr
// ("host:port") can be reached from this machine only. It is for servers that have no keys. Names other than localhost are
// refused rather than looked up.
func CheckLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("httpapi: address %q: want host:port, as 127.0.0.1:8080", addr)
	}
	if news.IsLoopback(host) {
		return nil
	}
	if host == "" {
		host = "every interface"
	}
	return fmt.Errorf("httpapi: refusing to listen on %s: there are no API keys yet, so only this machine may connect; make a key with `byline keys create NAME`, or use an address like 127.0.0.1:8080", host)
}

// Serve answers requests on ln until ctx is done. Then it accepts no more,
// lets running requests finish within Config.ShutdownTimeout, cancels those
// that do not, and returns once no request is running any more, so that what
// they use can be closed. It returns nil after an orderly end. It closes ln.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	if _, tcp := ln.Addr().(*net.TCPAddr); tcp && !s.deps.Access.Required() {
		if err := CheckLoopback(ln.Addr().String()); err != nil {
			return errors.Join(err, ln.Close())
		}
	}
	// Requests outlive ctx: they are to finish, not to break off, when it ends.
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	srv := &http.Server{
		Handler:           s,
		BaseContext:       func(net.Listener) context.Context { return base },
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	stopped := panics.Start(func() error { return srv.Serve(ln) })
	select {
	case err := <-stopped:
		return fmt.Errorf("httpapi: serve: %w", err)
	case <-ctx.Done():
	}
	s.draining.Store(true)
	limit, release := context.WithTimeout(base, s.cfg.ShutdownTimeout)
	defer release()
	if err := srv.Shutdown(limit); err == nil {
		return nil
	}
	cancel()
	return s.abandon(srv)
}

// abandon closes the connections of requests that ran past the limit, whose
// context is cancelled already, and gives them a moment to return.
func (s *Server) abandon(srv *http.Server) error {
	err := fmt.Errorf("httpapi: shutdown: requests still running after %v were cancelled", s.cfg.ShutdownTimeout)
	if closing := srv.Close(); closing != nil {
		err = errors.Join(err, closing)
	}
	returned := panics.Start(func() error { s.running.Wait(); return nil })
	select {
	case fault := <-returned:
		err = errors.Join(err, fault)
	case <-time.After(5 * time.Second):
		err = errors.Join(err, errors.New("httpapi: shutdown: some requests do not heed cancellation"))
	}
	return err
}
