package reader

import (
	"math"

	"golang.org/x/sys/cpu"
)

// bestKernel is the fastest that this processor can run.
func bestKernel() kernel {
	if x := cpu.X86; x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI {
		return vnni
	}
	return portable
}

// vnni computes with AVX-512 and its instructions for neural networks, which
// multiply and add 64 bytes at a time. Go's package of vectors lacks them, so that it is
// written in assembler.
const vnni = vnniKernel(1)

type vnniKernel int

// tile is what multiplyTile works on: tileRows rows of x, tileOutputs outputs.
type tile struct {
	x           *byte // rows of inputs bytes
	codes       *byte
	inputs      int
	scales      *float32
	bias        *float32
	offsets     *int32
	y           *float32
	bytesOfY    int // between two rows
	scalesOfRow *float32
}

//go:noescape
func multiplyTile(t *tile)

func (k vnniKernel) apply(y []float32, m *matrix, in []float32, x *rows) {
	k.round(x, in, m.inputs)
	t := tile{inputs: m.inputs, bytesOfY: 4 * m.outputs}
	n := len(in) / m.inputs
	for o := 0; o < m.outputs; o += tileOutputs {
		t.codes, t.scales, t.bias, t.offsets = &m.codes[o*m.inputs], &m.scales[o], &m.bias[o], &m.offsets[o]
		for r := 0; r < n; r += tileRows {
			t.x, t.y, t.scalesOfRow = &x.codes[r*m.inputs], &y[r*m.outputs+o], &x.scales[r]
			multiplyTile(&t)
		}
	}
}

//go:noescape
func greatest(x *float32, n int) float32

//go:noescape
func roundTo(dst *byte, x *float32, n int, inverse float32)

// round rounds rows of numbers to bytes.
func (vnniKernel) round(dst *rows, x []float32, width int) {
	for r := range len(x) / width {
		scale, inverse := greatest(&x[r*width], width)/127, float32(0)
		if scale > 0 {
			inverse = 1 / scale
		}
		dst.scales[r] = scale
		roundTo(&dst.codes[r*width], &x[r*width], width, inverse)
	}
}

//go:noescape
func geluOf(x *float32, n int)

func (vnniKernel) gelu(x []float32) { geluOf(&x[0], len(x)) }

// floats is what multiplyFloats works on: four rows of a are multiplied by b, whose rows have 32 numbers.
type floats struct {
	y        *float32
	bytesOfY int // between two rows
	a        *float32
	bytesOfA int
	b        *float32
	bytesOfB int
	inner    int // numbers of a row of a
}

//go:noescape
func multiplyFloats(t *floats)

//go:noescape
func softmaxOf(x *float32, n int, scale float32)

// unlikely is a number that softmax makes 0.
const unlikely = -1e30

func (vnniKernel) attend(d *desk, out, qkv []float32, length int) {
	width := d.model.header.Width
	padded := (length + headWidth - 1) / headWidth * headWidth
	scale := float32(1 / math.Sqrt(headWidth))
	for h := 0; h < width; h += headWidth {
		d.turnKeys(qkv[width+h:], 3*width, length, padded)
		values := floats{y: nil, bytesOfY: 4 * width, bytesOfA: 4 * padded, b: &qkv[2*width+h], bytesOfB: 12 * width, inner: length}
		for i := 0; i < length; i += tileRows {
			i := min(i, length-tileRows) // the last tile takes rows again: there are four at least
			scores := floats{bytesOfY: 4 * padded, a: &qkv[i*3*width+h], bytesOfA: 12 * width, bytesOfB: 4 * padded, inner: headWidth}
			for j := 0; j < padded; j += 32 {
				scores.y, scores.b = &d.shares[j], &d.keys[j]
				multiplyFloats(&scores)
			}
			for r := range tileRows {
				row := d.shares[r*padded : (r+1)*padded]
				for j := length; j < padded; j++ {
					row[j] = unlikely
				}
				softmaxOf(&row[0], padded, scale)
			}
			values.y, values.a = &out[i*width+h], &d.shares[0]
			multiplyFloats(&values)
		}
	}
}

// turnKeys puts the keys of a head into d.keys: headWidth rows of padded numbers.
func (d *desk) turnKeys(keys []float32, stride, length, padded int) {
	for j := range length {
		for n, v := range keys[j*stride : j*stride+headWidth] {
			d.keys[n*padded+j] = v
		}
	}
	for n := range headWidth {
		clear(d.keys[n*padded+length : (n+1)*padded])
	}
}
