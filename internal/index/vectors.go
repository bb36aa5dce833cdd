package index

import (
	"encoding/binary"
	"fmt"
	"math"

	"byline/internal/news"
)

// PackVectors lays vectors of dim components one after the other: of each its
// scale as a float32, little-endian, and its codes. One that is empty is all
// zeros. The error is of kind invalid: a vector has another length.
func PackVectors(vectors []news.Vector, dim int) ([]byte, error) {
	size := 4 + dim
	out := make([]byte, len(vectors)*size)
	for i, v := range vectors {
		switch len(v.Codes) {
		case 0:
			continue
		case dim:
		default:
			return nil, news.Errorf(news.KindInvalid, "a vector has %d dimensions, the index %d", len(v.Codes), dim)
		}
		binary.LittleEndian.PutUint32(out[i*size:], math.Float32bits(v.Scale))
		for j, c := range v.Codes {
			out[i*size+4+j] = byte(c)
		}
	}
	return out, nil
}

// UnpackVectors returns what PackVectors was given, an empty vector as one of
// zeros.
func UnpackVectors(b []byte, dim int) ([]news.Vector, error) {
	if len(b) == 0 {
		return nil, nil
	}
	size := 4 + dim
	if dim == 0 || len(b)%size != 0 {
		return nil, fmt.Errorf("%d bytes of vectors are not of %d dimensions", len(b), dim)
	}
	out := make([]news.Vector, 0, len(b)/size)
	for ; len(b) > 0; b = b[size:] {
		v := news.Vector{Scale: math.Float32frombits(binary.LittleEndian.Uint32(b)), Codes: make([]int8, dim)}
		if !(v.Scale >= 0) || math.IsInf(float64(v.Scale), 0) {
			return nil, fmt.Errorf("a vector has the scale %v", v.Scale)
		}
		for j, c := range b[4:size] {
			v.Codes[j] = int8(c)
		}
		out = append(out, v)
	}
	return out, nil
}
