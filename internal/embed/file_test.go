package embed

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"byline/internal/embed/modelfile"
)

// tiny is a static model of three tokens and four dimensions, written as training/modelfile.py does.
func tiny() (header, []byte) {
	payload := []byte("##ll\nha\nstorm\x00\x00\x00") // padded to a multiple of 8
	for _, scale := range []float32{0.5, 1, 2} {
		payload = binary.LittleEndian.AppendUint32(payload, math.Float32bits(scale))
	}
	payload = append(payload,
		0, 0, 0, 0,
		100, 0, 0, 0,
		0, 100, 0, 0,
		0, 0, 100, 0x9c) // 0x9c is -100
	h := header{
		Name: "tiny", Version: "7", Dim: 4, Architecture: "static",
		Tensors: []tensor{
			{Name: "vocabulary", Type: "utf8", Shape: []int{3}, Offset: 0, Size: 13},
			{Name: "scales", Type: "f32", Shape: []int{3}, Offset: 16, Size: 12},
			{Name: "table", Type: "i8", Shape: []int{3, 4}, Offset: 32, Size: 12},
		},
	}
	return h, payload
}

func encode(t *testing.T, h header, payload []byte) []byte {
	t.Helper()
	if h.Checksum == "" {
		sum := sha256.Sum256(payload)
		h.Checksum = hex.EncodeToString(sum[:])
	}
	raw, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	for (len(raw)+modelfile.Prefix)%8 != 0 {
		raw = append(raw, ' ')
	}
	data := binary.LittleEndian.AppendUint32([]byte(fileMagic), fileFormat)
	data = binary.LittleEndian.AppendUint32(data, uint32(len(raw)))
	return append(append(data, raw...), payload...)
}

func TestParseReadsWhatWasWritten(t *testing.T) {
	m, err := Parse(encode(t, tinyHeader(), tinyPayload()))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := m.Identity(), (Identity{Name: "tiny", Version: "7", Dim: 4}); got != want {
		t.Errorf("identity %v, want %v", got, want)
	}
	if got, want := m.Identity().String(), "tiny/7/4"; got != want {
		t.Errorf("identity as text %q, want %q", got, want)
	}
	for text, want := range map[string][4]float64{
		"ha":            {0, 1, 0, 0},
		"Hall":          {0.5, 1, 0, 0}, // ha, ##ll
		"storm":         {0, 0, 2, -2},
		"storm; storm!": {0, 0, 4, -4},
		"ha storm":      {0, 1, 2, -2},
		"hallo":         {}, // no token fits the rest: the word is unknown
		"":              {},
	} {
		var got [4]float32
		m.Embed(got[:], text)
		var length float64
		for _, x := range want {
			length += x * x
		}
		length = max(math.Sqrt(length), 1e-9)
		for i := range want {
			if math.Abs(float64(got[i])-want[i]/length) > 2e-3 {
				t.Errorf("%q: vector %v, want %v at unit length", text, got, want)
				break
			}
		}
	}
}

func tinyHeader() header  { h, _ := tiny(); return h }
func tinyPayload() []byte { _, p := tiny(); return p }

func TestParseSaysWhatIsWrong(t *testing.T) {
	good := encode(t, tinyHeader(), tinyPayload())
	edit := func(f func(h *header, payload []byte)) []byte {
		h, payload := tiny()
		f(&h, payload)
		return encode(t, h, payload)
	}
	damaged := append([]byte{}, good...)
	damaged[len(damaged)-1]++
	later := append([]byte{}, good...)
	later[len(fileMagic)] = 9
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":                {nil, "not a model file"},
		"other file":           {[]byte(strings.Repeat("GIF89a", 10)), "not a model file"},
		"later format":         {later, "file format 9 is not known"},
		"cut in the header":    {good[:40], "cut short"},
		"cut in the payload":   {good[:len(good)-5], "damaged"},
		"one bit off":          {damaged, "damaged"},
		"header is no JSON":    {append(append([]byte{}, good[:modelfile.Prefix]...), make([]byte, 2000)...), "reading the header"},
		"later architecture":   {edit(func(h *header, _ []byte) { h.Architecture = "transformer" }), `the architecture "transformer"`},
		"no dimensions":        {edit(func(h *header, _ []byte) { h.Dim = 0 }), "dim is 0"},
		"too many dimensions":  {edit(func(h *header, _ []byte) { h.Dim = 1 << 30 }), "dim is"},
		"other dimensions":     {edit(func(h *header, _ []byte) { h.Dim = 5 }), `tensor "table" is i8 [3 4], want i8 [3 5]`},
		"tensor missing":       {edit(func(h *header, _ []byte) { h.Tensors[1].Name = "weights" }), `tensor "scales" is missing`},
		"tensor outside":       {edit(func(h *header, _ []byte) { h.Tensors[2].Offset = math.MaxInt }), `tensor "table" lies outside`},
		"tensor of other type": {edit(func(h *header, _ []byte) { h.Tensors[2].Type = "f16" }), `tensor "table" is f16`},
		"tensor too small":     {edit(func(h *header, _ []byte) { h.Tensors[2].Size = 11 }), `tensor "table" has 11 bytes, want 12`},
		"scales too small":     {edit(func(h *header, _ []byte) { h.Tensors[1].Size = 8 }), `tensor "scales" has 8 bytes`},
		"too few tokens":       {edit(func(h *header, _ []byte) { h.Tensors[0].Size = 7 }), "the vocabulary has 2 tokens"},
		"scale is no number":   {edit(func(_ *header, p []byte) { copy(p[16:], "\xff\xff\xff\xff") }), "the scale of token 0 is NaN"},
		"scale below zero":     {edit(func(_ *header, p []byte) { p[16+3] |= 0x80 }), "the scale of token 0 is -0.5"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(c.data)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
}

func TestATableOfZerosGivesZeroVectors(t *testing.T) {
	h, payload := tiny()
	clear(payload[32:])
	m, err := Parse(encode(t, h, payload))
	if err != nil {
		t.Fatal(err)
	}
	var v [4]float32
	m.Embed(v[:], "storm")
	if v != [4]float32{} {
		t.Errorf("vector %v, want zero", v)
	}
}

func FuzzParse(f *testing.F) {
	h, payload := tiny()
	sum := sha256.Sum256(payload)
	h.Checksum = hex.EncodeToString(sum[:])
	raw, err := json.Marshal(h)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw, payload)
	f.Fuzz(func(t *testing.T, raw, payload []byte) {
		var h header
		if json.Unmarshal(raw, &h) == nil {
			h.Checksum = "" // a right one, so that the fuzzer gets past it
			if m, err := Parse(encode(t, h, payload)); err == nil {
				m.Embed(make([]float32, h.Dim), "Hall of storms")
			}
		}
	})
}
