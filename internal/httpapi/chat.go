package httpapi

import (
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
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
	said := body.talk()
	req, err := body.request(said)
	if err != nil {
		return err
	}
	t := chatTurn{
		id: "chatcmpl-" + requestIDOf(c), created: time.Now().Unix(), model: body.Model,
		prompt: said.tokens(), usage: body.StreamOptions.IncludeUsage, warnings: said.warnings(),
	}
	if body.Stream {
		return s.answerInSteps(c, keepsHouse{s.deps.Answerer}, req, func(st *stream) answerWriter { return &chatWriter{stream: st, turn: t} })
	}
	a, err := keepsHouse{s.deps.Answerer}.Answer(c.Request().Context(), req, nil)
	if err != nil {
		return err
	}
	return ok(c, t.completion(a))
}

// chatWriter turns the steps of an answer into chunks.
type chatWriter struct {
	stream *stream
	turn   chatTurn
	text   answerText
	opened bool
}

// step sends what a step adds to the message.
func (w *chatWriter) step(e news.Event) error { return w.send(w.text.step(e)) }

// send sends a piece of text, and then citations, the last that were told.
func (w *chatWriter) send(text string, cited []news.Citation) error {
	if text != "" {
		if err := w.chunk(chatDelta{Content: text}, nil); err != nil {
			return err
		}
	}
	for i, c := range cited {
		if err := w.chunk(chatDelta{Citations: toChatCitations([]news.Citation{c}, w.text.cited-len(cited)+i)}, nil); err != nil {
			return err
		}
	}
	return nil
}

// fail sends a fault as a chunk.
func (w *chatWriter) fail(p api.Problem, err error) error {
	return w.stream.data(toOpenAIError(p, err))
}

// end sends the footnotes, the reason to finish and, if asked for, the usage.
func (w *chatWriter) end(a news.Answer) error {
	text, notes, cited := w.text.end(a)
	if err := errors.Join(w.send("", cited), w.send(text+notes, nil)); err != nil {
		return err
	}
	if err := w.chunk(chatDelta{}, newChatReport(a, w.turn.warnings)); err != nil {
		return err
	}
	if w.turn.usage {
		last := w.turn.head("chat.completion.chunk")
		last.Choices = []chatChoice{}
		last.Usage = w.turn.count(w.text.written)
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
