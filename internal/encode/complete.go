package encode

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"byline/internal/embed"
	"byline/internal/news"
)

// Complete is Article, with the vectors of a remote embedder as well.
func (e *Encoder) Complete(ctx context.Context, a *news.Article) (news.Record, error) {
	r, err := e.Encode(ctx, a)
	if err != nil || !r.Pending {
		return r, err
	}
	vectors, err := Vectors(ctx, e.embedder, []news.Article{*a})
	if err != nil {
		return r, err
	}
	err = r.Attach(vectors[0])
	return r, err
}

// Vectors returns for each article its vector and then those of its passages, as
// news.Record.Attach takes them. The embedder is given all texts in one call.
func Vectors(ctx context.Context, embedder Embedder, articles []news.Article) ([][]news.Vector, error) {
	var texts []string
	ends := make([]int, len(articles))
	for i := range articles {
		texts = append(texts, Texts(&articles[i])...) //nolint:contextcheck // cutting is short beside embedding
		ends[i] = len(texts)
	}
	embedded, err := embedder.EmbedTexts(ctx, texts, embed.Passage)
	var nothing *embed.TextError
	if errors.As(err, &nothing) {
		at, _ := slices.BinarySearch(ends, nothing.Index+1)
		return nil, fmt.Errorf("encode: article %q: %w", articles[at].ID, err)
	}
	if err != nil {
		return nil, err
	}
	if len(embedded) != len(texts) {
		return nil, fmt.Errorf("encode: the embedder returned %d vectors for %d texts", len(embedded), len(texts))
	}
	out := make([][]news.Vector, len(articles))
	start := 0
	for i, end := range ends {
		out[i] = make([]news.Vector, end-start)
		for j, v := range embedded[start:end] {
			out[i][j] = embed.Quantize(v)
		}
		start = end
	}
	return out, nil
}
