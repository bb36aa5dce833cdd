package encode_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/entities"
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
	e := encode.New(lexical.New(), lossy{model: model}, entities.Names{})
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
	if _, err := encode.New(lexical.New(), lossy{model, 1}, entities.Names{}).Complete(t.Context(), &a); err == nil || !strings.Contains(err.Error(), "vectors for") {
		t.Errorf("with a vector too few: error %v", err)
	}
}

// mute is an embedder that makes no vector of one of the texts.
type mute struct {
	*embed.Model

	text string
}

func (m mute) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	for i, text := range texts {
		if strings.Contains(text, m.text) {
			return nil, &embed.TextError{Index: i, Err: news.Errorf(news.KindInvalid, "a vector of zeros")}
		}
	}
	return m.Model.EmbedTexts(ctx, texts, role)
}

func TestAnArticleWithoutAVectorIsNamed(t *testing.T) {
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("The ferry sailed at noon. ", 100)
	articles := []news.Article{{ID: "first", Body: long}, {ID: "second", Body: long + "The baker slept."}, {ID: "third", Body: "The tram stood still."}}
	for words, id := range map[string]string{"The baker slept": "second", "The tram": "third", "The ferry sailed": "first"} {
		_, err := encode.Vectors(t.Context(), mute{model, words}, articles)
		if news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), `"`+id+`"`) {
			t.Errorf("%q: error %v does not name %s", words, err, id)
		}
	}
}
