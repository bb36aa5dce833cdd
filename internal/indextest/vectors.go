package indextest

import (
	"math"
	"testing"

	"byline/internal/embed"
	"byline/internal/news"
)

func testVectors(t *testing.T, x *fixture) {
	a, b, gone := Article(1), Article(2), Article(3)
	first := x.put(a, b, gone)
	second := x.put(Revised(a, 2))
	if err := x.index.Delete(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	version := func(id string, revision int) news.Version { return news.Version{ArticleID: id, Revision: revision} }
	for i, c := range []struct {
		of   news.Version
		want []float32
	}{
		{version(b.ID, 1), embed.Dequantize(first[1].ArticleEncoding.Vector)},
		{version(a.ID, 2), embed.Dequantize(second[0].ArticleEncoding.Vector)},
		{version(b.ID, 1), embed.Dequantize(first[1].ArticleEncoding.Vector)}, // asked for twice
		{version(a.ID, 1), nil},    // superseded
		{version(gone.ID, 1), nil}, // deleted
		{version("nobody", 1), nil},
	} {
		all := []news.Version{version(b.ID, 1), version(a.ID, 2), version(b.ID, 1), version(a.ID, 1), version(gone.ID, 1), version("nobody", 1)}
		got, err := x.index.Vectors(t.Context(), all)
		if err != nil || len(got) != len(all) {
			t.Fatalf("%d vectors of %d, error %v", len(got), len(all), err)
		}
		if !near(c.want, got[i]) {
			t.Errorf("vector %d, of %v, is another: %v, want %v", i, c.of, got[i], c.want)
		}
	}
	if none, err := x.index.Vectors(t.Context(), nil); err != nil || len(none) > 0 {
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
