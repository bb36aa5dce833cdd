package container

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// fromLine is the line that a mailbox has before each message: the address of
// the sender, and when it came.
var fromLine = regexp.MustCompile(`^From \S+.*\d\d:\d\d.*\d{4}`)

// header is a line of the header of a message.
var header = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:`)

// isMbox reports whether head begins a mailbox.
func isMbox(head []byte) bool {
	first, rest, ok := bytes.Cut(head, []byte("\n"))
	return ok && bytes.HasPrefix(first, []byte("From ")) && (fromLine.Match(first) || bytes.HasPrefix(first, []byte("From -"))) && header.Match(rest)
}

// mbox yields the messages of a mailbox.
func (o *opener) mbox(at place, r *bufio.Reader) {
	m := &mailbox{r: r}
	if _, err := m.line(); err != nil { // the first From line
		o.fail(at.name, err)
		return
	}
	for number := 1; !o.ended(); number++ {
		if !o.admit() {
			o.fail(at.name, o.exceeded)
			return
		}
		m.ended, m.blank = false, false
		o.entry(at, entry{name: fmt.Sprint(number)}, func() (io.ReadCloser, error) { return io.NopCloser(m), nil })
		_, err := io.Copy(io.Discard, m) // what the reader of the message left
		if err != nil || m.last {
			return
		}
	}
}

// mailbox reads one message of a mailbox at a time.
type mailbox struct {
	r     *bufio.Reader
	rest  []byte // of a line, still to be given out
	inner bool   // the next piece goes on with a line
	blank bool   // the line before is empty
	ended bool   // the message is at its end
	last  bool   // so is the mailbox
}

// line returns the next piece of a line: all of it, unless it is longer than the buffer.
func (m *mailbox) line() ([]byte, error) {
	line, err := m.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	return line, err
}

func (m *mailbox) Read(p []byte) (int, error) {
	if len(m.rest) == 0 && !m.ended {
		line, err := m.line()
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		m.ended = err != nil
		m.last = m.ended
		switch {
		case m.inner:
		case m.blank && fromLine.Match(line):
			line, m.ended = nil, true
		case bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) && line[0] == '>':
			line = line[1:]
		}
		m.blank = !m.inner && len(bytes.TrimRight(line, "\r\n")) == 0
		m.inner = !bytes.HasSuffix(line, []byte("\n"))
		if m.ended {
			m.inner = false
		}
		m.rest = append(m.rest[:0], line...)
	}
	if len(m.rest) == 0 && m.ended {
		return 0, io.EOF
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}
