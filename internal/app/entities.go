package app

import (
	"context"
	"path/filepath"

	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/news"
	"byline/internal/retrieve"
)

func (c Config) entitiesPath() string { return filepath.Join(c.Settings.Data, "entities.jsonl") }

// openNames opens what people decided about the names of entities.
func (c Config) openNames() (*entities.Book, error) {
	return entities.OpenBook(c.entitiesPath(), !c.Settings.Ingest.Entities, c.Logger)
}

// encoding is the version of what articles are encoded into: without names it is another.
func (c Config) encoding() uint32 {
	if c.Settings.Ingest.Entities {
		return encode.Version
	}
	const withoutNames = 1 << 16
	return encode.Version | withoutNames
}

// Decider decides about the names of entities.
type Decider interface {
	Decide(ctx context.Context, c news.EntityChange) ([]news.EntityDecision, error)
}

// OpenDecider opens what keeps decisions about names: the server that the settings name,
// else the file beside the index.
func OpenDecider(c Config) (Decider, error) {
	if c.Settings.Server.URL != "" {
		return NewClient(c)
	}
	return c.openNames()
}

// Directory is whom and what articles name, as people decided about it.
type Directory struct {
	*entities.Book

	retriever *retrieve.Retriever
}

func newDirectory(e *Engine) (*Directory, error) {
	book, err := e.config.openNames()
	return &Directory{book, e.Retriever}, err
}

// Entities lists whom and what articles name.
func (d *Directory) Entities(ctx context.Context, req news.EntityRequest) (news.EntityList, error) {
	list, err := d.retriever.Entities(ctx, req)
	list.Decisions = d.Decisions(req.Kind)
	return list, err
}
