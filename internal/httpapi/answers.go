package httpapi

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"

	"byline/internal/news"
)

// answer is POST /v1/answers: one JSON document, or a stream of events.
func (s *Server) answer(c echo.Context) error {
	var body answerBody
	if err := decode(c, &body); err != nil {
		return err
	}
	req, err := body.request()
	if err != nil {
		return err
	}
	if body.Stream || strings.Contains(c.Request().Header.Get("Accept"), eventStream) {
		return s.streamAnswer(c, req)
	}
	a, err := s.deps.Answerer.Answer(c.Request().Context(), req, nil)
	if err != nil {
		return err
	}
	return ok(c, toAnswer(a))
}

// streamAnswer sends the steps of an answer as they come. A fault before the
// first of them is an ordinary problem; later ones are error events (see
// fault). A client that goes away cancels the work.
func (s *Server) streamAnswer(c echo.Context, req news.AnswerRequest) (err error) {
	ctx, cancel := context.WithCancel(c.Request().Context())
	defer cancel()
	st := newStream(c.Response(), cancel)
	c.Set(streamKey, st)
	stopHeartbeat := st.heartbeat(s.cfg.Heartbeat)
	defer func() { err = errors.Join(err, stopHeartbeat()) }()

	done := false
	a, err := s.deps.Answerer.Answer(ctx, req, func(e news.Event) error {
		done = done || e.Kind == news.EventDone
		data, err := eventData(e)
		if err != nil {
			return err
		}
		return st.send(string(e.Kind), data)
	})
	if err != nil && st.broken() {
		return &goneError{err: err}
	}
	if err != nil {
		return err
	}
	if !done {
		return st.send(string(news.EventDone), toAnswer(a))
	}
	return nil
}

type hitsJSON struct {
	Hits []hitJSON `json:"hits"`
}

type deltaJSON struct {
	Text string `json:"text"`
}

// eventData returns what an event carries.
func eventData(e news.Event) (any, error) {
	switch e.Kind {
	case news.EventUnderstood:
		return toUnderstood(e.Understood), nil
	case news.EventPassages:
		return hitsJSON{Hits: toHits(e.Passages, false)}, nil
	case news.EventDelta:
		return deltaJSON{Text: e.Delta}, nil
	case news.EventCitation:
		return toCitation(e.Citation), nil
	case news.EventDone:
		return toAnswer(e.Done), nil
	}
	return nil, fmt.Errorf("httpapi: stream: unknown event %q", e.Kind)
}
