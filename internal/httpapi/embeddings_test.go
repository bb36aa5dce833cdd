package httpapi_test

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"byline/internal/api"
	"byline/internal/httpapi"
)

// sizing is an embedder whose vectors are the numbers of bytes and of words.
type sizing struct{}

func (sizing) Name() string { return "sizing/1/2" }

func (sizing) Embed(_ context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		vectors[i] = []float32{float32(len(text)), float32(len(strings.Fields(text)))}
	}
	return vectors, nil
}

func embedder() *httpapi.Server {
	deps := newNewsroom().deps()
	deps.Embedder = sizing{}
	return httpapi.New(deps, httpapi.Config{})
}

func TestTextsGetVectorsInTheirOrder(t *testing.T) {
	s := embedder()
	for name, test := range map[string]struct{ input, want string }{
		"a text":  {`"two words"`, "[[9 2]]"},
		"a list":  {`["two words","one"]`, "[[9 2] [3 1]]"},
		"of size": {`["one"],"dimensions":2,"encoding_format":"float","user":"somebody"`, "[[3 1]]"},
	} {
		t.Run(name, func(t *testing.T) {
			got := decoded[httpapi.Embeddings](t, call(t, s, "POST", "/v1/embeddings", `{"model":"byline-embedding","input":`+test.input+`}`), 200)
			var vectors []any
			for i, e := range got.Data {
				vectors = append(vectors, e.Embedding)
				if e.Index != i || e.Object != "embedding" {
					t.Errorf("vector %d is %+v", i, e)
				}
			}
			if fmt.Sprint(vectors) != test.want || got.Byline.Embedder != "sizing/1/2" || got.Usage.PromptTokens < 1 || got.Usage.TotalTokens != got.Usage.PromptTokens {
				t.Errorf("got %+v, want %s", got, test.want)
			}
		})
	}
}

func TestVectorsComeAsTheirBytesToo(t *testing.T) {
	got := decoded[httpapi.Embeddings](t, call(t, embedder(), "POST", "/v1/embeddings", `{"model":"byline-embedding","input":"two words","encoding_format":"base64"}`), 200)
	raw, err := base64.StdEncoding.DecodeString(got.Data[0].Embedding.(string))
	if err != nil || len(raw) != 8 || math.Float32frombits(binary.LittleEndian.Uint32(raw)) != 9 || math.Float32frombits(binary.LittleEndian.Uint32(raw[4:])) != 2 {
		t.Errorf("got % x, error %v", raw, err)
	}
}

func TestFaultsOfEmbeddingsHaveTheFormOfOpenAI(t *testing.T) {
	s := embedder()
	of := func(members string) string { return `{"model":"byline-embedding",` + members + `}` }
	for name, test := range map[string]struct {
		body              string
		status            int
		param, code, says string
	}{
		"no model":         {`{"input":"a"}`, 400, "model", "", "byline-embedding"},
		"other model":      {`{"model":"text-embedding-3-small","input":"a"}`, 404, "", "model_not_found", "text-embedding-3-small"},
		"no input":         {`{"model":"byline-embedding"}`, 400, "input", "", "a text"},
		"empty text":       {of(`"input":""`), 400, "input", "", "empty"},
		"empty in a list":  {of(`"input":["a",""]`), 400, "input[1]", "", "empty"},
		"tokens":           {of(`"input":[1,2]`), 400, "input", "unsupported_value", "check_embedding_ctx_length"},
		"lists of tokens":  {of(`"input":[[1,2],[3]]`), 400, "input", "unsupported_value", "tokens"},
		"neither":          {of(`"input":{"a":1}`), 400, "input", "", "string"},
		"too many":         {of(`"input":["a"` + strings.Repeat(`,"a"`, api.MaxTexts) + `]`), 400, "input", "", "2048"},
		"too long":         {of(`"input":"` + strings.Repeat("a", api.MaxText+1) + `"`), 400, "input", "", "100000"},
		"other size":       {of(`"input":"a","dimensions":1`), 400, "dimensions", "unsupported_parameter", "2 dimensions"},
		"unknown encoding": {of(`"input":"a","encoding_format":"hex"`), 400, "encoding_format", "", "base64"},
	} {
		t.Run(name, func(t *testing.T) {
			got := decoded[httpapi.OpenAIError](t, call(t, s, "POST", "/v1/embeddings", test.body), test.status).Error
			if deref(got.Param) != test.param || deref(got.Code) != test.code || !strings.Contains(got.Message, test.says) {
				t.Errorf("got %+v, param %q, code %q", got, deref(got.Param), deref(got.Code))
			}
		})
	}
}
