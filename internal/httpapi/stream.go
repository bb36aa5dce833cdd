package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/panics"
)

const (
	eventStream = "text/event-stream"
	eventError  = "error"
	streamKey   = "byline.stream" // of the *stream in the context of a request, for handleError

	// writeLimit is how long a client may take to accept an event.
	writeLimit = 30 * time.Second
)

// stream writes server-sent events, or lines of JSON. It begins, with its status and headers, at
// the first event or sign of life. It is safe for concurrent use.
type stream struct {
	mu      sync.Mutex
	w       *echo.Response
	rc      *http.ResponseController
	media   string                               // content type
	life    []byte                               // a sign of life
	cancel  context.CancelFunc                   // called when the client cannot be written to
	fail    func(p api.Problem, err error) error // tells of a fault, once it has begun
	started bool
	failed  bool // the client could not be written to
	ended   bool // by the event done or error
}

func newStream(w *echo.Response, cancel context.CancelFunc) *stream {
	return &stream{w: w, rc: http.NewResponseController(w), media: eventStream, life: []byte(": still working\n\n"), cancel: cancel}
}

// newLines makes a stream of lines of JSON. Its sign of life is an empty line
// until setBeat gives it another.
func newLines(w *echo.Response, cancel context.CancelFunc) *stream {
	return &stream{w: w, rc: http.NewResponseController(w), media: ndjson, life: []byte("\n"), cancel: cancel}
}

// line writes a line of JSON, which may be the last one.
func (s *stream) line(v any, last bool) error {
	data, err := api.Marshal(v)
	if err != nil {
		return fmt.Errorf("httpapi: stream: encoding: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = s.ended || last
	return s.write(append(data, '\n'))
}

// setBeat sets the line that is the sign of life.
func (s *stream) setBeat(v any) {
	if data, err := api.Marshal(v); err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.life = slices.Concat(data, []byte("\n"))
	}
}

// lastEvents are those that nothing follows, no sign of life either.
var lastEvents = map[string]bool{string(news.EventDone): true, eventError: true, responseCompleted: true, responseFailed: true}

func (s *stream) begun() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.started
}

// broken reports whether the client went away.
func (s *stream) broken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// send writes one event. JSON holds no line breaks, so data is always one line.
func (s *stream) send(event string, v any) error {
	data, err := api.Marshal(v)
	if err != nil {
		return fmt.Errorf("httpapi: stream: encoding %s: %w", event, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = s.ended || lastEvents[event]
	return s.write(fmt.Appendf(nil, "event: %s\ndata: %s\n\n", event, data))
}

// data writes an event without a name, as the API of OpenAI has them.
func (s *stream) data(v any) error {
	data, err := api.Marshal(v)
	if err != nil {
		return fmt.Errorf("httpapi: stream: encoding: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write(fmt.Appendf(nil, "data: %s\n\n", data))
}

// close writes the sign that a stream of such events has ended.
func (s *stream) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	return s.write([]byte("data: [DONE]\n\n"))
}

// beat writes a sign of life, unless the stream has ended.
func (s *stream) beat() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return nil
	}
	return s.write(s.life)
}

// write writes a frame. The caller holds mu.
func (s *stream) write(frame []byte) error {
	if !s.started {
		s.started = true
		h := s.w.Header()
		h.Set(echo.HeaderContentType, s.media)
		h.Set("X-Accel-Buffering", "no") // proxies must not hold events back
		s.w.WriteHeader(http.StatusOK)
	}
	_ = s.rc.SetWriteDeadline(time.Now().Add(writeLimit)) // where the writer has deadlines
	_, err := s.w.Write(frame)
	if err == nil {
		err = s.rc.Flush()
	}
	if err != nil {
		s.failed = true
		s.cancel()
		return &goneError{err: err}
	}
	return nil
}

// heartbeat writes signs of life at intervals, so that neither proxies nor clients
// take silence for a broken connection, until the returned function is called,
// which waits for the last write to end
// and returns an error if that was a fault of ours.
func (s *stream) heartbeat(every time.Duration) (stop func() error) {
	quit := make(chan struct{})
	gone := panics.Start(func() error {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				return nil
			case <-tick.C:
				if err := s.beat(); err != nil {
					return err
				}
			}
		}
	})
	return func() error {
		close(quit)
		if err := <-gone; panics.In(err) {
			return err
		}
		return nil // a client that is gone shows in what else is written
	}
}
