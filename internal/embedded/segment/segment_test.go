package segment

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"testing"

	"byline/internal/news"
)

// A segment file with a right checksum but any other content is refused or
// read, and never brings the program down.
func FuzzParseSegment(f *testing.F) {
	test := Stamp{History: [16]byte{1, 2, 3}, Encoding: 1, Dim: 3}
	record := news.Record{
		Article:         news.Article{ID: "a", Source: "Coastal Post", Subjects: []string{"harbour"}, Revision: 1},
		ArticleEncoding: news.Encoding{Terms: news.Terms{IDs: []uint32{1, 300}, Weights: []uint8{10, 200}}, Vector: news.Vector{Scale: .01, Codes: []int8{1, -2, 3}}, Signature: "signature"},
	}
	record.Passages = []news.EncodedPassage{{Passage: news.Passage{Span: news.Span{Start: 0, End: 7}}, Encoding: record.ArticleEncoding}}
	for _, records := range [][]Record{nil, {{Record: &record, Change: 1}}, {{Record: &record, Change: 1}, {Record: &record, Change: 2}}} {
		s, err := Build(records, test)
		if err != nil {
			f.Fatal(err)
		}
		var file bytes.Buffer
		if err := Merge([]*View{NewView(s, nil)}, test).Write(&file); err != nil {
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
		s, err := parse(data, test, func([]byte) {})
		if err != nil {
			return
		}
		if len(s.published) != s.Articles() || len(s.span) != 2*s.Passages() {
			t.Errorf("%d articles with %d dates, %d passages with %d ends", s.Articles(), len(s.published), s.Passages(), len(s.span))
		}
		for i := range s.space {
			for p := range s.space[i].points {
				s.space[i].signatures.of(uint32(p))
			}
		}
	})
}
