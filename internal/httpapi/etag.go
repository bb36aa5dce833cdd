package httpapi

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
)

// writeWithETag writes v as ok does, with a tag that changes whenever it does; who
// has it already is told so, and gets no more. What it holds may be kept, but
// is asked for each time, so that a key that was revoked opens nothing. The
// tag is weak, since it stands for the compressed body too.
func writeWithETag(c echo.Context, v any) error {
	body, err := api.Marshal(v)
	if err != nil {
		return fmt.Errorf("httpapi: encoding the response: %w", err)
	}
	sum := sha256.Sum256(body)
	tag := fmt.Sprintf(`W/"%x"`, sum[:12])
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	if hasTag(c.Request().Header.Values("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, append(body, '\n'))
}

// hasTag reports whether a tag is among those of If-None-Match, by the weak
// comparison. A proxy that decompresses may have made it a strong one.
func hasTag(given []string, tag string) bool {
	for _, header := range given {
		for candidate := range strings.SplitSeq(header, ",") {
			candidate = strings.TrimSpace(candidate)
			if candidate == "*" || strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}
