package openai

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"unicode"
	"unicode/utf8"

	"byline/internal/news"
)

// events cuts the body of a reply into the JSON of its events: those of a stream as
// OpenAI sends it, one JSON a line as Ollama does, or a single JSON.
type events struct {
	body    io.Closer
	lines   *bufio.Reader
	halfEnd bool   // the line before ended with a carriage return, of which a line feed may be the other half
	pending []byte // of an event
	begun   bool
	named   bool // lines begin with the name of a field: "data:"
	failing bool // the next event is of what went wrong, by its name
	ending  bool // the next event is the last one, by its name, or the server said that there is none
	strange bool // there were lines that are no part of any form
	values  int  // of JSON that came
	partial bool // one of them is a piece of the whole
}

const (
	maxEvent = 4 << 20  // bytes of one event
	bom      = "\ufeff" // before the first line of some
)

var (
	errPage = errors.New("it replied with a web page")
	errText = errors.New("it replied with text that is no JSON")
	errLong = errors.New("a line of its reply is too long")
)

var (
	endEvent = regexp.MustCompile(`^event:\s*(done|end|completed?)$`)
	badEvent = regexp.MustCompile(`^event:\s*(error|failed)$`)
	aField   = regexp.MustCompile(`^(event|id|retry)?:`) // of an event, or a comment
	endSign  = regexp.MustCompile(`^"?\[[\pL_]+\]"?$`)
	aPiece   = regexp.MustCompile(`"(?:done|end|is_end|stop|finished)"\s*:\s*false|"delta"\s*:|"finish_reason"\s*:\s*null`)
	aWord    = regexp.MustCompile(`^[\pL_-]+$`)
)

// next returns the JSON of the next event, nil if the server says that there is none,
// io.EOF if nothing comes any more, and io.ErrUnexpectedEOF if the last one broke off.
func (e *events) next() ([]byte, error) {
	for {
		line, err := e.line()
		line = bytes.TrimLeft(line, "\x1e") // of a sequence (RFC 7464)
		if err != nil && len(line) == 0 {
			return nil, e.ended(err)
		}
		data, isData := e.noted(line)
		switch {
		case isData && endSign.Match(data):
			e.ending = true
			return nil, nil
		case len(line) == 0 && e.named && len(e.pending) > 0: // the end of an event that is none
			return e.take(), nil
		case isData && len(e.pending) == 0 && (isWords(data) || e.failing && aWord.Match(data)):
			return nil, &statusError{code: http.StatusBadGateway, message: messageOf(data)}
		case !e.begun && bytes.HasPrefix(data, []byte("<")):
			return nil, errPage
		case !e.isOfEvent(data, isData):
			e.strange = e.strange || !isData && len(data) > 0 && !aField.Match(data)
			continue
		}
		e.begun = true
		e.pending = append(append(e.pending, data...), '\n')
		if len(e.pending) > maxEvent {
			return nil, errLong
		}
		if json.Valid(e.pending) { // some leave out the blank line behind an event
			e.values++
			e.partial = e.partial || aPiece.Match(e.pending)
			return e.take(), nil
		}
	}
}

// noted returns the data of a line, having kept what it says of the reply as a whole.
func (e *events) noted(line []byte) (data []byte, isData bool) {
	if !e.begun {
		line = bytes.TrimPrefix(line, []byte(bom))
	}
	e.ending = e.ending || endEvent.Match(line)
	e.failing = e.failing || badEvent.Match(line)
	data, isData = eventData(line)
	e.named = e.named || isData
	return data, isData
}

// ended says how a body ended.
func (e *events) ended(err error) error {
	switch {
	case !errors.Is(err, io.EOF):
	case len(e.take()) > 0:
		return io.ErrUnexpectedEOF
	case !e.begun && e.strange:
		return errText
	case !e.begun:
		return news.ErrEmptyReply
	}
	return err
}

// isOne reports whether a single JSON came, which is the whole and says nothing of its end.
func (e *events) isOne() bool { return !e.named && e.values == 1 && !e.partial }

// isOfEvent reports whether a line belongs to an event: a word alone only keeps the
// connection alive.
func (e *events) isOfEvent(data []byte, isData bool) bool {
	if isData {
		return len(data) > 0 && (len(e.pending) > 0 || !aWord.Match(data))
	}
	return len(data) > 0 && e.isJSON(data)
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
func (e *events) isJSON(line []byte) bool {
	return len(line) > 0 && (line[0] == '{' || !e.begun && line[0] == '"' || len(e.pending) > 0 && !aField.Match(line) || !e.named && line[0] == '[')
}

func (e *events) take() []byte {
	data := e.pending
	e.pending = nil
	return data
}

// line reads a line, without its end, which is a line feed, a carriage return or both.
func (e *events) line() ([]byte, error) {
	var line []byte
	for {
		b, err := e.lines.ReadByte()
		if err != nil {
			return line, err
		}
		wasHalf := e.halfEnd
		e.halfEnd = b == '\r'
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
