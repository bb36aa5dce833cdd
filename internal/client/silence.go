package client

import (
	"context"
	"errors"
	"io"
	"time"
)

// errSilent is the cause with which a request ends that the server let hang.
var errSilent = errors.New("client: the server is silent")

// silence ends a request once nothing has been heard for a while. How long the
// whole may take is for the server to say, which shows signs of life meanwhile.
type silence struct {
	timer  *time.Timer
	limit  time.Duration
	cancel context.CancelCauseFunc
}

// newSilence also returns the context to make the request in.
func newSilence(ctx context.Context, limit time.Duration) (context.Context, *silence) {
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &silence{timer: time.AfterFunc(limit, func() { cancel(errSilent) }), limit: limit, cancel: cancel}
}

// broken notes a sign of life.
func (s *silence) broken() { s.timer.Reset(s.limit) }

// end releases the context.
func (s *silence) end() {
	s.timer.Stop()
	s.cancel(nil)
}

// watched takes everything that it reads for a sign of life, and notes the
// error that reading ended with, if it was not the end.
type watched struct {
	r       io.Reader
	silence *silence
	err     error
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if n > 0 {
		w.silence.broken()
	}
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}
