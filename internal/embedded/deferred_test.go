package embedded_test

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"byline/internal/embed"
	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/indextest"
	"byline/internal/lexical"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

// remote is the built-in embedder as if it were far away.
type remote struct {
	*embed.Model
	asked *atomic.Int64 // texts
}

func (r remote) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	r.asked.Add(int64(len(texts)))
	return r.Model.EmbedTexts(ctx, texts, role)
}

func newRemote(t *testing.T) (*encode.Encoder, remote) {
	t.Helper()
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := remote{model, new(atomic.Int64)}
	return encode.New(lexical.New(), r, entities.Names{}), r
}

// bring gives a pending article its vectors and puts them into its record.
func bring(t *testing.T, x *embedded.Index, r remote, a news.Article, record *news.Record) {
	t.Helper()
	texts, err := r.EmbedTexts(t.Context(), encode.Texts(&a), embed.Passage)
	if err != nil {
		t.Fatal(err)
	}
	vectors := make([]news.Vector, len(texts))
	for i := range texts {
		vectors[i] = embed.Quantize(texts[i])
	}
	if err := x.SetVectors(t.Context(), a, vectors[0], vectors[1:]); err != nil {
		t.Fatal(err)
	}
	if err := record.Attach(vectors); err != nil {
		t.Fatal(err)
	}
}

func checkPending(t *testing.T, x *embedded.Index, want ...string) {
	t.Helper()
	articles, err := x.Pending(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range articles {
		got = append(got, a.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pending (-want +got):\n%s", diff)
	}
	st, err := x.Stats(t.Context())
	if err != nil || st.Pending != len(want) {
		t.Errorf("Stats tell of %d pending, error %v; want %d", st.Pending, err, len(want))
	}
}

// Vectors of a remote embedder come later. Until then an article is found by
// its words; afterwards they are kept, for making them again costs money.
func TestDeferredVectors(t *testing.T) {
	encoder, embedder := newRemote(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	articles := indextest.Articles(8)
	want := indextest.Reference(putTest(t, x, encoder, articles...))
	checkTest(t, x, encoder, want)
	pending, err := x.Pending(t.Context(), 3)
	if err != nil || len(pending) != 3 || pending[0].ID != articles[0].ID || pending[0].Revision != 1 {
		t.Fatalf("Pending: %v, %v; want the first three, oldest first", pending, err)
	}
	for i := range pending {
		bring(t, x, embedder, pending[i], &want[i])
	}
	checkPending(t, x, articles[3].ID, articles[4].ID, articles[5].ID, articles[6].ID, articles[7].ID)
	checkRanked(t, x, want)

	asked := embedder.asked.Load()
	reopen := func() {
		closeTest(t, x)
		x = embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	}
	lose := func() {
		closeTest(t, x)
		if err := os.RemoveAll(filepath.Join(dir, "segments")); err != nil {
			t.Fatal(err)
		}
		x = embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	}
	for _, again := range []func(){reopen, lose, reopen} {
		again()
		checkPending(t, x, articles[3].ID, articles[4].ID, articles[5].ID, articles[6].ID, articles[7].ID)
		checkRanked(t, x, want)
	}
	if now := embedder.asked.Load() - asked; now > 3*2*2 { // the queries of checkRanked
		t.Errorf("the embedder was asked for %d texts again", now)
	}
}

// Vectors that come late, for a version that was replaced, are left alone.
func TestVectorsOfReplacedVersion(t *testing.T) {
	encoder, embedder := newRemote(t)
	x := embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(encoder))
	a := indextest.Article(1)
	old := putTest(t, x, encoder, a)
	want := putTest(t, x, encoder, indextest.Revised(a, 2))
	bring(t, x, embedder, old[0].Article, &old[0])
	checkPending(t, x, a.ID)
	checkRanked(t, x, want)
	bring(t, x, embedder, want[0].Article, &want[0])
	checkPending(t, x)
	checkRanked(t, x, want)
	bring(t, x, embedder, want[0].Article, &want[0]) // twice does no harm
	checkRanked(t, x, want)
}

// A text of which the embedder knows no word has no vector; the others of its
// article keep theirs when the search structures are made again.
func TestTextWithoutVector(t *testing.T) {
	encoder, embedder := newRemote(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	a := indextest.Article(1)
	want := indextest.Reference(putTest(t, x, encoder, a))
	if len(want[0].Passages) < 2 {
		t.Fatal("the article needs two passages")
	}
	vectors, err := embedder.EmbedTexts(t.Context(), encode.Texts(&a), embed.Passage)
	if err != nil {
		t.Fatal(err)
	}
	quantised := make([]news.Vector, len(vectors)) // the first, of the whole article, stays empty
	for i := 1; i < len(vectors); i++ {
		quantised[i] = embed.Quantize(vectors[i])
	}
	if err := x.SetVectors(t.Context(), want[0].Article, quantised[0], quantised[1:]); err != nil {
		t.Fatal(err)
	}
	if err := want[0].Attach(quantised); err != nil {
		t.Fatal(err)
	}
	checkRanked(t, x, want)
	closeTest(t, x)
	if err := os.RemoveAll(filepath.Join(dir, "segments")); err != nil {
		t.Fatal(err)
	}
	checkRanked(t, embeddedtest.Open(t, dir, embeddedtest.Options(encoder)), want)
}

func TestVectorsThatDoNotFit(t *testing.T) {
	encoder, embedder := newRemote(t)
	x := embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(encoder))
	records := putTest(t, x, encoder, indextest.Article(1))
	v, err := encoder.QueryVector(t.Context(), "pier")
	if err != nil {
		t.Fatal(err)
	}
	if err := x.SetVectors(t.Context(), records[0].Article, embed.Quantize(v), nil); err == nil {
		t.Error("vectors for too few passages are taken")
	}
	short := make([]news.Vector, len(records[0].Passages))
	for i := range short {
		short[i] = embed.Quantize(v[:100])
	}
	if err := x.SetVectors(t.Context(), records[0].Article, embed.Quantize(v[:100]), short); err == nil {
		t.Error("vectors of another length are taken")
	}
	checkPending(t, x, indextest.Article(1).ID)
	bring(t, x, embedder, records[0].Article, &records[0])
	checkPending(t, x)
}

// A change from one remote embedder to another makes every article wait again.
func TestRebuildDeferred(t *testing.T) {
	encoder, embedder := newRemote(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(2)...)
	for i := range want {
		bring(t, x, embedder, want[i].Article, &want[i])
	}
	checkPending(t, x)
	closeTest(t, x)
	o := embeddedtest.Options(encoder)
	o.Embedder, o.Rebuild = "another", true
	x = embeddedtest.Open(t, dir, o)
	checkPending(t, x, want[0].Article.ID, want[1].Article.ID)
	q := indextest.Query(t, encoder, want[0].Article.Headline, 10)
	if c, err := x.Candidates(t.Context(), q); err != nil || len(c.ArticleKeyword) == 0 || len(c.ArticleSemantic) != 0 {
		t.Errorf("found %d by words and %d by meaning, error %v; want some and none", len(c.ArticleKeyword), len(c.ArticleSemantic), err)
	}
}
