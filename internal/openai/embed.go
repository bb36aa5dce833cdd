package openai

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"

	"byline/internal/embed"
	"byline/internal/news"
	"byline/internal/panics"
)

// EmbedderConfig says which model embeds texts and how it is asked.
type EmbedderConfig struct {
	Endpoint
	Dim           int    // length of its vectors; zero: taken from the first reply
	QueryPrefix   string // put before every query, as "query: "
	PassagePrefix string // put before every passage, as "passage: "
	Batch         int    // texts in one request; zero: 64
	Parallel      int    // requests at a time; zero: 4

	firstWait time.Duration // after a failure; zero: half a second
}

// Embedder embeds texts. It is safe for concurrent use.
type Embedder struct {
	client *openai.Client
	config EmbedderConfig
	dim    atomic.Int64
	slots  chan struct{} // one for each request at a time, over all callers
}

// NewEmbedder makes an Embedder. It does not connect.
func NewEmbedder(config EmbedderConfig) (*Embedder, error) {
	s, err := config.remote()
	if err != nil {
		return nil, err
	}
	config.Endpoint = s.Endpoint
	if config.Batch <= 0 {
		config.Batch = 64
	}
	if config.Parallel <= 0 {
		config.Parallel = 4
	}
	if config.firstWait <= 0 {
		config.firstWait = 500 * time.Millisecond
	}
	e := &Embedder{client: s.client(), config: config, slots: make(chan struct{}, config.Parallel)}
	e.dim.Store(int64(config.Dim))
	return e, nil
}

// Identity tells which model embeds. The prefix of passages is part of the
// version, since it changes the vectors that are stored. Dim is zero until it
// is configured or a first reply has shown it.
func (e *Embedder) Identity() embed.Identity {
	version := "1"
	if e.config.PassagePrefix != "" {
		version += " " + strings.TrimSpace(e.config.PassagePrefix)
	}
	return embed.Identity{Name: e.config.Model, Version: version, Dim: int(e.dim.Load())}
}

// EmbedTexts returns a vector of unit length for each text, in order, nil for
// a blank text. Texts go out in batches, several at a time; a batch that fails
// for a passing reason is tried again, a query not for long, since somebody
// waits. The error is that of the first batch that failed.
func (e *Embedder) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	prefix, p := e.config.PassagePrefix, retryPolicy{tries: 6, first: e.config.firstWait, longest: time.Minute}
	if role == embed.Query {
		prefix, p = e.config.QueryPrefix, retryPolicy{tries: 2, first: e.config.firstWait, longest: 5 * time.Second}
	}
	vectors := make([][]float32, len(texts))
	var full []int // places of the texts that are not blank
	for i, t := range texts {
		if strings.TrimSpace(t) != "" {
			full = append(full, i)
		}
	}
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(e.config.Parallel)
	for places := range slices.Chunk(full, e.config.Batch) {
		group.Go(func() error {
			select {
			case e.slots <- struct{}{}:
			case <-ctx.Done():
				return e.config.failure(ctx.Err())
			}
			defer func() { <-e.slots }()
			input := make([]string, len(places))
			for i, place := range places {
				input[i] = prefix + strings.ToValidUTF8(texts[place], "�")
			}
			batch, err := retry(ctx, e.config.Endpoint, p, func() ([][]float32, error) { return e.request(ctx, input) })
			for i, v := range batch {
				vectors[places[i]] = v
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return vectors, nil
}

// request embeds one batch.
func (e *Embedder) request(ctx context.Context, input []string) ([][]float32, error) {
	ctx, cancel := context.WithTimeout(ctx, e.config.Timeout)
	defer cancel()
	reply, err := e.client.CreateEmbeddings(ctx, openai.EmbeddingRequest{Input: input, Model: openai.EmbeddingModel(e.config.Model)})
	if err != nil {
		return nil, err
	}
	if len(reply.Data) != len(input) {
		return nil, e.bad("returned %d vectors for %d texts", len(reply.Data), len(input))
	}
	vectors := make([][]float32, len(input))
	for _, d := range reply.Data {
		if d.Index < 0 || d.Index >= len(vectors) || vectors[d.Index] != nil {
			return nil, e.bad("returned vectors whose indexes are not those of the texts")
		}
		if err := e.checkDim(len(d.Embedding)); err != nil {
			return nil, err
		}
		vectors[d.Index] = d.Embedding
	}
	for i := range vectors {
		if !embed.Normalize(vectors[i]) {
			vectors[i] = nil
		}
	}
	return vectors, nil
}

// checkDim compares a length with the one configured or first seen.
func (e *Embedder) checkDim(n int) error {
	if n == 0 {
		return e.bad("returned an empty vector; is %q a model for embeddings?", e.config.Model)
	}
	e.dim.CompareAndSwap(0, int64(n))
	if want := int(e.dim.Load()); n != want {
		return e.bad("returned a vector of length %d where %d is expected; was the model changed? An index must be embedded anew for another model", n, want)
	}
	return nil
}

// bad makes the error for a reply that another try will not mend.
func (e *Embedder) bad(format string, args ...any) error {
	return news.Errorf(news.KindInvalid, "openai: %s "+format, append([]any{e.config.Endpoint}, args...)...)
}
