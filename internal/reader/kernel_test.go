package reader

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Kernels are free to round, and to be faster; they compute the same.

func numbers(r *rand.Rand, n int, scale float64) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(r.NormFloat64() * scale)
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

func TestKernelsApplyMatricesAlike(t *testing.T) {
	k := bestKernel()
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
	}
}

func TestKernelsComputeGELUAlike(t *testing.T) {
	var got []float32
	for x := float32(-12); x < 12; x += .01 {
		got = append(got, x)
	}
	got = got[:len(got)/16*16]
	want := append([]float32(nil), got...)
	bestKernel().gelu(got)
	portable.gelu(want)
	compare(t, "GELU", got, want, 1e-3)
}

func TestKernelsAttendAlike(t *testing.T) {
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
			bestKernel().attend(newDesk(m), got, qkv, length)
			portable.attend(newDesk(m), want, qkv, length)
			compare(t, "attention", got, want, 1e-3)
		}
	}
}
