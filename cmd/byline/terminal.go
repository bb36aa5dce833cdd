package main

import (
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/term"
)

// isTerminal reports whether a person looks at what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
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

// style is how text stands out on a terminal.
type style string

const (
	bold style = "1"
	dim  style = "2"
)

// painter styles text, or leaves it alone where colours are not wanted.
type painter bool

func (a *cli) painter() painter { return painter(isTerminal(a.stdout) && a.wantsColours()) }

// wantsColours follows https://no-color.org.
func (a *cli) wantsColours() bool { return a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb" }

func (p painter) paint(s style, text string) string {
	if !p || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// unpainted takes styles out again; they have no width.
var unpainted = strings.NewReplacer("\x1b["+string(bold)+"m", "", "\x1b["+string(dim)+"m", "", "\x1b[0m", "")

// link is an address that can be clicked: a text fragment, which no one can
// read, is part of the address but not shown.
func (p painter) link(address string) string {
	address = oneLine(address)
	shown, _, _ := strings.Cut(address, "#:~:text=")
	isWeb := strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
	if !bool(p) || !isWeb { // a terminal would open whatever program another address is for
		return address
	}
	return "\x1b]8;;" + address + "\x1b\\" + p.paint(dim, shown) + "\x1b]8;;\x1b\\"
}

// safe drops what could act on a terminal: articles and models may write anything.
func safe(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || !actsOnTerminal(r):
			return r
		case r == '\t':
			return ' '
		}
		return -1
	}, text)
}

// actsOnTerminal reports whether a character does something other than to be
// shown: control characters, of which many begin a command to the terminal, and
// those that turn the direction of text around.
func actsOnTerminal(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// safeWriter makes what others print safe: names of systems and headlines of
// data sets are in it.
type safeWriter struct{ w io.Writer }

func (s safeWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(s.w, safe(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// oneLine is safe text without line breaks, for what must not pass for lines of
// the program: headlines, names, addresses.
func oneLine(text string) string { return strings.Join(strings.Fields(safe(text)), " ") }

// wrapper breaks lines between words as text is written to it piece by piece.
// A word is held back until it is known to be complete.
type wrapper struct {
	w      io.Writer
	width  int    // 0: lines are left as they are
	indent string // before every line
	column int    // of the line so far, 0 at its start
	word   strings.Builder
}

func (w *wrapper) writeString(text string) error {
	for _, r := range text {
		if r != ' ' && r != '\n' {
			w.word.WriteRune(r)
			continue
		}
		if err := w.flush(); err != nil {
			return err
		}
		if r == '\n' {
			w.column = 0
			if _, err := io.WriteString(w.w, "\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

// flush writes the word that is held back.
func (w *wrapper) flush() error {
	if w.word.Len() == 0 {
		return nil
	}
	word := w.word.String()
	w.word.Reset()
	columns := uniseg.StringWidth(unpainted.Replace(word))
	before := " "
	switch {
	case w.column == 0:
		before, w.column = w.indent, len(w.indent)
	case w.width > 0 && w.column+1+columns > w.width:
		before, w.column = "\n"+w.indent, len(w.indent)
	default:
		w.column++
	}
	w.column += columns
	_, err := io.WriteString(w.w, before+word)
	return err
}

// wrap breaks text that is complete into lines.
func wrap(text string, width int, indent string) string {
	var b strings.Builder
	w := wrapper{w: &b, width: width, indent: indent}
	_ = w.writeString(text) // a Builder does not fail
	_ = w.flush()
	return b.String()
}
