package reader

import (
	"context"
	_ "embed" // for the weights
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"

	"byline/internal/news"
	"byline/internal/panics"
)

//go:embed model.bin
var weights []byte

// loaded reads the built-in model once, however many ask for it.
var loaded = sync.OnceValues(func() (*Model, error) { return Parse(weights) })

// Model is a model that was read. It is safe for concurrent use.
type Model struct {
	header header
	words  *vocabulary
	table  []byte    // of words, int8
	scales []float32 // of words
	places []float32
	parts  []float32
	norm   layerNorm
	layers []layer
	head   []float32
	bias   []float32  // of head
	desks  chan *desk // one for each processor, nil until it is needed: more at a time would take memory and no less time
	kernel kernel
}

// Load returns the built-in model. It reads it at the first call, in some
// tens of milliseconds; later calls return the same one.
func Load() (*Model, error) {
	m, err := loaded()
	if err != nil {
		return nil, fmt.Errorf("reader: loading the built-in model: %w", err)
	}
	return m, nil
}

// Parse reads a model file (see file.go for the format). data is kept and must not change.
func Parse(data []byte) (*Model, error) {
	f, err := readFile(data)
	if err != nil {
		return nil, fmt.Errorf("reader: %w", err)
	}
	h, t := f.header, &tensors{file: f}
	pieces := t.vocabulary()
	m := &Model{
		header: h, kernel: bestKernel(),
		table: t.bytes("words", len(pieces)*h.Width), scales: t.floats("words.scales", len(pieces)),
		places: t.floats("places", h.Longest*h.Width), parts: t.floats("parts", 2*h.Width), norm: t.norm("norm", h.Width),
		head: t.floats("head", outputs*h.Width), bias: t.floats("head.b", outputs),
	}
	for i := range h.Layers {
		l := fmt.Sprintf("layer.%d.", i)
		m.layers = append(m.layers, layer{
			qkv: t.matrix(l+"qkv", h.Width, 3*h.Width), out: t.matrix(l+"out", h.Width, h.Width), norm1: t.norm(l+"norm1", h.Width),
			up: t.matrix(l+"up", h.Width, h.Inner), down: t.matrix(l+"down", h.Inner, h.Width), norm2: t.norm(l+"norm2", h.Width),
		})
	}
	if t.err == nil {
		m.words, t.err = newVocabulary(pieces)
	}
	if t.err != nil {
		return nil, fmt.Errorf("reader: model %q: %w", h.Name, t.err)
	}
	m.desks = make(chan *desk, runtime.GOMAXPROCS(0))
	for range cap(m.desks) {
		m.desks <- nil
	}
	return m, nil
}

// Name says which model it is, as name and version.
func (m *Model) Name() string { return m.header.Name + "/" + m.header.Version }

// Fast reports whether this processor has instructions with which a sentence is
// read in some hundredths of a second. Without them it takes more than half of one.
func Fast() bool { return Instructions() != "" }

// BuiltIn reads with the built-in model, which it loads when it is first asked.
type BuiltIn struct{}

// Read is Model.Read.
func (BuiltIn) Read(ctx context.Context, question string, excerpts []news.Excerpt) ([]news.Reading, error) {
	m, err := Load()
	if err != nil {
		return nil, err
	}
	return m.Read(ctx, question, excerpts)
}

// Entails is Model.Entails.
func (BuiltIn) Entails(ctx context.Context, statement string, excerpts []news.Excerpt) ([]float64, error) {
	m, err := Load()
	if err != nil {
		return nil, err
	}
	return m.Entails(ctx, statement, excerpts)
}

// atOnce is how many excerpts are computed together: each part of the weights is then fetched once for all of them.
const atOnce = 4

// Read returns a reading for each excerpt, in their order. It computes on all
// processors, and fails only if ctx ends.
func (m *Model) Read(ctx context.Context, question string, excerpts []news.Excerpt) ([]news.Reading, error) {
	readings := make([]news.Reading, len(excerpts))
	if err := m.each(ctx, question, excerpts, func(d *desk, n, i int) { readings[i] = d.reading(n) }); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(readings, func(r news.Reading) bool { return !isNumber(r.Relevance) }) {
		return nil, errNoNumber
	}
	return readings, nil
}

// Entails returns for each excerpt, in their order, the log-odds that it bears a
// statement: that who reads it, and the headline, would say that the statement is
// true. It computes on all processors, and fails only if ctx ends.
func (m *Model) Entails(ctx context.Context, statement string, excerpts []news.Excerpt) ([]float64, error) {
	borne := make([]float64, len(excerpts))
	if err := m.each(ctx, statement, excerpts, func(d *desk, n, i int) { borne[i] = d.entails(n) }); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(borne, func(b float64) bool { return !isNumber(b) }) {
		return nil, errNoNumber
	}
	return borne, nil
}

// each has excerpts computed beside a question or a statement, and calls told for each
// excerpt i, which is the n-th on its desk. There is nothing to compute beside no words.
func (m *Model) each(ctx context.Context, asked string, excerpts []news.Excerpt, told func(d *desk, n, i int)) error {
	pieces := m.words.pieces(asked, m.header.Question)
	if len(pieces) == 0 {
		return nil
	}
	group, ctx := panics.WithContext(ctx)
	for at := 0; at < len(excerpts); at += atOnce {
		few := excerpts[at:min(at+atOnce, len(excerpts))]
		group.Go(func() error {
			return m.atDesk(ctx, func(d *desk) {
				d.compute(pieces, few)
				for n := range few {
					told(d, n, at+n)
				}
			})
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("reader: %w", err)
	}
	return nil
}

// atDesk does something once a desk is free.
func (m *Model) atDesk(ctx context.Context, do func(*desk)) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case d := <-m.desks:
		defer func() { m.desks <- d }()
		if err := ctx.Err(); err != nil {
			return err
		}
		if d == nil {
			d = newDesk(m)
		}
		do(d)
		return nil
	}
}

// errNoNumber is that of a model whose weights overflow.
var errNoNumber = errors.New("reader: a sentence could not be read: the model computes no number")

func isNumber(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
