package client

import (
	"context"
	"errors"
	"io"
	"time"
)

// errIdle is the cause with which a request ends that the server let hang.
var errIdle = errors.New("client: the server is silent")

// idleTimeout ends a request once nothing has been heard for a while. How long the
// whole may take is for the server to say, which shows signs of life meanwhile.
type idleTimeout struct {
	timer  *time.Timer
	limit  time.Duration
	cancel context.CancelCauseFunc
}

// newIdleTimeout also returns the context to make the request in.
func newIdleTimeout(ctx context.Context, limit time.Duration) (context.Context, *idleTimeout) {
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &idleTimeout{timer: time.AfterFunc(limit, func() { cancel(errIdle) }), limit: limit, cancel: cancel}
}

// reset notes a sign of life.
func (s *idleTimeout) reset() { s.timer.Reset(s.limit) }

// end releases the context.
func (s *idleTimeout) end() {
	s.timer.Stop()
	s.cancel(nil)
}

// errorRecorder takes everything that it reads for a sign of life, and notes the
// error that reading ended with, if it was not the end.
type errorRecorder struct {
	r    io.Reader
	idle *idleTimeout
	err  error
}

// Read implements io.Reader.
func (w *errorRecorder) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if n > 0 {
		w.idle.reset()
	}
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}
