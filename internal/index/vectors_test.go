package index_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/index"
	"byline/internal/news"
)

// Vectors come back as they were packed, one that is empty as zeros, and bytes
// that hold none are refused.
func TestVectorsArePackedAndUnpacked(t *testing.T) {
	vectors := []news.Vector{{Scale: .25, Codes: []int8{1, -128, 127}}, {}}
	packed, err := index.PackVectors(vectors, 3)
	if err != nil {
		t.Fatal(err)
	}
	got, err := index.UnpackVectors(packed, 3)
	if d := cmp.Diff([]news.Vector{vectors[0], {Codes: make([]int8, 3)}}, got); err != nil || d != "" {
		t.Errorf("%v (-packed +unpacked):\n%s", err, d)
	}
	if none, err := index.UnpackVectors(nil, 3); err != nil || none != nil {
		t.Errorf("nothing unpacks to %v, %v", none, err)
	}
	if _, err := index.PackVectors(vectors, 4); news.KindOf(err) != news.KindInvalid {
		t.Errorf("another length: got %v, want an error of kind invalid", err)
	}
	noNumber := slices.Clone(packed)
	copy(noNumber, []byte{0, 0, 0xc0, 0x7f}) // a float32 that is no number
	for name, b := range map[string][]byte{"cut short": packed[:len(packed)-1], "a scale that is no number": noNumber} {
		if got, err := index.UnpackVectors(b, 3); err == nil {
			t.Errorf("%s: got %v, want an error", name, got)
		}
	}
}
