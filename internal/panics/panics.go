// Package panics makes a panic an error of the work that it happened in, so
// that a fault in one request, one article or one search ends that and nothing
// else. Every goroutine of the program is started here: a panic that nobody
// recovers in the goroutine it happens in ends the process.
//
// What a reader is told is only that there is a fault. The value of the panic
// and its stack are for the log, and get there through [Attr].
package panics

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
)

// Error is what a panic becomes. It has no kind and wraps nothing, so that it
// counts as internal whatever the panic was called with.
type Error struct {
	Value any    // that the panic was called with
	Stack string // of the goroutine that it happened in
}

// Error says nothing of Value, which may hold anything.
func (e *Error) Error() string { return "internal fault" }

// In reports whether err comes from a panic.
func In(err error) bool {
	_, ok := errors.AsType[*Error](err)
	return ok
}

// Catch calls f and returns its error or, if it panics, an [*Error].
func Catch(f func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &Error{Value: value, Stack: string(debug.Stack())}
		}
	}()
	return f()
}

// Start runs f in a goroutine of its own. The channel gets its error, or the
// panic that ended it, and has room for it: nobody has to wait.
func Start(f func() error) <-chan error {
	ended := make(chan error, 1)
	go func() { ended <- Catch(f) }()
	return ended
}

// Attr is for [slog.HandlerOptions]: beside an error that comes from a panic,
// the log gets the value and the stack of that panic.
func Attr(_ []string, a slog.Attr) slog.Attr {
	err, ok := a.Value.Any().(error)
	if !ok {
		return a
	}
	p, ok := errors.AsType[*Error](err)
	if !ok {
		return a
	}
	return slog.Attr{Value: slog.GroupValue( // without a key, its members stand in its place
		slog.String(a.Key, err.Error()), slog.String("panic", fmt.Sprint(p.Value)), slog.String("stack", p.Stack),
	)}
}
