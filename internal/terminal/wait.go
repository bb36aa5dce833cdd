package terminal

import (
	"fmt"
	"io"
)

// wait tells a person at a terminal what is going on, on a line that goes away again.
type wait struct {
	w       io.Writer // nil: there is nobody to tell
	painter Painter
	shown   bool
}

func (t IO) newWait() *wait {
	if !IsTerminal(t.Out) || !IsTerminal(t.Err) || t.Getenv("TERM") == "dumb" {
		return &wait{}
	}
	return &wait{w: t.Err, painter: t.Painter()}
}

// eraseLine is the control sequence that empties the line of the cursor.
const eraseLine = "\r\x1b[K"

func (w *wait) show(text string) {
	if w.w != nil {
		fmt.Fprint(w.w, eraseLine, w.painter.Paint(Dim, text))
		w.shown = true
	}
}

// over takes the line away.
func (w *wait) over() {
	if w.shown {
		fmt.Fprint(w.w, eraseLine)
		w.shown = false
	}
}
