package format

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"byline/internal/news"
)

// peekSize is how much of an input the detection of its format looks at.
const peekSize = 64 << 10

// bufferSize is the size of the buffer between the input and the records.
const bufferSize = 256 << 10

// input is an input without its wrapping: no gzip, no byte order mark, no UTF-16.
type input struct {
	*bufio.Reader
	counter *counter
}

// counter counts the bytes read from the input as given and ends with ctx.
type counter struct {
	ctx  context.Context //nolint:containedctx // a reader has no other way to learn of it
	r    io.Reader
	read int64
}

func (c *counter) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.read += int64(n)
	return n, err
}

var errEmpty = news.Errorf(news.KindInvalid, "the input is empty")

// unwrap opens an input. The error says why it cannot be read at all.
func unwrap(ctx context.Context, r io.Reader) (*input, error) {
	c := &counter{ctx: ctx, r: r}
	in := &input{Reader: bufio.NewReaderSize(c, peekSize), counter: c}
	head, err := in.Peek(len(gzipMagic))
	if len(head) == 0 {
		if errors.Is(err, io.EOF) {
			err = errEmpty
		}
		return nil, err
	}
	if bytes.HasPrefix(head, gzipMagic) {
		z, err := gzip.NewReader(in.Reader)
		if err != nil {
			return nil, damaged(err)
		}
		in.Reader = bufio.NewReaderSize(gzipReader{z}, bufferSize)
	}
	err = in.decode()
	return in, err
}

var gzipMagic = []byte{0x1f, 0x8b}

// gzipReader names the damage that it meets.
type gzipReader struct{ z *gzip.Reader }

func (g gzipReader) Read(p []byte) (int, error) {
	n, err := g.z.Read(p)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = damaged(err)
	}
	return n, err
}

func damaged(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the data ends too early")
	}
	return news.Errorf(news.KindInvalid, "the gzip data is damaged or cut short; what comes after is lost: %w", err)
}

// decode takes off a byte order mark, and turns UTF-16 that has one into UTF-8.
func (in *input) decode() error {
	head, err := in.Peek(3)
	if len(head) == 0 {
		if errors.Is(err, io.EOF) {
			err = errEmpty
		}
		return err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\ufeff")):
		_, err = in.Discard(3)
		return err
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		in.Reader = bufio.NewReaderSize(transform.NewReader(in.Reader, decoder), peekSize)
	}
	return nil
}
