package reader

import "math"

// vectors computes with vectors of a processor. All kinds round in the same places and
// add in the same order, so that each gives the same numbers, to the last bit.
type vectors struct {
	name     string
	outputs  int // that tile computes
	columns  int // that floats computes
	tile     func(*tile)
	floats   func(*floats)
	greatest func(x *float32, n int) float32
	round    func(dst *byte, x *float32, n int, inverse float32)
	gelus    func(x *float32, n int)
	softmax  func(x *float32, n int, scale float32)
}

// tile is what is multiplied at once: tileRows rows of x with some outputs.
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

func (k *vectors) apply(y []float32, m *matrix, in []float32, x *rows) {
	k.roundRows(x, in, m.inputs)
	t := tile{inputs: m.inputs, bytesOfY: 4 * m.outputs}
	n := len(in) / m.inputs
	for o := 0; o < m.outputs; o += k.outputs {
		t.codes, t.scales, t.bias, t.offsets = &m.codes[o*m.inputs], &m.scales[o], &m.bias[o], &m.offsets[o]
		for r := 0; r < n; r += tileRows {
			t.x, t.y, t.scalesOfRow = &x.codes[r*m.inputs], &y[r*m.outputs+o], &x.scales[r]
			k.tile(&t)
		}
	}
}

// roundRows rounds rows of numbers to bytes.
func (k *vectors) roundRows(dst *rows, x []float32, width int) {
	for r := range len(x) / width {
		scale, inverse := k.greatest(&x[r*width], width)/127, float32(0)
		if scale > 0 {
			inverse = 1 / scale
		}
		dst.scales[r] = scale
		k.round(&dst.codes[r*width], &x[r*width], width, inverse)
	}
}

func (k *vectors) gelu(x []float32) { k.gelus(&x[0], len(x)) }

// floats is what is multiplied at once: four rows of a with some columns of b.
type floats struct {
	y        *float32
	bytesOfY int // between two rows
	a        *float32
	bytesOfA int
	b        *float32
	bytesOfB int
	inner    int // numbers of a row of a
}

// unlikely is a number that softmax makes next to nothing.
const unlikely = -1e30

func (k *vectors) attend(d *desk, out, qkv []float32, length int) {
	width := d.model.header.Width
	padded := (length + headWidth - 1) / headWidth * headWidth
	scale := float32(1 / math.Sqrt(headWidth))
	scores := floats{bytesOfY: 4 * padded, bytesOfA: 12 * width, bytesOfB: 4 * padded, inner: headWidth}
	values := floats{bytesOfY: 4 * width, bytesOfA: 4 * padded, bytesOfB: 12 * width, inner: length}
	for h := 0; h < width; h += headWidth {
		d.turnKeys(qkv[width+h:], 3*width, length, padded)
		for i := 0; i < length; i += tileRows {
			i := min(i, length-tileRows) // the last tile takes rows again: there are four at least
			scores.a = &qkv[i*3*width+h]
			for j := 0; j < padded; j += k.columns {
				scores.y, scores.b = &d.shares[j], &d.keys[j]
				k.floats(&scores)
			}
			for r := range tileRows {
				row := d.shares[r*padded : (r+1)*padded]
				for j := length; j < padded; j++ {
					row[j] = unlikely
				}
				k.softmax(&row[0], padded, scale)
			}
			values.a = &d.shares[0]
			for j := 0; j < headWidth; j += k.columns {
				values.y, values.b = &out[i*width+h+j], &qkv[2*width+h+j]
				k.floats(&values)
			}
		}
	}
}

// turnKeys puts the keys of a head into d.keys: headWidth rows of padded numbers.
func (d *desk) turnKeys(keys []float32, stride, length, padded int) {
	for n := range headWidth {
		row := d.keys[n*padded : (n+1)*padded]
		for j := range length {
			row[j] = keys[j*stride+n]
		}
		clear(row[length:])
	}
}
