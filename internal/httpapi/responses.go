package httpapi

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/news"
	"byline/internal/web"
)

// respond is POST /v1/responses: the answers of Byline for programs that speak the
// newer of OpenAI's APIs. Its text is that of chat; citations are annotations, at
// the places where the text refers to them. Nothing is stored, so that no response
// can lean on another: the conversation is part of the input.
func (s *Server) respond(c echo.Context) error {
	var body responseBody
	if err := decodeLenient(c, &body); err != nil {
		return err
	}
	said := body.talk()
	req, err := body.request(said)
	if err != nil {
		return err
	}
	t := responseTurn{
		id: requestIDOf(c), created: time.Now().Unix(), model: body.Model, metadata: body.Metadata,
		prompt: said.tokens(), warnings: said.warnings(), page: s.pageOf(c.Request()),
	}
	if body.Stream {
		return s.answerInSteps(c, keepsHouse{s.deps.Answerer}, req, func(st *stream) answerWriter {
			return &responseWriter{stream: st, turn: t, text: newAnnotatedText(t.page)}
		})
	}
	a, err := keepsHouse{s.deps.Answerer}.Answer(c.Request().Context(), req, nil)
	if err != nil {
		return err
	}
	text := newAnnotatedText(t.page)
	text.end(a)
	return ok(c, t.completed(a, text))
}

// pageOf returns the address, as the client of a request reaches it, of the page on
// which cited words are marked: what stands in for the link of an article that has none.
func (s *Server) pageOf(r *http.Request) func(news.Citation) string {
	scheme := "http"
	if s.encrypted(r) {
		scheme = "https"
	}
	base := scheme + "://" + r.Host
	return func(c news.Citation) string { return base + web.CitedPath(c.Article, c.Span) }
}
