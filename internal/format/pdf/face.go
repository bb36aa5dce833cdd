package pdf

import (
	"strings"

	"github.com/ledongthuc/pdf"
)

// face is a font: which letters its codes stand for, and how wide they are.
type face struct {
	font    pdf.Font
	encoder pdf.TextEncoding
	double  bool            // codes have two bytes
	widths  map[int]float64 // of double ones, in thousandths of the size
	other   float64         // width of what is not listed
}

// face returns the font of that name.
func (w *writer) face(name string, resources pdf.Value) *face {
	if f := w.faces[name]; f != nil {
		return f
	}
	f := &face{font: pdf.Font{V: resources.Key("Font").Key(name)}, other: 500}
	f.encoder = f.font.Encoder()
	if f.font.V.Key("Subtype").Name() == "Type0" {
		f.double = true
		f.readWidths(f.font.V.Key("DescendantFonts").Index(0))
	}
	w.faces[name] = f
	return f
}

// readWidths reads a list of the form "code [width …]" and "first last width".
func (f *face) readWidths(descendant pdf.Value) {
	f.widths = map[int]float64{}
	f.other = 1000
	if dw := descendant.Key("DW"); dw.Kind() == pdf.Integer || dw.Kind() == pdf.Real {
		f.other = dw.Float64()
	}
	list := descendant.Key("W")
	for i := 0; i+1 < list.Len(); {
		first, second := int(list.Index(i).Int64()), list.Index(i+1)
		if second.Kind() == pdf.Array {
			for j := range second.Len() {
				f.widths[first+j] = second.Index(j).Float64()
			}
			i += 2
			continue
		}
		last, width := min(int(second.Int64()), first+1<<16), list.Index(i+2).Float64()
		for code := first; code <= last; code++ {
			f.widths[code] = width
		}
		i += 3
	}
}

func (f *face) decode(raw string) string {
	return ligatures.Replace(strings.ToValidUTF8(f.encoder.Decode(raw), "\ufffd"))
}

// ligatures are letters that are written as one, as which nobody looks for them.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st", "\x00", "")

// width returns how far a text in this font reaches, before it is stretched.
func (f *face) width(raw string, size, char, word float64) float64 {
	sum := 0.0
	if f.double {
		for i := 0; i+1 < len(raw); i += 2 {
			w, ok := f.widths[int(raw[i])<<8|int(raw[i+1])]
			if !ok {
				w = f.other
			}
			sum += w/1000*size + char
		}
		return sum
	}
	for i := range len(raw) {
		w := f.font.Width(int(raw[i]))
		if w == 0 {
			w = f.other
		}
		sum += w/1000*size + char
		if raw[i] == ' ' {
			sum += word
		}
	}
	return sum
}
