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

	"byline/internal/news"
	"byline/internal/web"
)

const problemJSON = "application/problem+json"

// problem is a problem document (RFC 9457).
type problem struct {
	Type     string         `json:"type"` // stable: programs may compare it
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail,omitzero"`
	Instance string         `json:"instance,omitzero"` // ID of the request
	Errors   []fieldProblem `json:"errors,omitempty"`

	retryAfter time.Duration
}

// fieldProblem is one fault of a request. Field is its path, as "filters.after".
type fieldProblem struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

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

// fault writes err as the response: as a problem document, as a page where a
// page was asked for, or as an error event where a stream has begun.
func (s *Server) fault(err error, c echo.Context) {
	p := describe(err)
	p.Instance = requestIDOf(c)
	openAI := speaksOpenAI(c.Request().URL.Path)
	if stream, ok := c.Get(streamKey).(*stream); ok && stream.begun() {
		if openAI {
			_ = stream.data(toOpenAIError(p, err))
			return
		}
		_ = stream.send(eventError, p) // a client that is gone cannot be told
		return
	}
	if c.Response().Committed {
		return
	}
	if p.retryAfter > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(max(1, p.retryAfter.Round(time.Second).Seconds()))))
	}
	if p.Status == http.StatusUnauthorized && c.Response().Header().Get(echo.HeaderWWWAuthenticate) == "" {
		challenge(c, "")
	}
	if p.Status == http.StatusRequestTimeout {
		c.Response().Header().Set("Connection", "close") // the rest of the body may come yet
	}
	if s.welcome(c, err) {
		return
	}
	if wantsPage(c.Request()) {
		_ = s.render(c, p.Status, web.Fault{Status: p.Status, Title: p.Title, Detail: p.Detail, RequestID: p.Instance})
		return
	}
	if openAI {
		_ = send(c, p.Status, echo.MIMEApplicationJSON, toOpenAIError(p, err))
		return
	}
	_ = send(c, p.Status, problemJSON, p)
}

// wantsPage reports whether a person in a browser is waiting.
func wantsPage(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, "/v1/") && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// describe turns an error into a problem. It is the one place that maps kinds
// of error to statuses. The cause of an internal error is for the log only.
func describe(err error) problem {
	var (
		gone    *goneError
		timeout *timeoutError
		slow    *slowError
		tooMany *http.MaxBytesError
		routing *echo.HTTPError
		damaged *news.DamagedError
		kinded  *news.Error
	)
	switch {
	case errors.As(err, &gone):
		return problem{Type: "/problems/cancelled", Title: "Cancelled", Status: statusClientGone}
	case errors.As(err, &tooMany):
		p := problemOf(news.KindTooLarge)
		p.Detail = fmt.Sprintf("the body is larger than %s", byteSize(tooMany.Limit))
		return p
	case errors.As(err, &slow):
		p := problemOfRouting(echo.NewHTTPError(http.StatusRequestTimeout))
		p.Detail = slow.Error()
		return p
	case errors.As(err, &timeout):
		return problem{Type: "/problems/timeout", Title: "Took too long", Status: http.StatusServiceUnavailable,
			Detail: fmt.Sprintf("the request was not done within %v", timeout.limit), retryAfter: defaultRetry}
	case errors.As(err, &damaged):
		return problem{Type: "/problems/damaged", Title: "Damaged on disk", Status: http.StatusInternalServerError, Detail: damaged.Error()}
	case errors.As(err, &kinded) && kinded.Kind != news.KindInternal:
		p := problemOf(kinded.Kind)
		p.Errors = fieldProblems(err)
		p.Detail = kinded.Err.Error()
		if len(p.Errors) > 0 {
			p.Detail = summary(p.Errors)
		}
		switch kinded.Kind {
		case news.KindUnavailable:
			p.retryAfter = max(kinded.RetryAfter, defaultRetry)
		case news.KindThrottled:
			p.retryAfter = max(kinded.RetryAfter, time.Second)
		default: // trying again is of no use
		}
		return p
	case errors.As(err, &routing):
		return problemOfRouting(routing)
	}
	return problemOf(news.KindInternal)
}

const defaultRetry = 5 * time.Second

// problemOf returns the problem for a kind of error, without details.
func problemOf(kind news.Kind) problem {
	switch kind {
	case news.KindNotFound:
		return problem{Type: "/problems/not-found", Title: "Not found", Status: http.StatusNotFound}
	case news.KindInvalid:
		return problem{Type: "/problems/invalid-request", Title: "Invalid request", Status: http.StatusBadRequest}
	case news.KindConflict:
		return problem{Type: "/problems/conflict", Title: "Conflict", Status: http.StatusConflict}
	case news.KindUnavailable:
		return problem{Type: "/problems/unavailable", Title: "Unavailable for now", Status: http.StatusServiceUnavailable}
	case news.KindTooLarge:
		return problem{Type: "/problems/too-large", Title: "Too large", Status: http.StatusRequestEntityTooLarge}
	case news.KindUnauthorized:
		return problem{Type: "/problems/unauthorized", Title: "Unauthorized", Status: http.StatusUnauthorized}
	case news.KindForbidden:
		return problem{Type: "/problems/forbidden", Title: "Forbidden", Status: http.StatusForbidden}
	case news.KindThrottled:
		return problem{Type: "/problems/too-many-requests", Title: "Too many requests", Status: http.StatusTooManyRequests}
	}
	return problem{Type: "/problems/internal", Title: "Internal error", Status: http.StatusInternalServerError,
		Detail: "something went wrong here; the server's log tells more under the ID of this request"}
}

// problemOfRouting returns the problem for what the router or a middleware refused.
func problemOfRouting(err *echo.HTTPError) problem {
	text := cmp.Or(http.StatusText(err.Code), "Refused")
	name := strings.ToLower(text)
	p := problem{Status: err.Code, Title: strings.ToUpper(name[:1]) + name[1:], Type: "/problems/" + strings.ReplaceAll(name, " ", "-")}
	if detail, ok := err.Message.(string); ok && detail != text {
		p.Detail = detail
	}
	switch err.Code {
	case http.StatusNotFound:
		p.Detail = "there is nothing at this address"
	case http.StatusMethodNotAllowed:
		p.Detail = "this address does not take this method; the Allow header lists those that it does"
	case http.StatusInternalServerError:
		return problemOf(news.KindInternal)
	}
	return p
}

// fieldProblems collects the faults of fields in err's tree, in order.
func fieldProblems(err error) []fieldProblem {
	//nolint:errorlint // errors.As stops at the first; this walks the tree
	if e, ok := err.(*news.Error); ok && e.Kind == news.KindInvalid && e.Field != "" {
		return []fieldProblem{{Field: e.Field, Detail: e.Err.Error()}}
	}
	var found []fieldProblem
	switch e := err.(type) { //nolint:errorlint // as above
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			found = append(found, fieldProblems(inner)...)
		}
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			found = fieldProblems(inner)
		}
	}
	return found
}

func summary(faults []fieldProblem) string {
	var b strings.Builder
	for i, f := range faults {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(f.Field + ": " + f.Detail)
	}
	return b.String()
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
