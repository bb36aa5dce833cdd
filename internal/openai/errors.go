package openai

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"byline/internal/news"
)

// statusError is a reply with a failure status.
type statusError struct {
	code       int
	retryAfter time.Duration
	message    string
}

// Refusal is what package batch learns from.
func (e *statusError) Refusal() (status int, message string) { return e.code, e.message }

func (e *statusError) Error() string {
	text := fmt.Sprintf("%d %s", e.code, http.StatusText(e.code))
	if e.message != "" {
		text += ": " + e.message
	}
	return text
}

// retryAfter reads how long a server wants to be left alone: seconds or a date
// of Retry-After, milliseconds as Azure has them, or a span as OpenAI and Groq
// have it for what is left of a minute. Zero if there is none.
func retryAfter(header http.Header, now time.Time) time.Duration {
	if ms, err := strconv.ParseFloat(header.Get("Retry-After-Ms"), 64); err == nil && ms > 0 {
		return time.Duration(ms * float64(time.Millisecond))
	}
	given := strings.TrimSpace(header.Get("Retry-After"))
	if s, err := strconv.ParseFloat(given, 64); err == nil && s > 0 && s < maxWait.Seconds() {
		return time.Duration(s * float64(time.Second))
	}
	if t, err := http.ParseTime(given); err == nil && t.After(now) {
		return t.Sub(now)
	}
	return untilReset(header)
}

// untilReset is how long no request, or no token, is left, 0 if some are.
func untilReset(header http.Header) time.Duration {
	for _, what := range []string{"Requests", "Tokens"} {
		if left := header.Get("X-Ratelimit-Remaining-" + what); left != "0" {
			continue
		}
		if d, err := time.ParseDuration(header.Get("X-Ratelimit-Reset-" + what)); err == nil && d > 0 {
			return d
		}
	}
	return 0
}

var againIn = regexp.MustCompile(`(?i)(?:try again|retry) (?:in|after) ((?:[0-9.]+(?:ms|[hms]))+|[0-9.]+)( seconds?| minutes?)?`)

// saidAfter reads how long a server wants to be left alone from what it says.
func saidAfter(message string) time.Duration {
	m := againIn.FindStringSubmatch(message)
	if m == nil {
		return 0
	}
	span := m[1]
	switch {
	case strings.HasPrefix(m[2], " minute"):
		span += "m"
	case strings.HasPrefix(m[2], " second"):
		span += "s"
	}
	d, err := time.ParseDuration(strings.TrimSuffix(span, "."))
	if err != nil || d < 0 || d > maxWait {
		return 0
	}
	return d
}

// maxWait is longer than any wait that a server means.
const maxWait = 30 * 24 * time.Hour

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
	case errors.Is(err, io.ErrUnexpectedEOF):
		return news.Errorf(news.KindUnavailable, "openai: %s broke off its reply: %w", e, news.WithoutURL(err))
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, new(tls.RecordHeaderError)):
		return news.Errorf(news.KindInvalid, "openai: %s does not speak https there: %w; is http:// meant in %s?", e, news.WithoutURL(err), e.URLSetting)
	default:
		return news.Errorf(news.KindUnavailable, "openai: cannot use %s: %w; is it running, and is %s right?", e, news.WithoutURL(err), e.URLSetting)
	}
}

func (e Endpoint) statusFailure(s *statusError) error {
	switch {
	case s.refusesKey(), s.code == http.StatusForbidden && e.Key == "":
		// What the server says is left out: some servers repeat the key.
		if e.Key == "" {
			return news.Errorf(news.KindUnauthorized, "openai: %s wants a key: set %s", e, e.KeySetting)
		}
		return news.Errorf(news.KindUnauthorized, "openai: %s refuses the key in %s", e, e.KeySetting)
	case s.code == http.StatusForbidden:
		return news.Errorf(news.KindUnauthorized, "openai: %s refuses the request, or the key in %s: %w", e, e.KeySetting, s)
	case s.code == http.StatusMethodNotAllowed:
		return news.Errorf(news.KindInvalid, "openai: %s takes no such request (%w); is %s right?", e.URL, s, e.URLSetting)
	case s.lacksModel():
		return news.Errorf(news.KindInvalid, "openai: %s has no model %q, or its path is wrong (%w); check %s and %s", e.URL, e.Model, s, e.ModelSetting, e.URLSetting)
	case s.wantsTLS():
		return news.Errorf(news.KindInvalid, "openai: %s speaks https there: %w; is https:// meant in %s?", e, s, e.URLSetting)
	case s.code == http.StatusPaymentRequired:
		return news.Errorf(news.KindInvalid, "openai: %s wants to be paid: %w", e, s)
	}
	if s.isSpent() {
		return news.Errorf(news.KindInvalid, "openai: the account at %s has nothing left to spend: %w", e, s)
	}
	if s.tooLong() {
		return news.Errorf(news.KindTooLarge, "openai: %w for %s: %w", news.ErrPromptTooLong, e, s)
	}
	if s.mayPass() {
		var when string
		if s.retryAfter >= time.Second {
			when = "; try again in " + s.retryAfter.Round(time.Second).String()
		}
		return &news.Error{Kind: news.KindUnavailable, RetryAfter: s.retryAfter, Err: fmt.Errorf("openai: %s: %w%s", e, s, when)}
	}
	return news.Errorf(news.KindInvalid, "openai: %s does not accept the request: %w", e, s)
}

// wantsTLS reports whether a server says that it was spoken to without TLS.
func (e *statusError) wantsTLS() bool {
	return e.code == http.StatusBadRequest && plainToTLS.MatchString(e.message)
}

var plainToTLS = regexp.MustCompile(`(?i)http request (to|was sent to) (an? |the )?https`)

// unsupported is what no other try mends.
var unsupported = regexp.MustCompile(`(?i)\b(does not|doesn't|not) support(ed)?\b`)

// mayPass reports whether the same request may succeed later.
func (e *statusError) mayPass() bool {
	if e.isSpent() || e.tooLong() || e.code == http.StatusNotImplemented || unsupported.MatchString(e.message) {
		return false
	}
	return e.code == http.StatusTooManyRequests || e.code == http.StatusRequestTimeout || e.code >= http.StatusInternalServerError
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}
