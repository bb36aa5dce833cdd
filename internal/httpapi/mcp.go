package httpapi

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// mcp serves the Model Context Protocol, whose messages are another package's business.
func (s *Server) mcp(c echo.Context) error {
	r := c.Request()
	message, err := io.ReadAll(r.Body) // here, where its faults have words
	if err != nil {
		return fmt.Errorf("httpapi: reading a message: %w", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(message))
	s.deps.MCP.ServeHTTP(c.Response(), r)
	return nil
}

// noForeignOrigin refuses whatever a browser sends for a page of another
// origin that may not call the API, reading included, as the protocol wants
// it. With the check of the host this keeps pages from reaching the tools by
// DNS rebinding.
func (s *Server) noForeignOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if origin := r.Header.Get("Origin"); origin != "" && !s.corsAllowed(r) {
			u, err := url.Parse(origin)
			if err != nil || !strings.EqualFold(u.Host, r.Host) {
				return echo.NewHTTPError(http.StatusForbidden, "requests from pages of another origin are refused")
			}
		}
		return next(c)
	}
}
