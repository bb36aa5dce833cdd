package encode_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/lexical"
	"byline/internal/news"
)

// far is an embedder behind an endpoint. It tells what it was asked for.
type far struct {
	role  embed.Role
	texts []string
	err   error
}

func (*far) Identity() embed.Identity { return embed.Identity{Name: "far", Version: "1", Dim: 2} }

func (f *far) EmbedTexts(_ context.Context, texts []string, role embed.Role) ([][]float32, error) {
	f.role, f.texts = role, append(f.texts, texts...)
	return slices.Repeat([][]float32{{.6, .8}}, len(texts)), f.err
}

func TestARemoteEmbedderIsToldThatAQueryIsOne(t *testing.T) {
	there := &far{role: embed.Passage}
	e := encode.New(lexical.New(), there, entities.Names{})
	v, err := e.QueryVector(t.Context(), "who won?")
	if err != nil || !slices.Equal(v, []float32{.6, .8}) || there.role != embed.Query || !slices.Equal(there.texts, []string{"who won?"}) {
		t.Errorf("got %v, %v; asked for %q, role %v", v, err, there.texts, there.role)
	}
	there.err = news.Errorf(news.KindUnavailable, "no answer")
	_, err = e.QueryVector(t.Context(), "who won?")
	if !errors.Is(err, there.err) || news.KindOf(err) != news.KindUnavailable || !strings.HasPrefix(err.Error(), "encode: query: ") {
		t.Errorf("error %v", err)
	}
}

func TestARemoteEmbedderIsNotAskedWhileArticlesAreTakenIn(t *testing.T) {
	there := &far{}
	record(t, encode.New(lexical.New(), there, entities.Names{}), ferry())
	if len(there.texts) > 0 {
		t.Errorf("asked for %q", there.texts)
	}
}

func queryTerms(e *encode.Encoder, query string) news.QueryTerms {
	return encode.QueryTerms(e.Tokens(nil, query))
}

func TestStopWordsAreNoQuery(t *testing.T) {
	for _, query := range []string{"", " ?! ", "and to the of"} {
		if q := queryTerms(local(t), query); len(q.IDs) > 0 || len(q.Weights) > 0 {
			t.Errorf("%q has the terms %v", query, q)
		}
	}
}

func TestWordsThatHaveATermTogetherWeighHalf(t *testing.T) {
	e := local(t)
	for query, want := range map[string][]float32{
		"UN envoy":               {1, 1},
		"United Nations envoy":   {1, .5, .5, 1},
		"cease-fire":             {1, .5, .5},
		"U.N., United Nations":   {1, .5, .5},
		"United Nations, united": {1, 1, .5},
		"far-right united front": {1, 1, 1, 1},
	} {
		if q := queryTerms(e, query); !slices.Equal(q.Weights, want) {
			t.Errorf("%q has the weights %v, want %v", query, q.Weights, want)
		}
	}
}

func BenchmarkQueryTerms(b *testing.B) {
	e := local(b)
	b.ReportAllocs()
	for b.Loop() {
		queryTerms(e, "How many people were on board the ferry when the ferry ran aground?")
	}
}
