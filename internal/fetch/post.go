package fetch

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Post sends a form to an address, in its turn at the host, and wants no more
// than to be told that it was taken. Redirects are not followed. Errors are those of Get.
func (c *Client) Post(ctx context.Context, address string, form url.Values) error {
	at, err := parse(address)
	if err != nil {
		return err
	}
	h, err := c.turns.take(ctx, hostOf(at))
	if err != nil {
		return failed(at, err)
	}
	defer c.turns.give(h)
	if now := time.Now(); now.Before(h.until) {
		return failed(at, &StatusError{Code: h.code, Until: h.until})
	}
	if err := h.pause(ctx); err != nil {
		return failed(at, err)
	}
	h.next = time.Now().Add(c.config.Delay)
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return notAnAddress(at.String())
	}
	req.Header.Set("User-Agent", c.agent())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := c.http.Do(req)
	if err != nil {
		return failed(at, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return failed(at, h.refused(resp))
	}
	return nil
}
