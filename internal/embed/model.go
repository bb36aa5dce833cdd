package embed

import (
	"context"
	_ "embed" // for the weights
	"fmt"
	"math"
	"sync"
)

//go:embed model.bin
var weights []byte

// loaded reads the built-in model once, however many ask for it.
var loaded = sync.OnceValues(func() (*Model, error) { return Parse(weights) })

// Identity tells vectors of different models apart: only those of equal
// identities can be compared.
type Identity struct {
	Name    string
	Version string
	Dim     int
}

func (i Identity) String() string {
	return fmt.Sprintf("%s/%s/%d", i.Name, i.Version, i.Dim)
}

// Role is what a text is embedded for. Some models treat the two differently;
// the built-in one does not.
type Role int

// The roles of a text.
const (
	Query Role = iota
	Passage
)

// Model is a model that was read. It is safe for concurrent use.
type Model struct {
	identity   Identity
	vocabulary *vocabulary
	table      *table
	encoders   sync.Pool
}

// Load returns the built-in model. It reads it at the first call, in some
// tens of milliseconds; later calls return the same one.
func Load() (*Model, error) {
	m, err := loaded()
	if err != nil {
		return nil, fmt.Errorf("embed: loading the built-in model: %w", err)
	}
	return m, nil
}

// Parse reads a model file (see file.go for the format). data is not kept.
func Parse(data []byte) (*Model, error) {
	f, err := readFile(data)
	if err != nil {
		return nil, fmt.Errorf("embed: %w", err)
	}
	h := f.header
	if h.Architecture != archStatic {
		return nil, fmt.Errorf("embed: model %q has the architecture %q, but this program knows only %q; use a matching version of the program", h.Name, h.Architecture, archStatic)
	}
	s, err := f.static()
	if err != nil {
		return nil, fmt.Errorf("embed: model %q: %w", h.Name, err)
	}
	if len(s.tokens) > math.MaxUint16 {
		return nil, fmt.Errorf("embed: model %q has %d tokens, at most %d are supported", h.Name, len(s.tokens), math.MaxUint16)
	}
	m := &Model{
		identity:   Identity{Name: h.Name, Version: h.Version, Dim: h.Dim},
		vocabulary: newVocabulary(s.tokens),
		table:      newTable(s, h.Dim),
	}
	m.encoders.New = func() any { return m.NewEncoder() }
	return m, nil
}

// Identity returns what to store beside the vectors.
func (m *Model) Identity() Identity { return m.identity }

// Embed writes the vector of text to the first Dim components of dst, which
// must have that many: of unit length, or zero if no word is known. It
// allocates nothing once the model is warm.
func (m *Model) Embed(dst []float32, text string) {
	e := m.encoders.Get().(*Encoder)
	defer m.encoders.Put(e)
	e.Embed(dst, text)
}

// EmbedParts writes the vector of a passage under its headline to dst, as Embed does.
func (m *Model) EmbedParts(dst []float32, headline, text string) {
	e := m.encoders.Get().(*Encoder)
	defer m.encoders.Put(e)
	e.EmbedParts(dst, headline, text)
}

// EmbedTexts returns a vector for each text. It exists so that the built-in
// model can stand where a remote one does; it fails only if ctx ends.
func (m *Model) EmbedTexts(ctx context.Context, texts []string, _ Role) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("embed: %w", err)
		}
		vectors[i] = make([]float32, m.identity.Dim)
		m.Embed(vectors[i], text)
	}
	return vectors, nil
}
