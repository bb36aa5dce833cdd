package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"

	"byline/internal/news"
)

// rules are what a site says about who may fetch what.
type rules struct {
	robots   *robotstxt.Group
	reserves reservations
	refused  *StatusError // robots.txt could not be read, which closes everything for now
	until    time.Time    // when to ask again
}

// How long what a site says is believed, and how long it is left alone where it
// could not say it.
const (
	believed  = 24 * time.Hour
	leftAlone = time.Hour
	maxRobots = 512 << 10 // bytes; RFC 9309 wants at least 500 KiB read
	maxDelay  = 10 * time.Minute
	maxHops   = 5 // redirects of robots.txt, by RFC 9309
)

// rulebook remembers the rules of sites.
type rulebook struct {
	mu    sync.Mutex
	sites map[string]rules
}

func newRulebook() *rulebook { return &rulebook{sites: map[string]rules{}} }

func (b *rulebook) of(site string, now time.Time) (rules, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r, ok := b.sites[site]
	return r, ok && now.Before(r.until)
}

func (b *rulebook) keep(site string, r rules) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.sites) >= many {
		now := time.Now()
		for name, old := range b.sites {
			if len(b.sites) >= many*4 || now.After(old.until) {
				delete(b.sites, name)
			}
		}
	}
	b.sites[site] = r
}

// allowed refuses what a site closes to us, and returns how long to pause after a request to it.
func (c *Client) allowed(ctx context.Context, h *host, at *url.URL) (time.Duration, error) {
	if c.config.IgnoreRobots && c.config.IgnoreReservations {
		return c.config.Delay, nil
	}
	site := at.Scheme + "://" + at.Host
	r, ok := c.rules.of(site, time.Now())
	if !ok {
		var err error
		if r, err = c.learn(ctx, h, at); err != nil {
			return 0, err
		}
		c.rules.keep(site, r)
	}
	path := at.EscapedPath()
	if path == "" {
		path = "/"
	}
	if at.RawQuery != "" {
		path += "?" + at.RawQuery
	}
	switch {
	case c.config.IgnoreRobots:
	case r.refused != nil:
		return 0, fmt.Errorf("its robots.txt cannot be read: %w", r.refused)
	case r.robots != nil && !r.robots.Test(path):
		return 0, ErrRobots
	}
	if !c.config.IgnoreReservations && r.reserves.hold(path) {
		return 0, ErrReserved
	}
	if r.robots == nil || c.config.IgnoreRobots {
		return c.config.Delay, nil
	}
	return max(c.config.Delay, min(r.robots.CrawlDelay, maxDelay)), nil
}

// learn asks a site for its rules.
func (c *Client) learn(ctx context.Context, h *host, at *url.URL) (rules, error) {
	r := rules{until: time.Now().Add(believed)}
	if !c.config.IgnoreRobots {
		if err := c.learnRobots(ctx, h, at, &r); err != nil {
			return r, err
		}
	}
	if !c.config.IgnoreReservations && r.refused == nil {
		page, err := c.beside(ctx, h, at, "/.well-known/tdmrep.json")
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		if err == nil {
			r.reserves = readReservations(page.Body)
		}
	}
	return r, nil
}

func (c *Client) learnRobots(ctx context.Context, h *host, at *url.URL, r *rules) error {
	page, err := c.beside(ctx, h, at, "/robots.txt")
	status, refused := errors.AsType[*StatusError](err)
	switch {
	case refused && permanent(status.Code): // there is none
		return nil
	case refused:
		r.refused, r.until = status, time.Now().Add(leftAlone)
		if !status.Until.IsZero() {
			r.until = status.Until
		}
		return nil
	case news.KindOf(err) == news.KindUnsupported || news.KindOf(err) == news.KindTooLarge: // it is no robots.txt
		return nil
	case err != nil:
		return err
	}
	data, err := robotstxt.FromBytes(page.Body)
	if err != nil { // what cannot be read closes nothing
		return nil //nolint:nilerr // RFC 9309 has lines that are none passed over
	}
	r.robots = data.FindGroup(product)
	return nil
}

// Sitemaps are the values of the lines of a robots.txt that name a sitemap. The
// library tells none of them where any line is wrong.
func Sitemaps(robots []byte) (named []string) {
	for line := range strings.Lines(string(robots[:min(len(robots), maxRobots)])) {
		if name, value, _ := strings.Cut(line, ":"); strings.EqualFold(strings.TrimSpace(name), "sitemap") {
			named = append(named, value)
		}
	}
	return named
}

// beside gets a file of the site at an address, for whoever has the turn at its host.
func (c *Client) beside(ctx context.Context, h *host, at *url.URL, path string) (Page, error) {
	file := &url.URL{Scheme: at.Scheme, User: at.User, Host: at.Host, Path: path}
	files := Request{MaxBytes: maxRobots}
	for range maxHops + 1 {
		page, to, err := c.ask(ctx, h, file, files)
		if err != nil || to == nil {
			return page, err
		}
		file = to.at
	}
	return Page{}, &StatusError{Code: http.StatusNotFound} // by RFC 9309, as if there were none
}
