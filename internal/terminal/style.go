package terminal

import (
	"io"
	"strings"
	"unicode"
)

// Style is how text stands out on a terminal.
type Style string

// The styles.
const (
	Bold Style = "1"
	Dim  Style = "2"
)

// Painter styles text, or leaves it alone where colours are not wanted.
type Painter bool

// Paint gives text a style.
func (p Painter) Paint(s Style, text string) string {
	if !p || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// unpainted takes Styles out again; they have no width.
var unpainted = strings.NewReplacer("\x1b["+string(Bold)+"m", "", "\x1b["+string(Dim)+"m", "", "\x1b[0m", "")

// Link is an address that can be clicked: a text fragment, which no one can
// read, is part of the address but not shown.
func (p Painter) Link(address string) string {
	address = OneLine(address)
	shown, _, _ := strings.Cut(address, "#:~:text=")
	if !bool(p) || !IsWeb(address) { // a terminal would open whatever program another address is for
		return address
	}
	return "\x1b]8;;" + address + "\x1b\\" + p.Paint(Dim, shown) + "\x1b]8;;\x1b\\"
}

// IsWeb reports whether an address is one of the web.
func IsWeb(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// Safe drops what could act on a terminal: articles and models may write anything.
func Safe(text string) string {
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

// SafeWriter makes what others print safe: names of systems and headlines of
// data sets are in it.
func SafeWriter(w io.Writer) io.Writer { return safeWriter{w} }

type safeWriter struct{ w io.Writer }

// Write implements io.Writer. It counts the bytes that it was given.
func (s safeWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(s.w, Safe(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// OneLine is safe text without line breaks, for what must not pass for lines of
// the program: headlines, names, addresses.
func OneLine(text string) string { return strings.Join(strings.Fields(Safe(text)), " ") }

// Complaint is an error of the program as a person reads it. It may quote what a
// server, a model or an article says.
func Complaint(err error) string { return "byline: " + Safe(err.Error()) }
