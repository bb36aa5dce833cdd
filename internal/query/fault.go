package query

import (
	"fmt"
	"unicode/utf8"

	"byline/internal/news"
)

// FaultError is a place of a query that cannot be read.
type FaultError struct {
	news.Span        // bytes
	Character int    // at which the place begins, from 1
	Written   string // what stands there, cut short
	Reason    string
}

// Error says where the fault is and what is wrong with it.
func (f *FaultError) Error() string {
	if f.Written == "" {
		return fmt.Sprintf("at its end, the query %s", f.Reason)
	}
	return fmt.Sprintf("at character %d, %q %s", f.Character, f.Written, f.Reason)
}

// mostWritten is how many characters of a faulty place are repeated.
const mostWritten = 20

func newFault(query string, at news.Span, reason string, args ...any) *FaultError {
	written := query[at.Start:at.End]
	if r := []rune(written); len(r) > mostWritten {
		written = string(r[:mostWritten]) + "…"
	}
	return &FaultError{at, 1 + utf8.RuneCountInString(query[:at.Start]), written, fmt.Sprintf(reason, args...)}
}
