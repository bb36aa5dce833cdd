package httpapi

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"byline/internal/access"
	"byline/internal/admission"
	"byline/internal/news"
	"byline/internal/panics"
)

// middleware is what every request passes, outermost first.
func (s *Server) middleware(e *echo.Echo) {
	e.Use(
		s.measure,
		requestID,
		s.accessLog(),
		s.audit,
		recovered,
		securityHeaders,
		s.loopbackHost,
		s.cors,
		s.sameOrigin,
		s.access,
	)
}

// acceptableID is what an ID that the caller chose may look like.
var acceptableID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// requestID gives every request an ID, the caller's own if it is harmless, and
// returns it in the response, in problems and in the log.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(echo.HeaderXRequestID)
		if !acceptableID.MatchString(id) {
			id = rand.Text()
		}
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		return next(c)
	}
}

// requestIDOf returns the ID that requestID gave the request.
func requestIDOf(c echo.Context) string {
	return c.Response().Header().Get(echo.HeaderXRequestID)
}

// accessLog writes a line for each request: what cost or changed something at
// level info, mere reading at debug, failures of ours at error with the cause.
// Questions and queries stay out of the log.
func (s *Server) accessLog() echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		HandleError: true, // so that the status is known
		LogStatus:   true, LogMethod: true, LogURIPath: true, LogRoutePath: true,
		LogLatency: true, LogResponseSize: true, LogError: true,
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			level := slog.LevelDebug
			if v.Method != http.MethodGet && v.Method != http.MethodHead {
				level = slog.LevelInfo
			}
			attrs := []slog.Attr{
				slog.String("id", requestIDOf(c)), slog.String("method", v.Method), slog.String("path", v.URIPath),
				slog.Int("status", v.Status), slog.Int64("bytes", v.ResponseSize), slog.Duration("took", v.Latency),
				slog.String("client", c.RealIP()),
			}
			if k, ok := c.Get(keyKey).(access.Key); ok {
				attrs = append(attrs, slog.String("key", k.ID))
			}
			if v.Error != nil {
				attrs = append(attrs, slog.Any("error", v.Error))
				// What is refused in a rush is counted, and would only fill the log.
				if problemFor(v.Error).Status >= http.StatusInternalServerError && !errors.Is(v.Error, admission.ErrBusy) {
					level = slog.LevelError
				}
			}
			s.log.LogAttrs(c.Request().Context(), level, "request", attrs...)
			return nil
		},
	})
}

// recovered makes a panic an error of the request, which is then told and logged as any other.
func recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		return panics.Catch(func() error { return next(c) })
	}
}

// securityHeaders forbids pages everything but what they need: style and
// script from here, and no place in another site's frame.
func securityHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store") // static files say otherwise
		return next(c)
	}
}

// loopbackHost refuses requests that are addressed to another host, as long as
// no keys are needed. A page on the web can point a name of its own at 127.0.0.1
// and so read what it likes, but it cannot make the browser say "localhost".
func (s *Server) loopbackHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if strings.HasPrefix(c.Request().URL.Path, "/slack/") || c.Path() == hookRoute || c.Path() == hubRoute || s.deps.Access.Required() { // no page can sign, or has a key
			return next(c)
		}
		host := c.Request().Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		if !news.IsLoopback(host) {
			return echo.NewHTTPError(http.StatusMisdirectedRequest,
				fmt.Sprintf("this server answers to localhost, 127.0.0.1 and [::1], not to %q; it answers to any name once there are API keys (byline keys create)", c.Request().Host))
		}
		return next(c)
	}
}

// sameOrigin refuses what a browser sends, other than by plain reading, on
// behalf of another site that may not call the API.
func (s *Server) sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if err := protection.Check(c.Request()); err != nil && !s.corsAllowed(c.Request()) {
			return echo.NewHTTPError(http.StatusForbidden, "requests from pages of another origin are refused").SetInternal(err)
		}
		return next(c)
	}
}

// writeSlack is how much longer the connection is given than the work, so that
// there is time to report that the work took too long.
const writeSlack = 10 * time.Second

// withTimeout bounds the time of a request: reading its body, working on it and writing the response.
func withTimeout(limit time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			ctx, cancel := context.WithTimeout(c.Request().Context(), limit)
			defer cancel()
			rc, end := http.NewResponseController(c.Response()), time.Now().Add(limit+writeSlack)
			// Not every writer has deadlines; the context bounds the work in any case.
			_ = rc.SetReadDeadline(end)
			_ = rc.SetWriteDeadline(end)
			c.SetRequest(c.Request().WithContext(ctx))
			err := next(c)
			var slow *slowError // which ends the request, so that it looks as if the client had
			if err == nil || news.KindOf(err) != news.KindInternal || errors.As(err, &slow) {
				return err
			}
			switch ctx.Err() {
			case context.DeadlineExceeded:
				return &timeoutError{limit: limit, err: err}
			case context.Canceled:
				return &goneError{err: err}
			}
			return err
		}
	}
}
