package reader

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"byline/internal/embed/modelfile"
)

// A model file is one of package modelfile, of magic "BYLNREAD" and format 2, whose
// payload and tensors each start at a multiple of 64. The header gives the sizes of the model, its
// tensors (offsets into the payload, and bytes), and the SHA-256 of the payload.
// With W the width and L = "layer.N.", N from 0, there are
//
//	vocabulary              the pieces of words, separated by line feeds; "##" begins one that continues a word
//	words, words.scales     int8 [pieces, W] codes and f32 [pieces]: the vector of piece p is scales[p] × words[p]
//	places                  f32 [longest, W], what is added for the place of a piece
//	parts                   f32 [2, W], what is added in the question, and in the rest
//	norm.g, norm.b          f32 [W], also of L norm1 and L norm2
//	L qkv, out, up, down    matrices
//	head                    f32 [4, W], head.b f32 [4]: relevance, start of the answer, end of it, whether the statement is borne
//
// A matrix is NAME.codes, int8 (-127 to 127) of its outputs and inputs; NAME.scales and NAME.bias,
// f32 for each output. Codes lie as the processor wants them: 16 outputs at a time,
// and of these four inputs at a time, so that 64 bytes are the four codes of
// each output, one output after the other.
const (
	fileMagic  = "BYLNREAD"
	fileFormat = 2
)

// header is the JSON part of a model file.
type header struct {
	Name     string            `json:"name"`
	Version  string            `json:"version"`
	Width    int               `json:"width"`
	Heads    int               `json:"heads"`
	Inner    int               `json:"inner"` // outputs of L up
	Layers   int               `json:"layers"`
	Longest  int               `json:"longest"`            // pieces of a pair
	Question int               `json:"question"`           // of these, pieces of the question at most
	Training json.RawMessage   `json:"training,omitempty"` // for people: what it was trained on and how
	Checksum string            `json:"checksum"`           // SHA-256 of the payload, in hex
	Tensors  map[string][2]int `json:"tensors"`            // offset and bytes
}

// check tells whether the program can compute a model of these sizes.
func (h header) check() error {
	switch {
	case h.Heads < 1 || h.Width != h.Heads*headWidth || h.Width%tileOutputs != 0 || h.Width > 4096:
		return fmt.Errorf("width is %d with %d heads; a head has %d, and the width is a multiple of %d", h.Width, h.Heads, headWidth, tileOutputs)
	case h.Inner < tileOutputs || h.Inner%tileOutputs != 0 || h.Inner > 4*4096:
		return fmt.Errorf("inner is %d, want a multiple of %d", h.Inner, tileOutputs)
	case h.Layers < 1 || h.Layers > 64:
		return fmt.Errorf("layers is %d, want 1 to 64", h.Layers)
	case h.Question < 1 || h.Longest < h.Question+8 || h.Longest > maxLength:
		return fmt.Errorf("longest is %d and question %d; the question must leave room for 8 pieces, and %d are most", h.Longest, h.Question, maxLength)
	}
	return nil
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
	if err := f.header.check(); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	if err := modelfile.Check(f.payload, f.header.Checksum); err != nil {
		return nil, err
	}
	return &f, nil
}

// tensors reads the tensors of a file, one after the other, and keeps the first fault.
type tensors struct {
	file *modelFile
	err  error
}

// bytes returns the bytes of a tensor, which must be size of them; any number if size is negative.
func (t *tensors) bytes(name string, size int) []byte {
	at, ok := t.file.header.Tensors[name]
	switch {
	case t.err != nil:
	case !ok:
		t.err = fmt.Errorf("tensor %q is missing", name)
	case at[0] < 0 || at[1] < 0 || at[0] > len(t.file.payload) || at[1] > len(t.file.payload)-at[0]:
		t.err = fmt.Errorf("tensor %q lies outside the file", name)
	case size >= 0 && at[1] != size:
		t.err = fmt.Errorf("tensor %q has %d bytes, want %d", name, at[1], size)
	default:
		return t.file.payload[at[0] : at[0]+at[1]]
	}
	return nil
}

// floats returns a tensor of n numbers, all of them finite.
func (t *tensors) floats(name string, n int) []float32 {
	data := t.bytes(name, 4*n)
	if data == nil {
		return nil
	}
	out := make([]float32, n)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		if v := float64(out[i]); math.IsNaN(v) || math.IsInf(v, 0) {
			t.err = fmt.Errorf("tensor %q: number %d is %v", name, i, v)
			return nil
		}
	}
	return out
}

// matrix returns a matrix.
func (t *tensors) matrix(name string, inputs, outputs int) matrix {
	m := matrix{
		inputs: inputs, outputs: outputs, codes: t.bytes(name+".codes", inputs*outputs),
		scales: t.floats(name+".scales", outputs), bias: t.floats(name+".bias", outputs),
	}
	if t.err == nil {
		m.offsets = offsetsOf(m)
	}
	return m
}

// norm returns a normalisation.
func (t *tensors) norm(name string, width int) layerNorm {
	return layerNorm{gain: t.floats(name+".g", width), bias: t.floats(name+".b", width)}
}

// vocabulary returns the pieces of words, by ID.
func (t *tensors) vocabulary() []string {
	data := t.bytes("vocabulary", -1)
	if t.err != nil {
		return nil
	}
	if bytes.IndexByte(data, 0) >= 0 {
		t.err = fmt.Errorf("the vocabulary has a NUL")
		return nil
	}
	return strings.Split(string(data), "\n")
}
