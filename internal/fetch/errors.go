package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"byline/internal/news"
)

// ErrRobots is in the chain of an error for what robots.txt closes.
var ErrRobots = errors.New("its robots.txt closes it to us")

// ErrReserved is in the chain of an error for what the publisher reserves from
// text and data mining.
var ErrReserved = errors.New("its publisher reserves it from text and data mining")

// ErrClosed is in the chain of an error for an address that leads into a closed
// network or to a closed port.
var ErrClosed = errors.New("closed to fetching")

var errManyRedirects = fmt.Errorf("it leads elsewhere more than %d times", maxRedirects)

// StatusError is a server that has nothing for us.
type StatusError struct {
	Code  int
	Until time.Time // when it may be asked again, by its Retry-After; zero if it does not say
}

func (e *StatusError) Error() string {
	text := fmt.Sprintf("the server answers %d", e.Code)
	if name := http.StatusText(e.Code); name != "" {
		text += " (" + name + ")"
	}
	if !e.Until.IsZero() {
		text += ", and not to ask before " + e.Until.UTC().Format(time.RFC3339)
	}
	return text
}

// Gone reports whether an error says that what was there has been removed for good.
func Gone(err error) bool {
	status, ok := errors.AsType[*StatusError](err)
	return ok && status.Code == http.StatusGone
}

// RetryAt returns when a server wants to be asked again; zero if it did not say.
func RetryAt(err error) time.Time {
	if status, ok := errors.AsType[*StatusError](err); ok {
		return status.Until
	}
	return time.Time{}
}

// notAnAddress repeats nothing of what is no address, which may be a secret.
func notAnAddress(address string) error {
	const shown = "only addresses that begin with http:// or https:// and name a host can be fetched"
	if u, err := url.Parse(address); err == nil && u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return news.Errorf(news.KindInvalid, "fetch: %s, not those with %s:", shown, u.Scheme)
	}
	return news.Errorf(news.KindInvalid, "fetch: %s", shown)
}

// failed says what went wrong at an address. An error that has a kind keeps it.
func failed(at *url.URL, err error) error {
	kind := news.KindUnavailable
	switch status, ok := errors.AsType[*StatusError](err); {
	case ok && permanent(status.Code):
		kind = news.KindInvalid
	case ok:
	case errors.Is(err, errManyRedirects):
		kind = news.KindInvalid
	case errors.Is(err, ErrRobots), errors.Is(err, ErrReserved):
		kind = news.KindForbidden
	case errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("it takes too long: %w", context.DeadlineExceeded)
	default:
		if own := news.KindOf(err); own != news.KindInternal {
			kind = own
		}
	}
	wait := time.Duration(0)
	if until := RetryAt(err); !until.IsZero() {
		wait = max(time.Until(until), 0)
	}
	return &news.Error{Kind: kind, RetryAfter: wait, Err: fmt.Errorf("fetch: %s: %w", news.ShownURL(at.String()), news.WithoutURL(err))}
}

// permanent reports whether asking again for the same would bring the same.
func permanent(code int) bool {
	return code < http.StatusInternalServerError && code != http.StatusTooManyRequests && code != http.StatusRequestTimeout && code != http.StatusTooEarly
}
