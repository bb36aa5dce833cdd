package reader

import (
	"encoding/binary"
	"hash"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"
)

// Portable code computes the same as vectors, but for rounding, and those of all
// processors the same to the last bit.

// eachKernel runs a test for the vectors that run here.
func eachKernel(t *testing.T, test func(t *testing.T, k kernel)) {
	if len(vectorsHere()) == 0 { // nothing can be installed that would change it
		t.Log("this processor has no vectors that are known")
	}
	for _, k := range vectorsHere() {
		t.Run(k.name, func(t *testing.T) { test(t, k) })
	}
}

// bits is a sum that differs where numbers differ in any bit.
type bits struct{ hash.Hash64 }

func newBits() bits { return bits{fnv.New64a()} }

func (b bits) add(x []float32) {
	for _, v := range x {
		_ = binary.Write(b, binary.LittleEndian, v)
	}
}

func (b bits) compare(t *testing.T, want uint64) {
	t.Helper()
	if got := b.Sum64(); got != want {
		t.Errorf("the bits of the numbers add up to %#x, on other processors to %#x", got, want)
	}
}

func numbers(r *rand.Rand, n int, scale float64) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32((r.Float64() + r.Float64() + r.Float64() - 1.5) * 2 * scale)
	}
	return out
}

func compare(t *testing.T, what string, got, want []float32, tolerance float64) {
	t.Helper()
	for i := range want {
		if off := math.Abs(float64(got[i] - want[i])); !(off <= tolerance*(1+math.Abs(float64(want[i])))) {
			t.Fatalf("%s: number %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

func TestKernelsApplyMatricesAlike(t *testing.T) { eachKernel(t, testApply) }

func testApply(t *testing.T, k kernel) {
	sum := newBits()
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct{ n, inputs, outputs int }{{4, 64, 64}, {8, 384, 1152}, {12, 1536, 384}, {4, 128, 192}} {
		m := matrix{inputs: c.inputs, outputs: c.outputs, codes: make([]byte, c.inputs*c.outputs), scales: numbers(r, c.outputs, .01), bias: numbers(r, c.outputs, 1)}
		for i := range m.codes {
			m.codes[i] = byte(r.IntN(255) - 127)
		}
		m.offsets = offsetsOf(m)
		x := numbers(r, c.n*c.inputs, 3)
		clear(x[c.inputs : 2*c.inputs]) // a row of zeros
		copy(x[2*c.inputs:], []float32{-500, 500, -500, 500})
		buffer := rows{codes: make([]byte, c.n*c.inputs), scales: make([]float32, c.n)}
		got, want := make([]float32, c.n*c.outputs), make([]float32, c.n*c.outputs)
		k.apply(got, &m, x, &buffer)
		portable.apply(want, &m, x, &buffer)
		compare(t, "product", got, want, 1e-3)
		sum.add(got)
	}
	sum.compare(t, 0xacf4394e6a3c501c)
}

// The greatest codes there are, of one sign or of two, fit into whatever sums are kept in.
func TestKernelsSumTheGreatestCodes(t *testing.T) { eachKernel(t, testGreatest) }

func testGreatest(t *testing.T, k kernel) {
	const inputs = 1536
	m := matrix{inputs: inputs, outputs: tileOutputs, codes: make([]byte, inputs*tileOutputs), scales: make([]float32, tileOutputs), bias: make([]float32, tileOutputs)}
	code := int8(127)
	for i := range m.codes {
		m.codes[i] = byte(code * int8(1-2*(i/inputs%2))) // every other block is negative
	}
	for o := range m.scales {
		m.scales[o] = 1
	}
	m.offsets = offsetsOf(m)
	x := make([]float32, tileRows*inputs)
	for i := range x {
		x[i] = float32(1 - 2*(i/inputs%2)) // and every other row
	}
	buffer := rows{codes: make([]byte, len(x)), scales: make([]float32, tileRows)}
	got, want := make([]float32, tileRows*tileOutputs), make([]float32, tileRows*tileOutputs)
	k.apply(got, &m, x, &buffer)
	portable.apply(want, &m, x, &buffer)
	compare(t, "product", got, want, 1e-6)
}

func TestKernelsComputeGELUAlike(t *testing.T) { eachKernel(t, testGELU) }

func testGELU(t *testing.T, k kernel) {
	var got []float32
	for x := float32(-12); x < 12; x += .01 {
		got = append(got, x)
	}
	got = got[:len(got)/16*16]
	want := append([]float32(nil), got...)
	k.gelu(got)
	portable.gelu(want)
	compare(t, "GELU", got, want, 1e-3)
	sum := newBits()
	sum.add(got)
	sum.compare(t, 0xd9e451a0d355e992)
}

func TestKernelsAttendAlike(t *testing.T) { eachKernel(t, testAttend) }

func testAttend(t *testing.T, k kernel) {
	sum := newBits()
	m, err := Parse(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 8))
	width := m.header.Width
	for length := 4; length <= m.header.Longest; length++ {
		for _, scale := range []float64{.1, 1, 5} {
			qkv := numbers(r, length*3*width, scale)
			got, want := make([]float32, length*width), make([]float32, length*width)
			k.attend(newDesk(m), got, qkv, length)
			portable.attend(newDesk(m), want, qkv, length)
			compare(t, "attention", got, want, 1e-3)
			sum.add(got)
		}
	}
	sum.compare(t, 0xca5a30a96c1e409)
}
