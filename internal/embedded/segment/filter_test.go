package segment

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// withPassages makes articles with up to nine passages each, all with vectors
// that mean nothing.
func withPassages(r *rand.Rand, articles, dim int) []Record {
	vector := func() news.Vector { return news.Vector{Scale: 1. / 1024, Codes: someCodes(r, dim)} }
	out := make([]Record, articles)
	for i := range out {
		record := &news.Record{
			Article:         news.Article{ID: fmt.Sprintf("a%06d", i)},
			ArticleEncoding: news.Encoding{Vector: vector()},
		}
		for p := range r.IntN(10) {
			record.Passages = append(record.Passages, news.EncodedPassage{
				Passage:  news.Passage{Span: news.Span{Start: 10 * p, End: 10*p + 9}},
				Encoding: news.Encoding{Vector: vector()},
			})
		}
		out[i] = Record{Record: record, Change: uint64(i + 1)}
	}
	return out
}

// filtered searches segments by meaning.
func filtered(tb testing.TB, q news.IndexQuery, segs ...*View) (c news.Candidates) {
	tb.Helper()
	s := &search{query: q, segs: segs}
	for _, seg := range segs {
		s.excluded = append(s.excluded, excluded(seg, q.Filter, q.AsOf))
	}
	var err error
	if c.ArticleSemantic, c.PassageSemantic, err = s.semantic(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return c
}

// Whichever articles a filter leaves, and wherever they stand, a search finds
// what it would find if there were no others.
func TestAFilteredScanFindsWhatAnIndexOfTheRestFinds(t *testing.T) {
	const articles, dim = 1500, 64
	r := rand.New(rand.NewPCG(7, 7))
	for name, kept := range map[string]func(i int) bool{
		"all":            func(int) bool { return true },
		"none":           func(int) bool { return false },
		"the first":      func(i int) bool { return i == 0 },
		"the last":       func(i int) bool { return i == articles-1 },
		"all but one":    func(i int) bool { return i != 700 },
		"every other":    func(i int) bool { return i%2 == 0 },
		"a month":        func(i int) bool { return i/25 == 30 },
		"from 64 to 127": func(i int) bool { return i/64 == 1 },
		"one of sixty":   func(int) bool { return r.IntN(60) == 0 },
		"one of five":    func(int) bool { return r.IntN(5) == 0 },
		"most":           func(int) bool { return r.IntN(20) > 0 },
	} {
		records := withPassages(r, articles, dim)
		var rest []Record
		for i, record := range records {
			if kept(i) {
				record.Article.Subjects = []string{"kept"}
				rest = append(rest, record)
			}
		}
		q := news.IndexQuery{Vector: drawn(r, dim, shapes["even"]), Filter: news.Filter{Subjects: []string{"kept"}}}
		for _, limit := range []int{1, 20, 20 * articles} {
			q.Limit = limit
			want := filtered(t, q, viewOf(t, dim, rest))
			got := filtered(t, q, viewOf(t, dim, records[:600]), viewOf(t, dim, records[600:]))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, limit %d: found in an index of these alone (-), in one of all (+):\n%s", name, limit, diff)
			}
		}
	}
}

// A scan goes over every point of the articles that are left once, and over no
// long row of others.
func TestRunsJumpOverWhatIsExcluded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &View{Segment: &Segment{first: []uint32{0}}}
		var out bitset // nil if nothing is excluded, as in a search
		if rapid.Bool().Draw(t, "some are excluded") {
			out = newBitset(5000)
		}
		for range rapid.IntRange(0, 20).Draw(t, "rows") {
			left, passages := rapid.Bool().Draw(t, "left"), rapid.Uint32Range(0, 5).Draw(t, "passages")
			for range rapid.IntRange(1, 200).Draw(t, "articles") {
				if !left && out != nil {
					out.add(uint32(len(s.change)))
				}
				s.change, s.first = append(s.change, 0), append(s.first, s.first[len(s.first)-1]+passages)
			}
		}
		var space [spaces][]bool // by point, whether it is left
		for a := range s.Articles() {
			left := !out.has(uint32(a))
			space[articleSpace] = append(space[articleSpace], left)
			space[passageSpace] = append(space[passageSpace], slices.Repeat([]bool{left}, int(s.first[a+1]-s.first[a]))...)
		}
		for sp, left := range space {
			seen := 0
			for from, to := range runs(s, sp, out) {
				if from < seen || from >= to {
					t.Fatalf("space %d: run from %d to %d after one to %d", sp, from, to, seen)
				}
				if i := slices.Index(left[seen:from], true); i >= 0 {
					t.Fatalf("space %d: point %d was left out", sp, seen+i)
				}
				row := 0
				for p := from; p < to; p++ {
					row++
					if left[p] {
						row = 0
					}
					if row >= worthAGap {
						t.Fatalf("space %d: points %d to %d are excluded, and a run goes over them", sp, p+1-row, p)
					}
				}
				seen = to
			}
			if i := slices.Index(left[seen:], true); i >= 0 {
				t.Fatalf("space %d: point %d was left out", sp, seen+i)
			}
		}
	})
}

// BenchmarkFilter searches 20,000 articles and 90,000 passages by meaning:
// everything, and the articles of one month of sixty, when articles came in the
// order of their dates and when they came in any order.
func BenchmarkFilter(b *testing.B) {
	const articles, dim, months = 20000, 256, 60
	r := rand.New(rand.NewPCG(8, 8))
	records := withPassages(r, articles, dim)
	month := func(n int) time.Time { return indextest.First.AddDate(0, n, 0) }
	dated := func(monthOf func(i int) int) *View {
		for i := range records {
			records[i].Article.Published = month(monthOf(i))
		}
		return viewOf(b, dim, records)
	}
	inOrder := dated(func(i int) int { return i * months / articles })
	inAnyOrder := dated(func(int) int { return r.IntN(months) })
	all := news.IndexQuery{Vector: drawn(r, dim, shapes["even"]), Limit: 200}
	one := all
	one.Filter = news.Filter{After: month(30), Before: month(31)}
	for _, c := range []struct {
		name  string
		seg   *View
		query news.IndexQuery
	}{
		{"everything", inOrder, all},
		{"month, in order of dates", inOrder, one},
		{"month, in any order", inAnyOrder, one},
	} {
		b.Run(c.name, func(b *testing.B) {
			start := processorTime()
			for b.Loop() {
				filtered(b, c.query, c.seg)
			}
			b.ReportMetric(float64((processorTime()-start).Nanoseconds())/float64(b.N), "cpu-ns/op")
		})
	}
}
