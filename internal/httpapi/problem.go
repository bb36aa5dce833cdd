package httpapi

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/web"
)

const problemJSON = "application/problem+json"

// statusClientGone is what the log says of a client that went away; nobody receives it.
const statusClientGone = 499

// timeoutError says that a request took longer than its route allows.
type timeoutError struct {
	limit time.Duration
	err   error
}

func (e *timeoutError) Error() string { return fmt.Sprintf("not done within %v: %v", e.limit, e.err) }
func (e *timeoutError) Unwrap() error { return e.err }

// goneError says that a request was given up because its client went away.
type goneError struct{ err error }

func (e *goneError) Error() string { return "the client went away: " + e.err.Error() }
func (e *goneError) Unwrap() error { return e.err }

// handleError writes err as the response: as a problem document, as a page where a
// page was asked for, or as an error event where a stream has begun.
func (s *Server) handleError(err error, c echo.Context) {
	p := problemFor(err)
	p.Instance = requestIDOf(c)
	if stream, ok := c.Get(streamKey).(*stream); ok && stream.begun() {
		_ = stream.fail(p, err) // a client that is gone cannot be told
		return
	}
	if c.Response().Committed {
		return
	}
	if p.RetryAfter > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(max(1, p.RetryAfter.Round(time.Second).Seconds()))))
	}
	if p.Status == http.StatusUnauthorized && c.Response().Header().Get(echo.HeaderWWWAuthenticate) == "" {
		challenge(c, "")
	}
	if p.Status == http.StatusRequestTimeout {
		c.Response().Header().Set("Connection", "close") // the rest of the body may come yet
	}
	if s.offerSignIn(c, err) {
		return
	}
	if wantsPage(c.Request()) {
		_ = s.render(c, p.Status, web.Fault{Status: p.Status, Title: p.Title, Detail: p.Detail, RequestID: p.Instance})
		return
	}
	if s.speaksOpenAI(c) {
		_ = send(c, p.Status, echo.MIMEApplicationJSON, toOpenAIError(p, err))
		return
	}
	_ = send(c, p.Status, problemJSON, p)
}

// wantsPage reports whether a person in a browser is waiting.
func wantsPage(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, "/v1/") && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// problemFor turns an error into a problem. What it adds to api.NewProblem are
// the errors of the connection and of the router, which only a server has.
func problemFor(err error) api.Problem {
	var (
		gone    *goneError
		timeout *timeoutError
		slow    *slowError
		tooMany *http.MaxBytesError
		routing *echo.HTTPError
	)
	switch {
	case errors.As(err, &gone):
		return api.Problem{Type: "/problems/cancelled", Title: "Cancelled", Status: statusClientGone}
	case errors.As(err, &tooMany):
		p := api.ProblemOf(news.KindTooLarge)
		p.Detail = fmt.Sprintf("the body is larger than %s", byteSize(tooMany.Limit))
		return p
	case errors.As(err, &slow):
		p := problemOfRouting(echo.NewHTTPError(http.StatusRequestTimeout))
		p.Detail = slow.Error()
		return p
	case errors.As(err, &timeout):
		return api.Problem{Type: "/problems/timeout", Title: "Took too long", Status: http.StatusServiceUnavailable,
			Detail: fmt.Sprintf("the request was not done within %v", timeout.limit), RetryAfter: api.DefaultRetry}
	case errors.As(err, &routing) && news.KindOf(err) == news.KindInternal:
		return problemOfRouting(routing)
	}
	return api.NewProblem(err)
}

// problemOfRouting returns the problem for what the router or a middleware refused.
func problemOfRouting(err *echo.HTTPError) api.Problem {
	text := cmp.Or(http.StatusText(err.Code), "Refused")
	name := strings.ToLower(text)
	p := api.Problem{Status: err.Code, Title: strings.ToUpper(name[:1]) + name[1:], Type: "/problems/" + strings.ReplaceAll(name, " ", "-")}
	if detail, ok := err.Message.(string); ok && detail != text {
		p.Detail = detail
	}
	switch err.Code {
	case http.StatusNotFound:
		p.Detail = "there is nothing at this address"
	case http.StatusMethodNotAllowed:
		p.Detail = "this address does not take this method; the Allow header lists those that it does"
	case http.StatusInternalServerError:
		return api.ProblemOf(news.KindInternal)
	}
	return p
}

func byteSize(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
