package terminal

import (
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

// Wrapper breaks lines between words as text is written to it piece by piece.
// A word is held back until it is known to be complete.
type Wrapper struct {
	W      io.Writer
	Width  int    // 0: lines are left as they are
	Indent string // before every line
	column int    // of the line so far, 0 at its start
	word   strings.Builder
}

// WriteText writes all of a piece of text but its last word.
func (w *Wrapper) WriteText(text string) error {
	for _, r := range text {
		if r != ' ' && r != '\n' {
			w.word.WriteRune(r)
			continue
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if r == '\n' {
			w.column = 0
			if _, err := io.WriteString(w.W, "\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

// Flush writes the word that is held back.
func (w *Wrapper) Flush() error {
	if w.word.Len() == 0 {
		return nil
	}
	word := w.word.String()
	w.word.Reset()
	columns := uniseg.StringWidth(unpainted.Replace(word))
	before := " "
	switch {
	case w.column == 0:
		before, w.column = w.Indent, len(w.Indent)
	case w.Width > 0 && w.column+1+columns > w.Width:
		before, w.column = "\n"+w.Indent, len(w.Indent)
	default:
		w.column++
	}
	w.column += columns
	_, err := io.WriteString(w.W, before+word)
	return err
}

// wrap breaks text that is complete into lines.
func wrap(text string, width int, indent string) string {
	var b strings.Builder
	w := Wrapper{W: &b, Width: width, Indent: indent}
	_ = w.WriteText(text) // a Builder does not fail
	_ = w.Flush()
	return b.String()
}
