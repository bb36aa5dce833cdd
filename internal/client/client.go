// Package client asks a running Byline server what an index of this machine
// would be asked: it searches, answers and reads articles over the HTTP API,
// with the same values and the same errors, and has it store, edit and delete
// articles.
package client

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"byline/internal/news"
)

// Config says which server to ask.
type Config struct {
	URL       string        // http or https, with a path if Byline is served below one
	Key       string        // API key; may be empty
	PlainHTTP bool          // the key may go unencrypted to another machine
	Timeout   time.Duration // longest silence of the server; must be positive
	Version   string        // of the program, for the server's log
	// Names is what the caller calls fields of requests, as "filters.after",
	// so that errors name what was written. Others keep their names.
	Names map[string]string
}

// Client asks one server. It is safe for concurrent use.
type Client struct {
	base    *url.URL
	key     string
	timeout time.Duration
	agent   string
	names   map[string]string
	http    *http.Client
}

// New makes a client and sends nothing. An address that cannot be used is a
// news.KindInvalid error.
func New(cfg Config) (*Client, error) {
	base, err := url.Parse(cfg.URL)
	switch {
	case err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https"):
		return nil, news.InvalidField("server", "is not an http or https URL, as https://byline.example")
	case base.User != nil:
		return nil, news.InvalidField("server", "holds a name or password; give an API key with BYLINE_API_KEY")
	case base.RawQuery != "" || base.Fragment != "":
		return nil, news.InvalidField("server", "%s goes on after the path; give the address of the server only", news.ShownURL(cfg.URL))
	case cfg.Key != "" && base.Scheme == "http" && !cfg.PlainHTTP && !news.IsLoopback(base.Hostname()):
		return nil, news.InvalidField("server",
			"%s is not encrypted, so anyone on the way could read the API key; use https, or --server-plain-http if the network is trusted", news.ShownURL(cfg.URL))
	case strings.ContainsFunc(cfg.Key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, news.InvalidField("api_key", "holds a space or another character that no key has")
	}
	return &Client{
		base: base, key: cfg.Key, timeout: cfg.Timeout, agent: "byline/" + cfg.Version, names: cfg.Names,
		http: &http.Client{
			// A key and a question are for the server that was named, not for where it points.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// String is the address of the server.
func (c *Client) String() string { return c.base.String() }

// maxResponse is the longest response that is read, in bytes: a page of the longest articles.
const maxResponse = 256 << 20

// get reads the document at a path; values may be nil.
func (c *Client) get(ctx context.Context, values url.Values, read func(io.Reader) error, path ...string) error {
	return c.do(ctx, request{method: http.MethodGet, path: path, query: values, accept: jsonType}, read)
}

// request is one request to the server.
type request struct {
	method string
	path   []string // not escaped
	query  url.Values
	body   []byte    // JSON
	stream io.Reader // in place of body, as it comes; closed by whoever made it
	media  string    // type of stream
	accept string    // type of the response; "": it has no body
}

// The types of responses.
const (
	jsonType   = "application/json"
	streamType = "text/event-stream"
	linesType  = "application/x-ndjson"
)

// do sends a request and hands the body of a good response to read. Errors are
// those that an index of this machine would return, with their kinds.
func (c *Client) do(ctx context.Context, req request, read func(io.Reader) error) error {
	ctx, idle := newIdleTimeout(ctx, c.timeout)
	defer idle.end()
	if req.stream != nil {
		req.stream = &errorRecorder{r: req.stream, idle: idle}
	}
	res, err := c.send(ctx, req)
	if err != nil {
		return c.transportError(ctx, err)
	}
	defer res.Body.Close()
	body := &errorRecorder{r: io.LimitReader(res.Body, maxResponse), idle: idle}
	if res.StatusCode == http.StatusNoContent && req.accept == "" {
		return nil
	}
	if res.StatusCode != http.StatusOK {
		return c.responseError(res, body)
	}
	if media, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")); media != req.accept {
		return c.notByline(res)
	}
	if err := read(body); err != nil {
		if body.err != nil || ctx.Err() != nil {
			return c.transportError(ctx, err)
		}
		return err
	}
	return nil
}

func (c *Client) send(ctx context.Context, r request) (*http.Response, error) {
	escaped := make([]string, len(r.path))
	for i, part := range r.path {
		escaped[i] = url.PathEscape(part)
	}
	address := strings.TrimSuffix(c.base.String(), "/") + "/" + strings.Join(escaped, "/")
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	in := r.stream
	if in == nil {
		in = bytes.NewReader(r.body)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, in)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	req.Header.Set("User-Agent", c.agent)
	if r.accept != "" {
		req.Header.Set("Accept", r.accept)
	}
	if r.stream != nil {
		req.Header.Set("Content-Type", r.media)
	} else if r.body != nil {
		req.Header.Set("Content-Type", jsonType)
	}
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	return c.http.Do(req)
}
