package embedded

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"slices"
	"testing"

	"byline/internal/embed"
	"byline/internal/indextest"
	"byline/internal/news"
)

// A segment file with a right checksum but any other content is refused or
// read, and never brings the program down.
func FuzzParseSegment(f *testing.F) {
	record := news.Record{
		Article: news.Article{ID: "a", Source: "Coastal Post", Subjects: []string{"harbour"}, Revision: 1},
		Whole:   news.Encoding{Terms: news.Terms{IDs: []uint32{1, 300}, Weights: []uint8{10, 200}}, Vector: news.Vector{Scale: .01, Codes: []int8{1, -2, 3}}},
	}
	record.Passages = []news.EncodedPassage{{Passage: news.Passage{Span: news.Span{Start: 0, End: 7}}, Encoding: record.Whole}}
	for _, records := range [][]stored{nil, {{Record: &record, change: 1}}, {{Record: &record, change: 1}, {Record: &record, change: 2}}} {
		s, err := build(records, 1, 3)
		if err != nil {
			f.Fatal(err)
		}
		var file bytes.Buffer
		sections := merge([]*live{{segment: s}}, 1, 3).sections()
		if err := seal(&file, &sections, 1, 3); err != nil {
			f.Fatal(err)
		}
		f.Add(slices.Clone(file.Bytes()))
		f.Add(slices.Clone(file.Bytes()[:file.Len()-9]))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if n := len(data); n >= 4 {
			data = slices.Clone(data)
			binary.LittleEndian.PutUint32(data[n-4:], crc32.Checksum(data[:n-4], castagnoli))
		}
		s, err := parseSegment(data, 1)
		if err != nil {
			return
		}
		if len(s.published) != s.articles() || len(s.span) != 2*s.passages() {
			t.Errorf("%d articles with %d dates, %d passages with %d ends", s.articles(), len(s.published), s.passages(), len(s.span))
		}
	})
}

// Whatever the processor offers, the sums are the same.
func TestDots(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, dim := range []int{1, 3, 4, 15, 16, 17, 31, 32, 33, 48, 64, 96, 100, 256, 300, 384, 768, 1024} {
		for _, points := range []int{0, 1, 2, 7, 33} {
			q := make([]int16, dim)
			codes := make([]int8, dim*points)
			for i := range q {
				q[i] = int16(r.IntN(2*queryUnit+1) - queryUnit)
			}
			for i := range codes {
				codes[i] = int8(r.IntN(256) - 128)
			}
			if dim == 16 { // the extremes, which unit length does not allow at once in more dimensions
				for i := range q {
					q[i] = -queryUnit
				}
				for i := range codes {
					codes[i] = -128
				}
			}
			got, want := make([]int32, points), make([]int32, points)
			dots(got, q, codes)
			dotsPortable(want, q, codes)
			for p := range want {
				var sum int64
				for i := range q {
					sum += int64(q[i]) * int64(codes[p*dim+i])
				}
				if int64(want[p]) != sum || got[p] != want[p] {
					t.Errorf("%d dimensions, point %d of %d: %d, portable %d, want %d", dim, p, points, got[p], want[p], sum)
				}
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
	exact := make([][]float32, sentences)
	b := spaceBuilder{dense: dense{dim: dim}}
	for i := range exact {
		exact[i] = make([]float32, dim)
		model.Embed(exact[i], indextest.Sentence(i))
		b.addVector(embed.Quantize(exact[i]))
	}
	scanned, overall := 0, 0
	sums := make([]int32, sentences)
	found, stored, truth := make([]float64, sentences), make([]float64, sentences), make([]float64, sentences)
	for i := range queries {
		q := make([]float32, dim)
		model.Embed(q, indextest.Sentence(sentences+i))
		dots(sums, quantizeQuery(q), b.codes)
		for p := range sentences {
			stored[p], truth[p] = 0, 0
			for j := range q {
				stored[p] += float64(q[j]) * float64(b.codes[p*dim+j]) * float64(b.scale[p])
				truth[p] += float64(q[j]) * float64(exact[p][j])
			}
			found[p] = float64(sums[p]) * float64(b.scale[p]) / queryUnit
		}
		scanned += hits(found, stored, k)
		overall += hits(found, truth, k)
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

// hits counts those of the k highest of found that are among the k highest of
// want, or as high as the last of these.
func hits(found, want []float64, k int) int {
	least := want[nearest(want, k)[k-1]]
	n := 0
	for _, p := range nearest(found, k) {
		if want[p] >= least-1e-9 {
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
