package news

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind says what sort of failure an error is, so that a front end can choose
// an HTTP status or an exit code without knowing where it came from.
type Kind int

// The kinds of error. KindInternal is what an error without a kind counts as.
const (
	KindInternal Kind = iota
	KindNotFound
	KindInvalid
	KindConflict
	KindUnavailable
	KindTooLarge
	KindUnauthorized
	KindForbidden   // the caller is known, and may not do this
	KindThrottled   // the caller has asked for too much in too short a time
	KindUnsupported // nothing can be read of what was sent, by its media type
)

var kindNames = [...]string{"internal", "not found", "invalid", "conflict", "unavailable", "too large", "unauthorized", "forbidden", "throttled", "unsupported"}

func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("kind(%d)", int(k))
	}
	return kindNames[k]
}

// Error is an error with a kind and, for bad input, the place of the fault.
type Error struct {
	Kind       Kind
	Field      string        // path of the offending field, as "filters.after"; may be empty
	RetryAfter time.Duration // for KindUnavailable and KindThrottled: when to try again; may be zero
	Err        error
}

func (e *Error) Error() string {
	if e.Field != "" {
		return e.Field + ": " + e.Err.Error()
	}
	return e.Err.Error()
}

// Unwrap returns the wrapped error.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an error of the given kind. It formats as fmt.Errorf does, %w included.
func Errorf(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Err: fmt.Errorf(format, args...)}
}

// InvalidField makes a KindInvalid error that names the field at fault.
func InvalidField(field, format string, args ...any) error {
	return &Error{Kind: KindInvalid, Field: field, Err: fmt.Errorf(format, args...)}
}

// KindOf returns the kind of the outermost *Error in err's chain, KindInternal if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindInternal
}

// ErrPromptTooLong is in the chain of an error of a language model that was told
// more than it can read at once: with less, it may answer.
var ErrPromptTooLong = errors.New("the prompt is too long")

// ErrNoRoom is in the chain of an error of a language model that thought until
// its tokens were used up, and wrote no answer.
var ErrNoRoom = errors.New("it thought until its tokens were used up; llm.max_tokens allows more, and llm.thinking: off has it answer at once")

// ErrReplyCut is in the chain of an error of a language model whose reply was cut
// when its tokens were used up.
var ErrReplyCut = errors.New("its reply reached the limit of its tokens; llm.max_tokens allows more")

// ErrEmptyReply is in the chain of an error of a language model that ended its
// reply without a word.
var ErrEmptyReply = errors.New("its reply is empty: is llm.model one for chats, and llm.context no more than it reads?")

// DamagedError names articles that are stored but cannot be read back as they
// were written. A call that returns it beside results has left these out.
type DamagedError struct {
	IDs []string
}

func (e *DamagedError) Error() string {
	const most = 5
	names := make([]string, 0, most)
	for _, id := range e.IDs[:min(most, len(e.IDs))] {
		names = append(names, strconv.Quote(id))
	}
	list := strings.Join(names, ", ")
	if n := len(e.IDs) - most; n > 0 {
		list += fmt.Sprintf(" and %d more", n)
	}
	return "damaged on disk and left out: " + list + "; send them again, or see what `byline repair` can bring back"
}

// Damaged returns a *DamagedError for articles, nil if there are none.
func Damaged(ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return &DamagedError{IDs: ids}
}

// SplitDamaged returns the articles that were left out of results because they
// are damaged, or err if it is of another sort.
func SplitDamaged(err error) (ids []string, rest error) {
	var damaged *DamagedError
	if errors.As(err, &damaged) {
		return damaged.IDs, nil
	}
	return nil, err
}
