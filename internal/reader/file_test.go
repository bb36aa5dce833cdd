package reader

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"byline/internal/embed/modelfile"
	"byline/internal/news"
)

// small is a model of one layer and a few pieces, with weights by chance.
func small(edit func(*header)) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	h := header{Name: "small", Version: "1", Width: 64, Heads: 2, Inner: 128, Layers: 1, Longest: 24, Question: 8, Tensors: map[string][2]int{}}
	var payload []byte
	add := func(name string, data []byte) {
		payload = append(payload, make([]byte, -len(payload)&63)...)
		h.Tensors[name] = [2]int{len(payload), len(data)}
		payload = append(payload, data...)
	}
	floats := func(name string, n int) {
		var data []byte
		for range n {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(r.Float32()/50))
		}
		add(name, data)
	}
	codes := func(name string, n int) {
		data := make([]byte, n)
		for i := range data {
			data[i] = byte(r.IntN(255) - 127)
		}
		add(name, data)
	}
	matrix := func(name string, inputs, outputs int) {
		codes(name+".codes", inputs*outputs)
		floats(name+".scales", outputs)
		floats(name+".bias", outputs)
	}
	pieces := []string{"[UNK]", "[CLS]", "[SEP]", "the", "ferry", "##s", "hurt", "six", "?", ".", "a"}
	add("vocabulary", []byte(strings.Join(pieces, "\n")))
	codes("words", len(pieces)*h.Width)
	floats("words.scales", len(pieces))
	floats("places", h.Longest*h.Width)
	floats("parts", 2*h.Width)
	for _, name := range []string{"norm", "layer.0.norm1", "layer.0.norm2"} {
		floats(name+".g", h.Width)
		floats(name+".b", h.Width)
	}
	matrix("layer.0.qkv", h.Width, 3*h.Width)
	matrix("layer.0.out", h.Width, h.Width)
	matrix("layer.0.up", h.Width, h.Inner)
	matrix("layer.0.down", h.Inner, h.Width)
	floats("head", outputs*h.Width)
	floats("head.b", outputs)
	sum := sha256.Sum256(payload)
	h.Checksum = hex.EncodeToString(sum[:])
	if edit != nil {
		edit(&h)
	}
	text, err := json.Marshal(h)
	if err != nil {
		panic(err)
	}
	text = append(text, bytes.Repeat([]byte(" "), -(modelfile.Prefix+len(text))&63)...)
	out := binary.LittleEndian.AppendUint32([]byte(fileMagic), fileFormat)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(text)))
	return append(append(out, text...), payload...)
}

func TestFaultsOfAFileAreNamed(t *testing.T) {
	whole := small(nil)
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-1] ^= 1
	newer := bytes.Clone(whole)
	newer[len(fileMagic)] = 3
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "not a model file"},
		{"something else", []byte("%PDF-1.7 and much more"), "not a model file"},
		{"of a later format", newer, "file format 3"},
		{"cut in the header", whole[:40], "cut short"},
		{"cut in the weights", whole[:len(whole)-1], "damaged"},
		{"a bit turned over", damaged, "damaged"},
		{"a width that heads do not make up", small(func(h *header) { h.Heads = 3 }), "width is 64 with 3 heads"},
		{"no layers", small(func(h *header) { h.Layers = 0 }), "layers is 0"},
		{"more layers than there are", small(func(h *header) { h.Layers = 2 }), `"layer.1.qkv.codes" is missing`},
		{"an odd inner width", small(func(h *header) { h.Inner = 100 }), "inner is 100"},
		{"no room for a sentence", small(func(h *header) { h.Question = 20 }), "longest is 24 and question 20"},
		{"a tensor missing", small(func(h *header) { delete(h.Tensors, "head") }), `"head" is missing`},
		{"a tensor outside", small(func(h *header) { h.Tensors["head"] = [2]int{1 << 40, 768} }), `"head" lies outside`},
		{"a tensor before the file", small(func(h *header) { h.Tensors["head"] = [2]int{-64, 768} }), `"head" lies outside`},
		{"a tensor of another size", small(func(h *header) { h.Tensors["places"] = [2]int{0, 12} }), `"places" has 12 bytes`},
		{"a vocabulary without marks", small(func(h *header) {
			h.Tensors["vocabulary"] = [2]int{h.Tensors["vocabulary"][0] + 1, h.Tensors["vocabulary"][1] - 1}
		}), `the vocabulary lacks "[UNK]"`},
	} {
		if _, err := Parse(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want one with %q", c.name, err, c.want)
		}
	}
}

func TestSmallModelReads(t *testing.T) {
	m, err := Parse(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Read(t.Context(), "the ferry?", []news.Excerpt{{Text: "Six hurt.", Headline: "Ferrys"}, {Text: "日本"}})
	if err != nil || len(got) != 2 {
		t.Fatalf("readings are %+v, %v", got, err)
	}
}

// Whatever the file, it is refused or it can be read with.
func FuzzParse(f *testing.F) {
	f.Add(small(nil))
	f.Add(small(func(h *header) { h.Layers = 2 }))
	f.Add(small(func(h *header) { h.Tensors["words"] = [2]int{0, 1} }))
	f.Add([]byte(fileMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.Clone(data)
		if n := modelfile.Prefix; len(data) > n { // so that it gets past the checksum
			if size := uint64(binary.LittleEndian.Uint32(data[n-4:])); size <= uint64(len(data)-n) {
				var h header
				if json.Unmarshal(data[n:n+int(size)], &h) == nil && len(h.Checksum) == 64 {
					sum := sha256.Sum256(data[n+int(size):])
					data = bytes.Replace(data, []byte(h.Checksum), []byte(fmt.Sprintf("%x", sum)), 1)
				}
			}
		}
		m, err := Parse(data)
		if err != nil {
			return
		}
		for _, text := range []string{"", "the ferrys", strings.Repeat("six ", 400)} {
			_, _ = m.Read(t.Context(), "the ferry?", []news.Excerpt{{Text: text, Headline: text}})
		}
	})
}

func FuzzPieces(f *testing.F) {
	m, err := Parse(small(nil))
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"The ferries, six?", "\xff\xfe é日本\u00ad\u2028", strings.Repeat("x", 300), "[CLS] [SEP]"} {
		f.Add(s, 8)
	}
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = min(max(limit, 0), 256)
		at := 0
		pieces := m.words.pieces(text, limit)
		if len(pieces) > limit {
			t.Fatalf("%d pieces, at most %d were asked for", len(pieces), limit)
		}
		for _, p := range pieces {
			if p.Start < at || p.End <= p.Start || p.End > len(text) {
				t.Fatalf("piece %+v of %q comes after byte %d", p, text, at)
			}
			if p.id == m.words.first || p.id == m.words.end {
				t.Fatalf("%q says a mark of the model", text)
			}
			at = p.Start
		}
	})
}
