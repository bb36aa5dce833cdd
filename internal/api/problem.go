package api

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"byline/internal/news"
)

// Problem is a problem document (RFC 9457).
type Problem struct {
	Type     string         `json:"type"` // stable: programs may compare it
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail,omitzero"`
	Instance string         `json:"instance,omitzero"` // ID of the request
	Errors   []FieldProblem `json:"errors,omitempty"`

	RetryAfter time.Duration `json:"-"` // when to try again, sent as a header; zero: there is no telling
}

// FieldProblem is one fault of a request. Field is its path, as "filters.after".
type FieldProblem struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// DefaultRetry is when to try again what is unavailable for a time that nobody knows.
const DefaultRetry = 5 * time.Second

// kindStatus says how a kind of error is told over HTTP.
type kindStatus struct {
	kind   news.Kind
	status int
	name   string // end of the type of its problem
	title  string
}

// kindStatuses is read both ways: the server finds the status of a kind, the
// client the kind of a status. No kind and no status is in it twice.
var kindStatuses = [...]kindStatus{
	{news.KindInvalid, http.StatusBadRequest, "invalid-request", "Invalid request"},
	{news.KindUnauthorized, http.StatusUnauthorized, "unauthorized", "Unauthorized"},
	{news.KindForbidden, http.StatusForbidden, "forbidden", "Forbidden"},
	{news.KindNotFound, http.StatusNotFound, "not-found", "Not found"},
	{news.KindConflict, http.StatusConflict, "conflict", "Conflict"},
	{news.KindTooLarge, http.StatusRequestEntityTooLarge, "too-large", "Too large"},
	{news.KindUnsupported, http.StatusUnsupportedMediaType, "unsupported-media-type", "Unsupported media type"},
	{news.KindThrottled, http.StatusTooManyRequests, "too-many-requests", "Too many requests"},
	{news.KindInternal, http.StatusInternalServerError, "internal", "Internal error"},
	{news.KindUnavailable, http.StatusServiceUnavailable, "unavailable", "Unavailable for now"},
}

// ProblemOf returns the problem for a kind of error, without the details of
// one. The cause of an internal error is for the log only, as its detail says.
func ProblemOf(kind news.Kind) Problem {
	i := slices.IndexFunc(kindStatuses[:], func(k kindStatus) bool { return k.kind == kind })
	if i < 0 {
		return ProblemOf(news.KindInternal)
	}
	k := kindStatuses[i]
	p := Problem{Type: "/problems/" + k.name, Title: k.title, Status: k.status}
	if kind == news.KindInternal {
		p.Detail = "something went wrong here; the server's log tells more under the ID of this request"
	}
	return p
}

// KindOf returns the kind of error that a status stands for. One that Byline
// does not send is the fault of the request below 500, and internal from there on.
func KindOf(status int) news.Kind {
	i := slices.IndexFunc(kindStatuses[:], func(k kindStatus) bool { return k.status == status })
	switch {
	case i >= 0:
		return kindStatuses[i].kind
	case status < http.StatusInternalServerError:
		return news.KindInvalid
	}
	return news.KindInternal
}

// NewProblem returns the problem that tells of err: by its kind, and with the
// fields at fault. Articles that are damaged on disk are an internal error
// that is named all the same, since whoever asks can send them again.
func NewProblem(err error) Problem {
	var damaged *news.DamagedError
	if errors.As(err, &damaged) {
		return Problem{Type: "/problems/damaged", Title: "Damaged on disk", Status: http.StatusInternalServerError, Detail: damaged.Error()}
	}
	var kinded *news.Error
	if !errors.As(err, &kinded) || kinded.Kind == news.KindInternal {
		return ProblemOf(news.KindInternal)
	}
	p := ProblemOf(kinded.Kind)
	p.Errors = fieldProblems(err)
	p.Detail = kinded.Err.Error()
	if len(p.Errors) > 0 {
		p.Detail = summary(p.Errors)
	}
	switch kinded.Kind {
	case news.KindUnavailable:
		p.RetryAfter = max(kinded.RetryAfter, DefaultRetry)
	case news.KindThrottled:
		p.RetryAfter = max(kinded.RetryAfter, time.Second)
	default: // trying again is of no use
	}
	return p
}

// fieldProblems collects the faults of fields in err's tree, in order.
func fieldProblems(err error) []FieldProblem {
	//nolint:errorlint // errors.As stops at the first; this walks the tree
	if e, ok := err.(*news.Error); ok && e.Kind == news.KindInvalid && e.Field != "" {
		return []FieldProblem{{Field: e.Field, Detail: e.Err.Error()}}
	}
	var found []FieldProblem
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

func summary(faults []FieldProblem) string {
	var b strings.Builder
	for i, f := range faults {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(f.Field + ": " + f.Detail)
	}
	return b.String()
}

// ReadProblem reads a problem document as the error that it stands for, with
// its kind and, for bad input, the fields at fault. It is nil if r holds no such document.
func ReadProblem(r io.Reader) error {
	var p Problem
	if err := readDocument(r, &p); err != nil || p.Status < http.StatusBadRequest || p.Title == "" {
		return nil //nolint:nilerr // it is not for the reader to know why another program's document is none
	}
	return p.err()
}

// err is the error that a problem stands for.
func (p Problem) err() error {
	if len(p.Errors) > 0 {
		faults := make([]error, len(p.Errors))
		for i, f := range p.Errors {
			faults[i] = news.InvalidField(unbroken(f.Field), "%s", unbroken(cmp.Or(f.Detail, p.Detail, strings.ToLower(p.Title))))
		}
		return errors.Join(faults...)
	}
	kind := KindOf(p.Status)
	detail := cmp.Or(p.Detail, strings.ToLower(p.Title))
	if kind == news.KindInternal && p.Instance != "" {
		detail += " (" + p.Instance + ")"
	}
	return news.Errorf(kind, "%s", unbroken(detail))
}

// unbroken keeps a server's text from passing for several errors.
func unbroken(text string) string { return strings.Join(strings.Fields(text), " ") }
