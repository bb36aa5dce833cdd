package main

import (
	"context"

	"byline/internal/app"
	"byline/internal/client"
	"byline/internal/news"
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
