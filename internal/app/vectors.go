package app

import (
	"context"

	"byline/internal/embed"
)

// vectors are the embedder of an engine as front ends use it.
type vectors struct{ engine *Engine }

// Embed implements httpapi.Embedder. Where the model treats passages and queries
// apart, a text is taken for a passage.
func (v vectors) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return DiscreetEmbedder(v.engine.embedder, v.engine.config.Logger).EmbedTexts(ctx, texts, embed.Passage)
}

// Name implements httpapi.Embedder.
func (v vectors) Name() string { return v.engine.embedder.Identity().String() }
