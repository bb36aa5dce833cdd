package main

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"byline/internal/app"
	"byline/internal/news"
)

// fakeEmbedder is an OpenAI-compatible embedder with troubles.
type fakeEmbedder struct {
	*httptest.Server
	trouble  atomic.Value // "none", "away", "slow", "stuck" or "flaky", a string
	requests atomic.Int64
}

// embedderDim is the length of its vectors.
const embedderDim = 32

func newFakeEmbedder() *fakeEmbedder {
	e := &fakeEmbedder{}
	e.trouble.Store("none")
	e.Server = httptest.NewServer(http.HandlerFunc(e.embed))
	return e
}

func (e *fakeEmbedder) embed(w http.ResponseWriter, r *http.Request) {
	n := e.requests.Add(1)
	switch trouble := e.trouble.Load(); {
	case trouble == "away":
		panic(http.ErrAbortHandler) // the connection breaks
	case trouble == "slow":
		time.Sleep(200 * time.Millisecond)
	case trouble == "stuck":
		_, _ = io.Copy(io.Discard, r.Body) // only then it is noticed that the client leaves
		<-r.Context().Done()
		return
	case trouble == "flaky" && n%2 == 0:
		http.Error(w, "overloaded", http.StatusServiceUnavailable)
		return
	}
	var request struct{ Input []string }
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	type vector struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	reply := make([]vector, len(request.Input))
	for i, text := range request.Input {
		reply[i] = vector{i, countWords(text)}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"data": reply})
}

// countWords is a vector in which every word counts in one place, so that texts
// with the same words are near each other.
func countWords(text string) []float32 {
	v := make([]float32, embedderDim)
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		h := fnv.New32a()
		_, _ = io.WriteString(h, strings.Trim(word, ".,?"))
		v[h.Sum32()%embedderDim]++
	}
	return v
}

type embedderKey struct{}

// setEmbedder gives the embedder of a script its trouble, or waits until it is
// asked for something after that: embedder none|away|slow|stuck|flaky|asked.
func setEmbedder(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: embedder none|away|slow|stuck|flaky|asked")
	}
	e := ts.Value(embedderKey{}).(*fakeEmbedder)
	if args[0] != "asked" {
		e.trouble.Store(args[0])
		e.requests.Store(0)
		return
	}
	for deadline := time.Now().Add(20 * time.Second); e.requests.Load() == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			ts.Fatalf("the embedder is not asked for anything")
		}
	}
}

// A server takes articles in at once whatever the embedder does; each gets its
// vectors in the end, and is found by words until then.
func TestAServerTakesArticlesInWhateverTheEmbedderDoes(t *testing.T) {
	t.Parallel()
	embedder := newFakeEmbedder()
	defer embedder.Close()
	a := newCLI([]string{"BYLINE_DATA=" + t.TempDir(), "BYLINE_EMBED_MODEL=fake", "BYLINE_EMBED_URL=" + embedder.URL + "/v1"}, nil, io.Discard, io.Discard)
	if err := a.configure("", nil); err != nil {
		t.Fatal(err)
	}
	l, err := a.open(t.Context(), a.index(), app.Writing)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	server, err := app.NewServer(t.Context(), l, app.AuthConfig{})
	if err != nil {
		t.Fatal(err)
	}
	over, stopped := make(chan struct{}), make(chan error, 1)
	until := func(context.Context) error { <-over; return nil }
	go func() { stopped <- app.RunWith(t.Context(), a.log, until, l.Upkeep()...) }()
	defer func() { close(over); <-stopped }()

	const each = 20
	troubles := []string{"slow", "flaky", "away", "none"}
	for i, trouble := range troubles {
		embedder.trouble.Store(trouble)
		for j := range each {
			body := fmt.Sprintf(`{"id":"a%d-%d","headline":"Boat %d of the harbour","body":"Boat number %d left the harbour at noon."}`, i, j, j, j)
			r := httptest.NewRequest(http.MethodPost, "http://localhost/v1/articles", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			if w.Code != http.StatusOK && w.Code != http.StatusCreated {
				t.Fatalf("while the embedder is %s: %d %s", trouble, w.Code, w.Body)
			}
		}
		result, err := l.Retriever.Search(t.Context(), news.SearchRequest{Query: "boat harbour", Limit: 1000, KeepCopies: true})
		if err != nil || len(result.Hits) != (i+1)*each {
			t.Errorf("while the embedder is %s: %d articles are found, want %d; error %v", trouble, len(result.Hits), (i+1)*each, err)
		}
		if warned := len(result.Warnings) > 0; warned != (trouble == "away") {
			t.Errorf("while the embedder is %s: warnings %q", trouble, result.Warnings)
		}
	}
	waiting := -1
	for deadline := time.Now().Add(30 * time.Second); waiting != 0 && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		stats, err := l.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		waiting = stats.Pending
	}
	result, err := l.Retriever.Search(t.Context(), news.SearchRequest{Query: "boat harbour", Mode: news.ModeSemantic, Limit: 1000, KeepCopies: true})
	if err != nil || waiting != 0 || len(result.Hits) != len(troubles)*each {
		t.Errorf("%d articles still wait, %d are found by meaning, want %d; error %v", waiting, len(result.Hits), len(troubles)*each, err)
	}
}
