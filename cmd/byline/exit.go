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
  4  no such article`

// rejectedError says that some records were not taken in.
type rejectedError struct{ rejected, all int }

func (e rejectedError) Error() string {
	return fmt.Sprintf("%d of %d records were rejected", e.rejected, e.all)
}

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if rejected := (rejectedError{}); errors.As(err, &rejected) {
		return 3
	}
	switch news.KindOf(err) {
	case news.KindInvalid, news.KindTooLarge:
		return 2
	case news.KindNotFound:
		return 4
	default:
		return 1
	}
}
