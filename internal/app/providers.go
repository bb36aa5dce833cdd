package app

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"sync/atomic"

	"byline/internal/admission"
	"byline/internal/answer"
	"byline/internal/chunk"
	"byline/internal/config"
	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/lang"
	"byline/internal/news"
	"byline/internal/openai"
	"byline/internal/reader"
	"byline/internal/rerank"
)

// NewEmbedder returns the built-in embedder, or the one that the settings name.
func NewEmbedder(c config.Embed) (encode.Embedder, error) {
	if c.URL == "" {
		model, err := embed.Load()
		if err != nil {
			return nil, err
		}
		return model, nil
	}
	return openai.NewEmbedder(openai.EmbedderConfig{
		Endpoint: openai.Endpoint{
			URL: c.URL, Key: c.Key, Model: c.Model, Timeout: c.Timeout,
			Headers: http.Header(c.Headers), CAFile: c.CA,
			URLSetting: "embed.url", KeySetting: "embed.key", ModelSetting: "embed.model", CASetting: "embed.ca_file",
		},
		QueryModel: c.QueryModel, Dim: c.Dim, QueryPrefix: c.QueryPrefix, PassagePrefix: c.PassagePrefix,
		Batch: c.Batch, Context: c.Context, Ends: sentenceEnds,
	})
}

// sentenceEnds are the ends of the sentences of a text, in bytes, where a text that
// is too long for a model is cut.
func sentenceEnds(text string) []int {
	var ends []int
	for _, s := range chunk.Sentences(text, lang.Asking()) {
		ends = append(ends, s.End)
	}
	return ends
}

// embedderLike makes an embedder whose dimension, where the settings do not
// say, is that of one that was used before, if it is the same model; else the
// embedder is asked.
func embedderLike(ctx context.Context, c config.Embed, before func() (name string, dim int, err error)) (encode.Embedder, error) {
	embedder, err := NewEmbedder(c)
	if err != nil || embedder.Identity().Dim > 0 {
		return embedder, err
	}
	if name, dim, err := before(); err == nil && dim > 0 {
		c.Dim = dim
		if known, err := NewEmbedder(c); err == nil && known.Identity().String() == name {
			return known, nil
		}
	}
	return embedder, askDimension(ctx, embedder)
}

// askDimension makes an embedder that does not know its dimension find it out, with the
// patience that it has for passages: its model may still be loading.
func askDimension(ctx context.Context, embedder encode.Embedder) error {
	if _, err := embedder.EmbedTexts(ctx, []string{"news"}, embed.Passage); err != nil {
		return fmt.Errorf("%w (with embed.dim set, articles are taken in even while the embedder is away)", err)
	}
	return nil
}

// NewChat returns nil where no LLM is configured.
func NewChat(c config.LLM) (*openai.Chat, error) {
	if c.URL == "" {
		return nil, nil //nolint:nilnil // none is a valid choice
	}
	thinking := openai.Thinking(c.Thinking)
	if thinking == "default" {
		thinking = openai.ThinkingAsIs
	}
	return openai.NewChat(openai.ChatConfig{
		Endpoint: openai.Endpoint{
			URL: c.URL, Key: c.Key, Model: c.Model, Timeout: c.Timeout,
			Headers: http.Header(c.Headers), CAFile: c.CA,
			URLSetting: "llm.url", KeySetting: "llm.key", ModelSetting: "llm.model", CASetting: "llm.ca_file",
		},
		API: openai.API(c.API), MaxTokens: c.MaxTokens, Context: c.Context, Thinking: thinking,
		FirstToken: c.First, BetweenTokens: c.Between, KeepAlive: c.KeepAlive,
	})
}

// NewReader returns nil where no reader is wanted, or where the processor is too slow for it.
func NewReader(wanted string) answer.Reader {
	if wanted == "on" || wanted == "auto" && reader.Fast() {
		return reader.BuiltIn{}
	}
	return nil
}

// Reads tells people by which instructions of the processor sentences are read.
func Reads() string { return cmp.Or(reader.Instructions(), "portable code, so that it is not used") }

// NewReranker returns nil where no reranker is configured.
func NewReranker(c config.Rerank) (*rerank.Client, error) {
	if c.URL == "" {
		return nil, nil //nolint:nilnil // none is a valid choice
	}
	return rerank.New(rerank.Config{
		URL: c.URL, API: rerank.API(c.API), Model: c.Model, Key: c.Key, Timeout: c.Timeout, Ends: sentenceEnds,
		Headers: http.Header(c.Headers), CAFile: c.CA,
		URLSetting: "rerank.url", KeySetting: "rerank.key", ModelSetting: "rerank.model", CASetting: "rerank.ca_file",
	})
}

// wrongSpans logs and counts the passages and quotes that are left out because
// the words at their place are others.
type wrongSpans struct {
	log   *slog.Logger
	count atomic.Int64
}

func (w *wrongSpans) report(ctx context.Context, a *news.Article, s news.Span) {
	w.count.Add(1)
	w.log.WarnContext(ctx, "words were left out, for the article has others at their place",
		"article", a.ID, "revision", a.Revision, "start", s.Start, "end", s.End)
}

// How many searches a processor does well at once: a second fills in where one
// waits for the disk. One that waits for another machine keeps none busy.
const (
	searchesOfProcessor = 2
	searchesThatWait    = 16
)

// gates are those of a server on an index.
func gates(c config.Config, at Location) admission.Gates {
	running := c.Limits.Running
	if running == 0 {
		running = searchesOfProcessor * runtime.GOMAXPROCS(0)
		if at.Remote() || c.Embed.URL != "" || c.Rerank.URL != "" {
			running = searchesThatWait * runtime.GOMAXPROCS(0)
		}
	}
	pushes := c.Limits.Pushes
	if pushes == 0 {
		pushes = runtime.GOMAXPROCS(0)
	}
	return admission.Gates{
		Pushes:   admission.NewGate(admission.Limits{Running: pushes, Waiting: c.Limits.Waiting, Wait: c.Limits.Wait}),
		Searches: admission.NewGate(admission.Limits{Running: running, Waiting: c.Limits.Waiting, Wait: c.Limits.Wait}),
		Answers:  admission.NewGate(admission.Limits{Running: c.Limits.Answers, Waiting: c.Limits.Waiting, Wait: c.Limits.Wait}),
	}
}
