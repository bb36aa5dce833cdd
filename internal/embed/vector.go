package embed

import (
	"math"

	"byline/internal/news"
)

// Quantize returns v in int8 steps, 127 to its largest magnitude. What the steps
// stand for has unit length exactly, whatever rounding did, so that a dot
// product with it is the cosine. The vector of no components, of zeros only, or
// with one that is no finite number, is empty.
func Quantize(v []float32) news.Vector {
	var most, square float64
	for _, x := range v {
		most = max(most, math.Abs(float64(x)))
		square += float64(x) * float64(x)
	}
	if most == 0 || math.IsNaN(square) || math.IsInf(square, 0) {
		return news.Vector{}
	}
	codes := make([]int8, len(v))
	sum := 0
	for i, x := range v {
		codes[i] = int8(math.Round(float64(x) / most * 127))
		sum += int(codes[i]) * int(codes[i])
	}
	return news.Vector{Scale: float32(1 / math.Sqrt(float64(sum))), Codes: codes}
}

// Dequantize returns the components of v; nil if it is empty.
func Dequantize(v news.Vector) []float32 {
	if len(v.Codes) == 0 {
		return nil
	}
	out := make([]float32, len(v.Codes))
	for i, c := range v.Codes {
		out[i] = v.Scale * float32(c)
	}
	return out
}
