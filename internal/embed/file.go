package embed

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"byline/internal/embed/modelfile"
)

// A model file is one of package modelfile, of magic "BYLNEMBD" and format 1, whose
// payload and tensors each start at a multiple of 8. The header names the model, its
// architecture and its tensors (type "utf8", "i8" or "f32"; offsets into the
// payload), and holds the SHA-256 of the payload. What tensors there are is up
// to the architecture. "static" has
//
//	vocabulary  utf8 [tokens]      separated by line feeds; "##" begins a token that continues a word
//	table       i8   [tokens, dim] codes
//	scales      f32  [tokens]      the vector of token t is scales[t] × table[t]; its weight is folded in
const (
	fileMagic  = "BYLNEMBD"
	fileFormat = 1
	archStatic = "static"
	maxDim     = 4096
)

// header is the JSON part of a model file.
type header struct {
	Name         string          `json:"name"`
	Version      string          `json:"version"`
	Dim          int             `json:"dim"`
	Architecture string          `json:"architecture"`
	Training     json.RawMessage `json:"training,omitempty"` // for people: what it was trained on and how
	Checksum     string          `json:"checksum"`           // SHA-256 of the payload, in hex
	Tensors      []tensor        `json:"tensors"`
}

// tensor says where in the payload a tensor is.
type tensor struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Shape  []int  `json:"shape"`
	Offset int    `json:"offset"`
	Size   int    `json:"size"` // bytes
}

// modelFile is a model file whose header has been read and whose payload is intact.
type modelFile struct {
	header  header
	payload []byte
}

func readFile(data []byte) (*modelFile, error) {
	var f modelFile
	var err error
	if f.payload, err = modelfile.Split(data, fileMagic, fileFormat, &f.header); err != nil {
		return nil, err
	}
	if f.header.Dim < 1 || f.header.Dim > maxDim {
		return nil, fmt.Errorf("header: dim is %d, want 1 to %d", f.header.Dim, maxDim)
	}
	if err := modelfile.Check(f.payload, f.header.Checksum); err != nil {
		return nil, err
	}
	return &f, nil
}

// tensor returns the bytes of a tensor, whose type, rank and first dimensions must be as given.
func (f *modelFile) tensor(name, kind string, shape ...int) ([]byte, error) {
	for _, t := range f.header.Tensors {
		if t.Name != name {
			continue
		}
		if t.Offset < 0 || t.Size < 0 || t.Offset > len(f.payload) || t.Size > len(f.payload)-t.Offset {
			return nil, fmt.Errorf("tensor %q lies outside the file", name)
		}
		if t.Type != kind || !slices.Equal(t.Shape, shape) {
			return nil, fmt.Errorf("tensor %q is %s %v, want %s %v", name, t.Type, t.Shape, kind, shape)
		}
		return f.payload[t.Offset : t.Offset+t.Size], nil
	}
	return nil, fmt.Errorf("tensor %q is missing", name)
}

// vocabulary returns the tokens of a model file, by id.
func (f *modelFile) vocabulary() ([]string, error) {
	count := 0
	for _, t := range f.header.Tensors {
		if t.Name == "vocabulary" && len(t.Shape) == 1 {
			count = t.Shape[0]
		}
	}
	data, err := f.tensor("vocabulary", "utf8", count)
	if err != nil {
		return nil, err
	}
	if n := bytes.Count(data, []byte{'\n'}) + 1; n != count {
		return nil, fmt.Errorf("the vocabulary has %d tokens, its shape says %d", n, count)
	}
	return strings.Split(string(data), "\n"), nil
}

// static is the content of a file of the static architecture.
type static struct {
	tokens []string
	codes  []byte    // tokens × dim, each an int8
	scales []float32 // of the tokens
}

func (f *modelFile) static() (static, error) {
	var s static
	var err error
	if s.tokens, err = f.vocabulary(); err != nil {
		return static{}, err
	}
	n, dim := len(s.tokens), f.header.Dim
	if s.codes, err = f.tensor("table", "i8", n, dim); err != nil {
		return static{}, err
	}
	if len(s.codes) != n*dim {
		return static{}, fmt.Errorf("tensor \"table\" has %d bytes, want %d", len(s.codes), n*dim)
	}
	scales, err := f.tensor("scales", "f32", n)
	if err != nil {
		return static{}, err
	}
	if len(scales) != 4*n {
		return static{}, fmt.Errorf("tensor \"scales\" has %d bytes, want %d", len(scales), 4*n)
	}
	s.scales = make([]float32, n)
	for i := range s.scales {
		x := math.Float32frombits(binary.LittleEndian.Uint32(scales[4*i:]))
		if !(x >= 0 && x <= math.MaxFloat32) {
			return static{}, fmt.Errorf("tensor \"scales\": the scale of token %d is %v", i, x)
		}
		s.scales[i] = x
	}
	return s, nil
}
