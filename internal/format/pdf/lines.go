package pdf

import (
	"math"

	"github.com/ledongthuc/pdf"
)

// line is a line of text, or a part of one.
type line struct {
	text   string
	x, y   float64 // where it begins; y grows upwards
	end    float64 // where it ends
	height float64 // of its letters
}

const (
	maxOperations = 5_000_000 // in a file
	maxForms      = 8         // that lie within each other
)

// linesOf returns the lines of a page in the order in which it writes them.
func linesOf(page pdf.Page, budget *int) []line {
	w := &writer{budget: budget, state: state{ctm: identity, scale: 1}}
	w.run(page.V.Key("Contents"), page.Resources(), 0)
	w.flush()
	return w.lines
}

// matrix is the affine transformation (x, y) -> (a x + c y + e, b x + d y + f).
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times returns the transformation that does m first, and then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// state is what q keeps and Q brings back.
type state struct {
	ctm                     matrix
	font                    *face
	size, scale, char, word float64
	leading, rise           float64
}

// writer follows the operations of a page that write text.
type writer struct {
	state
	budget    *int
	saved     []state
	text, row matrix // Tm, and that at the beginning of its line
	faces     map[string]*face
	lines     []line
	open      line // being written
}

// run follows the operations in a stream.
func (w *writer) run(stream, resources pdf.Value, depth int) {
	faces := w.faces
	w.faces = map[string]*face{}
	defer func() { w.faces = faces }()
	pdf.Interpret(stream, func(stack *pdf.Stack, op string) {
		*w.budget--
		if *w.budget < 0 {
			panic("too many operations")
		}
		args := make([]pdf.Value, stack.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		if op == "Do" && len(args) == 1 && depth < maxForms {
			w.form(resources.Key("XObject").Key(args[0].Name()), resources, depth)
			return
		}
		if op == "Tf" && len(args) == 2 {
			w.font, w.size = w.face(args[0].Name(), resources), args[1].Float64()
			return
		}
		w.step(op, args)
	})
}

// form follows the operations of a form, a part of a page with a place of its own.
func (w *writer) form(form, resources pdf.Value, depth int) {
	if form.Key("Subtype").Name() != "Form" {
		return
	}
	before := w.state
	if m := form.Key("Matrix"); m.Len() == 6 {
		w.ctm = toMatrix(m.Index).times(w.ctm)
	}
	if own := form.Key("Resources"); !own.IsNull() {
		resources = own
	}
	w.run(form, resources, depth+1)
	w.state = before
}

func toMatrix(at func(int) pdf.Value) matrix {
	var m matrix
	for i := range m {
		m[i] = at(i).Float64()
	}
	return m
}

// operands are how many operands an operation has.
var operands = map[string]int{
	"cm": 6, "Tm": 6, "Td": 2, "TD": 2, "Tj": 1, "TJ": 1, "'": 1, "\"": 3, "TL": 1, "Tc": 1, "Tw": 1, "Tz": 1, "Ts": 1,
}

// step follows one operation.
func (w *writer) step(op string, args []pdf.Value) {
	if len(args) < operands[op] {
		return
	}
	number := func(i int) float64 { return args[i].Float64() }
	switch op {
	case "q":
		w.saved = append(w.saved, w.state)
	case "Q":
		if n := len(w.saved); n > 0 {
			w.state, w.saved = w.saved[n-1], w.saved[:n-1]
		}
	case "cm":
		w.ctm = toMatrix(func(i int) pdf.Value { return args[i] }).times(w.ctm)
	case "BT":
		w.text, w.row = identity, identity
	case "Tm":
		w.row = toMatrix(func(i int) pdf.Value { return args[i] })
		w.text = w.row
	case "Td", "TD":
		if op == "TD" {
			w.leading = -number(1)
		}
		w.next(number(0), number(1))
	case "T*":
		w.next(0, -w.leading)
	case "TL":
		w.leading = number(0)
	case "Tc":
		w.char = number(0)
	case "Tw":
		w.word = number(0)
	case "Tz":
		w.scale = number(0) / 100
	case "Ts":
		w.rise = number(0)
	case "Tj":
		w.show(args[0].RawString())
	case "'", "\"":
		w.next(0, -w.leading)
		w.show(args[len(args)-1].RawString())
	case "TJ":
		for i := range args[0].Len() {
			if v := args[0].Index(i); v.Kind() == pdf.String {
				w.show(v.RawString())
			} else {
				w.advance(-v.Float64() / 1000 * w.size * w.scale)
			}
		}
	}
}

// next goes to the beginning of another line.
func (w *writer) next(x, y float64) {
	w.row = matrix{1, 0, 0, 1, x, y}.times(w.row)
	w.text = w.row
}

func (w *writer) advance(x float64) { w.text = matrix{1, 0, 0, 1, x, 0}.times(w.text) }

// show writes a text where the pen stands.
func (w *writer) show(raw string) {
	if w.font == nil {
		return
	}
	at := matrix{w.size * w.scale, 0, 0, w.size, 0, w.rise}.times(w.text).times(w.ctm)
	piece := line{text: w.font.decode(raw), x: at[4], y: at[5], height: math.Hypot(at[2], at[3])}
	w.advance(w.font.width(raw, w.size, w.char, w.word) * w.scale)
	piece.end = w.text.times(w.ctm)[4]
	w.add(piece)
}

// add joins a piece to the line that is being written, if it stands on it.
func (w *writer) add(p line) {
	o := &w.open
	gap := p.x - o.end
	switch height := max(o.height, p.height); {
	case o.text == "":
		*o = p
		return
	case math.Abs(p.y-o.y) > height/2 || gap > 3*height || gap < -height*2:
		w.flush()
		*o = p
		return
	case gap > height*.15:
		o.text += " "
	}
	o.text += p.text
	o.end, o.height = max(o.end, p.end), max(o.height, p.height)
}

func (w *writer) flush() {
	if w.open.text != "" {
		w.lines = append(w.lines, w.open)
	}
	w.open = line{}
}
