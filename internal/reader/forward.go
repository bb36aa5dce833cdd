package reader

import "math"

// What the kernels are made for.
const (
	headWidth   = 32 // numbers of a head of attention
	tileRows    = 4  // tokens that are computed together
	tileOutputs = 64 // outputs that are computed together
	blockWidth  = 16 // outputs whose codes lie together
	maxLength   = 256
	outputs     = 4 // of the model: relevance, start, end, and whether a statement is borne
)

// kernel computes with some instructions of the processor.
type kernel interface {
	// apply sets y, rows of m.outputs numbers, to what m makes of x, rows of
	// m.inputs numbers that it rounds into the buffer. The number of rows is a multiple of tileRows.
	apply(y []float32, m *matrix, x []float32, buffer *rows)
	// gelu replaces numbers, a multiple of 16, by their GELU.
	gelu(x []float32)
	// attend sets out to what the heads of attention make of queries, keys and values.
	attend(d *desk, out, qkv []float32, length int)
}

// bestKernel is the fastest that this processor can run.
func bestKernel() kernel {
	for _, k := range vectorsHere() {
		return k
	}
	return portable
}

// Instructions names the instructions of the processor that the reader uses; "" for those of portable code.
func Instructions() string {
	for _, k := range vectorsHere() {
		return k.name
	}
	return ""
}

// rows are rows of numbers rounded to bytes: number i of row r is scales[r] × codes[r × width + i],
// to which kernels add 128 whose products need a byte without a sign.
type rows struct {
	codes  []byte
	scales []float32
}

// matrix multiplies: output o is the product of the row o of codes with the input, times scales[o], plus bias[o].
type matrix struct {
	inputs, outputs int
	codes           []byte    // int8, see file.go for their order
	offsets         []int32   // what the 128 that is added to each byte of an input adds to a sum, negative
	scales, bias    []float32 // for each output
}

// code is the place of the code of an input of an output.
func (m *matrix) code(output, input int) int {
	return (output/blockWidth)*blockWidth*m.inputs + (input/4)*4*blockWidth + (output%blockWidth)*4 + input%4
}

func offsetsOf(m matrix) []int32 {
	offsets := make([]int32, m.outputs)
	for o := range offsets {
		for i := range m.inputs {
			offsets[o] -= 128 * int32(int8(m.codes[m.code(o, i)]))
		}
	}
	return offsets
}

// layerNorm makes rows of mean 0 and variance 1, and scales and moves them.
type layerNorm struct{ gain, bias []float32 }

// addTo adds rows of numbers to others and normalises the sums.
func (n layerNorm) addTo(x, add []float32) {
	width := len(n.gain)
	for ; len(x) >= width; x = x[width:] {
		row := x[:width]
		if add != nil {
			for i, v := range add[:width] {
				row[i] += v
			}
			add = add[width:]
		}
		n.apply(row)
	}
}

// tiny keeps the variance of a row from zero.
const tiny = 1e-12

func (n layerNorm) apply(row []float32) {
	var a, b, c, d float32 // four sums do not wait for each other
	for i := 0; i+4 <= len(row); i += 4 {
		a, b, c, d = a+row[i], b+row[i+1], c+row[i+2], d+row[i+3]
	}
	mean := (a + b + c + d) / float32(len(row))
	a, b, c, d = 0, 0, 0, 0 // what is converted is rounded, where some processors would multiply and add in one
	for i := 0; i+4 <= len(row); i += 4 {
		p, q, r, s := row[i]-mean, row[i+1]-mean, row[i+2]-mean, row[i+3]-mean
		a, b, c, d = a+float32(p*p), b+float32(q*q), c+float32(r*r), d+float32(s*s)
	}
	scale := float32(1 / math.Sqrt(float64((a+b+c+d)/float32(len(row)))+tiny))
	gain, bias := n.gain[:len(row)], n.bias[:len(row)]
	for i, v := range row {
		row[i] = float32((v-mean)*scale*gain[i]) + bias[i]
	}
}

// layer is a layer of the transformer.
type layer struct {
	qkv, out, up, down matrix
	norm1, norm2       layerNorm
}

// compute replaces the rows of d.x by what the layer makes of them.
func (l *layer) compute(d *desk) {
	k, width := d.model.kernel, l.qkv.inputs
	n := len(d.x) / width
	wide, narrow, inner := d.wide[:n*l.qkv.outputs], d.narrow[:n*width], d.wide[:n*l.up.outputs]
	k.apply(wide, &l.qkv, d.x, &d.rounded)
	for i, start := range d.starts[:len(d.starts)-1] {
		k.attend(d, d.mixed[start*width:], wide[3*start*width:], d.starts[i+1]-start)
	}
	k.apply(narrow, &l.out, d.mixed, &d.rounded)
	l.norm1.addTo(d.x, narrow)
	k.apply(inner, &l.up, d.x, &d.rounded)
	k.gelu(inner)
	k.apply(narrow, &l.down, inner, &d.rounded)
	l.norm2.addTo(d.x, narrow)
}
