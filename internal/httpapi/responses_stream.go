package httpapi

import (
	"byline/internal/api"
	"byline/internal/news"
)

// The events of a streamed response that nothing follows.
const (
	responseCompleted = "response.completed"
	responseFailed    = "response.failed"
)

// responseEvent is an event of a streamed response; each kind has some of the fields.
type responseEvent struct {
	Type            string           `json:"type"`
	SequenceNumber  int              `json:"sequence_number"`
	Response        *response        `json:"response,omitzero"`
	ItemID          string           `json:"item_id,omitzero"`
	OutputIndex     *int             `json:"output_index,omitzero"`
	ContentIndex    *int             `json:"content_index,omitzero"`
	Item            *responseMessage `json:"item,omitzero"`
	Part            *responseText    `json:"part,omitzero"`
	Delta           string           `json:"delta,omitzero"`
	Text            *string          `json:"text,omitzero"`
	Logprobs        []struct{}       `json:"logprobs,omitzero"`
	AnnotationIndex *int             `json:"annotation_index,omitzero"`
	Annotation      *annotation      `json:"annotation,omitzero"`

	// Of an error: as the documents of OpenAI have it, and as its servers and clients do.
	Message string       `json:"message,omitzero"`
	Code    *string      `json:"code,omitzero"`
	Param   *string      `json:"param,omitzero"`
	Error   *openAIFault `json:"error,omitzero"`
}

// responseWriter turns the steps of an answer into events: a response of one
// message of one text.
type responseWriter struct {
	stream *stream
	turn   responseTurn
	text   *annotatedText
	sent   int // events
	noted  int // annotations
}

// send sends an event with its number.
func (w *responseWriter) send(e responseEvent) error {
	e.SequenceNumber = w.sent
	w.sent++
	return w.stream.send(e.Type, e)
}

// inItem, and inPart, make an event one of the message or of its text.
func (w *responseWriter) inItem(e responseEvent) responseEvent {
	e.OutputIndex = new(0)
	return e
}

func (w *responseWriter) inPart(e responseEvent) responseEvent {
	e = w.inItem(e)
	e.ItemID, e.ContentIndex = "msg_"+w.turn.id, new(0)
	return e
}

// all sends events until one cannot be sent.
func (w *responseWriter) all(events ...responseEvent) error {
	for _, e := range events {
		if err := w.send(e); err != nil {
			return err
		}
	}
	return nil
}

// step sends what a step adds to the text.
func (w *responseWriter) step(e news.Event) error { return w.add(w.text.step(e)) }

// add sends a piece of text, and annotations. The first tells of the response before.
func (w *responseWriter) add(text string, added []annotation) error {
	if text == "" && len(added) == 0 {
		return nil
	}
	if w.sent == 0 {
		if err := w.open(); err != nil {
			return err
		}
	}
	if text != "" {
		if err := w.send(w.inPart(responseEvent{Type: "response.output_text.delta", Delta: text, Logprobs: []struct{}{}})); err != nil {
			return err
		}
	}
	for _, a := range added {
		if err := w.send(w.inPart(responseEvent{Type: "response.output_text.annotation.added", AnnotationIndex: new(w.noted), Annotation: &a})); err != nil {
			return err
		}
		w.noted++
	}
	return nil
}

func (w *responseWriter) open() error {
	return w.all(
		responseEvent{Type: "response.created", Response: w.turn.begun()},
		responseEvent{Type: "response.in_progress", Response: w.turn.begun()},
		w.inItem(responseEvent{Type: "response.output_item.added", Item: w.turn.message(statusInProgress)}),
		w.inPart(responseEvent{Type: "response.content_part.added", Part: &responseText{Type: "output_text"}}),
	)
}

// end sends what is left of the text, and that all of it was sent.
func (w *responseWriter) end(a news.Answer) error {
	if err := w.add(w.text.end(a)); err != nil {
		return err
	}
	if w.sent == 0 { // an answer without a word
		if err := w.open(); err != nil {
			return err
		}
	}
	content := w.text.content()
	return w.all(
		w.inPart(responseEvent{Type: "response.output_text.done", Text: &content.Text, Logprobs: []struct{}{}}),
		w.inPart(responseEvent{Type: "response.content_part.done", Part: &content}),
		w.inItem(responseEvent{Type: "response.output_item.done", Item: w.turn.message(statusCompleted, content)}),
		responseEvent{Type: responseCompleted, Response: w.turn.completed(a, w.text)},
	)
}

// fail sends a fault twice: clients of OpenAI take the one, or the other.
func (w *responseWriter) fail(p api.Problem, err error) error {
	fault := toOpenAIError(p, err).Error
	return w.all(
		responseEvent{Type: eventError, Message: fault.Message, Code: fault.Code, Param: fault.Param, Error: &fault},
		responseEvent{Type: responseFailed, Response: w.turn.failed(p, err)},
	)
}
