package fetch

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"byline/internal/news"
)

// redirect is where a server leads.
type redirect struct {
	at      *url.URL
	forGood bool
}

// visit asks for one address, in its turn.
func (c *Client) visit(ctx context.Context, at *url.URL, r Request) (Page, *redirect, error) {
	h, err := c.turns.take(ctx, hostOf(at))
	if err != nil {
		return Page{}, nil, failed(at, err)
	}
	defer c.turns.give(h)
	delay, err := c.allowed(ctx, h, at)
	if err != nil {
		return Page{URL: at.String()}, nil, failed(at, err)
	}
	page, to, err := c.ask(ctx, h, at, r)
	h.next = time.Now().Add(delay)
	if err == nil && to == nil && !c.config.IgnoreReservations && reserved(page) {
		err = ErrReserved
	}
	if err != nil {
		return Page{URL: at.String()}, nil, failed(at, err)
	}
	return page, to, nil
}

// hostOf is what a server is known by: its name and port.
func hostOf(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if port == "80" || port == "443" { // which are one server
		port = ""
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}

// ask sends one request, once the host may be asked.
func (c *Client) ask(ctx context.Context, h *host, at *url.URL, r Request) (Page, *redirect, error) {
	if now := time.Now(); now.Before(h.until) {
		return Page{}, nil, &StatusError{Code: h.code, Until: h.until}
	}
	if err := h.pause(ctx); err != nil {
		return Page{}, nil, err
	}
	h.next = time.Now().Add(c.config.Delay)
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	req, err := c.request(ctx, at, r)
	if err != nil {
		return Page{}, nil, err
	}
	client := *c.http
	client.Jar = r.cookies
	resp, err := client.Do(req)
	if err != nil {
		return Page{}, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if to, err := leads(resp, at); to != nil || err != nil {
		return Page{}, to, err
	}
	page := Page{URL: at.String(), Header: resp.Header, Type: resp.Header.Get("Content-Type"), Unchanged: resp.StatusCode == http.StatusNotModified}
	switch {
	case page.Unchanged:
		return page, nil, nil
	case resp.StatusCode != http.StatusOK:
		return Page{}, nil, h.refused(resp)
	}
	if err := ofUse(page.Type, r.Types); err != nil {
		return Page{}, nil, err
	}
	limit := c.config.MaxBytes
	if r.MaxBytes > 0 {
		limit = r.MaxBytes
	}
	if page.Body, err = unpacked(resp, limit); err != nil {
		return Page{}, nil, err
	}
	return page, nil, nil
}

// request makes a request that says who asks.
func (c *Client) request(ctx context.Context, at *url.URL, r Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), http.NoBody)
	if err != nil {
		return nil, notAnAddress(at.String())
	}
	req.Header.Set("User-Agent", c.agent())
	req.Header.Set("Accept-Encoding", "gzip, br")
	req.Header.Set("Accept", "*/*")
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
	return req, nil
}

// product is the name by which robots.txt knows us.
const product = "Byline"

func (c *Client) agent() string {
	agent := product
	if c.config.Version != "" {
		agent += "/" + c.config.Version
	}
	if c.config.Contact != "" {
		agent += " (+" + c.config.Contact + ")"
	}
	return agent
}

// leads returns where a response leads; nil if it is none that does.
func leads(resp *http.Response, at *url.URL) (*redirect, error) {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	to, err := at.Parse(resp.Header.Get("Location"))
	if err != nil || resp.Header.Get("Location") == "" {
		return nil, news.Errorf(news.KindInvalid, "it leads elsewhere, but does not say where")
	}
	if to, err = parse(to.String()); err != nil {
		return nil, err
	}
	forGood := resp.StatusCode == http.StatusMovedPermanently || resp.StatusCode == http.StatusPermanentRedirect
	return &redirect{to, forGood}, nil
}

// longestWait is how long a Retry-After is heeded at most.
const longestWait = 30 * 24 * time.Hour

// refused makes an error of a status, and has the host left alone for as long as it wants.
func (h *host) refused(resp *http.Response) error {
	err := &StatusError{Code: resp.StatusCode}
	if wait, ok := retryAfter(resp.Header.Get("Retry-After"), time.Now()); ok {
		err.Until = time.Now().Add(min(wait, longestWait))
		if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable {
			h.until, h.code = err.Until, err.Code
		}
	}
	return err
}

// retryAfter reads a Retry-After in either form: seconds or a date.
func retryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return at.Sub(now), true
	}
	return 0, false
}

// ofUse refuses media types that nothing can be read of.
func ofUse(declared string, types []string) error {
	if len(types) == 0 {
		types = Documents()
	}
	media, _, err := mime.ParseMediaType(declared)
	if err != nil {
		media, _, _ = strings.Cut(declared, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	if media == "" || slices.ContainsFunc(types, func(t string) bool {
		return media == t || strings.HasSuffix(t, "/") && strings.HasPrefix(media, t) || strings.HasPrefix(t, "+") && strings.HasSuffix(media, t) && !strings.HasPrefix(media, "image/")
	}) {
		return nil
	}
	return &news.Error{Kind: news.KindUnsupported, Err: fmt.Errorf("it is of the type %.80q, which holds no article", media)}
}
