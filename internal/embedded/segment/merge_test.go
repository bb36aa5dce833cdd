package segment

import (
	"io"
	"runtime"
	"slices"
	"testing"

	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

// A merged segment is byte for byte the one that would be built of the same
// articles at once.
func TestMergeIsBuild(t *testing.T) {
	encoder := indextest.Encoder(t)
	dim := encoder.Identity().Dim
	records := indextest.Records(t, encoder, indextest.Articles(60)...)
	all := make([]Record, len(records))
	for i := range records {
		all[i] = Record{Record: &records[i], Change: uint64(i + 1)}
	}
	part := func(of []Record) *View {
		s, err := Build(of, Stamp{Encoding: 1, Dim: dim})
		if err != nil {
			t.Fatal(err)
		}
		return NewView(s, nil)
	}
	segs := WithTombstones([]*View{part(all[:7]), part(all[7:8]), part(all[8:50]), part(all[50:])}, map[uint64]bool{3: true, 8: true, 60: true})
	merged, err := Merge(segs, Stamp{Encoding: 1, Dim: dim}).Segment()
	if err != nil {
		t.Fatal(err)
	}
	kept := slices.DeleteFunc(slices.Clone(all), func(s Record) bool { return s.Change == 3 || s.Change == 8 || s.Change == 60 })
	want := part(kept).Segment
	for name, pair := range map[string][2]any{
		"changes": {want.change, merged.change}, "owners": {want.owner, merged.owner}, "spans": {want.span, merged.span},
		"labels": {string(want.labels), string(merged.labels)}, "labelled": {want.labelled, merged.labelled},
		"terms": {want.space[passageSpace].terms, merged.space[passageSpace].terms}, "df": {want.space[passageSpace].df, merged.space[passageSpace].df},
		"postings":       {want.space[passageSpace].postings, merged.space[passageSpace].postings},
		"whole postings": {want.space[articleSpace].postings, merged.space[articleSpace].postings},
		"vectors":        {want.space[passageSpace].high, merged.space[passageSpace].high},
		"lower halves":   {want.space[passageSpace].low, merged.space[passageSpace].low},
		"signatures":     {want.space[passageSpace].signatures.text, merged.space[passageSpace].signatures.text},
		"ends of them":   {want.space[articleSpace].signatures.end, merged.space[articleSpace].signatures.end},
	} {
		if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
			t.Errorf("%s differ (-built +merged):\n%.500s", name, diff)
		}
	}
}

// An article is found by its change in whatever order they are.
func TestFind(t *testing.T) {
	for _, changes := range [][]uint64{nil, {5}, {1, 2, 5, 9}, {7, 9, 2, 1, 12}} {
		all := make([]Record, len(changes))
		for i, c := range changes {
			all[i] = Record{Record: &news.Record{Article: news.Article{ID: "a"}, ArticleEncoding: news.Encoding{Signature: "s"}}, Change: c}
		}
		s, err := Build(all, Stamp{})
		if err != nil {
			t.Fatal(err)
		}
		for c := range uint64(14) {
			at, ok := s.Find(c)
			if want := slices.Index(changes, c); ok != (want >= 0) || ok && at != uint32(want) {
				t.Errorf("of %v, change %d is found at %d, %t", changes, c, at, ok)
			}
			if ok && s.Profile(at).Signature != "s" {
				t.Errorf("the article of change %d has the signature %q", c, s.Profile(at).Signature)
			}
		}
	}
}

// eightSegments are of 250 articles each.
func eightSegments(tb testing.TB) (segs []*View) {
	encoder := indextest.Encoder(tb)
	dim := encoder.Identity().Dim
	change := uint64(0)
	for part := range slices.Chunk(indextest.Articles(2000), 250) {
		records := indextest.Records(tb, encoder, part...)
		all := make([]Record, len(records))
		for i := range records {
			change++
			all[i] = Record{Record: &records[i], Change: change}
		}
		s, err := Build(all, Stamp{Encoding: 1, Dim: dim})
		if err != nil {
			tb.Fatal(err)
		}
		segs = append(segs, NewView(s, nil))
	}
	return segs
}

func BenchmarkMerge(b *testing.B) {
	segs := eightSegments(b)
	for b.Loop() {
		if err := Merge(segs, Stamp{Encoding: 1, Dim: segs[0].space[articleSpace].dim}).Write(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// What a merge writes is not held in memory, however much it is.
func TestAMergeTakesLittleMemory(t *testing.T) {
	segs := eightSegments(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var written counted
	if err := Merge(segs, Stamp{Encoding: 1, Dim: segs[0].space[articleSpace].dim}).Write(&written); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	t.Logf("%d kB written, %d kB allocated", written>>10, (after.TotalAlloc-before.TotalAlloc)>>10)
	if took := after.TotalAlloc - before.TotalAlloc; took > uint64(written)/4 {
		t.Errorf("a merge that wrote %d bytes allocated %d", written, took)
	}
}

// counted is how much was written to it.
type counted int

func (c *counted) Write(p []byte) (int, error) {
	*c += counted(len(p))
	return len(p), nil
}
