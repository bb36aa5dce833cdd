package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/semaphore"

	"byline/internal/admission"
	"byline/internal/news"
)

// How slowly a body may come: somebody who sends half of one and no more
// should not hold a connection, and a share of what all bodies may hold.
const (
	bodyPause = 10 * time.Second // without a byte
	bodyRate  = 4 << 10          // bytes a second, counted from bodyPause on
)

const (
	// smallBody is how much of a body counts towards no budget, so that
	// questions are asked while articles are sent.
	smallBody = 64 << 10
	// bodyStep is how much of the budget a body of unknown length takes at a time.
	bodyStep = 1 << 20
)

// budget bounds the bytes of all bodies that are received and worked on at once.
type budget struct {
	bytes *semaphore.Weighted
	wait  time.Duration // for others to be done
}

func newBudget(bytes int64, wait time.Duration) *budget {
	return &budget{bytes: semaphore.NewWeighted(bytes), wait: wait}
}

// take takes n bytes once they are free.
func (b *budget) take(ctx context.Context, n int64) error {
	waiting, cancel := context.WithTimeout(ctx, b.wait)
	defer cancel()
	err := b.bytes.Acquire(waiting, n)
	if err != nil && ctx.Err() == nil {
		return &news.Error{Kind: news.KindUnavailable, RetryAfter: b.wait,
			Err: fmt.Errorf("%w (articles and long conversations that are being sent); try again in a few seconds", admission.ErrBusy)}
	}
	return err
}

// body is the body of a request as handlers read it: bounded in size, in the
// time that it takes to come, and by what others send meanwhile. Its errors say
// what is wrong in the words of a response.
type body struct {
	r       io.ReadCloser
	ctx     context.Context //nolint:containedctx // that of the request, whose body this is
	rc      *http.ResponseController
	end     time.Time     // of the request, where it has one
	pause   time.Duration // how long the client may send nothing
	most    int64         // of the budget that it takes however long it is
	budget  *budget
	taken   int64 // of the budget
	read    int64
	waiting time.Duration // for the client, so far
	err     error         // that reading ended with, if it was not the end
}

// body bounds the body of a request to limit bytes, and to what is left of a
// budget. What is announced as too large is refused before any of it is sent.
func (s *Server) body(limit int64, b *budget) echo.MiddlewareFunc {
	return bounded(body{pause: bodyPause, most: limit, budget: b}, limit)
}

const (
	// streamedHeld is what a body that is stored as it comes takes of the budget,
	// however long it is: the batches that are under way.
	streamedHeld = 32 << 20
	// streamedPause is how long such a body may be silent: behind it may be a disk
	// or another program.
	streamedPause = 2 * time.Minute
)

// streamed bounds a body of any length that is stored as it comes.
func (s *Server) streamed(b *budget) echo.MiddlewareFunc {
	return bounded(body{pause: streamedPause, most: streamedHeld, budget: b}, math.MaxInt64)
}

// bounded gives requests a body that is like a template, and of at most limit bytes.
func bounded(template body, limit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if r.Body == nil || r.Body == http.NoBody {
				return next(c)
			}
			if r.ContentLength > limit {
				return &http.MaxBytesError{Limit: limit}
			}
			in := template
			in.r, in.ctx, in.rc = http.MaxBytesReader(c.Response(), r.Body, limit), r.Context(), http.NewResponseController(c.Response())
			in.end, _ = r.Context().Deadline()
			defer in.release()
			if err := in.reserve(r.ContentLength); err != nil {
				return err
			}
			r.Body = &in
			err := next(c)
			if err != nil && in.err != nil { // a reader may take a broken body for bad input; we know better
				return in.err
			}
			return err
		}
	}
}

// reserve takes what a body of n bytes needs of the budget beyond what it has.
func (b *body) reserve(n int64) error {
	need := min(n, b.most) - smallBody - b.taken
	if need <= 0 {
		return nil
	}
	if err := b.budget.take(b.ctx, need); err != nil {
		return err
	}
	b.taken += need
	return nil
}

func (b *body) release() { b.budget.bytes.Release(b.taken) }

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	if b.read-smallBody >= b.taken && b.read < b.most { // its length was not announced
		if b.err = b.reserve(b.read + bodyStep); b.err != nil {
			return 0, b.err
		}
	}
	began := time.Now()
	left := b.pause + time.Duration(float64(b.read)/bodyRate*float64(time.Second)) - b.waiting
	_ = b.rc.SetReadDeadline(began.Add(min(left, b.pause))) // where the connection has deadlines
	n, err := b.r.Read(p)
	b.read += int64(n)
	b.waiting += time.Since(began)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		b.err = &slowError{b.pause} // nothing resets the deadline: whoever clears up should not wait either
		return n, b.err
	}
	_ = b.rc.SetReadDeadline(b.end.Add(writeSlack))
	if err != nil && err != io.EOF {
		b.err = brokenBody(err)
		err = b.err
	}
	return n, err
}

// Close implements io.Closer.
func (b *body) Close() error { return b.r.Close() }

// slowError says that a body came too slowly, or not at all.
type slowError struct{ pause time.Duration }

func (e *slowError) Error() string {
	return fmt.Sprintf("the body came too slowly: nothing for %v, or less than %s a second", e.pause, byteSize(bodyRate))
}

// brokenBody words the error of a body that could not be read to its end.
func brokenBody(err error) error {
	var tooMany *http.MaxBytesError
	var network net.Error
	switch {
	case errors.As(err, &tooMany):
		return tooMany
	case errors.Is(err, io.ErrUnexpectedEOF):
		return news.Errorf(news.KindInvalid, "the body ends before its announced length")
	case errors.As(err, &network), errors.Is(err, context.Canceled), errors.Is(err, io.ErrClosedPipe):
		return &goneError{err: err}
	}
	return news.Errorf(news.KindInvalid, "the body cannot be read: %w", err) // as when it is not chunked as announced
}
