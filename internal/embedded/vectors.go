package embedded

import (
	"encoding/binary"
	"fmt"
	"math"

	"byline/internal/news"
)

// packVectors encodes the vectors of an article: per vector its scale as a
// float32 and its dim codes. One that is empty is all zeros.
func packVectors(vectors []news.Vector, dim int) ([]byte, error) {
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

func unpackVectors(b []byte, dim int) ([]news.Vector, error) {
	size := 4 + dim
	if len(b)%size != 0 {
		return nil, fmt.Errorf("stored vectors are not of %d dimensions", dim)
	}
	out := make([]news.Vector, 0, len(b)/size)
	for ; len(b) > 0; b = b[size:] {
		codes := make([]int8, dim)
		for j, c := range b[4:size] {
			codes[j] = int8(c)
		}
		out = append(out, news.Vector{Scale: math.Float32frombits(binary.LittleEndian.Uint32(b)), Codes: codes})
	}
	return out, nil
}

// vectorSum is the checksum of a row of vectors.
func vectorSum(v news.Version, packed []byte) int64 {
	row := versionRow{id: v.ArticleID, revision: int64(v.Revision), body: packed}
	return row.checksum()
}
