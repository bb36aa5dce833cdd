package app

import (
	"context"
	"errors"

	"byline/internal/api"
	"byline/internal/bulk"
	"byline/internal/client"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// Unknown says for people which outlets and subjects of a filter no article has,
// with those that are called nearly so. Those of the given articles are known.
type Unknown func(ctx context.Context, f news.Filter, seen ...news.Article) ([]string, error)

// Backend is what answers reading commands: an index of this machine, or a
// server, which gives the same answers.
type Backend struct {
	api.Searcher
	api.Answerer
	api.Quoter
	api.Batcher
	httpapi.Storyteller
	api.Surveyor
	httpapi.Library

	Entities httpapi.Entities

	// Stats counts what there is, and tells the version of the program that answers.
	Stats func(ctx context.Context) (stats news.Stats, version string, err error)

	Unknown Unknown
	close   func() error
}

// Close lets go of what is behind it.
func (b *Backend) Close() error { return b.close() }

// OpenBackend opens what the settings name. The caller closes it. Errors are
// those of Open.
func OpenBackend(ctx context.Context, c Config) (*Backend, error) {
	if c.Settings.Server.URL != "" {
		server, err := NewClient(c)
		if err != nil {
			return nil, err
		}
		return &Backend{
			Searcher: server, Answerer: server, Quoter: server, Batcher: server, Storyteller: server, Surveyor: server, Library: server, Entities: server,
			Stats: server.Stats, Unknown: server.Unknown, close: func() error { return nil },
		}, nil
	}
	c.Frank = true
	e, err := Open(ctx, c, LocationOf(c.Settings.Index, c.Settings), Reading)
	if err != nil {
		return nil, err
	}
	answerer, err := e.Answerer(e.Retriever)
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return &Backend{
		Searcher: e.Retriever, Answerer: answerer, Quoter: e.Quotes, Batcher: bulk.New(answerer), Storyteller: e.Stories, Surveyor: e.Stories, Library: e, Entities: e.Directory,
		Stats: func(ctx context.Context) (news.Stats, string, error) {
			stats, err := e.Stats(ctx)
			return stats, c.Version, err
		},
		Unknown: e.Retriever.Unknown,
		close:   e.Close,
	}, nil
}

// NewClient makes a client of the server that the settings name. KindInvalid:
// it cannot be named so.
func NewClient(c Config) (*client.Client, error) {
	s := c.Settings.Server
	return client.New(client.Config{
		URL: s.URL, Key: s.Key, PlainHTTP: s.PlainHTTP, Timeout: s.Timeout, Version: c.Version, Names: c.Names,
	})
}
