package httpapi

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
)

// answer is POST /v1/answers: one JSON document, or a stream of events.
func (s *Server) answer(c echo.Context) error {
	var body api.AnswerBody
	if err := decode(c, &body); err != nil {
		return err
	}
	req, err := body.Request(api.BodyNames)
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
	return ok(c, api.NewAnswer(a))
}

// streamAnswer sends the steps of an answer as they come. A fault before the
// first of them is an ordinary problem; later ones are error events (see
// handleError). A client that goes away cancels the work.
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
		data, err := api.NewEvent(e)
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
		return st.send(string(news.EventDone), api.NewAnswer(a))
	}
	return nil
}
