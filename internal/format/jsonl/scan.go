package jsonl

import (
	"bufio"
	"errors"
	"io"

	"byline/internal/format/field"
	"byline/internal/news"
)

// nesting follows JSON through its brackets and strings, byte by byte.
type nesting struct {
	depth   int
	quoted  bool
	escaped bool
}

func (n *nesting) step(c byte) {
	switch {
	case n.escaped:
		n.escaped = false
	case n.quoted:
		switch c {
		case '\\':
			n.escaped = true
		case '"':
			n.quoted = false
		}
	case c == '"':
		n.quoted = true
	case c == '{' || c == '[':
		n.depth++
	case c == '}' || c == ']':
		n.depth--
	}
}

// openBrackets returns where the brackets stand that are open at the end of a text, the
// outermost first, and whether it ends within a string.
func openBrackets(text []byte) (open []int, quoted bool) {
	var n nesting
	for i, c := range text {
		before := n.depth
		n.step(c)
		switch {
		case n.depth > before:
			open = append(open, i)
		case n.depth < before && len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	return open, n.quoted
}

// scanner cuts values that may span lines, on their own or in one array.
type scanner struct {
	r     *bufio.Reader
	limit int

	array  bool
	line   int // current line, from 1
	count  int // values seen
	indent int // columns before the current position if only blanks precede it on its line, else -1
	margin int // indent of the first value

	open   *envelope // in which the last value was left; it is to be split
	within bool      // an envelope, so that none is opened
}

var errOpenString = news.Errorf(news.KindInvalid, "not valid JSON: a string is not closed before the end of its line")

func (s *scanner) run(yield func(field.Record) bool) {
	for {
		c, err := s.skipBlank()
		if err != nil {
			s.finish(err, yield)
			return
		}
		switch {
		case c == '[' && s.count == 0 && !s.array:
			s.array = true
			s.advance(c)
			continue
		case c == ']' && s.array:
			s.advance(c)
			if c, err := s.skipBlank(); err == nil {
				yield(field.Record{Number: s.count + 1, Err: news.Errorf(news.KindInvalid, "not valid JSON: %q follows the end of the array", c)})
			}
			return
		}
		s.count++
		if s.count == 1 {
			s.margin = s.indent
		}
		record := field.Record{Number: s.line}
		if s.array {
			record.Number = s.count
		}
		record.Data, record.Err = s.value()
		if s.open != nil {
			if s.r, s.open = s.open.split(s.r, s.limit, yield), nil; s.r == nil {
				return
			}
			continue
		}
		if !yield(record) || record.Err != nil && !s.recover(record.Err) {
			return
		}
	}
}

// finish tells of an input that ends where it should not.
func (s *scanner) finish(err error, yield func(field.Record) bool) {
	switch {
	case !errors.Is(err, io.EOF):
		yield(field.Record{Number: s.count + 1, Err: err})
	case s.array:
		yield(field.Record{Number: s.count + 1, Err: news.Errorf(news.KindInvalid, "not valid JSON: the array is cut short")})
	}
}

// recover makes ready to go on after a value that failed, and reports whether that is possible.
func (s *scanner) recover(err error) bool {
	if errors.Is(err, errOpenString) {
		s.resume()
		return true
	}
	return news.KindOf(err) == news.KindTooLarge
}

// advance takes the byte c, which has been peeked, out of the input.
func (s *scanner) advance(c byte) {
	s.r.Discard(1) //nolint:errcheck // the byte is in the buffer
	switch {
	case c == '\n':
		s.line++
		s.indent = 0
	case s.indent >= 0 && (c == ' ' || c == '\t'):
		s.indent++
	default:
		s.indent = -1
	}
}

// skipBlank skips white space and commas and returns the byte that follows, which stays in the input.
func (s *scanner) skipBlank() (byte, error) {
	for {
		b, err := s.r.Peek(1)
		if err != nil {
			return 0, err
		}
		switch c := b[0]; c {
		case ' ', '\t', '\r', '\n', ',':
			s.advance(c)
		default:
			return c, nil
		}
	}
}

// value reads one value, except for a long envelope, which is left open. One that
// is too long is read to its end all the same.
func (s *scanner) value() ([]byte, error) {
	var (
		data  []byte
		n     nesting
		long  bool
		tryAt = min(s.limit, openAt)
	)
	for {
		if _, err := s.r.Peek(1); err != nil {
			if errors.Is(err, io.EOF) && n.depth == 0 && !n.quoted && !long {
				return data, nil
			}
			if errors.Is(err, io.EOF) {
				err = news.Errorf(news.KindInvalid, "not valid JSON: the value is cut short")
			}
			return nil, err
		}
		buf, _ := s.r.Peek(s.r.Buffered())
		taken, end, err := s.take(&n, buf, len(data) > 0 || long)
		if !long {
			data = append(data, buf[:taken]...)
		}
		s.r.Discard(taken) //nolint:errcheck // the bytes are in the buffer
		if !long && len(data) > tryAt {
			if e := openEnvelope(data[:tryAt], s.limit); e != nil && !s.within {
				e.begun = data[len(e.head):]
				s.open = e
				return nil, nil
			}
			tryAt = s.limit
			if long = len(data) > s.limit; long {
				data = nil
			}
		}
		switch {
		case err != nil:
			return nil, err
		case end && long:
			return nil, tooLong(s.limit)
		case end:
			return data, nil
		}
	}
}

// take returns how many bytes of buf belong to the value that n is in, and
// whether it ends there. The first byte of a value belongs to it whatever it is.
func (s *scanner) take(n *nesting, buf []byte, begun bool) (taken int, end bool, err error) {
	for i, c := range buf {
		if n.depth <= 0 && !n.quoted && (begun || i > 0) && isDelimiter(c) {
			return i, true, nil
		}
		if c == '\n' {
			if n.quoted {
				return i, true, errOpenString
			}
			s.line++
		}
		n.step(c)
		if n.depth <= 0 && (c == '}' || c == ']') && !n.quoted {
			s.indent = -1
			return i + 1, true, nil
		}
	}
	return len(buf), false, nil
}

// isDelimiter reports whether c ends a number or a literal.
func isDelimiter(c byte) bool {
	switch c {
	case ',', ']', '}', ' ', '\n', '\r', '\t':
		return true
	}
	return false
}

// resume skips to the next line that begins a value at the margin of the first
// one, or ends the array: the way back after a string without an end.
func (s *scanner) resume() {
	for {
		b, err := s.r.Peek(1)
		if err != nil {
			return // skipBlank meets it again
		}
		c := b[0]
		if s.indent == max(0, s.margin) && c == '{' || s.indent >= 0 && s.indent <= max(0, s.margin) && c == ']' {
			return
		}
		s.advance(c)
	}
}
