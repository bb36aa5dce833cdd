package httpapi

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
)

// decode reads the JSON body of a request into dst, strictly: unknown names
// are errors (see api.Decode).
func decode(c echo.Context, dst any) error { return decodeWith(c, dst, api.Decode) }

// decodeLenient is as decode, but passes over unknown names.
func decodeLenient(c echo.Context, dst any) error { return decodeWith(c, dst, api.DecodeLenient) }

func decodeWith(c echo.Context, dst any, read func(io.Reader, any) error) error {
	r := c.Request()
	if ct := r.Header.Get(echo.HeaderContentType); ct != "" {
		media, _, err := mime.ParseMediaType(ct)
		if err != nil || (media != "application/json" && !strings.HasSuffix(media, "+json")) {
			return echo.NewHTTPError(http.StatusUnsupportedMediaType,
				fmt.Sprintf("the body must be JSON, sent with Content-Type: application/json, not %q (curl --json does so)", ct))
		}
	}
	return read(withoutMark(r.Body), dst)
}

// withoutMark reads what follows a byte order mark, which some clients send.
func withoutMark(r io.Reader) io.Reader {
	const mark = "\ufeff"
	in := bufio.NewReader(r)
	if first, _ := in.Peek(len(mark)); string(first) == mark { // less is none
		_, _ = in.Discard(len(mark)) // it was there a moment ago
	}
	return in
}

// send writes v as the JSON body of the response.
func send(c echo.Context, status int, contentType string, v any) error {
	body, err := api.Marshal(v)
	if err != nil {
		return fmt.Errorf("httpapi: encoding the response: %w", err)
	}
	return c.Blob(status, contentType, append(body, '\n'))
}

// ok writes v as a JSON response with status 200.
func ok(c echo.Context, v any) error { return send(c, http.StatusOK, echo.MIMEApplicationJSON, v) }
