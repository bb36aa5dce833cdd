package segment

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf8"

	"byline/internal/embed"
	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

func TestAVectorIsStoredAsItIs(t *testing.T) {
	for dim := 1; dim < 40; dim++ {
		d := dense{dim: dim}
		var want [][]int8
		for p := range 3 {
			v := news.Vector{Scale: 1, Codes: make([]int8, dim)}
			for i := range v.Codes {
				v.Codes[i] = int8(91*i + 57*p)
			}
			want = append(want, v.Codes)
			d.add(v)
		}
		for p := range want {
			got := make([]int8, 2*d.plane())
			d.codes(got, p)
			if diff := cmp.Diff(want[p], got[:dim]); diff != "" || dim%2 > 0 && got[dim] != 0 {
				t.Errorf("%d dimensions, point %d, filled up with %d (-want +got):\n%s", dim, p, got[dim:], diff)
			}
		}
	}
}

// segmentOf is a segment of articles without passages.
func segmentOf(tb testing.TB, dim int, vectors []news.Vector) *View {
	tb.Helper()
	records := make([]Record, len(vectors))
	for i, v := range vectors {
		records[i] = Record{Record: &news.Record{Article: news.Article{ID: string(rune(i))}, ArticleEncoding: news.Encoding{Vector: v}}, Change: uint64(i + 1)}
	}
	return viewOf(tb, dim, records)
}

func viewOf(tb testing.TB, dim int, records []Record) *View {
	tb.Helper()
	s, err := Build(records, Stamp{Encoding: 1, Dim: dim})
	if err != nil {
		tb.Fatal(err)
	}
	return NewView(s, nil)
}

// scanAll returns the points that a scan of segments finds, and their scores.
func scanOnly(tb testing.TB, segs []*View, q []float32, limit int) (points []int, scores []float32) {
	tb.Helper()
	s := &search{query: news.IndexQuery{Vector: q, Limit: limit}, segs: segs, excluded: make([]bitset, len(segs))}
	found, _, err := s.semantic(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	for _, c := range found {
		point, _ := utf8.DecodeRuneInString(c.ArticleID)
		points = append(points, int(point))
		scores = append(scores, c.Score)
	}
	return points, scores
}

// shapes are ways in which the components of vectors can be distributed.
var shapes = map[string]func(r *rand.Rand, i int) float64{
	"even":    func(r *rand.Rand, _ int) float64 { return r.NormFloat64() },
	"uneven":  func(r *rand.Rand, i int) float64 { return r.NormFloat64() / math.Sqrt(float64(1+i)) },
	"sparse":  func(r *rand.Rand, _ int) float64 { return math.Floor(r.Float64() * 1.1) },
	"leaning": func(r *rand.Rand, _ int) float64 { return .1 + r.NormFloat64() },
}

// drawn makes a vector of unit length.
func drawn(r *rand.Rand, dim int, shape func(*rand.Rand, int) float64) []float32 {
	v, square := make([]float32, dim), 0.
	for i := range v {
		x := shape(r, i)
		v[i] = float32(x)
		square += x * x
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(max(square, 1e-9)))
	}
	return v
}

// cosines are those of a query and all vectors, as a scan in full has them.
func cosines(q []float32, vectors []news.Vector) []float64 {
	fine, all := newProbe(q).fine, make([]float64, len(vectors))
	for i, v := range vectors {
		for j, c := range v.Codes {
			all[i] += float64(fine[j]) * float64(c)
		}
		all[i] *= float64(v.Scale) / queryUnit
	}
	return all
}

// Half of each code says which points are worth scoring in full. Those have
// their true scores, in order, and hardly any is missed, be the components of
// vectors alike, very unlike, mostly 0 or mostly positive. Invented vectors are
// the hard case: nothing is near to anything.
func TestTheScanFindsTheNearestAndScoresThemInFull(t *testing.T) {
	const points, limit, queries = 2500, 100, 4
	for name, shape := range shapes {
		for _, dim := range []int{256, 301} {
			r := rand.New(rand.NewPCG(3, uint64(dim)))
			vectors := make([]news.Vector, points)
			for i := range vectors {
				vectors[i] = embed.Quantize(drawn(r, dim, shape))
			}
			seg, nearest := segmentOf(t, dim, vectors), 0
			for range queries {
				q := drawn(r, dim, shape)
				all := cosines(q, vectors)
				found, scores := scanOnly(t, []*View{seg}, q, limit)
				for i, p := range found {
					if math.Abs(float64(scores[i])-all[p]) > 1e-6 || i > 0 && scores[i] > scores[i-1] {
						t.Errorf("%s, %d dimensions: point %d has %v, want %v, in order", name, dim, p, scores[i], all[p])
					}
				}
				nearest += hits(found, all)
			}
			if recall := float64(nearest) / (limit * queries); recall < .98 {
				t.Errorf("%s, %d dimensions: recall@%d is %.3f", name, dim, limit, recall)
			}
		}
	}
}

// A small index misses nothing, in however few dimensions.
func TestASmallIndexIsScoredInFull(t *testing.T) {
	const points = 30
	for name, shape := range shapes {
		for _, dim := range []int{1, 2, 5, 64} {
			r := rand.New(rand.NewPCG(4, uint64(dim)))
			vectors, positive := make([]news.Vector, points), 0
			for i := range vectors {
				vectors[i] = embed.Quantize(drawn(r, dim, shape))
			}
			q := drawn(r, dim, shape)
			for _, cosine := range cosines(q, vectors) {
				if cosine > 0 {
					positive++
				}
			}
			if found, _ := scanOnly(t, []*View{segmentOf(t, dim, vectors)}, q, points); len(found) != positive {
				t.Errorf("%s, %d dimensions: found %d of the %d points with a score", name, dim, len(found), positive)
			}
		}
	}
}

// The scan rounds the query, and the index has rounded the vectors of the
// articles: neither hardly changes which sentences are nearest. (These
// sentences are made of few parts, so they lie closer than those of real news.)
func TestQuantisedRecall(t *testing.T) {
	const sentences, queries, k = 3000, 60, 10
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	dim := model.Identity().Dim
	exact, vectors := make([][]float32, sentences), make([]news.Vector, sentences)
	for i := range exact {
		exact[i] = make([]float32, dim)
		model.Embed(exact[i], indextest.Sentence(i))
		vectors[i] = embed.Quantize(exact[i])
	}
	seg := segmentOf(t, dim, vectors)
	scanned, overall := 0, 0
	stored, truth := make([]float64, sentences), make([]float64, sentences)
	for i := range queries {
		q := make([]float32, dim)
		model.Embed(q, indextest.Sentence(sentences+i))
		for p, v := range vectors {
			stored[p], truth[p] = 0, 0
			for j := range q {
				stored[p] += float64(q[j]) * float64(v.Codes[j]) * float64(v.Scale)
				truth[p] += float64(q[j]) * float64(exact[p][j])
			}
		}
		found, _ := scanOnly(t, []*View{seg}, q, k)
		scanned += hits(found, stored)
		overall += hits(found, truth)
	}
	for name, c := range map[string]struct {
		hits  int
		least float64
	}{"of the scan": {scanned, .99}, "of the scan and the stored vectors": {overall, .97}} {
		if recall := float64(c.hits) / (queries * k); recall < c.least {
			t.Errorf("recall@%d %s is %.3f, want %v", k, name, recall, c.least)
		} else {
			t.Logf("recall@%d %s is %.3f", k, name, recall)
		}
	}
}

// hits counts the points found that are among the nearest by scores.
func hits(found []int, scores []float64) int {
	least := scores[nearest(scores, len(found))[len(found)-1]]
	n := 0
	for _, p := range found {
		if scores[p] >= least-1e-9 {
			n++
		}
	}
	return n
}

func nearest(scores []float64, k int) []int {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return a - b
	})
	return order[:k]
}
