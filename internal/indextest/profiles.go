package indextest

import (
	"math"
	"testing"

	"byline/internal/embed"
	"byline/internal/news"
)

// What articles are compared by is what they were put with, as long as they are
// current, and after the index was closed and opened as well.
func testProfiles(t *testing.T, x *fixture) {
	a, b, gone := Article(1), Article(2), Article(3)
	first := x.put(a, b, gone)
	second := x.put(Revised(a, 2))
	if err := x.index.Delete(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	version := func(id string, revision int) news.Version { return news.Version{ArticleID: id, Revision: revision} }
	cases := []struct {
		of   news.Version
		want news.Encoding
	}{
		{version(b.ID, 1), first[1].ArticleEncoding},
		{version(a.ID, 2), second[0].ArticleEncoding},
		{version(b.ID, 1), first[1].ArticleEncoding}, // asked for twice
		{version(a.ID, 1), news.Encoding{}},          // superseded
		{version(gone.ID, 1), news.Encoding{}},       // deleted
		{version("nobody", 1), news.Encoding{}},
	}
	var all []news.Version
	for _, c := range cases {
		all = append(all, c.of)
	}
	for range 2 {
		got, err := x.index.Profiles(t.Context(), all)
		if err != nil || len(got) != len(all) {
			t.Fatalf("%d profiles of %d, error %v", len(got), len(all), err)
		}
		for i, c := range cases {
			if !near(embed.Dequantize(c.want.Vector), got[i].Vector) {
				t.Errorf("vector %d, of %v, is another: %v, want %v", i, c.of, got[i].Vector, embed.Dequantize(c.want.Vector))
			}
			if got[i].Signature != c.want.Signature {
				t.Errorf("signature %d, of %v, is another: %x, want %x", i, c.of, got[i].Signature, c.want.Signature)
			}
		}
		x.reopen()
	}
	if none, err := x.index.Profiles(t.Context(), nil); err != nil || len(none) > 0 {
		t.Errorf("of no articles: %v, error %v", none, err)
	}
}

func near(a, b []float32) bool {
	for i := range min(len(a), len(b)) {
		if math.Abs(float64(a[i]-b[i])) > 1e-3 {
			return false
		}
	}
	return len(a) == len(b)
}
