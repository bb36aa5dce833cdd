package qdrant

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/indextest"
	"byline/internal/lexical"
	"byline/internal/news"
)

// half is an embedder whose vectors are the first half of the built-in one's.
type half struct{ *embed.Model }

func (h half) Identity() embed.Identity { return embed.Identity{Name: "half", Version: "1", Dim: 128} }

func (h half) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	vectors, err := h.Model.EmbedTexts(ctx, texts, role)
	for i := range vectors {
		vectors[i] = embed.Dequantize(embed.Quantize(vectors[i][:128])) // at unit length
	}
	return vectors, err
}

// newHalf returns the encoder of another embedder, with a function that
// encodes completely, as Reindex wants it.
func newHalf(t *testing.T) (*encode.Encoder, func(context.Context, *news.Article) (news.Record, error)) {
	t.Helper()
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := encode.New(lexical.New(), half{model}, entities.Names{})
	return e, func(ctx context.Context, a *news.Article) (news.Record, error) {
		r, err := e.Encode(ctx, a)
		if err != nil {
			return r, err
		}
		vectors, err := half{model}.EmbedTexts(ctx, encode.Texts(a), embed.Passage)
		if err != nil {
			return r, err
		}
		attach(&r, vectors)
		return r, nil
	}
}

// attach gives a record its vectors: the whole article's, then the passages'.
func attach(r *news.Record, vectors [][]float32) {
	r.ArticleEncoding.Vector = embed.Quantize(vectors[0])
	for i := range r.Passages {
		r.Passages[i].Vector = embed.Quantize(vectors[1+i])
	}
	r.Pending = false
}

// complete are the records of articles as another embedder makes them.
func complete(t *testing.T, encodeFully func(context.Context, *news.Article) (news.Record, error), articles indextest.Reference) indextest.Reference {
	t.Helper()
	out := slices.Clone(articles)
	for i := range out {
		var err error
		if out[i], err = encodeFully(t.Context(), &articles[i].Article); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// An index gets another embedder while it is searched and written: the new one
// is built beside it, taken up again where it was interrupted, and knows what
// was stored and deleted meanwhile.
func TestReindexWhileInUse(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	o := options(t, encoder)
	x := openTest(t, o)
	want := indextest.Reference(putTest(t, x, encoder, indextest.Articles(600)...))
	want[5] = putTest(t, x, encoder, indextest.Revised(indextest.Article(5), 2))[0]

	other, encodeOther := newHalf(t)
	to := o
	to.Embedder, to.Dim = other.Identity().String(), other.Identity().Dim
	interrupted := errors.New("interrupted")
	var encoded atomic.Int64
	err := Reindex(t.Context(), to, Reindexing{Encode: func(ctx context.Context, a *news.Article) (news.Record, error) {
		if encoded.Add(1) > 520 {
			return news.Record{}, interrupted
		}
		return encodeOther(ctx, a)
	}})
	if !errors.Is(err, interrupted) {
		t.Fatalf("error %v, want the interruption", err)
	}
	check(t, x, encoder, want) // what is live is as it was

	encoded.Store(0)
	var progress []int
	err = Reindex(t.Context(), to, Reindexing{
		Encode: func(ctx context.Context, a *news.Article) (news.Record, error) {
			if encoded.Add(1) == 50 { // meanwhile, through the old index
				want[300] = putTest(t, x, encoder, indextest.Revised(indextest.Article(300), 2))[0]
				want = append(want, putTest(t, x, encoder, indextest.Article(700))...)
				if err := x.Delete(t.Context(), want[0].Article.ID); err != nil {
					t.Error(err)
				}
				want = want[1:]
			}
			return encodeOther(ctx, a)
		},
		OnProgress: func(done, total int) { progress = append(progress, done, total) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := encoded.Load(); n > 400 {
		t.Errorf("%d articles were encoded again; the interruption came after at least 256 of 600 were stored", n)
	}
	if len(progress) == 0 || progress[len(progress)-2] > progress[len(progress)-1] {
		t.Errorf("progress: %v", progress)
	}
	y, err := Open(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	defer y.Close()
	check(t, y, other, complete(t, encodeOther, want))

	check(t, x, encoder, want) // those that have the old one open go on searching
	if _, err := x.Put(t.Context(), indextest.Records(t, encoder, indextest.Article(701))); news.KindOf(err) != news.KindUnavailable || !strings.Contains(err.Error(), "built anew") {
		t.Errorf("writing to the old one: %v", err)
	}
	if _, err := Open(t.Context(), o); news.KindOf(err) != news.KindInvalid {
		t.Errorf("opening the new one with the old embedder: %v", err)
	}
	dropped, err := DropOld(t.Context(), to)
	if err != nil || len(dropped) != 2 {
		t.Errorf("dropped %q, %v", dropped, err)
	}
	if err := x.Ready(t.Context()); news.KindOf(err) != news.KindUnavailable {
		t.Errorf("Ready of what was removed: %v", err)
	}
	if _, err := x.Candidates(t.Context(), indextest.Query(t, encoder, "pier", 10)); news.KindOf(err) != news.KindUnavailable || !strings.Contains(err.Error(), "start this process again") {
		t.Errorf("searching what was removed: %v", err)
	}
}

// Vectors of a remote embedder come later. Until then an article is found by
// its words.
func TestDeferredVectors(t *testing.T) {
	t.Parallel()
	encoder, encodeFully := newHalf(t)
	x := openTest(t, options(t, encoder))
	articles := indextest.Articles(6)
	want := indextest.Reference(putTest(t, x, encoder, articles...))
	pending(t, x, articles[0].ID, articles[1].ID, articles[2].ID, articles[3].ID, articles[4].ID, articles[5].ID)
	full := complete(t, encodeFully, want)
	for i, a := range full[:3] {
		bring(t, x, a)
		want[i] = a
	}
	pending(t, x, articles[3].ID, articles[4].ID, articles[5].ID)
	check(t, x, encoder, want)

	// What was replaced meanwhile is left alone, and so is what is not pending.
	revised := putTest(t, x, encoder, indextest.Revised(articles[3], 2))[0]
	bring(t, x, full[3])
	bring(t, x, full[0])
	want[3] = revised
	check(t, x, encoder, want)
	pending(t, x, articles[4].ID, articles[5].ID, articles[3].ID)

	err := x.SetVectors(t.Context(), full[4].Article, full[4].ArticleEncoding.Vector, nil)
	if news.KindOf(err) != news.KindInvalid {
		t.Errorf("vectors for too few passages: %v", err)
	}
	short := full[4].ArticleEncoding.Vector
	short.Codes = short.Codes[:100]
	if err := x.SetVectors(t.Context(), full[4].Article, short, nil); news.KindOf(err) != news.KindInvalid {
		t.Errorf("vectors of another length: %v", err)
	}
	check(t, x, encoder, want)
}

func bring(t *testing.T, x *Index, r news.Record) {
	t.Helper()
	var passages []news.Vector
	for _, p := range r.Passages {
		passages = append(passages, p.Vector)
	}
	if err := x.SetVectors(t.Context(), r.Article, r.ArticleEncoding.Vector, passages); err != nil {
		t.Error(err)
	}
}

// pending checks which articles wait for vectors, in which order.
func pending(t *testing.T, x *Index, want ...string) {
	t.Helper()
	articles, err := x.Pending(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range articles {
		got = append(got, articles[i].ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("pending: %q, want %q", got, want)
	}
	if st, err := x.Stats(t.Context()); err != nil || st.Pending != len(want) {
		t.Errorf("Stats tell of %d pending, error %v", st.Pending, err)
	}
}

// Quantised vectors find the same, because the best are compared again with
// the vectors themselves; shards and replicas are passed on.
func TestLayoutByConfiguration(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	o := options(t, encoder)
	o.Quantisation, o.Exact = QuantisationScalar, false
	x := openTest(t, o)
	want := indextest.Reference(putTest(t, x, encoder, indextest.Articles(200)...))
	check(t, x, encoder, want)
	request := x.searchable("name")
	if q := request.GetVectorsConfig().GetParamsMap().GetMap()[denseVector]; q.GetQuantizationConfig().GetScalar() == nil || !q.GetOnDisk() {
		t.Errorf("vectors: %v", q)
	}
	o.Shards, o.Replicas = 6, 2
	if l := (&Index{opts: o}).layout("name"); l.GetShardNumber() != 6 || l.GetReplicationFactor() != 2 || !l.GetOnDiskPayload() {
		t.Errorf("layout: %v", l)
	}
	info, err := x.conn.client.GetCollectionInfo(t.Context(), x.gen.passages)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{fieldArticle, fieldRevision, fieldPublished, fieldSource, fieldSubjects, fieldLanguage} {
		if info.GetPayloadSchema()[field] == nil {
			t.Errorf("%s has no index", field)
		}
	}
}
