package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/embed"
	"byline/internal/news"
)

// server is an endpoint that reads what it is asked. A text becomes the vector
// (length of the text, 1, 0). Faults are spent one a request, in order.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	faults   []http.HandlerFunc
	batches  [][]string
	running  int
	parallel int // most requests at a time
	dim      int
	reverse  bool // return vectors in reverse order, with their indexes
}

func newServer(t *testing.T) *server {
	s := &server{dim: 3}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.running++
	s.parallel = max(s.parallel, s.running)
	var fault http.HandlerFunc
	if len(s.faults) > 0 {
		fault, s.faults = s.faults[0], s.faults[1:]
	}
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.running--; s.mu.Unlock() }()
	if fault != nil {
		fault(w, r)
		return
	}
	var req struct {
		Input []string
		Model string
	}
	if err := json.NewDecoder(r.Body).Decode(&req); err != nil || r.URL.Path != "/v1/embeddings" || req.Model != "minilm" {
		http.Error(w, fmt.Sprintf("bad request: %v %s %s", err, r.URL.Path, req.Model), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.batches = append(s.batches, req.Input)
	s.mu.Unlock()
	type item struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var data []item
	for i, text := range req.Input {
		v := make([]float32, s.dim)
		v[0], v[1] = float32(len(text)), 1
		data = append(data, item{i, v})
	}
	if s.reverse {
		slices.Reverse(data)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"data": data})
}

func (s *server) embedder(t *testing.T, change func(*EmbedderConfig)) *Embedder {
	t.Helper()
	c := EmbedderConfig{
		Endpoint:  Endpoint{URL: s.URL + "/v1", Key: "secret-key", Model: "minilm", KeySetting: "BYLINE_EMBED_KEY", URLSetting: "BYLINE_EMBED_URL", ModelSetting: "BYLINE_EMBED_MODEL"},
		firstWait: time.Millisecond,
	}
	if change != nil {
		change(&c)
	}
	e, err := NewEmbedder(c)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		_, _ = w.Write([]byte(`{"error":{"message":"the server says secret-key"}}`))
	}
}

// want is the vector of a text that the server saw with so many bytes.
func want(n int) []float32 {
	l := math.Hypot(float64(n), 1)
	return []float32{float32(float64(n) / l), float32(1 / l), 0}
}

func near(t *testing.T, got, want [][]float32) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-6 })); diff != "" {
		t.Errorf("vectors (-want +got):\n%s", diff)
	}
}

func TestEmbedTextsBatchesInOrder(t *testing.T) {
	s := newServer(t)
	s.reverse = true
	e := s.embedder(t, func(c *EmbedderConfig) { c.Batch, c.Parallel = 2, 2 })
	texts := []string{"a", "", "ccc", "dddd", "  \n", "ffffff", "g\xff"}
	got, err := e.EmbedTexts(t.Context(), texts, embed.Passage)
	if err != nil {
		t.Fatal(err)
	}
	near(t, got, [][]float32{want(1), nil, want(3), want(4), nil, want(6), want(4)})
	if len(s.batches) != 3 {
		t.Errorf("%d requests, want 3: %q", len(s.batches), s.batches)
	}
	if s.parallel > 2 {
		t.Errorf("%d requests at a time, want at most 2", s.parallel)
	}
	if diff := cmp.Diff(embed.Identity{Name: "minilm", Version: "1", Dim: 3}, e.Identity()); diff != "" {
		t.Errorf("identity (-want +got):\n%s", diff)
	}
}

func TestEmbedTextsPutsPrefixes(t *testing.T) {
	s := newServer(t)
	e := s.embedder(t, func(c *EmbedderConfig) { c.QueryPrefix, c.PassagePrefix = "query: ", "passage: " })
	for _, role := range []embed.Role{embed.Query, embed.Passage} {
		if _, err := e.EmbedTexts(t.Context(), []string{"x"}, role); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([][]string{{"query: x"}, {"passage: x"}}, s.batches); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
	if v := e.Identity().Version; v != "1 passage:" {
		t.Errorf("version %q does not tell the prefix", v)
	}
}

func TestEmbedTextsTriesAgain(t *testing.T) {
	s := newServer(t)
	s.faults = []http.HandlerFunc{
		status(500),
		func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"data":[{"ind`)) }, // cut off
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },                  // connection lost
		status(429, "Retry-After", "1"),
	}
	start := time.Now()
	got, err := s.embedder(t, nil).EmbedTexts(t.Context(), []string{"abc"}, embed.Passage)
	if err != nil {
		t.Fatal(err)
	}
	near(t, got, [][]float32{want(3)})
	if took := time.Since(start); took < time.Second {
		t.Errorf("tried again after %s, before the server wanted it", took)
	}
}

func TestEmbedTextsFails(t *testing.T) {
	refused := httptest.NewServer(http.NotFoundHandler())
	refused.Close()
	vectors := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
	}
	for _, test := range []struct {
		name   string
		faults []http.HandlerFunc
		change func(*EmbedderConfig)
		kind   news.Kind
		says   []string
	}{
		{"no key", []http.HandlerFunc{status(401)}, func(c *EmbedderConfig) { c.Key = "" }, news.KindUnauthorized, []string{"set BYLINE_EMBED_KEY"}},
		{"wrong key", []http.HandlerFunc{status(401)}, nil, news.KindUnauthorized, []string{"refuses the key in BYLINE_EMBED_KEY"}},
		{"no such model", []http.HandlerFunc{status(404)}, nil, news.KindInvalid, []string{`no model "minilm"`, "BYLINE_EMBED_MODEL"}},
		{"bad request", []http.HandlerFunc{status(400)}, nil, news.KindInvalid, []string{"400"}},
		{"not running", nil, func(c *EmbedderConfig) { c.URL = refused.URL }, news.KindUnavailable, []string{refused.URL, "BYLINE_EMBED_URL"}},
		{"busy for long", []http.HandlerFunc{status(429, "Retry-After", "3600")}, nil, news.KindUnavailable, []string{"429"}},
		{"other length than configured", nil, func(c *EmbedderConfig) { c.Dim = 384 }, news.KindInvalid, []string{"length 3 where embed.dim says 384"}},
		{"too few vectors", []http.HandlerFunc{vectors(`{"data":[]}`)}, nil, news.KindInvalid, []string{"0 vectors for 1 texts"}},
		{"no vector", []http.HandlerFunc{vectors(`{"data":[{"index":0,"embedding":[]}]}`)}, nil, news.KindInvalid, []string{"empty vector"}},
		{"wrong index", []http.HandlerFunc{vectors(`{"data":[{"index":7,"embedding":[1]}]}`)}, nil, news.KindInvalid, []string{"indexes"}},
		{"plain text", []http.HandlerFunc{vectors(`Service is up.`)}, nil, news.KindInvalid, []string{"no JSON", "BYLINE_EMBED_URL"}},
		{"no JSON", []http.HandlerFunc{vectors(`<html>`)}, nil, news.KindInvalid, []string{"web page", "BYLINE_EMBED_URL"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t)
			s.faults = test.faults
			_, err := s.embedder(t, test.change).EmbedTexts(t.Context(), []string{"x"}, embed.Passage)
			if news.KindOf(err) != test.kind {
				t.Errorf("kind %v, want %v: %v", news.KindOf(err), test.kind, err)
			}
			for _, part := range test.says {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Errorf("error does not say %q: %v", part, err)
				}
			}
			if err != nil && test.kind == news.KindUnauthorized && strings.Contains(err.Error(), "secret-key") {
				t.Errorf("error shows the key: %v", err)
			}
		})
	}
}

func TestEmbedTextsTellsWhenToTryAgain(t *testing.T) {
	s := newServer(t)
	s.faults = []http.HandlerFunc{status(503, "Retry-After", "3600")}
	_, err := s.embedder(t, nil).EmbedTexts(t.Context(), []string{"x"}, embed.Passage)
	var e *news.Error
	if !errors.As(err, &e) || e.RetryAfter != time.Hour {
		t.Errorf("error does not carry the wait: %#v", err)
	}
}

func TestEmbedTextsSeesAModelChange(t *testing.T) {
	s := newServer(t)
	e := s.embedder(t, nil)
	if _, err := e.EmbedTexts(t.Context(), []string{"x"}, embed.Passage); err != nil {
		t.Fatal(err)
	}
	s.dim = 5
	if _, err := e.EmbedTexts(t.Context(), []string{"x"}, embed.Passage); news.KindOf(err) != news.KindInvalid {
		t.Errorf("a vector of another length passes: %v", err)
	}
}

func TestEmbedTextsStopsWithItsContext(t *testing.T) {
	s := newServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.faults = []http.HandlerFunc{func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client has gone
		cancel()
		<-r.Context().Done()
	}}
	texts := slices.Repeat([]string{"x"}, 20)
	_, err := s.embedder(t, func(c *EmbedderConfig) { c.Batch, c.Parallel = 1, 1 }).EmbedTexts(ctx, texts, embed.Passage)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want one of the context", err)
	}
	if len(s.batches) > 1 {
		t.Errorf("%d requests after the end", len(s.batches))
	}
}

func TestNewRefusesBadEndpoints(t *testing.T) {
	for _, url := range []string{"", "localhost:8080", "ftp://host/v1", "http://", "file:///etc/passwd"} {
		if _, err := NewEmbedder(EmbedderConfig{Endpoint: Endpoint{URL: url, Model: "m"}}); news.KindOf(err) != news.KindInvalid {
			t.Errorf("URL %q: %v", url, err)
		}
	}
	if _, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: "http://host/v1"}}); news.KindOf(err) != news.KindInvalid {
		t.Errorf("no model: %v", err)
	}
}

func TestEndpointURL(t *testing.T) {
	for given, want := range map[string]string{
		"http://host:11434":                          "http://host:11434/v1",
		"http://host/v1/":                            "http://host/v1",
		"https://host/api/v3/embeddings":             "https://host/api/v3",
		"https://user:pw@host/v1/chat/completions":   "https://host/v1",
		"https://host/openai/deployments/x?api=2024": "https://host/openai/deployments/x?…",
	} {
		r, err := Endpoint{URL: given, Model: "m"}.remote()
		if err != nil || r.URL != want {
			t.Errorf("%s: got %s, %v, want %s", given, r.URL, err, want)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "-1": 0, "soon": 0,
		"Mon, 03 Feb 2025 04:05:36 GMT": 30 * time.Second,
		"Mon, 03 Feb 2020 04:05:36 GMT": 0, "Mon, 03 Feb 2025 05:05:36 +0100": 30 * time.Second,
	} {
		if got := retryAfter(http.Header{"Retry-After": {header}}, now); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
