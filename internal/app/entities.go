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

// directory is whom and what articles name, as people decided about it.
type directory struct {
	retriever *retrieve.Retriever
	book      *entities.Book
}

// Entities lists whom and what articles name.
func (d directory) Entities(ctx context.Context, req news.EntityRequest) (news.EntityList, error) {
	list, err := d.retriever.Entities(ctx, req)
	list.Decisions = d.book.Decisions(req.Kind)
	return list, err
}

// Decide decides about names.
func (d directory) Decide(ctx context.Context, c news.EntityChange) ([]news.EntityDecision, error) {
	return d.book.Decide(ctx, c)
}
