package encode_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/lexical"
	"byline/internal/news"
)

// lossy is the built-in model behind an interface that hides it. It loses as
// many of its vectors as it is told to.
type lossy struct {
	model *embed.Model
	loses int
}

func (r lossy) Identity() embed.Identity { return r.model.Identity() }

func (r lossy) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	vectors, err := r.model.EmbedTexts(ctx, texts, role)
	return vectors[:len(vectors)-r.loses], err
}

func TestCompleteMakesTheVectorsOfARemoteEmbedderAtOnce(t *testing.T) {
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := news.Article{ID: "a", Headline: "Ferry sails", Body: strings.Repeat("The ferry sailed at noon. ", 100)}
	e := encode.New(lexical.New(), lossy{model: model})
	got, err := e.Complete(t.Context(), &a)
	if err != nil {
		t.Fatal(err)
	}
	if got.Pending || len(got.Passages) < 2 {
		t.Errorf("pending %v, %d passages", got.Pending, len(got.Passages))
	}
	vectors, err := encode.Vectors(t.Context(), lossy{model: model}, []news.Article{{Body: "Another."}, a})
	if err != nil {
		t.Fatal(err)
	}
	want, err := e.Encode(t.Context(), &a)
	if err != nil || !want.Pending {
		t.Fatalf("pending %v, error %v", want.Pending, err)
	}
	if err := want.Attach(vectors[1]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := encode.New(lexical.New(), lossy{model, 1}).Complete(t.Context(), &a); err == nil || !strings.Contains(err.Error(), "vectors for") {
		t.Errorf("with a vector too few: error %v", err)
	}
}
