package main

import (
	"context"
	"errors"

	"byline/internal/client"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// archive is what the reading commands ask: an index of this machine, or a
// server, which gives the same answers.
type archive struct {
	httpapi.Searcher
	httpapi.Answerer
	httpapi.Library

	stats func(ctx context.Context) (stats news.Stats, version string, err error)
	close func() error
}

// archive opens what the settings name. The caller closes it.
func (a *app) archive(ctx context.Context) (*archive, error) {
	if a.config.Server.URL != "" {
		server, err := a.server()
		if err != nil {
			return nil, err
		}
		return &archive{
			Searcher: server, Answerer: server, Library: server,
			stats: server.Stats, close: func() error { return nil },
		}, nil
	}
	l, err := a.open(ctx, a.location(), reading)
	if err != nil {
		return nil, err
	}
	answerer, err := a.answerer(l, l.retriever)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return &archive{
		Searcher: l.retriever, Answerer: answerer, Library: l.index,
		stats: func(ctx context.Context) (news.Stats, string, error) {
			stats, err := l.Stats(ctx)
			return stats, version, err
		},
		close: l.Close,
	}, nil
}

// server is a client of the server that the settings name.
func (a *app) server() (*client.Client, error) {
	c := a.config.Server
	return client.New(client.Config{
		URL: c.URL, Key: c.Key, PlainHTTP: c.PlainHTTP, Timeout: c.Timeout, Version: version, Names: flagNames,
	})
}

// flagNames are the flags behind the fields of requests, for errors of a server.
var flagNames = map[string]string{
	"filters.after": "--after", "after": "--after", "filters.before": "--before", "before": "--before",
	"filters.language": "--language", "language": "--language",
	"as_of": "--as-of", "cursor": "--cursor", "group": "--group", "limit": "--limit", "mode": "--mode",
}

// here returns an error where a server is named, for commands that work on this machine alone.
func (a *app) here(what string) error {
	if a.config.Server.URL == "" {
		return nil
	}
	return news.Errorf(news.KindInvalid, "%s on this machine, not on the server %s; leave --server and BYLINE_SERVER out", what, news.ShownURL(a.config.Server.URL))
}
