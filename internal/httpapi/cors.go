package httpapi

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// What pages of other origins may send and read, beside what any page may.
const (
	corsMethods = "GET, HEAD, POST, DELETE"
	corsHeaders = "Authorization, Content-Type, If-None-Match, Last-Event-ID, Mcp-Method, Mcp-Name, Mcp-Protocol-Version, Mcp-Session-Id, X-Request-ID"
	corsExposed = "ETag, Mcp-Session-Id, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-ID"
)

// cors lets pages of the configured origins call the API. They come with a key
// of their own: the cookie of who signed in to the pages here does not count.
func (s *Server) cors(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, h := c.Request(), c.Response().Header()
		if len(s.cfg.Origins) > 0 {
			h.Add(echo.HeaderVary, echo.HeaderOrigin)
		}
		if !s.corsAllowed(r) {
			return next(c)
		}
		h.Set(echo.HeaderAccessControlAllowOrigin, r.Header.Get(echo.HeaderOrigin))
		if r.Method == http.MethodOptions && r.Header.Get(echo.HeaderAccessControlRequestMethod) != "" {
			h.Set(echo.HeaderAccessControlAllowMethods, corsMethods)
			h.Set(echo.HeaderAccessControlAllowHeaders, corsHeaders)
			h.Set(echo.HeaderAccessControlMaxAge, "600")
			return c.NoContent(http.StatusNoContent)
		}
		h.Set(echo.HeaderAccessControlExposeHeaders, corsExposed)
		r.Header.Del(echo.HeaderCookie)
		return next(c)
	}
}

// corsAllowed reports whether a page of a configured origin calls the API. The
// pages of this server are for nobody else's pages.
func (s *Server) corsAllowed(r *http.Request) bool {
	api := strings.HasPrefix(r.URL.Path, "/v1/") || r.URL.Path == "/mcp" || r.URL.Path == "/openapi.yaml"
	return api && slices.Contains(s.cfg.Origins, r.Header.Get(echo.HeaderOrigin))
}
