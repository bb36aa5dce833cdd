package qdrant

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	api "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"byline/internal/news"
)

// retryAfter is what a client is told that came while the server was away.
const retryAfter = 5 * time.Second

// retryable reports whether the same call may succeed in a moment.
func retryable(err error) bool {
	var limited *api.QdrantResourceExhaustedError
	if errors.As(err, &limited) {
		return true
	}
	switch s := statusOf(err); s.Code() {
	case codes.Unavailable:
		return true
	case codes.Canceled: // not by us, for then nobody asks: by a server that stops
		return !closing(s)
	case codes.ResourceExhausted:
		return !tooLarge(s)
	default:
		return false
	}
}

// tooLarge tells a message over the limit of a peer from a limit on the rate, which has the same code.
func tooLarge(s *status.Status) bool {
	return s.Code() == codes.ResourceExhausted && strings.Contains(s.Message(), "larger than max")
}

// closing tells that this side closed the connection.
func closing(s *status.Status) bool {
	return strings.Contains(s.Message(), "client connection is closing")
}

// failure maps an error of a call to one that says what is wrong and what to do.
func (c *conn) failure(err error) error {
	var mapped *news.Error
	var limited *api.QdrantResourceExhaustedError
	if err == nil || errors.As(err, &mapped) {
		return err
	}
	if errors.As(err, &limited) {
		return &news.Error{Kind: news.KindUnavailable, RetryAfter: time.Duration(limited.RetryAfterS) * time.Second, Err: fmt.Errorf("%s limits the rate: %w", c, err)}
	}
	switch s := statusOf(err); s.Code() {
	case codes.Unavailable:
		return c.unreachable(s)
	case codes.DeadlineExceeded:
		return unavailable("%s did not answer within %v; is it overloaded? qdrant.timeout sets how long to wait", c, c.timeout)
	case codes.Unauthenticated, codes.PermissionDenied:
		if !c.keyed {
			return unavailable("%s wants an API key: set qdrant.api_key", c)
		}
		return unavailable("%s refuses the API key in qdrant.api_key, or the key may not do this", c)
	case codes.Unimplemented:
		return unavailable("%s does not know what it was asked for (%s); is it Qdrant %s or later, and its gRPC port?", c, s.Message(), oldest)
	case codes.NotFound:
		return unavailable("%s: %s; if the index was built anew or removed, start this process again", c, s.Message())
	case codes.ResourceExhausted:
		if tooLarge(s) {
			return news.Errorf(news.KindTooLarge, "%s: %s", c, s.Message())
		}
		return unavailable("%s limits the rate or has no space left: %s", c, s.Message())
	case codes.Canceled:
		if closing(s) {
			return news.Errorf(news.KindUnavailable, "the index is closed")
		}
		return unavailable("%s broke the call off: %s", c, s.Message())
	default:
		return fmt.Errorf("%s: %s: %s", c, s.Code(), s.Message())
	}
}

// unreachable guesses from what the network said why there is no connection.
func (c *conn) unreachable(s *status.Status) error {
	text := s.Message()
	hint := "is it running, and is qdrant.addr right?"
	switch {
	case strings.Contains(text, "server preface"), strings.Contains(text, "HTTP/1"), strings.Contains(text, "frame too large"):
		hint = "is this its gRPC port (6334, where the REST API has 6333), and does it want TLS (qdrant.tls)?"
	case strings.Contains(text, "tls:"), strings.Contains(text, "x509:"), strings.Contains(text, "certificate"):
		hint = "does it speak TLS on this port (qdrant.tls), with a certificate that this machine trusts?"
	}
	return unavailable("cannot reach %s: %s; %s", c, brief(text), hint)
}

// brief cuts a message of gRPC down to its cause.
func brief(text string) string {
	if _, cause, ok := strings.Cut(text, "desc = "); ok {
		text = cause
	}
	return strings.Trim(text, `"`)
}

func (c *conn) String() string { return "Qdrant at " + c.addr }

func unavailable(format string, args ...any) error {
	return &news.Error{Kind: news.KindUnavailable, RetryAfter: retryAfter, Err: fmt.Errorf(format, args...)}
}

// isMissing reports whether a call named a collection, a point or an alias that is not there.
func isMissing(err error) bool { return statusOf(err).Code() == codes.NotFound }

// isThere reports whether a call wanted to make what is there already.
func isThere(err error) bool {
	s := statusOf(err)
	return s.Code() == codes.AlreadyExists || strings.Contains(s.Message(), "already exists")
}

// statusOf returns what the server, or gRPC for it, said: the library wraps it.
func statusOf(err error) *status.Status {
	var q *api.QdrantError
	if errors.As(err, &q) {
		err = q.Unwrap()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return status.New(codes.DeadlineExceeded, err.Error())
	}
	return status.Convert(err)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("qdrant: %s: %w", what, err)
}
