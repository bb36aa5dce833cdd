package main

import (
	"errors"
	"fmt"

	"byline/internal/news"
)

const exitCodeHelp = `Exit codes:
  0  done; also where a search finds nothing or the articles hold no answer
  1  failed
  2  wrong usage: a command, flag, setting or argument that cannot be
  3  taken in, except for some records, which were rejected
  4  no such article
  5  the server wants an API key, or does not let this one do that
  6  out of reach or busy for now: a server, model or database; try again later
  128 and the number of the signal that ended it: 130 for Ctrl-C, 143 for SIGTERM`

// rejectedError says that some records were not taken in.
type rejectedError struct{ rejected, all int }

func (e rejectedError) Error() string {
	return fmt.Sprintf("%d of %d records were rejected", e.rejected, e.all)
}

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if stop := (signalError{}); errors.As(err, &stop) {
		return 128 + int(stop.signal)
	}
	if rejected := (rejectedError{}); errors.As(err, &rejected) {
		return 3
	}
	switch news.KindOf(err) {
	case news.KindInvalid, news.KindTooLarge, news.KindUnsupported:
		return 2
	case news.KindNotFound:
		return 4
	case news.KindUnauthorized, news.KindForbidden:
		return 5
	case news.KindUnavailable, news.KindThrottled:
		return 6
	default:
		return 1
	}
}
