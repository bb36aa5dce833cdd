package fetch

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"byline/internal/news"
)

// unpacked reads the body of a response, at most limit bytes of it unpacked.
func unpacked(resp *http.Response, limit int64) ([]byte, error) {
	from, err := unpacker(resp)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(from, limit+1))
	switch {
	case int64(len(body)) > limit:
		return nil, news.Errorf(news.KindTooLarge, "it holds more than %d bytes, unpacked", limit)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, news.Errorf(news.KindUnavailable, "it was cut short on its way: %w", err)
	case err != nil:
		return nil, err
	}
	return body, nil
}

func unpacker(resp *http.Response) (io.Reader, error) {
	switch coding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); coding {
	case "", "identity", "none", "utf-8":
		return resp.Body, nil
	case "gzip", "x-gzip":
		body := bufio.NewReader(resp.Body)
		if head, _ := body.Peek(2); string(head) != "\x1f\x8b" { // nothing at all, or plain text, which some servers call packed
			return body, nil
		}
		return gzip.NewReader(body)
	case "br":
		return brotli.NewReader(resp.Body), nil
	default:
		return nil, news.Errorf(news.KindUnsupported, "it is packed as %.40q, which was not asked for", coding)
	}
}
