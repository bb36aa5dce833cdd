package openai

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
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
	case errors.Is(err, news.ErrEmptyReply), errors.Is(err, errBlank):
		return news.Errorf(news.KindUnavailable, "openai: %s: %w", e, err)
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
	case s.code == http.StatusTooManyRequests && s.isSpent():
		return news.Errorf(news.KindInvalid, "openai: the account at %s has nothing left to spend: %w", e, s)
	case s.tooLong():
		return news.Errorf(news.KindTooLarge, "openai: %w for %s: %w", news.ErrPromptTooLong, e, s)
	case s.code == http.StatusPaymentRequired:
		return news.Errorf(news.KindInvalid, "openai: %s wants to be paid: %w", e, s)
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
	return e.code == http.StatusTooManyRequests || e.code == http.StatusRequestTimeout || e.code == http.StatusTooEarly || e.isLoading() || e.code >= http.StatusInternalServerError
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// isFault reports whether a code is a status that tells of a failure.
func isFault(raw json.RawMessage) bool {
	n, err := strconv.Atoi(string(bytes.Trim(raw, `"`)))
	return err == nil && n >= http.StatusBadRequest && n < 600
}

// eventError is what a server says in place of a reply, or within one.
func eventError(data []byte) error {
	e := &statusError{code: http.StatusBadGateway, message: messageOf(data)}
	var coded struct {
		Code  json.RawMessage `json:"code"`
		Error struct {
			Code   json.RawMessage `json:"code"`
			Status json.RawMessage `json:"status"`
		} `json:"error"`
	}
	_ = json.Unmarshal(data, &coded) // without a code, it counts as one that may pass
	for _, raw := range []json.RawMessage{coded.Error.Code, coded.Error.Status, coded.Code} {
		if isFault(raw) {
			e.code, _ = strconv.Atoi(string(bytes.Trim(raw, `"`))) // it is a number
			return e
		}
	}
	if contextWords.MatchString(strings.ToLower(e.message)) {
		e.code = http.StatusBadRequest
	}
	return e
}
