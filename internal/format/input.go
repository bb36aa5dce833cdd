package format

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"byline/internal/format/container"
	"byline/internal/news"
)

// peekSize is how much of an input the detection of its format looks at.
const peekSize = container.PeekSize

var errEmpty = news.Errorf(news.KindInvalid, "the input is empty")

// decode takes off a byte order mark, and turns UTF-16 that has one into UTF-8.
// An input without a byte is an error.
func decode(in *bufio.Reader) (*bufio.Reader, error) {
	head, err := in.Peek(3)
	if len(head) == 0 {
		if errors.Is(err, io.EOF) {
			err = errEmpty
		}
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\ufeff")):
		_, err = in.Discard(3)
		return in, err
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		return bufio.NewReaderSize(transform.NewReader(in, decoder), peekSize), nil
	}
	return in, nil
}
