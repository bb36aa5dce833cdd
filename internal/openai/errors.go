package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"

	"byline/internal/news"
)

// doer turns failure statuses into a *statusError, since the library's own
// errors leave out Retry-After (and it does not close the body of a refused
// stream), and bounds the size of a reply.
type doer struct{ client *http.Client }

// Do implements openai.HTTPDoer.
func (d doer) Do(req *http.Request) (*http.Response, error) {
	resp, err := d.client.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= http.StatusBadRequest || resp.StatusCode < http.StatusOK {
		defer func() { _ = resp.Body.Close() }()
		return nil, &statusError{
			code:       resp.StatusCode,
			retryAfter: retryAfter(resp.Header.Get("Retry-After"), time.Now()),
			message:    readMessage(resp.Body),
		}
	}
	resp.Body = bounded{io.LimitReader(resp.Body, maxReply), resp.Body}
	return resp, nil
}

type bounded struct {
	io.Reader
	io.Closer
}

// statusError is a reply with a failure status.
type statusError struct {
	code       int
	retryAfter time.Duration
	message    string
}

func (e *statusError) Error() string {
	text := fmt.Sprintf("%d %s", e.code, http.StatusText(e.code))
	if e.message != "" {
		text += ": " + e.message
	}
	return text
}

// readMessage reads what the server says in the body of an error, on one line.
func readMessage(body io.Reader) string {
	raw, _ := io.ReadAll(io.LimitReader(body, 64<<10)) // what cannot be read cannot be said
	var reply openai.ErrorResponse
	text := string(raw)
	if json.Unmarshal(raw, &reply) == nil && reply.Error != nil {
		text = reply.Error.Message
	}
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	const longest = 300
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest]) + "…"
	}
	return text
}

// retryAfter reads a Retry-After header: seconds or a date. Zero if there is none.
func retryAfter(header string, now time.Time) time.Duration {
	if s, err := strconv.Atoi(strings.TrimSpace(header)); err == nil && s > 0 {
		return time.Duration(s) * time.Second
	}
	if t, err := http.ParseTime(header); err == nil && t.After(now) {
		return t.Sub(now)
	}
	return 0
}

// failure maps an error of the library or the network to one that says what
// is wrong with the endpoint and what to do.
func (e Endpoint) failure(err error) error {
	var status *statusError
	var mapped *news.Error
	switch {
	case err == nil || errors.As(err, &mapped):
		return err
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("openai: %s: %w", e, news.WithoutURL(err))
	case errors.As(err, &status):
		return e.statusFailure(status)
	case errors.Is(err, context.DeadlineExceeded) || isTimeout(err):
		return news.Errorf(news.KindUnavailable, "openai: %s did not answer within %s: %w", e, e.Timeout, news.WithoutURL(err))
	default:
		return news.Errorf(news.KindUnavailable, "openai: cannot use %s: %w; is it running, and is %s right?", e, news.WithoutURL(err), e.URLSetting)
	}
}

func (e Endpoint) statusFailure(s *statusError) error {
	switch s.code {
	case http.StatusUnauthorized, http.StatusForbidden:
		// What the server says is left out: some servers repeat the key.
		if e.Key == "" {
			return news.Errorf(news.KindUnauthorized, "openai: %s wants a key: set %s", e, e.KeySetting)
		}
		return news.Errorf(news.KindUnauthorized, "openai: %s refuses the key in %s", e, e.KeySetting)
	case http.StatusNotFound:
		return news.Errorf(news.KindInvalid, "openai: %s has no model %q, or its path is wrong (%w); check %s and %s", e.URL, e.Model, s, e.ModelSetting, e.URLSetting)
	case http.StatusRequestEntityTooLarge:
		return news.Errorf(news.KindTooLarge, "openai: too large for %s: %w", e, s)
	}
	if s.mayPass() {
		return &news.Error{Kind: news.KindUnavailable, RetryAfter: s.retryAfter, Err: fmt.Errorf("openai: %s: %w", e, s)}
	}
	return news.Errorf(news.KindInvalid, "openai: %s does not accept the request: %w", e, s)
}

// mayPass reports whether the same request may succeed later.
func (e *statusError) mayPass() bool {
	return e.code == http.StatusTooManyRequests || e.code == http.StatusRequestTimeout || e.code >= http.StatusInternalServerError
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}
