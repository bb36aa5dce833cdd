package httpapi

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
)

// answerByBody is POST /v1/answers.
func (s *Server) answerByBody(c echo.Context) error {
	var body api.AnswerBody
	if err := decode(c, &body); err != nil {
		return err
	}
	body.Stream = body.Stream || strings.Contains(c.Request().Header.Get("Accept"), eventStream)
	return s.answer(c, body, api.BodyNames)
}

// answerByURL is GET /v1/answers, the same with parameters, so that an answer can be saved.
func (s *Server) answerByURL(c echo.Context) error {
	p := newParams(c)
	return byURL(c, p, p.answer(), s.answer)
}

// answer sends one JSON document, a stream of events, or a file.
func (s *Server) answer(c echo.Context, body api.AnswerBody, names api.FieldNames) error {
	req, err := body.Request(names)
	if err != nil {
		return err
	}
	f, asked, err := formatOf(c, body.Format)
	if err != nil {
		return err
	}
	if asked && !body.Stream {
		return s.exportAnswer(c, req, f)
	}
	if body.Stream {
		return s.answerInSteps(c, s.deps.Answerer, req, func(st *stream) answerWriter { return &eventWriter{stream: st} })
	}
	a, err := s.deps.Answerer.Answer(c.Request().Context(), req, nil)
	if err != nil {
		return err
	}
	return ok(c, api.NewAnswer(a))
}

// answerWriter sends the steps of an answer.
type answerWriter interface {
	step(e news.Event) error
	end(a news.Answer) error             // where no step has failed
	fail(p api.Problem, err error) error // in the place of what is left
}

// answerInSteps sends the steps of an answer as they come. A fault before anything was
// sent is an ordinary problem; of later ones the writer tells (see handleError). A
// client that goes away cancels the work.
func (s *Server) answerInSteps(c echo.Context, answerer api.Answerer, req news.AnswerRequest, writer func(*stream) answerWriter) (err error) {
	ctx, cancel := context.WithCancel(c.Request().Context())
	defer cancel()
	st := newStream(c.Response(), cancel)
	w := writer(st)
	st.fail = w.fail
	c.Set(streamKey, st)
	stopHeartbeat := st.heartbeat(s.cfg.Heartbeat)
	defer func() { err = errors.Join(err, stopHeartbeat()) }()

	a, err := answerer.Answer(ctx, req, w.step)
	if err == nil {
		err = w.end(a)
	}
	if err != nil && st.broken() {
		return &goneError{err: err}
	}
	return err
}

// eventWriter sends the steps of an answer as events of their names.
type eventWriter struct {
	stream *stream
	done   bool
}

func (w *eventWriter) step(e news.Event) error {
	w.done = w.done || e.Kind == news.EventDone
	data, err := api.NewEvent(e)
	if err != nil {
		return err
	}
	return w.stream.send(string(e.Kind), data)
}

func (w *eventWriter) end(a news.Answer) error {
	if w.done {
		return nil
	}
	return w.stream.send(string(news.EventDone), api.NewAnswer(a))
}

func (w *eventWriter) fail(p api.Problem, _ error) error { return w.stream.send(eventError, p) }
