package openai

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"

	"byline/internal/news"
)

// unpacking is a body that may be compressed, whether or not its header says so: some
// proxies lose the header, and some compress what was not asked to be. What it begins
// with tells, so it is looked at when it is read.
type unpacking struct {
	body     io.ReadCloser
	encoding string // as the header names it
	plain    io.Reader
}

func unpacked(resp *http.Response) io.ReadCloser {
	return &unpacking{body: resp.Body, encoding: resp.Header.Get("Content-Encoding")}
}

// Close closes the connection.
func (u *unpacking) Close() error { return u.body.Close() }

// Read reads what is packed.
func (u *unpacking) Read(p []byte) (int, error) {
	if u.plain == nil {
		plain, err := u.open()
		if err != nil {
			return 0, err
		}
		u.plain = plain
	}
	return u.plain.Read(p)
}

func (u *unpacking) open() (io.Reader, error) {
	packed := bufio.NewReader(u.body)
	begins, err := packed.Peek(2)
	switch {
	case len(begins) == 0:
		return packed, err
	case bytes.Equal(begins, []byte{0x1f, 0x8b}):
		return gzip.NewReader(packed)
	case begins[0] == 0x78 && u.encoding != "":
		return zlib.NewReader(packed)
	case u.encoding != "" && u.encoding != "identity" && !bytes.ContainsAny(begins[:1], "{[:<de\r\n "):
		return nil, news.Errorf(news.KindInvalid, "openai: the reply is compressed as %s, which was not asked for", u.encoding)
	}
	return packed, nil
}
