package qdrant

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
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

// exported is all that an index keeps.
func exported(t *testing.T, o Options, cheap string) []*news.Kept {
	t.Helper()
	e, err := OpenExport(t.Context(), o, cheap)
	if err != nil {
		t.Fatal(err)
	}
	return indextest.MustExport(t, e)
}

func restoring(e *encode.Encoder, kept []*news.Kept) Restoring {
	return Restoring{Kept: indextest.Yielding(kept, nil), Vectors: true, Encode: e.Encode, Hash: encode.Hash}
}

// A restored index holds what the other one held: every version with its
// number, time and hash, and what was deleted; also by way of an embedded one.
func TestRestore(t *testing.T) {
	encoder := indextest.Encoder(t)
	from := options(t, encoder)
	want := indextest.Live(t, openTest(t, from), encoder)
	kept := exported(t, from, from.Embedder)

	to := options(t, encoder)
	if err := Restore(t.Context(), to, restoring(encoder, kept)); err != nil {
		t.Fatal(err)
	}
	x := openTest(t, to)
	if d := cmp.Diff(kept, exported(t, to, to.Embedder)); d != "" {
		t.Errorf("-kept +restored:\n%s", d)
	}
	q := indextest.Query(t, encoder, "measles outbreak in the hospital", 50)
	got, err := x.Candidates(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if s := want.Check(q, got); s != "" {
		t.Error(s)
	}
	// No revision number is given again, though its article was deleted before the backup.
	for i, n := range map[int]int{9: 6, 38: 2, 5: 5} {
		if r := putTest(t, x, encoder, indextest.Revised(indextest.Article(i), 7))[0]; r.Article.Revision != n {
			t.Errorf("%s is revision %d, want %d", r.Article.ID, r.Article.Revision, n)
		}
	}
	if err := Restore(t.Context(), to, restoring(encoder, kept)); news.KindOf(err) != news.KindConflict || !strings.Contains(err.Error(), "qdrant.prefix") {
		t.Errorf("over an index that holds articles: %v", err)
	}
}

// Backups go from either kind of index to the other and back.
func TestRestoreAcross(t *testing.T) {
	encoder := indextest.Encoder(t)
	from := options(t, encoder)
	indextest.Live(t, openTest(t, from), encoder)
	kept := exported(t, from, from.Embedder)
	for _, k := range kept {
		k.Stored = k.Stored.Truncate(1e9) // an embedded index keeps seconds
	}
	dir := t.TempDir()
	err := embedded.Restore(t.Context(), dir, embedded.Restoring{
		Options: embeddedtest.Options(encoder), Kept: indextest.Yielding(kept, nil), Hash: encode.Hash,
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := embedded.OpenExport(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	there := indextest.MustExport(t, e)
	if d := cmp.Diff(kept, there); d != "" {
		t.Errorf("in the embedded index, -kept +restored:\n%s", d)
	}
	back := options(t, encoder)
	if err := Restore(t.Context(), back, restoring(encoder, there)); err != nil {
		t.Fatal(err)
	}
	openTest(t, back)
	if d := cmp.Diff(kept, exported(t, back, back.Embedder)); d != "" {
		t.Errorf("back in Qdrant, -kept +restored:\n%s", d)
	}
}

// priced is the built-in model, as if it were asked over a network.
type priced struct{ *embed.Model }

func (p priced) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	return p.Model.EmbedTexts(ctx, texts, role)
}

// Vectors that cost money come with a backup, as they were made.
func TestRestoreVectors(t *testing.T) {
	m, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	model := priced{m}
	encoder := encode.New(lexical.New(), model, entities.Names{})
	from := options(t, encoder)
	x := openTest(t, from)
	records := putTest(t, x, encoder, indextest.Articles(4)...)
	made := make(map[string][]news.Vector)
	for _, r := range records[:3] {
		vectors, err := model.EmbedTexts(t.Context(), encode.Texts(&r.Article), embed.Passage)
		if err != nil {
			t.Fatal(err)
		}
		var all []news.Vector
		for _, v := range vectors {
			all = append(all, embed.Quantize(v))
		}
		made[r.Article.ID] = all
		if err := x.SetVectors(t.Context(), r.Article, all[0], all[1:]); err != nil {
			t.Fatal(err)
		}
	}
	kept := exported(t, from, "")
	for _, k := range kept {
		if d := cmp.Diff(made[k.Article.ID], k.Vectors); d != "" {
			t.Errorf("%s: -made +exported:\n%s", k.Article.ID, d)
		}
	}
	to := options(t, encoder)
	if err := Restore(t.Context(), to, restoring(encoder, kept)); err != nil {
		t.Fatal(err)
	}
	st, err := openTest(t, to).Stats(t.Context())
	if err != nil || st.Pending != 1 {
		t.Errorf("%d articles wait for vectors, want 1: %v", st.Pending, err)
	}
	if d := cmp.Diff(kept, exported(t, to, "")); d != "" {
		t.Errorf("-kept +restored:\n%s", d)
	}
}

// A restore that is cut short is seen by nobody, and begins anew.
func TestRestoreCutShort(t *testing.T) {
	encoder := indextest.Encoder(t)
	from := options(t, encoder)
	indextest.Live(t, openTest(t, from), encoder)
	kept := exported(t, from, from.Embedder)
	to := options(t, encoder)
	t.Cleanup(func() { dropTest(t, to) })
	torn := restoring(encoder, nil)
	torn.Kept = indextest.Yielding(slices.Concat(kept[:20], manyOf(kept[20], requestPoints)), errors.New("torn"))
	if err := Restore(t.Context(), to, torn); err == nil || !strings.Contains(err.Error(), "torn") {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), to); news.KindOf(err) != news.KindConflict || !strings.Contains(err.Error(), "byline restore") {
		t.Errorf("half an index is opened: %v", err)
	}
	if err := Restore(t.Context(), to, restoring(encoder, kept)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(kept, exported(t, to, to.Embedder)); d != "" {
		t.Errorf("-kept +restored:\n%s", d)
	}
	x, err := Open(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}

// manyOf is an article's versions, so many that some are stored before the end.
func manyOf(k *news.Kept, n int) []*news.Kept {
	out := make([]*news.Kept, n)
	for i := range out {
		c := *k
		c.State, c.Article.Revision = news.KeptSuperseded, i+1
		out[i] = &c
	}
	return out
}
