package embedded

import (
	"encoding/binary"
	"fmt"
	"math"

	"byline/internal/news"
)

// packVectors encodes the vectors of an article: per vector its scale as a
// float32 and its codes; the whole article's first.
func packVectors(whole news.Vector, passages []news.Vector) []byte {
	out := make([]byte, 0, (1+len(passages))*(4+len(whole.Codes)))
	for _, v := range append([]news.Vector{whole}, passages...) {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v.Scale))
		out = append(out, bytesOf(v.Codes)...)
	}
	return out
}

func unpackVectors(b []byte, dim int) ([]news.Vector, error) {
	size := 4 + dim
	if len(b)%size != 0 {
		return nil, fmt.Errorf("stored vectors are not of %d dimensions", dim)
	}
	out := make([]news.Vector, 0, len(b)/size)
	for ; len(b) > 0; b = b[size:] {
		codes := make([]int8, dim)
		copy(codes, view[int8](b[4:size]))
		out = append(out, news.Vector{Scale: math.Float32frombits(binary.LittleEndian.Uint32(b)), Codes: codes})
	}
	return out, nil
}

// attach gives a record its vectors: the whole article's, then the passages'.
func attach(r *news.Record, vectors []news.Vector) error {
	if len(vectors) != 1+len(r.Passages) {
		return fmt.Errorf("article %q: %d vectors for %d passages", r.Article.ID, len(vectors)-1, len(r.Passages))
	}
	r.Whole.Vector = vectors[0]
	for i := range r.Passages {
		r.Passages[i].Vector = vectors[1+i]
	}
	r.Pending = false
	return nil
}
