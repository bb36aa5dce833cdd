package main

import (
	"context"
	"errors"
	"io"

	"byline/internal/app"
	"byline/internal/client"
	"byline/internal/news"
	"byline/internal/terminal"
)

// appConfig is what package app makes things from.
func (a *cli) appConfig() app.Config {
	return app.Config{Settings: a.config, Logger: a.log, Version: programVersion(), Names: flagNames}
}

// index is where the index is that the settings name.
func (a *cli) index() app.Location { return app.LocationOf(a.config.Index, a.config) }

// open opens an index of this machine. The caller closes it.
func (a *cli) open(ctx context.Context, at app.Location, mode app.OpenMode) (*app.Engine, error) {
	if err := a.requireLocal("this command works on an index"); err != nil {
		return nil, err
	}
	c, done := a.showingRebuild()
	defer done()
	return app.Open(ctx, c, at, mode)
}

// backend opens what answers reading commands. The caller closes it.
func (a *cli) backend(ctx context.Context) (*app.Backend, error) {
	c, done := a.showingRebuild()
	defer done()
	return app.OpenBackend(ctx, c)
}

// withBackend lets do use what answers reading commands, and closes it.
func (a *cli) withBackend(ctx context.Context, do func(from *app.Backend) error) (err error) {
	from, err := a.backend(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	return do(from)
}

// show reads something and prints it, as JSON or for people.
func show[T any](ctx context.Context, a *cli, read func(*app.Backend) (T, error), document func(io.Writer, T) error, people func(*terminal.Printer, T)) error {
	return a.withBackend(ctx, func(from *app.Backend) error {
		found, err := read(from)
		if err != nil {
			return err
		}
		if a.json {
			return a.printDocument(func(w io.Writer) error { return document(w, found) })
		}
		people(a.Printer(), found)
		return nil
	})
}

// showingRebuild shows a person how an index is made ready, until done.
func (a *cli) showingRebuild() (c app.Config, done func()) {
	progress := a.NewProgress()
	c = a.appConfig()
	c.OnRebuild = progress.Of("preparing stored articles for search")
	return c, progress.Done
}

// server is a client of the server that the settings name.
func (a *cli) server() (*client.Client, error) { return app.NewClient(a.appConfig()) }

// flagNames are the flags behind the fields of requests, for errors of a server.
var flagNames = map[string]string{
	"filters.after": "--after", "after": "--after", "filters.before": "--before", "before": "--before",
	"filters.language": "--language", "language": "--language",
	"as_of": "--as-of", "cursor": "--cursor", "group": "--group", "limit": "--limit", "mode": "--mode",
}

// requireLocal returns an error where a server is named, for commands that work on this machine alone.
func (a *cli) requireLocal(what string) error {
	if a.config.Server.URL == "" {
		return nil
	}
	return news.Errorf(news.KindInvalid, "%s on this machine, not on the server %s; leave --server and BYLINE_SERVER out", what, news.ShownURL(a.config.Server.URL))
}
