package httpapi

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/news"
)

// chat is POST /v1/chat/completions: the answers of Byline for programs that
// speak the API of OpenAI. The last message is the question, those before it
// the conversation. Citations are footnotes of the text and, as /v1/answers
// has them, the field citations of the message or delta.
func (s *Server) chat(c echo.Context) error {
	var body chatBody
	if err := decodeLenient(c, &body); err != nil {
		return err
	}
	req, err := body.request()
	if err != nil {
		return err
	}
	t := chatTurn{
		id: "chatcmpl-" + requestIDOf(c), created: time.Now().Unix(), model: body.Model,
		prompt: body.tokens(), usage: body.StreamOptions.IncludeUsage, warnings: body.warnings(),
	}
	if body.Stream {
		return s.streamChat(c, req, t)
	}
	a, err := keepsHouse{s.deps.Answerer}.Answer(c.Request().Context(), req, nil)
	if err != nil {
		return err
	}
	return ok(c, t.completion(a))
}

// streamChat sends an answer as chunks. A fault before the first of them is an
// ordinary error, a later one a chunk with an error (see fault). A client that
// goes away cancels the work.
func (s *Server) streamChat(c echo.Context, req news.AnswerRequest, t chatTurn) (err error) {
	ctx, cancel := context.WithCancel(c.Request().Context())
	defer cancel()
	st := newStream(c.Response(), cancel)
	c.Set(streamKey, st)
	stopHeartbeat := st.heartbeat(s.cfg.Heartbeat)
	defer func() { err = errors.Join(err, stopHeartbeat()) }()

	w := &chatWriter{stream: st, turn: t}
	a, err := keepsHouse{s.deps.Answerer}.Answer(ctx, req, w.event)
	if err == nil {
		err = w.end(a)
	}
	if err != nil && st.broken() {
		return &goneError{err: err}
	}
	return err
}

// chatWriter turns the steps of an answer into chunks.
type chatWriter struct {
	stream    *stream
	turn      chatTurn
	footnotes footnotes
	direct    news.Direct
	opened    bool
	written   int // bytes of text
	cited     int // citations sent
}

// event sends what a step adds to the message.
func (w *chatWriter) event(e news.Event) error {
	switch e.Kind {
	case news.EventDirect:
		w.direct = e.Direct
		return nil
	case news.EventDelta:
		text := w.footnotes.push(e.Delta)
		if w.written == 0 {
			text = w.direct.Bold(text)
		}
		return w.text(text)
	case news.EventCitation:
		w.cited++
		return w.chunk(chatDelta{Citations: toChatCitations([]news.Citation{e.Citation}, w.cited-1)}, nil)
	default:
		return nil
	}
}

func (w *chatWriter) text(text string) error {
	if text == "" {
		return nil
	}
	w.written += len(text)
	return w.chunk(chatDelta{Content: text}, nil)
}

// end sends the footnotes, the reason to finish and, if asked for, the usage.
func (w *chatWriter) end(a news.Answer) error {
	rest := w.footnotes.rest()
	if w.written == 0 && rest == "" { // an answerer that does not stream its text
		rest = a.Direct.Bold(marked(a.Text))
	}
	for _, c := range a.Citations[min(w.cited, len(a.Citations)):] {
		if err := w.event(news.Event{Kind: news.EventCitation, Citation: c}); err != nil {
			return err
		}
	}
	if err := w.text(rest + sources(a.Citations)); err != nil {
		return err
	}
	if err := w.chunk(chatDelta{}, w.turn.report(a)); err != nil {
		return err
	}
	if w.turn.usage {
		last := w.turn.head("chat.completion.chunk")
		last.Choices = []chatChoice{}
		last.Usage = w.turn.count(w.written)
		if err := w.stream.data(last); err != nil {
			return err
		}
	}
	return w.stream.close()
}

// chunk sends a delta. The last one of the message carries the report on the answer.
func (w *chatWriter) chunk(d chatDelta, report *chatReport) error {
	if !w.opened {
		w.opened, d.Role = true, news.RoleAssistant
	}
	out := w.turn.head("chat.completion.chunk")
	out.Choices = []chatChoice{{Delta: &d}}
	if report != nil {
		out.Choices[0].FinishReason, out.Byline = new(finishStop), report
	}
	return w.stream.data(out)
}
