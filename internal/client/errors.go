package client

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"byline/internal/api"
	"byline/internal/news"
)

// transportError words the error of a request that got no response, or not all of it.
func (c *Client) transportError(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errIdle) {
		return news.Errorf(news.KindUnavailable, "server %s: silent for %v; --server-timeout allows more", c, c.timeout)
	}
	if ctx.Err() != nil {
		return fmt.Errorf("server %s: %w", c, ctx.Err())
	}
	var inner *url.Error // repeats method and address
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return news.Errorf(news.KindUnavailable, "server %s: %w; is `byline serve` running there?", c, err)
}

// notByline is the error of a response that Byline does not give.
func (c *Client) notByline(res *http.Response) error {
	return news.Errorf(news.KindUnavailable, "server %s: answers %s (%s), which is not what Byline does; is the address right?",
		c, res.Status, cmp.Or(res.Header.Get("Content-Type"), "no content type"))
}

// responseError turns a response that is none of success into the error that it stands for.
func (c *Client) responseError(res *http.Response, body io.Reader) error {
	if to := res.Header.Get("Location"); res.StatusCode/100 == 3 {
		return news.InvalidField("server", "%s redirects to %q; give that address, if it is the right one", c, to)
	}
	err := api.ReadProblem(io.LimitReader(body, 1<<20))
	if err == nil {
		return c.notByline(res)
	}
	switch kind := news.KindOf(err); kind {
	case news.KindInvalid, news.KindNotFound, news.KindTooLarge:
		return c.renamed(err) // as an index of this machine says it
	case news.KindUnauthorized:
		return news.Errorf(kind, "server %s: %w; BYLINE_API_KEY gives the API key", c, err)
	case news.KindUnavailable, news.KindThrottled:
		seconds, _ := strconv.Atoi(res.Header.Get("Retry-After")) // without one, there is no telling
		after := time.Duration(seconds) * time.Second
		if after > 0 && !strings.Contains(err.Error(), "try again") { // what a key may do says so itself
			err = fmt.Errorf("%w; try again in %v", err, after)
		}
		return &news.Error{Kind: kind, RetryAfter: after, Err: fmt.Errorf("server %s: %w", c, err)}
	default:
		return news.Errorf(kind, "server %s: %w", c, err)
	}
}

// renamed is an error of a problem document with the caller's names of fields.
func (c *Client) renamed(err error) error {
	switch e := err.(type) { //nolint:errorlint // it is either one fault or several, joined
	case *news.Error:
		if name := c.names[e.Field]; name != "" {
			return &news.Error{Kind: e.Kind, Field: name, Err: e.Err}
		}
	case interface{ Unwrap() []error }:
		faults := e.Unwrap()
		for i := range faults {
			faults[i] = c.renamed(faults[i])
		}
		return errors.Join(faults...)
	}
	return err
}
