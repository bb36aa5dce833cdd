package reader

import "math"

// portable computes with what every processor has.
const portable = portableKernel(0)

type portableKernel int

func (portableKernel) apply(y []float32, m *matrix, x []float32, buffer *rows) {
	n := m.inputs
	for r := range len(x) / n {
		in := buffer.codes[r*n : (r+1)*n]
		scale := roundRow(in, x[r*n:(r+1)*n])
		for o := range m.outputs {
			y[r*m.outputs+o] = float32(m.sum(o, in))*(scale*m.scales[o]) + m.bias[o]
		}
	}
}

// sum is the product of a row of codes with an input.
func (m *matrix) sum(output int, in []byte) int32 {
	sum := m.offsets[output]
	at := m.code(output, 0)
	for ; len(in) >= 4; in = in[4:] {
		w := m.codes[at : at+4 : at+4]
		sum += int32(in[0])*int32(int8(w[0])) + int32(in[1])*int32(int8(w[1])) + int32(in[2])*int32(int8(w[2])) + int32(in[3])*int32(int8(w[3]))
		at += 4 * blockWidth
	}
	return sum
}

// roundRow rounds a row to bytes around 128 and returns what 1 of them stands for.
func roundRow(dst []byte, x []float32) float32 {
	most := float32(0)
	for _, v := range x {
		most = max(most, v, -v)
	}
	scale := most / 127
	inverse := float32(0)
	if scale > 0 {
		inverse = 1 / scale
	}
	for i, v := range x {
		dst[i] = byte(int32(math.RoundToEven(float64(v*inverse))) + 128)
	}
	return scale
}

func (portableKernel) gelu(x []float32) {
	for i, v := range x {
		x[i] = v * float32(0.5*(1+math.Erf(float64(v)/math.Sqrt2)))
	}
}

func (portableKernel) attend(d *desk, out, qkv []float32, length int) {
	width := d.model.header.Width
	share := d.shares[:length]
	scale := float32(1 / math.Sqrt(headWidth))
	for h := 0; h < width; h += headWidth {
		for i := range length {
			q := qkv[i*3*width+h:][:headWidth]
			for j := range length {
				share[j] = dot(q, qkv[j*3*width+width+h:][:headWidth]) * scale
			}
			softmax(share)
			mixed := out[i*width+h:][:headWidth]
			clear(mixed)
			for j, s := range share {
				for n, v := range qkv[j*3*width+2*width+h:][:headWidth] {
					mixed[n] += s * v
				}
			}
		}
	}
}

func dot(a, b []float32) (sum float32) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// softmax makes numbers positive, with a sum of 1.
func softmax(x []float32) {
	most := x[0]
	for _, v := range x {
		most = max(most, v)
	}
	sum := float32(0)
	for i, v := range x {
		x[i] = float32(math.Exp(float64(v - most)))
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}
