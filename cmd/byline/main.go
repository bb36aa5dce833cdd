// Command byline answers questions from news articles, with citations.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"byline/internal/panics"
	"byline/internal/terminal"
)

// version is set by the linker, as `make` does; see programVersion.
var version = "dev"

func main() {
	ctx := untilSignal()
	err := run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	if err = stopReason(ctx, err); err != nil {
		fmt.Fprintln(os.Stderr, terminal.Complaint(err))
	}
	os.Exit(exitCode(err))
}

// run is the whole program. It takes the environment as a list, not as a
// function, because only a list shows a variable whose name is misspelt.
func run(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) error {
	a := newCLI(environ, stdin, stdout, stderr)
	root := a.rootCommand() //nolint:contextcheck // commands get ctx below
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := panics.Catch(func() error { return root.ExecuteContext(ctx) })
	if panics.In(err) {
		a.log.Error("this is a fault of Byline; please report it", "error", err)
	}
	return err
}

// signalError says which signal ended the program.
type signalError struct{ signal syscall.Signal }

func (e signalError) Error() string {
	if e.signal == syscall.SIGINT {
		return "interrupted"
	}
	return e.signal.String()
}

// untilSignal returns a context that ends when the program is told to end.
func untilSignal() context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		received := <-signals
		signal.Stop(signals) // a second signal ends the program at once
		number, _ := received.(syscall.Signal)
		cancel(signalError{number})
	}()
	return ctx
}

// interrupted reports whether ctx ended because of Ctrl-C.
func interrupted(ctx context.Context) bool {
	var stop signalError
	return errors.As(context.Cause(ctx), &stop) && stop.signal == syscall.SIGINT
}

// stopReason adds the signal that ended ctx to the error that a command
// returned because of it; what only says that it was cancelled gives way to it.
func stopReason(ctx context.Context, err error) error {
	var stop signalError
	if err == nil || !errors.As(context.Cause(ctx), &stop) {
		return err
	}
	if errors.Is(err, context.Canceled) {
		return stop
	}
	return stoppedError{error: err, by: stop}
}

// stoppedError is what a command says of its state when a signal ended it.
type stoppedError struct {
	error
	by signalError
}

// Unwrap makes both errors known.
func (e stoppedError) Unwrap() []error { return []error{e.error, e.by} }
