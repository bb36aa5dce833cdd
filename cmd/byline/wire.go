package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"byline/internal/answer"
	"byline/internal/config"
	"byline/internal/embed"
	"byline/internal/embedded"
	"byline/internal/encode"
	"byline/internal/ingest"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/openai"
	"byline/internal/retrieve"
)

// library is an open index with what searches and fills it.
type library struct {
	*embedded.Index
	encoder   *encode.Encoder
	embedder  encode.Embedder
	retriever *retrieve.Retriever
}

// access says what an index is opened for.
type access int

const (
	reading    access = iota // the index must be there; another process may be writing
	writing                  // made if it is not there
	rebuilding               // all that searches need is made anew
)

// open opens the index in dir. The caller closes it.
func (a *app) open(ctx context.Context, dir string, access access) (*library, error) {
	if access != writing {
		if err := mustHoldIndex(dir); err != nil {
			return nil, err
		}
	}
	embedder, err := newEmbedder(a.config.Embed)
	if err != nil {
		return nil, err
	}
	if err := askDimension(ctx, embedder); err != nil {
		return nil, err
	}
	encoder := encode.New(lexical.New(), embedder)
	start, progress := time.Now(), a.newProgress()
	defer progress.done()
	index, err := embedded.Open(ctx, dir, embedded.Options{
		ReadOnly: access == reading,
		Encode:   encoder.Article,
		Encoding: encode.Version,
		Embedder: embedder.Identity().String(),
		Dim:      embedder.Identity().Dim,
		Deferred: encoder.Deferred(),
		Rebuild:  access == rebuilding,
		OnRebuild: func(done, total int) {
			progress.show("preparing stored articles for search", int64(done), int64(total), time.Since(start))
		},
		Logger: a.log,
	})
	if err != nil {
		return nil, err
	}
	return &library{
		Index: index, encoder: encoder, embedder: embedder,
		retriever: retrieve.New(index, index, encoder, time.Now),
	}, nil
}

func mustHoldIndex(dir string) error {
	_, err := os.Stat(filepath.Join(dir, "articles.db"))
	if errors.Is(err, fs.ErrNotExist) {
		return news.Errorf(news.KindInvalid, "there is no index in %s; take articles in with `byline ingest`, or name another folder with --data", dir)
	}
	return err
}

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
	if embedder.Identity().Dim > 0 {
		return nil
	}
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

func (l *library) ingester() *ingest.Ingester {
	return ingest.New(l.Index, l.encoder, l.Subjects())
}

// answerer answers from an open index.
func (a *app) answerer(l *library) (*answer.Answerer, error) {
	chat, err := newChat(a.config.LLM)
	if err != nil {
		return nil, err
	}
	return answer.New(l.retriever, answer.Config{Chat: chat, Embedder: l.embedder}), nil
}
