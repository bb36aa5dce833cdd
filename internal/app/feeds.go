package app

import (
	"context"
	"path/filepath"
	"time"

	"byline/internal/feeds"
	"byline/internal/fetch"
	"byline/internal/news"
)

// Feeds is the list of feeds of the folder of the data, as people change it.
type Feeds struct {
	*feeds.Folder

	Outlets *feeds.Outlets
	config  Config
	client  *fetch.Client
}

// OpenFeeds opens the list. It need not be there. The client fetches for it.
func OpenFeeds(c Config, client *fetch.Client) *Feeds {
	return &Feeds{feeds.NewFolder(c.feedsFolder(), c.Logger), feeds.NewOutlets(c.outletsPath()), c, client}
}

func (c Config) outletsPath() string { return filepath.Join(c.Settings.Data, "outlets.json") }

func (c Config) feedsFolder() string { return filepath.Join(c.Settings.Data, "feeds") }

// Add finds the feed that is meant and adds it. KindInvalid: there is none, or
// it cannot be fetched. KindConflict: it is there already.
func (f *Feeds) Add(ctx context.Context, given news.Feed) (news.Feed, error) {
	added, err := feeds.New(given, time.Now())
	if err != nil {
		return added, err
	}
	found, err := feeds.Discover(ctx, f.client, added)
	if ctx.Err() != nil {
		return added, ctx.Err()
	}
	if err != nil { // whatever kind it has, it is of the address that was given
		return added, news.InvalidField("url", "%w", err)
	}
	return found, f.Folder.Add(ctx, found)
}

// Poller polls the feeds into an index.
func (f *Feeds) Poller(e *Engine) *feeds.Poller {
	s := f.config.Settings.Feeds
	c := feeds.Config{Shortest: s.Shortest, Longest: s.Longest, Callback: s.Callback, Logger: f.config.Logger}
	if s.Withdrawn == "delete" {
		c.Remove = e.Editor.Delete
	}
	return feeds.NewPoller(feeds.Deps{Store: f, Fetcher: f.client, Ingester: e.Ingester, Library: e, Outlets: f.Outlets, Hubs: f.Folder, Poster: f.client}, c)
}

// keepPolling polls feeds as they become due, as long as no other server does.
func (f *Feeds) keepPolling(e *Engine) Task {
	return Task{func(ctx context.Context) error {
		release, err := f.Lead(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		defer func() { _ = release() }()   // it ends with the process in any case
		if l, ok := e.Index.(leaser); ok { // which other servers may share
			return whileLeading(ctx, l, "feeds", f.config.Logger, f.Poller(e).Run)
		}
		return f.Poller(e).Run(ctx)
	}, "feeds are no longer polled"}
}
