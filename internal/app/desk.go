package app

import (
	"context"
	"fmt"
	"iter"

	"byline/internal/client"
	"byline/internal/embedded"
	"byline/internal/format"
	"byline/internal/httpapi"
	"byline/internal/ingest"
	"byline/internal/news"
)

// Loader takes articles in.
type Loader interface {
	Load(ctx context.Context, files iter.Seq[news.InputFile], how news.Load) (news.LoadSummary, error)
}

// Desk is what writing commands work at: an index of this machine, the server
// that holds it, or one that the settings name. They do the same.
type Desk struct {
	Loader
	httpapi.Editor

	Unknown Unknown // nil: in a dry run
	Engine  *Engine // nil: a server does the work
	Server  string  // its address; "": there is none
}

// Close lets go of what is behind it.
func (d *Desk) Close() error {
	if d.Engine == nil {
		return nil
	}
	return d.Engine.Close()
}

// OpenDesk opens an index for writing or, where a server holds it or the
// settings name one, that. The caller closes it. Errors are those of Open.
func OpenDesk(ctx context.Context, c Config) (*Desk, error) { return openDesk(ctx, c, Writing) }

// OpenDeskOf is OpenDesk for an index that must be there.
func OpenDeskOf(ctx context.Context, c Config) (*Desk, error) {
	at := LocationOf(c.Settings.Index, c.Settings)
	if c.Settings.Server.URL == "" {
		if err := at.of().mustBeThere(at); err != nil {
			return nil, err
		}
	}
	return openDesk(ctx, c, Writing)
}

// OpenDryDesk opens what tells what loading would do, and stores nothing. There
// need not be an index.
func OpenDryDesk(ctx context.Context, c Config) (*Desk, error) {
	at := LocationOf(c.Settings.Index, c.Settings)
	if c.Settings.Server.URL == "" && !isThere(at) {
		return &Desk{Loader: ingest.New(format.Reader{}, emptyStore{}, nil, nil)}, nil
	}
	return openDesk(ctx, c, Reading)
}

// isThere reports whether there is an index, as far as can be told before it is open.
func isThere(at Location) bool { return at.of().mustBeThere(at) == nil }

// emptyStore is where nothing is stored.
type emptyStore struct{}

func (emptyStore) Put(context.Context, []news.Record) ([]news.PutResult, error) {
	return nil, news.Errorf(news.KindConflict, "nothing is stored in a dry run")
}

func (emptyStore) Hashes(context.Context, []string) (map[string][16]byte, error) { return nil, nil }

func (emptyStore) Article(_ context.Context, id string) (news.Article, error) {
	return news.Article{}, news.Errorf(news.KindNotFound, "there is no article %q", id)
}

func (emptyStore) Decisions(context.Context, []string) (map[string]news.Decision, error) {
	return nil, nil
}

func openDesk(ctx context.Context, c Config, mode OpenMode) (*Desk, error) {
	if c.Settings.Server.URL != "" {
		server, err := NewClient(c)
		if err != nil {
			return nil, err
		}
		return &Desk{Loader: server, Editor: server, Unknown: server.Unknown, Server: server.String()}, nil
	}
	at := LocationOf(c.Settings.Index, c.Settings)
	e, err := Open(ctx, c, at, mode)
	if err == nil {
		return &Desk{Loader: e.Ingester, Editor: e.Editor, Unknown: e.Retriever.Unknown, Engine: e}, nil
	}
	if !embedded.IsHeld(err) {
		return nil, err
	}
	running, errRunning := runningIn(at.Dir)
	if errRunning != nil {
		return nil, err
	}
	server, err := client.New(client.Config{
		URL: running.URL, Key: running.Token, PlainHTTP: true, Timeout: c.Settings.Server.Timeout, Version: c.Version, Names: c.Names,
	})
	if err != nil {
		return nil, fmt.Errorf("app: the server that holds %s: %w", at.Dir, err)
	}
	return &Desk{Loader: server, Editor: server, Unknown: server.Unknown, Server: server.String()}, nil
}
