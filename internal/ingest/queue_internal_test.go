package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"byline/internal/embed"
	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/format"
	"byline/internal/indextest"
	"byline/internal/lexical"
	"byline/internal/news"
)

// remote is an embedder that can be away and that refuses some texts. It is
// the built-in model otherwise.
type remote struct {
	*embed.Model
	mu      sync.Mutex
	away    error
	refuses string
	texts   int // embedded
}

func (r *remote) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.away != nil {
		return nil, r.away
	}
	if r.refuses != "" && slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, r.refuses) }) {
		return nil, news.Errorf(news.KindInvalid, "a text is too long")
	}
	r.texts += len(texts)
	return r.Model.EmbedTexts(ctx, texts, role)
}

func (r *remote) set(away error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.away = away
}

// waiting opens an index in dir whose vectors come from a remote embedder.
func waiting(t *testing.T, dir string) (*embedded.Index, *Ingester, *remote) {
	t.Helper()
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &remote{Model: model}
	e := encode.New(lexical.New(), r, entities.Names{})
	x := embeddedtest.Open(t, dir, embeddedtest.Options(e))
	return x, New(format.Reader{}, x, e, nil), r
}

func takeIn(t *testing.T, g *Ingester, ids ...string) {
	t.Helper()
	var in strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&in, `{"id":%q,"headline":"The ferry %s","body":"The ferry %s sailed at noon."}`+"\n", id, id, id)
	}
	s, err := g.IngestFiles(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(in.String())})
	if err != nil || s.Created != len(ids) {
		t.Fatalf("%d created, error %v", s.Created, err)
	}
}

func pending(t *testing.T, x *embedded.Index) int {
	t.Helper()
	st, err := x.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st.Pending
}

// found is how many articles a search by words and by meaning finds.
func found(t *testing.T, x *embedded.Index) (words, meaning int) {
	t.Helper()
	e := indextest.Encoder(t)
	c, err := x.Candidates(t.Context(), indextest.Query(t, e, "ferry sailed", 100))
	if err != nil {
		t.Fatal(err)
	}
	return len(c.ArticleKeyword), len(c.ArticleSemantic)
}

func ids(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("a%02d", i))
	}
	return out
}

var errAway = news.Errorf(news.KindUnavailable, "nobody answers")

func TestArticlesAreStoredWhileTheEmbedderIsAwayAndGetTheirVectorsLater(t *testing.T) {
	dir := t.TempDir()
	x, g, r := waiting(t, dir)
	r.set(errAway)
	takeIn(t, g, ids(40)...)
	q := NewQueue(x, r, slog.New(slog.DiscardHandler))
	if n, err := q.Drain(t.Context(), nil); n != 0 || news.KindOf(err) != news.KindUnavailable {
		t.Errorf("while the embedder is away: %d done, error %v", n, err)
	}
	if words, meaning := found(t, x); words != 40 || meaning != 0 {
		t.Errorf("found %d by words and %d by meaning, want 40 and none", words, meaning)
	}
	// The queue is what is stored, so it outlives the process.
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x, _, r = waiting(t, dir)
	if n := pending(t, x); n != 40 {
		t.Fatalf("%d articles wait after a restart, want 40", n)
	}
	var steps []int
	n, err := NewQueue(x, r, slog.New(slog.DiscardHandler)).Drain(t.Context(), func(done int) { steps = append(steps, done) })
	if n != 40 || err != nil || !slices.Equal(steps, []int{16, 32, 40}) {
		t.Errorf("%d done in steps %v, error %v", n, steps, err)
	}
	if words, meaning := found(t, x); words != 40 || meaning != 40 || pending(t, x) != 0 {
		t.Errorf("found %d by words and %d by meaning, %d wait", words, meaning, pending(t, x))
	}
}

func TestAnArticleThatTheEmbedderRefusesDoesNotHoldUpTheRest(t *testing.T) {
	x, g, r := waiting(t, t.TempDir())
	takeIn(t, g, ids(40)...)
	r.refuses = "a07"
	n, err := NewQueue(x, r, slog.New(slog.DiscardHandler)).Drain(t.Context(), nil)
	if n != 39 || err == nil || !strings.Contains(err.Error(), `"a07"`) {
		t.Errorf("%d done, error %v", n, err)
	}
	if p := pending(t, x); p != 1 {
		t.Errorf("%d wait, want 1", p)
	}
}

func TestAnEmbedderThatRefusesEverythingIsAskedNoMore(t *testing.T) {
	x, g, r := waiting(t, t.TempDir())
	takeIn(t, g, ids(90)...)
	r.set(news.Errorf(news.KindInvalid, "there is no such model"))
	n, err := NewQueue(x, r, slog.New(slog.DiscardHandler)).Drain(t.Context(), nil)
	if n != 0 || err == nil || !strings.Contains(err.Error(), "refused 64 articles") {
		t.Errorf("%d done, error %v", n, err)
	}
	if p := pending(t, x); p != 90 {
		t.Errorf("%d wait, want 90", p)
	}
}

func TestWorkBringsVectorsToWhatComesAndGoesOnWhenTheEmbedderIsBack(t *testing.T) {
	x, g, r := waiting(t, t.TempDir())
	q := NewQueue(x, r, slog.New(slog.DiscardHandler))
	q.look, q.pause, q.longest = time.Millisecond, time.Millisecond, 4*time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { q.Work(ctx); close(ended) }()
	until := func(what string, met func() bool) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); !met(); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal(what)
			}
		}
	}
	takeIn(t, g, "one", "two")
	until("the first articles have no vectors", func() bool { return pending(t, x) == 0 })
	r.set(errors.New("broken"))
	takeIn(t, g, "three")
	if n := pending(t, x); n != 1 {
		t.Errorf("%d wait, want 1", n)
	}
	r.set(nil)
	until("an article got no vectors after the embedder came back", func() bool { return pending(t, x) == 0 })
	cancel()
	<-ended
}
