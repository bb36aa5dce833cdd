package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/ergochat/readline"

	"byline/internal/panics"
)

const (
	chatHelp = "Ask a question. Ctrl-C stops an answer, Ctrl-D leaves, /new starts afresh."
	prompt   = "> "
)

// Chat is a conversation at the terminal.
type Chat struct {
	*Conversation

	NoHistory bool // questions of other conversations are neither kept nor recalled
	// Interrupted reports whether a context ended because of Ctrl-C, which ends an
	// answer and not the chat.
	Interrupted func(context.Context) bool
}

// Chat holds a conversation until the person leaves or the
// program is told to end. Ctrl-C ends an answer, not the chat.
func (t IO) Chat(outer context.Context, c Chat) error {
	ctx, cancel := context.WithCancel(context.WithoutCancel(outer))
	defer cancel()
	lines, err := readline.NewFromConfig(&readline.Config{
		Prompt:          t.Painter().Paint(Bold, prompt),
		HistoryFile:     t.historyFile(c.NoHistory),
		HistoryLimit:    1000,
		InterruptPrompt: "\n", EOFPrompt: "\n", // show nothing
	})
	if err != nil {
		return fmt.Errorf("chat: %w", err)
	}
	defer lines.Close()
	defer context.AfterFunc(outer, func() {
		if !c.Interrupted(outer) {
			cancel()
			_ = lines.Close() // ends the wait for a line
		}
	})()
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)

	t.Printer().DimLine("", chatHelp)
	for ctx.Err() == nil {
		question, err := lines.ReadLine()
		switch question = strings.TrimSpace(question); {
		case errors.Is(err, readline.ErrInterrupt):
			continue // what was typed is dropped
		case errors.Is(err, io.EOF):
			return context.Cause(ctx)
		case err != nil:
			return fmt.Errorf("chat: %w", err)
		}
		t.reply(ctx, c.Conversation, question, interrupts)
	}
	return context.Cause(ctx)
}

// reply does what a line asks for. A failure is told, and the chat goes on.
func (t IO) reply(ctx context.Context, c *Conversation, line string, interrupts <-chan os.Signal) {
	switch {
	case line == "":
		return
	case line == newTopic:
		c.forget()
		t.Printer().DimLine("", "What was said is forgotten.")
		return
	case strings.HasPrefix(line, "/"):
		t.Printer().DimLine("", chatHelp)
		return
	}
	select {
	case <-interrupts: // meant for the answer before, and too late for it
	default:
	}
	ctx, cancel := context.WithCancel(ctx)
	answered := make(chan struct{})
	watched := panics.Start(func() error {
		defer cancel()
		select {
		case <-interrupts:
		case <-answered:
		}
		return nil
	})
	err := panics.Catch(func() error { return c.ask(ctx, line) })
	stopped := ctx.Err() != nil
	close(answered)
	err = errors.Join(err, <-watched)
	switch {
	case err == nil:
	case stopped:
		t.Printer().DimLine("", "Stopped.")
	default:
		fmt.Fprintln(t.Err, Complaint(err))
	}
	fmt.Fprintln(t.Out)
}

// historyFile is where questions are kept from one chat to the next, empty if
// nowhere, readable by its owner only.
func (t IO) historyFile(none bool) string {
	if none {
		return ""
	}
	file := t.stateFile("history")
	if file == "" {
		return "" // a chat works without
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return ""
	}
	_ = f.Chmod(0o600) // the library writes it anew when it has grown long; the folder keeps others out in any case
	_ = f.Close()      // nothing was written
	return file
}
