package main

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"

	"byline/internal/admission"
	"byline/internal/answer"
	"byline/internal/config"
	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/news"
	"byline/internal/openai"
	"byline/internal/rerank"
)

// newEmbedder returns the built-in embedder, or the one that the settings name.
func newEmbedder(c config.Embed) (encode.Embedder, error) {
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
			URLSetting: "embed.url", KeySetting: "embed.key", ModelSetting: "embed.model",
		},
		Dim: c.Dim, QueryPrefix: c.QueryPrefix, PassagePrefix: c.PassagePrefix, Batch: c.Batch,
	})
}

// askDimension makes an embedder that does not know its dimension find it out.
func askDimension(ctx context.Context, embedder encode.Embedder) error {
	if _, err := embedder.EmbedTexts(ctx, []string{"news"}, embed.Query); err != nil {
		return fmt.Errorf("%w (with embed.dim set, articles are taken in even while the embedder is away)", err)
	}
	return nil
}

// newChat returns nil where no LLM is configured.
func newChat(c config.LLM) (answer.Chat, error) {
	if c.URL == "" {
		return nil, nil //nolint:nilnil // none is a valid choice
	}
	return openai.NewChat(openai.ChatConfig{
		Endpoint: openai.Endpoint{
			URL: c.URL, Key: c.Key, Model: c.Model, Timeout: c.Timeout,
			URLSetting: "llm.url", KeySetting: "llm.key", ModelSetting: "llm.model",
		},
		MaxTokens: c.MaxTokens,
	})
}

// newReranker returns nil where no reranker is configured.
func newReranker(c config.Rerank) (*rerank.Client, error) {
	if c.URL == "" {
		return nil, nil //nolint:nilnil // none is a valid choice
	}
	return rerank.New(rerank.Config{
		URL: c.URL, API: rerank.API(c.API), Model: c.Model, Key: c.Key, Timeout: c.Timeout,
		URLSetting: "rerank.url", KeySetting: "rerank.key", ModelSetting: "rerank.model",
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

// gates are those of a server.
func (a *app) gates() admission.Gates {
	c := a.config
	running := c.Limits.Running
	if running == 0 {
		running = searchesOfProcessor * runtime.GOMAXPROCS(0)
		if a.location().of().remote || c.Embed.URL != "" || c.Rerank.URL != "" {
			running = searchesThatWait * runtime.GOMAXPROCS(0)
		}
	}
	return admission.Gates{
		Searches: admission.NewGate(admission.Limits{Running: running, Waiting: c.Limits.Waiting, Wait: c.Limits.Wait}),
		Answers:  admission.NewGate(admission.Limits{Running: c.Limits.Answers, Waiting: c.Limits.Waiting, Wait: c.Limits.Wait}),
	}
}

// answerer answers from what a searcher finds.
func (a *app) answerer(l *library, searcher answer.Searcher) (*answer.Answerer, error) {
	chat, err := newChat(a.config.LLM)
	if err != nil {
		return nil, err
	}
	if chat != nil {
		chat = discreetChat{chat, a.log}
	}
	return answer.New(searcher, answer.Config{Chat: chat, Embedder: a.discreet(l.embedder), WrongSpan: l.wrong.report}), nil
}
