package embed_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"byline/internal/embed"
)

func TestQuantizeKeepsTheDirection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float32Range(-1e6, 1e6), 1, 300).Draw(t, "v")
		if length(v) == 0 {
			return
		}
		back := embed.Dequantize(embed.Quantize(v))
		if len(back) != len(v) {
			t.Fatalf("%d components, want %d", len(back), len(v))
		}
		// Half a step off in each component, a step being 1/127 of the largest.
		var most float64
		for _, x := range v {
			most = max(most, math.Abs(float64(x)))
		}
		off := math.Sqrt(float64(len(v))) * most / length(v) / 254 // sine of the angle, at most
		if c := dot(back, v) / length(back) / length(v); off < 1 && c < math.Sqrt(1-off*off)-1e-5 {
			t.Fatalf("cosine %v, want at least %v", c, math.Sqrt(1-off*off))
		}
	})
}

func TestQuantizeBringsToUnitLength(t *testing.T) {
	m := load(t)
	for _, text := range sampleArticle(1000) {
		v := vector(m, text)
		for i := range v {
			v[i] *= 17
		}
		back := embed.Dequantize(embed.Quantize(v))
		if l := length(back); math.Abs(l-1) > 1e-6 {
			t.Errorf("length %v, want 1", l)
		}
		if c := dot(back, v) / length(back) / length(v); c < 0.9998 {
			t.Errorf("cosine to the vector before %v", c)
		}
	}
}

func TestQuantizeOfNothing(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, v := range [][]float32{nil, {}, {0, 0}, {nan, 1}, {1, inf}} {
		if q := embed.Quantize(v); len(q.Codes) != 0 || q.Scale != 0 {
			t.Errorf("Quantize(%v) = %v, want it empty", v, q)
		}
	}
	if v := embed.Dequantize(embed.Quantize(nil)); v != nil {
		t.Errorf("%v, want nil", v)
	}
	if q := embed.Quantize([]float32{math.SmallestNonzeroFloat32, 0}); len(q.Codes) != 2 || q.Codes[0] != 127 {
		t.Errorf("smallest number: %v, want its direction kept", q)
	}
}
