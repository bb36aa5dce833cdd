package openai

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// reply reads what a model writes, piece by piece, in whatever form the server
// sends it. The library reads only one, and of that only strings.
type reply struct {
	events  *events
	ready   []part          // read ahead
	done    bool            // the server said so
	counted bool            // it was told what the reply cost
	high    []byte          // the first half of a sign that an event ended with
	choice  *int            // the choice that is read: the first one; nil: none has come
	said    strings.Builder // so far: some servers send the whole of it again
}

// part is a piece of a reply.
type part struct {
	text    string
	thought bool   // the text is what the model thinks
	finish  string // why the reply ends here; empty: it does not
	tool    bool   // a tool is asked for
	refusal string // why the model will not reply, where the server tells it apart
}

const maxSpoken = 2 << 20 // bytes of a reply, thoughts included

var errNone = errors.New("it replied with JSON that is no reply of a chat")

func newReply(body io.ReadCloser) *reply {
	return &reply{events: &events{body: body, lines: bufio.NewReader(body)}}
}

// Close closes the connection, whether or not all was read.
func (r *reply) Close() error { return r.events.body.Close() }

// next returns the next piece, io.EOF behind the last one, and
// io.ErrUnexpectedEOF if the reply broke off. A *statusError is what the server
// says within the reply.
func (r *reply) next() (part, error) {
	for len(r.ready) == 0 {
		if r.done {
			return part{}, io.EOF
		}
		data, err := r.events.next()
		if err != nil {
			r.done = errors.Is(err, io.EOF) && (r.events.isOne() || r.counted) // what a reply cost is told behind it
			return part{}, err
		}
		if err := r.read(data); err != nil {
			return part{}, err
		}
		r.done = r.done || r.events.ending
	}
	p := r.ready[0]
	r.ready = r.ready[1:]
	return p, nil
}

// read takes an event apart.
func (r *reply) read(data []byte) error {
	if data == nil {
		return nil
	}
	if list := []json.RawMessage(nil); data[0] == '[' && json.Unmarshal(data, &list) == nil {
		return r.readAll(list)
	}
	if inner := ""; data[0] == '"' && json.Unmarshal(data, &inner) == nil && strings.HasPrefix(inner, "{") { // JSON within JSON
		return r.read([]byte(inner))
	}
	return r.readObject(r.paired(data))
}

// readObject takes an event apart that is one object.
func (r *reply) readObject(data []byte) error {
	var w wire
	if err := json.Unmarshal(shelter(data), &w); err != nil {
		var other *json.UnmarshalTypeError
		if !errors.As(err, &other) { // a field of another type is left out
			return r.readApart(data, err)
		}
	}
	if w.isError() {
		return eventError(data)
	}
	native, err := r.addNative(&w, data)
	if err != nil {
		return err
	}
	known := native || w.Done || len(w.Choices) > 0
	if inner := w.inner(); inner != nil && !known && w.Type == "" {
		return r.read(inner)
	}
	if !known || isSaid(w.Response) {
		known = r.addForeign(&w.foreign) || known
	}
	if w.Done {
		r.end(orElse(w.DoneReason, "stop"))
		r.done = true
	}
	if !r.events.named && !known && !strings.HasPrefix(w.Object, "chat.completion") {
		return errNone
	}
	r.addChoices(w.Choices)
	if len(w.Choices) == 0 {
		r.end(w.Finish)
		r.counted = r.counted || isSaid(w.Usage) && r.said.Len() > 0
	}
	return nil
}

// readAll takes events apart that were sent as one list.
func (r *reply) readAll(list []json.RawMessage) error {
	for _, event := range list {
		if err := r.read(event); err != nil {
			return err
		}
	}
	r.done = r.done || !r.events.named
	return nil
}

// readApart reads what is no JSON as several events on one line, or with numbers that
// JSON has not. Else it returns the error that reading it as one had.
func (r *reply) readApart(data []byte, failed error) error {
	data = noNumber.ReplaceAll(glued.ReplaceAll(data, []byte("}\n{")), []byte("${1}null"))
	events := json.NewDecoder(bytes.NewReader(data))
	for n := 0; ; n++ {
		var event json.RawMessage
		switch err := events.Decode(&event); {
		case errors.Is(err, io.EOF) && n > 0:
			return nil
		case err != nil:
			return fmt.Errorf("its reply cannot be read: %w", failed)
		}
		if err := r.read(event); err != nil {
			return err
		}
	}
}

var (
	glued    = regexp.MustCompile(`\}\s*data:\s*\{`)
	noNumber = regexp.MustCompile(`([:,\[]\s*)(?:-?Infinity|NaN)\b`)
)

// addChoices adds what the first choice says: nobody asked for a second one.
func (r *reply) addChoices(choices wireChoices) {
	if r.choice == nil && len(choices) > 0 {
		first := slices.MinFunc(choices, func(a, b wireChoice) int { return cmp.Compare(a.Index, b.Index) })
		r.choice = &first.Index
	}
	for i := range choices {
		if c := &choices[i]; c.Index == *r.choice {
			r.choose(c)
		}
	}
}

// addNative adds the message of an event that stands outside choices, as Ollama's does,
// and reports whether there was one.
func (r *reply) addNative(w *wire, data []byte) (bool, error) {
	var message *wireMessage
	words := bytes.HasPrefix(w.Message, []byte(`"`))
	switch err := json.Unmarshal(w.Message, &message); {
	case words && isSaid(w.Message) && len(w.Choices) == 0:
		return false, eventError(data)
	case words:
		return false, nil
	case err == nil && message != nil:
		r.add(message)
	}
	return message != nil, nil
}

// choose adds what a choice says.
func (r *reply) choose(c *wireChoice) {
	from := len(r.ready)
	switch {
	case c.Delta != nil && r.add(c.Delta):
		r.noteText(r.ready[from:], r.repeated(c.Delta))
	case c.Message != nil:
		r.add(c.Message)
		r.noteText(r.ready[from:], r.said.String())
	}
	if c.Delta == nil && c.Message == nil {
		r.addContent(c.Text)
	}
	var finish string
	if json.Unmarshal(c.FinishReason, &finish) == nil {
		r.end(finish)
	}
}

// end notes why the reply ends, if it does.
func (r *reply) end(reason string) {
	if reason != "" && reason != "null" { // as DashScope has it
		r.ready = append(r.ready, part{finish: reason})
	}
}

// noteText remembers what parts say, without what they say again.
func (r *reply) noteText(parts []part, again string) {
	for i := range parts {
		if p := &parts[i]; !p.thought {
			p.text = strings.TrimPrefix(p.text, again)
			r.said.WriteString(p.text)
		}
	}
}

// repeated is what has been said so far where a delta says it again and goes on, as
// some servers do that send all of the text each time.
func (r *reply) repeated(m *wireMessage) string {
	const telling = 3 // characters: fewer may be said twice
	var text string
	if said := r.said.String(); utf8.RuneCountInString(said) >= telling && json.Unmarshal(m.Content, &text) == nil && len(text) > len(said) && strings.HasPrefix(text, said) {
		return said
	}
	return ""
}

// add adds the parts of a message. It reports whether there were any.
func (r *reply) add(m *wireMessage) bool {
	before := len(r.ready)
	for _, thought := range []json.RawMessage{m.ReasoningContent, m.Reasoning, m.Thinking, m.Thought, m.Details} {
		if isSaid(thought) && string(thought) != "true" {
			r.ready = append(r.ready, part{thought: true, text: string(thought)})
			break // servers that know two names say the same under both
		}
	}
	if m.thinks() && isSaid(m.Content) {
		r.ready = append(r.ready, part{thought: true, text: string(m.Content)})
	} else {
		r.addContent(m.Content)
	}
	if m.Refusal != "" {
		r.ready = append(r.ready, part{refusal: m.Refusal})
	}
	if isSaid(m.ToolCalls) || isSaid(m.Function) {
		r.ready = append(r.ready, part{tool: true})
	}
	return len(r.ready) > before
}

// addContent adds content: a string, a part as {"type":"text","text":"…"}, or a list of
// them. Some gateways make numbers of pieces that look like one.
func (r *reply) addContent(raw json.RawMessage) {
	var text string
	var number json.Number
	var list []json.RawMessage
	var typed struct {
		Type    string          `json:"type"`
		Text    json.RawMessage `json:"text"`
		Value   json.RawMessage `json:"value"`
		Content json.RawMessage `json:"content"`
		Message json.RawMessage `json:"message"`    // Cohere's
		Output  json.RawMessage `json:"outputText"` // of Titan
		Thought bool            `json:"thought"`    // Gemini's: the text is one
	}
	switch {
	case !isSaid(raw):
	case json.Unmarshal(raw, &text) == nil:
		r.ready = append(r.ready, part{text: exposed(text)})
	case json.Unmarshal(raw, &number) == nil:
		r.ready = append(r.ready, part{text: number.String()})
	case json.Unmarshal(raw, &list) == nil:
		for _, x := range list {
			r.addContent(x)
		}
	case json.Unmarshal(raw, &typed) == nil && typed.Thought:
		r.ready = append(r.ready, part{thought: true, text: string(raw)})
	case json.Unmarshal(raw, &typed) == nil:
		switch typed.Type {
		case "", "text", "output_text", "text_delta", "message":
			r.addContent(typed.Text)
			r.addContent(typed.Value)
			r.addContent(typed.Content)
			r.addContent(typed.Message)
			r.addContent(typed.Output)
		case "thinking", "reasoning", "redacted_thinking", "summary_text", "reasoning_text", "thinking_delta":
			r.ready = append(r.ready, part{thought: true, text: string(raw)})
		}
	}
}
