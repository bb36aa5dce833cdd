package openai

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// doer sends requests to a server. It adds what the server wants of each, finds
// out which of its paths is right, turns failure statuses into a *statusError,
// since the library's own errors leave out Retry-After (and it does not close
// the body of a refused stream), and bounds the size of a reply.
type doer struct {
	client  *http.Client
	key     string
	azure   bool // the key goes into a header of its own
	headers http.Header
	query   url.Values
	paths   []string     // base paths, the first is in the address of requests
	path    atomic.Int32 // which of them served
	cut     bool         // the second path leaves out the version that the settings name
}

// Do implements openai.HTTPDoer.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	known := int(d.path.Load())
	resp, err := d.try(req, known)
	if !isWrongPath(err) {
		return resp, err
	}
	for i := range d.paths {
		if i == known {
			continue
		}
		resp, other := d.try(req, i)
		if other == nil || !isWrongPath(other) && !d.doubts(other) {
			d.path.Store(int32(i))
			return resp, other
		}
	}
	return nil, err
}

// doubts reports whether a refusal by a path that leaves out what the settings name
// says that it is the wrong one: it is only right if it replies, or wants a key.
func (d *doer) doubts(err error) bool {
	var s *statusError
	return d.cut && errors.As(err, &s) && s.code == http.StatusBadRequest
}

// try sends a request to one of the paths.
func (d *doer) try(req *http.Request, path int) (*http.Response, error) {
	again := req.Clone(req.Context())
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		again.Body = body
	}
	if rest, ok := strings.CutPrefix(req.URL.Path, d.paths[0]); ok {
		again.URL.Path, again.URL.RawPath = d.paths[path]+rest, ""
	}
	d.adorn(again)
	resp, err := d.client.Do(again)
	if err != nil {
		return nil, err
	}
	resp.Body = unpacked(resp)
	if resp.StatusCode >= http.StatusBadRequest || resp.StatusCode < http.StatusOK {
		return nil, d.refusal(resp)
	}
	resp.Body = bounded{io.LimitReader(resp.Body, maxReply), resp.Body}
	return resp, nil
}

// refusal is what the server says in a reply with a failure status.
func (d *doer) refusal(resp *http.Response) *statusError {
	const longest = 64 << 10 // bytes
	defer func() { _ = resp.Body.Close() }()
	raw, _ := io.ReadAll(io.LimitReader(resp.Body, longest)) // what cannot be read cannot be said
	e := &statusError{code: resp.StatusCode, retryAfter: retryAfter(resp.Header, time.Now()), message: d.hide(messageOf(raw))}
	if e.retryAfter == 0 && (e.mayPass() || e.code == http.StatusTooManyRequests) {
		e.retryAfter = saidAfter(string(raw), e.message)
	}
	return e
}

// isWrongPath reports whether there is nothing at a path. A server that has no
// such model says so, and is at the right one.
func isWrongPath(err error) bool {
	var s *statusError
	return errors.As(err, &s) && (s.code == http.StatusNotFound || s.code == http.StatusMethodNotAllowed) &&
		!strings.Contains(strings.ToLower(s.message), "model")
}

type bounded struct {
	io.Reader
	io.Closer
}

// hide takes secrets out of what a server says: some repeat the key.
func (d *doer) hide(text string) string {
	const shortest = 8 // bytes of a secret; what is shorter is none, and may be part of any word
	secrets := []string{d.key}
	for _, values := range d.headers {
		secrets = append(secrets, values...)
	}
	for _, secret := range secrets {
		if len(secret) >= shortest {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return text
}
