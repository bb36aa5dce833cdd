package openai

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/news"
)

// reply reads what a model writes, piece by piece, in whatever form the server
// sends it: events as OpenAI has them, one JSON a line as Ollama has them, or a
// single JSON. The library reads only the first, and of that only strings.
type reply struct {
	body    io.Closer
	lines   *bufio.Reader
	pending []byte // of an event
	done    bool   // the server said so
	ending  bool   // the next event is the last one, by its name
	ready   []part // read ahead
	begun   bool
	events  bool            // it comes as events, whose lines begin with "data:"
	halfEnd bool            // the line before ended with a carriage return, of which a line feed may be the other half
	failing bool            // the next event is of what went wrong, by its name
	strange bool            // there were lines that are no part of any form
	values  int             // of JSON that came
	counted bool            // it was told what the reply cost
	more    bool            // one of them is a piece of the whole
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

const (
	maxEvent  = 4 << 20  // bytes of one event
	maxSpoken = 2 << 20  // bytes of a reply, thoughts included
	bom       = "\ufeff" // before the first line of some
)

var (
	errPage  = errors.New("it replied with a web page")
	errNone  = errors.New("it replied with JSON that is no reply of a chat")
	errText  = errors.New("it replied with text that is no JSON")
	errBlank = errors.New("its reply is empty")
	errLong  = errors.New("a line of its reply is too long")
)

var (
	endEvent = regexp.MustCompile(`^event:\s*(done|end|completed?)$`)
	badEvent = regexp.MustCompile(`^event:\s*(error|failed)$`)
	aField   = regexp.MustCompile(`^(event|id|retry)?:`) // of an event, or a comment
	endSign  = regexp.MustCompile(`^"?\[[\pL_]+\]"?$`)
	aPiece   = regexp.MustCompile(`"(?:done|end|is_end|stop|finished)"\s*:\s*false|"delta"\s*:|"finish_reason"\s*:\s*null`)
	aWord    = regexp.MustCompile(`^[\pL_-]+$`)
)

func newReply(body io.ReadCloser) *reply {
	return &reply{body: body, lines: bufio.NewReader(body)}
}

// Close closes the connection, whether or not all was read.
func (r *reply) Close() error { return r.body.Close() }

// next returns the next piece, io.EOF behind the last one, and
// io.ErrUnexpectedEOF if the reply broke off. A *statusError is what the server
// says within the reply.
func (r *reply) next() (part, error) {
	for len(r.ready) == 0 {
		if r.done {
			return part{}, io.EOF
		}
		data, err := r.event()
		if err != nil {
			return part{}, err
		}
		if err := r.read(data); err != nil {
			return part{}, err
		}
		r.done = r.done || r.ending
	}
	p := r.ready[0]
	r.ready = r.ready[1:]
	return p, nil
}

// event returns the JSON of the next event, nil if the server says that it is done.
func (r *reply) event() ([]byte, error) {
	for {
		line, err := r.line()
		line = bytes.TrimLeft(line, "\x1e") // of a sequence (RFC 7464)
		if err != nil && len(line) == 0 {
			return nil, r.ended(err)
		}
		data, isData := r.noted(line)
		switch {
		case isData && endSign.Match(data):
			r.done = true
			return nil, nil
		case len(line) == 0 && r.events && len(r.pending) > 0: // the end of an event that is none
			return r.take(), nil
		case isData && len(r.pending) == 0 && (isWords(data) || r.failing && aWord.Match(data)):
			return nil, &statusError{code: http.StatusBadGateway, message: messageOf(data)}
		case !r.begun && bytes.HasPrefix(data, []byte("<")):
			return nil, errPage
		case !r.isOfEvent(data, isData):
			r.strange = r.strange || !isData && len(data) > 0 && !aField.Match(data)
			continue
		}
		r.begun = true
		r.pending = append(append(r.pending, data...), '\n')
		if len(r.pending) > maxEvent {
			return nil, errLong
		}
		if json.Valid(r.pending) { // some leave out the blank line behind an event
			r.values++
			r.more = r.more || aPiece.Match(r.pending)
			return r.take(), nil
		}
	}
}

// noted returns the data of a line, having kept what it says of the reply as a whole.
func (r *reply) noted(line []byte) (data []byte, isData bool) {
	if !r.begun {
		line = bytes.TrimPrefix(line, []byte(bom))
	}
	r.ending = r.ending || endEvent.Match(line)
	r.failing = r.failing || badEvent.Match(line)
	data, isData = eventData(line)
	r.events = r.events || isData
	return data, isData
}

// ended says how a reply ended that said nothing of its end.
func (r *reply) ended(err error) error {
	switch {
	case !errors.Is(err, io.EOF):
	case len(r.take()) > 0:
		return io.ErrUnexpectedEOF
	case !r.begun && r.strange:
		return errText
	case !r.begun:
		return news.ErrEmptyReply
	default: // a reply at once says nothing of its end, and what it cost is told behind it
		r.done = r.done || !r.events && r.values == 1 && !r.more || r.counted
	}
	return err
}

// isOfEvent reports whether a line belongs to an event: a word alone only keeps the
// connection alive.
func (r *reply) isOfEvent(data []byte, isData bool) bool {
	if isData {
		return len(data) > 0 && (len(r.pending) > 0 || !aWord.Match(data))
	}
	return len(data) > 0 && r.isJSON(data)
}

// eventData returns the data of a line of an event, without comments that a proxy
// took for data. Some servers name the field of what went wrong "error".
func eventData(line []byte) (data []byte, isData bool) {
	data, isData = bytes.CutPrefix(line, []byte("data:"))
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("data:")) // by a proxy, once more
	if !isData {
		data, isData = bytes.CutPrefix(line, []byte("error:"))
	}
	if data = bytes.TrimSpace(data); isData && len(data) > 0 && data[0] == ':' {
		data = nil
	}
	return data, isData
}

// isWords reports whether data is what a server says in place of JSON. A word alone
// keeps the connection alive: "ping".
func isWords(data []byte) bool {
	first, _ := utf8.DecodeRune(data)
	return unicode.IsLetter(first) && bytes.ContainsRune(data, ' ')
}

// isJSON reports whether a line without "data:" is JSON, or goes on with it.
func (r *reply) isJSON(line []byte) bool {
	return len(line) > 0 && (line[0] == '{' || !r.begun && line[0] == '"' || len(r.pending) > 0 && !aField.Match(line) || !r.events && line[0] == '[')
}

func (r *reply) take() []byte {
	data := r.pending
	r.pending = nil
	return data
}

// line reads a line, without its end, which is a line feed, a carriage return or both.
func (r *reply) line() ([]byte, error) {
	var line []byte
	for {
		b, err := r.lines.ReadByte()
		if err != nil {
			return line, err
		}
		wasHalf := r.halfEnd
		r.halfEnd = b == '\r'
		switch {
		case b == '\n' && wasHalf:
			continue
		case b == '\n', b == '\r':
			return line, nil
		case len(line) == maxEvent:
			return nil, errLong
		}
		line = append(line, b)
	}
}

// wire is an event of any of the servers.
type wire struct {
	Error      json.RawMessage `json:"error"`
	Object     string          `json:"object"`
	Code       json.RawMessage `json:"code"`
	Detail     json.RawMessage `json:"detail"`
	Choices    wireChoices     `json:"choices"`
	Message    json.RawMessage `json:"message"` // of Ollama, or what an error says
	Done       bool            `json:"done"`
	DoneReason string          `json:"done_reason"`
	Usage      json.RawMessage `json:"usage"`
	Finish     string          `json:"finish_reason"` // beside choices, not in them
	foreign
	faultFields
}

// faultFields are what servers say in fields of their own when something went wrong.
type faultFields struct {
	Errors   json.RawMessage `json:"errors"`
	ErrorMsg json.RawMessage `json:"error_msg"`
	Status   json.RawMessage `json:"status"`
	Base     struct {
		Code int `json:"status_code"`
	} `json:"base_resp"` // MiniMax's
}

var failedStatus = regexp.MustCompile(`(?i)^"(error|failed)"$`)

func (w *wire) isError() bool {
	return isSaid(w.Error) || w.Object == "error" ||
		len(w.Choices) == 0 && (isFault(w.Code) || isSaid(w.Detail) || isSaid(w.Errors) || isSaid(w.ErrorMsg) || w.Base.Code != 0 || failedStatus.Match(w.Status))
}

// inner is a reply in the envelope of a gateway, nil if there is none.
func (w *wire) inner() json.RawMessage {
	for _, envelope := range []json.RawMessage{w.Data, w.Result, w.Body, w.Output, w.Response} {
		var in wire
		if bytes.HasPrefix(envelope, []byte("{")) && json.Unmarshal(envelope, &in) == nil &&
			(len(in.Choices) > 0 || len(in.Candidates) > 0 || isSaid(in.Message) || isSaid(in.Response)) {
			return envelope
		}
	}
	return nil
}

// wireChoices are the replies that were asked for, of which there is one.
type wireChoices []wireChoice

// UnmarshalJSON reads a list, or an object where some gateways have no list of one.
func (c *wireChoices) UnmarshalJSON(data []byte) error {
	list := (*[]wireChoice)(c)
	if data[0] == '{' {
		data = slices.Concat([]byte("["), data, []byte("]"))
	}
	err := json.Unmarshal(data, list)
	if other := (*json.UnmarshalTypeError)(nil); errors.As(err, &other) { // a field of another type is left out
		return nil
	}
	return err
}

// wireChoice is one of the replies that were asked for.
type wireChoice struct {
	Index        int             `json:"index"`
	Delta        *wireMessage    `json:"delta"`
	Message      *wireMessage    `json:"message"`
	Text         json.RawMessage `json:"text"`
	FinishReason json.RawMessage `json:"finish_reason"`
}

// UnmarshalJSON reads a choice, or the text of one.
func (c *wireChoice) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		c.Text = slices.Clone(data)
		return nil
	}
	type plain wireChoice
	return json.Unmarshal(data, (*plain)(c))
}

// wireMessage is a message or what a delta adds to it.
type wireMessage struct {
	Role             string          `json:"role"`
	Type             string          `json:"type"`
	Content          json.RawMessage `json:"content"`
	ReasoningContent json.RawMessage `json:"reasoning_content"`
	Reasoning        json.RawMessage `json:"reasoning"`
	Thinking         json.RawMessage `json:"thinking"`
	Thought          json.RawMessage `json:"thought"`           // the thought, or that the content is one
	Details          json.RawMessage `json:"reasoning_details"` // OpenRouter's
	Channel          string          `json:"channel"`           // of gpt-oss
	Extra            struct {
		Google struct {
			Thought bool `json:"thought"`
		} `json:"google"`
	} `json:"extra_content"`
	ToolCalls json.RawMessage `json:"tool_calls"`
	Refusal   string          `json:"refusal"`
}

// UnmarshalJSON reads a message, or the text of one.
func (m *wireMessage) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		m.Content = slices.Clone(data)
		return nil
	}
	type plain wireMessage
	return json.Unmarshal(data, (*plain)(m))
}

var thoughtName = regexp.MustCompile(`^(thinking|reasoning|thought)`)

// thinks reports whether the content of a message is marked as a thought.
func (m *wireMessage) thinks() bool {
	return thoughtName.MatchString(m.Role) || thoughtName.MatchString(m.Type) || string(m.Thought) == "true" || m.Extra.Google.Thought || m.Channel != "" && m.Channel != "final"
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
	if !r.events && !known {
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
	r.done = r.done || !r.events
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

// isSaid reports whether a field has something in it.
func isSaid(raw json.RawMessage) bool {
	switch strings.TrimSpace(string(raw)) {
	case "", "null", `""`, "{}", "[]", "false":
		return false
	}
	return true
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
	if isSaid(m.ToolCalls) {
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

// isFault reports whether a code is a status that tells of a failure.
func isFault(raw json.RawMessage) bool {
	n, err := strconv.Atoi(string(bytes.Trim(raw, `"`)))
	return err == nil && n >= http.StatusBadRequest && n < 600
}

// eventError is what a server says in place of a reply, or within one.
func eventError(data []byte) error {
	e := &statusError{code: http.StatusBadGateway, message: messageOf(data)}
	var coded struct {
		Code  json.RawMessage `json:"code"`
		Error struct {
			Code   json.RawMessage `json:"code"`
			Status json.RawMessage `json:"status"`
		} `json:"error"`
	}
	_ = json.Unmarshal(data, &coded) // without a code, it counts as one that may pass
	for _, raw := range []json.RawMessage{coded.Error.Code, coded.Error.Status, coded.Code} {
		if isFault(raw) {
			e.code, _ = strconv.Atoi(string(bytes.Trim(raw, `"`))) // it is a number
			return e
		}
	}
	if contextWords.MatchString(strings.ToLower(e.message)) {
		e.code = http.StatusBadRequest
	}
	return e
}

// Models write bytes, and a character may be cut between two events. Decoding
// would make each half a sign for what is missing: halves are kept as characters
// that stand for their bytes until the text is put together.
const shelterBase = 0x10ff00 // private use; a byte is added to it

func shelter(data []byte) []byte {
	if utf8.Valid(data) {
		return data
	}
	var out []byte
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			out = utf8.AppendRune(out, shelterBase+rune(data[0]))
		} else {
			out = append(out, data[:n]...)
		}
		data = data[n:]
	}
	return out
}

// exposed is text with the bytes that were kept.
func exposed(text string) string {
	if !strings.ContainsFunc(text, isSheltered) {
		return text
	}
	var out []byte
	for _, r := range text {
		if isSheltered(r) {
			out = append(out, byte(r-shelterBase))
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

func isSheltered(r rune) bool { return r >= shelterBase && r <= shelterBase+0xff }
