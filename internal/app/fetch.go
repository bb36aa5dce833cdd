package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"

	"byline/internal/fetch"
	"byline/internal/ingest"
	"byline/internal/news"
)

// NewFetcher makes what fetches from the web as the settings want it. Whatever
// fetches in one process shares it: it keeps the pauses of hosts.
func NewFetcher(c Config) *fetch.Client { return fetch.New(fetchConfig(c)) }

func fetchConfig(c Config) fetch.Config {
	s := c.Settings.Fetch
	return fetch.Config{
		Version: c.Version, Contact: s.Contact, Networks: s.Networks, Ports: s.Ports,
		Delay: s.Delay, Timeout: s.Timeout, MaxBytes: int64(s.MaxSize) << 20,
		IgnoreRobots: !s.Robots, IgnoreReservations: !s.Reservations,
	}
}

// fetchedAtOnce is how many addresses are fetched for people at once: each may
// hold a page of fetch.max_size.
const fetchedAtOnce = 4

// Addresses takes in what is at an address. It is safe for concurrent use.
type Addresses struct {
	fetcher  *fetch.Client
	ingester *ingest.Ingester
	log      *slog.Logger // is told in full why an address brought nothing
	turns    chan struct{}
}

// NewAddresses makes one that fetches and stores with these.
func NewAddresses(fetcher *fetch.Client, ingester *ingest.Ingester, log *slog.Logger) *Addresses {
	return &Addresses{fetcher: fetcher, ingester: ingester, log: log, turns: make(chan struct{}, fetchedAtOnce)}
}

// Take fetches an address and stores the articles of what is there, a page as a
// rule. With restore, one that was deleted comes back. Errors have the kinds of
// [fetch.Client.Get] and of the index.
func (a *Addresses) Take(ctx context.Context, address string, restore bool) ([]news.PutResult, error) {
	select {
	case a.turns <- struct{}{}:
		defer func() { <-a.turns }()
	case <-ctx.Done():
		return nil, news.Errorf(news.KindUnavailable, "other addresses are still being fetched: %w", ctx.Err())
	}
	page, err := a.fetcher.Get(ctx, fetch.Request{URL: address, Types: append(fetch.Documents(), "application/pdf")})
	if err != nil {
		a.log.InfoContext(ctx, "an address brought nothing", "error", err)
		return nil, toPeople(address, err)
	}
	file := news.InputFile{
		Path: news.ShownURL(page.URL), URL: page.URL, Type: page.Type,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(page.Body)), nil },
	}
	var results []news.PutResult
	_, err = a.ingester.Load(ctx, slices.Values([]news.InputFile{file}), news.Load{
		Strict: true, Restore: restore, OnProgress: func(int) {},
		OnResult: func(res news.LoadResult) {
			if res.PassedOver() == 0 {
				results = append(results, res.PutResult)
			}
		},
	})
	if err != nil {
		return results, fmt.Errorf("%s: %w", file.Path, err)
	}
	return results, nil
}

// toPeople words why an address brought nothing. Whoever asked knows which one it
// was, and is told nothing of the network that the server is in.
func toPeople(address string, err error) error {
	own := &news.Error{Kind: news.KindUnavailable}
	_ = errors.As(err, &own) // else it is as above
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "fetch: "), news.ShownURL(address)+": ")
	switch {
	case errors.Is(err, fetch.ErrClosed):
		text = "it leads to a machine or a port that is closed to strangers; the settings fetch.networks and fetch.ports open more"
	case errors.Is(err, context.DeadlineExceeded):
		text = "it takes too long"
	case isOf[*net.DNSError](err):
		text = "no host of that name is found"
	case isOf[*net.OpError](err):
		text = "its server cannot be reached"
	}
	return &news.Error{Kind: own.Kind, RetryAfter: own.RetryAfter, Err: errors.New(text)}
}

func isOf[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
