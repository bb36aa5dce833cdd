package terminal

import (
	"io"
	"os"

	"golang.org/x/term"
)

// IO is what a command reads and writes.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(name string) string // NO_COLOR, TERM, and where histories are kept
}

// IsTerminal reports whether a person looks at what is written to w.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Interactive reports whether a person can be asked for questions.
func (t IO) Interactive() bool {
	in, ok := t.In.(*os.File)
	return ok && IsTerminal(in) && IsTerminal(t.Out)
}

// maxWidth is the longest line that is comfortable to read.
const maxWidth = 100

// width is the columns of the terminal behind w, 0 if it is none: then lines are not broken.
func width(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil || columns < 20 {
		return 0
	}
	return min(columns, maxWidth)
}

// Printer writes to Out.
func (t IO) Printer() *Printer {
	return &Printer{W: t.Out, Width: width(t.Out), Painter: t.Painter()}
}

// Painter is for what is written to Out.
func (t IO) Painter() Painter { return Painter(IsTerminal(t.Out) && t.WantsColours()) }

// WantsColours follows https://no-color.org.
func (t IO) WantsColours() bool { return t.Getenv("NO_COLOR") == "" && t.Getenv("TERM") != "dumb" }
