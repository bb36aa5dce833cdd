package httpapi

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/access"
	"byline/internal/news"
)

// The header of requests that may be sent twice, and that of a reply which was given before.
const (
	idempotencyKey = "Idempotency-Key"
	replayed       = "Idempotency-Replayed"
)

// The bounds of what is remembered of requests with an Idempotency-Key.
const (
	longestKey   = 255
	repliesKept  = 24 * time.Hour
	repliesBytes = 32 << 20 // of all replies
	longestReply = 4 << 20  // of one; a longer one is not remembered
)

// once gives a request that is sent again under the same Idempotency-Key the
// reply that it had. What was refused or failed is not remembered: it may be
// mended and sent again under its key.
func (s *Server) once(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		key := c.Request().Header.Get(idempotencyKey)
		if key == "" {
			return next(c)
		}
		if len(key) > longestKey || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return news.InvalidField(idempotencyKey, "must be 1 to %d visible ASCII characters", longestKey)
		}
		return s.onceAs(c, key, next)
	}
}

// onceAs is once for a key that the request need not have in a header.
func (s *Server) onceAs(c echo.Context, key string, next echo.HandlerFunc) error {
	name := routeOf(c) + "\x00" + c.Request().URL.Path + "\x00" + callerOf(c) + "\x00" + key
	earlier, err := s.replies.begin(name, time.Now())
	if err != nil {
		return err
	}
	body := &summed{ReadCloser: c.Request().Body, sum: sha256.New()}
	body.sum.Write([]byte(c.Request().URL.RawQuery + "\x00"))
	if earlier != nil {
		return earlier.repeat(c, body)
	}
	kept := false
	defer func() {
		if !kept {
			s.replies.forget(name)
		}
	}()
	c.Request().Body = body
	out := &recorded{ResponseWriter: c.Response().Writer}
	c.Response().Writer = out
	err = next(c)
	c.Response().Writer = out.ResponseWriter
	if _, rest := io.Copy(io.Discard, body); err != nil || rest != nil || c.Response().Status >= http.StatusMultipleChoices || out.text.Len() > longestReply {
		return err
	}
	kept = true
	s.replies.keep(name, reply{body.digest(), c.Response().Status, c.Response().Header().Get(echo.HeaderContentType), out.text.Bytes(), time.Now()})
	return nil
}

func callerOf(c echo.Context) string {
	k, _ := c.Get(keyKey).(access.Key)
	return k.ID
}

// reply is what a request was answered with.
type reply struct {
	sum    [sha256.Size]byte // of the query and the body that it answers
	status int
	media  string
	text   []byte
	at     time.Time
}

// repeat answers a request that is the same, and refuses one that is not.
func (r *reply) repeat(c echo.Context, body *summed) error {
	if _, err := io.Copy(io.Discard, body); err != nil {
		return err
	}
	if body.digest() != r.sum {
		return news.InvalidField(idempotencyKey, "was used for another request within the last %v; take a new one for each request that differs, and the same only to send one again", repliesKept)
	}
	c.Response().Header().Set(replayed, "true")
	return c.Blob(r.status, r.media, r.text)
}

// replies remembers replies by the names of their requests.
type replies struct {
	mu    sync.Mutex
	known map[string]*reply // nil: it is being worked on
	order []string          // of those that have one, the eldest first
	bytes int
}

func newReplies() *replies { return &replies{known: map[string]*reply{}} }

// begin returns the reply that a request has had; without one it is the
// caller's to keep or forget one. KindConflict: it is being worked on.
func (r *replies) begin(name string, now time.Time) (*reply, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.order) > 0 && (r.bytes > repliesBytes || now.Sub(r.known[r.order[0]].at) > repliesKept) {
		r.drop()
	}
	earlier, known := r.known[name]
	if known && earlier == nil {
		return nil, &news.Error{Kind: news.KindConflict, Err: fmt.Errorf("a request with this %s is still being worked on; send it again in a few seconds", idempotencyKey)}
	}
	if !known {
		r.known[name] = nil
	}
	return earlier, nil
}

// drop forgets the eldest reply. The caller holds mu.
func (r *replies) drop() {
	eldest := r.order[0]
	r.order = r.order[1:]
	r.bytes -= len(eldest) + len(r.known[eldest].text)
	delete(r.known, eldest)
}

func (r *replies) keep(name string, given reply) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[name] = &given
	r.order = append(r.order, name)
	r.bytes += len(name) + len(given.text)
}

func (r *replies) forget(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.known, name)
}

// summed is a body whose digest is known once it is read.
type summed struct {
	io.ReadCloser

	sum hash.Hash
}

// Read implements io.Reader.
func (s *summed) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	s.sum.Write(p[:n])
	return n, err
}

func (s *summed) digest() [sha256.Size]byte { return [sha256.Size]byte(s.sum.Sum(nil)) }

// recorded keeps the beginning of a response, one byte more than may be remembered.
type recorded struct {
	http.ResponseWriter

	text bytes.Buffer
}

// Write implements io.Writer.
func (w *recorded) Write(p []byte) (int, error) {
	w.text.Write(p[:min(len(p), longestReply+1-w.text.Len())])
	return w.ResponseWriter.Write(p)
}

// Unwrap lets a ResponseController through.
func (w *recorded) Unwrap() http.ResponseWriter { return w.ResponseWriter }
