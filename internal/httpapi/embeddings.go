package httpapi

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/go-json-experiment/json"
	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
)

// modelEmbedding is the model on offer for vectors: the embedder of the index.
const modelEmbedding = "byline-embedding"

// Embedder makes the vectors that the index compares.
type Embedder interface {
	// Embed returns a vector for each text, all of one length.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
	// Name tells vectors that can be compared from others, as in /v1/stats.
	Name() string
}

// embeddingBody is the body of POST /v1/embeddings: what is listed here, and
// whatever else a client sends, which is ignored.
type embeddingBody struct {
	Model          string         `json:"model"`
	Input          embeddingInput `json:"input"`
	EncodingFormat string         `json:"encoding_format"`
	Dimensions     *int           `json:"dimensions"`
}

// embeddingInput is a text or a list of them.
type embeddingInput struct {
	texts  []string
	list   bool
	tokens bool // there are numbers in the place of texts
}

// UnmarshalJSON reads a string, a list of strings, or tokens, which are refused later.
func (in *embeddingInput) UnmarshalJSON(data []byte) error {
	in.texts = make([]string, 1)
	if len(data) == 0 || data[0] != '[' {
		return json.Unmarshal(data, &in.texts[0])
	}
	in.list = true
	var list []any
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	in.texts = make([]string, len(list))
	for i, v := range list {
		switch v := v.(type) {
		case string:
			in.texts[i] = v
		case map[string]any:
			in.texts[i], _ = v["text"].(string) // a part
		case float64, []any:
			in.tokens = true
		}
	}
	return nil
}

// field is the path of a text in the request.
func (in embeddingInput) field(i int) string {
	if !in.list {
		return "input"
	}
	return fmt.Sprintf("input[%d]", i)
}

// check finds what cannot be taken.
func (b embeddingBody) check() error {
	if err := checkEmbeddingModel(b.Model); err != nil {
		return err
	}
	switch {
	case b.EncodingFormat != "" && b.EncodingFormat != "float" && b.EncodingFormat != "base64":
		return news.InvalidField("encoding_format", "must be float or base64, not %q", api.Clip(b.EncodingFormat))
	case b.Input.tokens:
		return &codedError{code: "unsupported_value", err: news.InvalidField("input",
			"must be text: numbers of tokens mean nothing to this model; in LangChain, set check_embedding_ctx_length=False")}
	case len(b.Input.texts) == 0:
		return news.InvalidField("input", "must be a text or a list of texts")
	case len(b.Input.texts) > api.MaxTexts:
		return news.InvalidField("input", "must hold at most %d texts, not %d; send the rest in another request", api.MaxTexts, len(b.Input.texts))
	}
	var faults []error
	for i, text := range b.Input.texts {
		if text == "" {
			faults = append(faults, news.InvalidField(b.Input.field(i), "must not be empty"))
			continue
		}
		faults = append(faults, api.CheckLength(b.Input.field(i), text, api.MaxText))
	}
	return errors.Join(faults...)
}

// checkEmbeddingModel checks the name of a model that is to make vectors.
func checkEmbeddingModel(name string) error {
	switch plainModel(name) {
	case modelEmbedding:
		return nil
	case "":
		return news.InvalidField("model", "must be %s", modelEmbedding)
	}
	return &codedError{code: "model_not_found", err: news.Errorf(news.KindNotFound,
		"the model %q does not exist or makes no vectors; %s does", api.Clip(name), modelEmbedding)}
}

type embeddingsJSON struct {
	Object string          `json:"object"`
	Data   []embeddingJSON `json:"data"`
	Model  string          `json:"model"`
	Usage  embeddingUsage  `json:"usage"`
	Byline embeddingByline `json:"byline"` // not of OpenAI
}

type embeddingJSON struct {
	Object    string `json:"object"`
	Index     int    `json:"index"`
	Embedding any    `json:"embedding"` // []float32, or a string of their bytes
}

// embeddingUsage counts tokens, by estimate: four bytes make one.
type embeddingUsage struct {
	PromptTokens int `json:"prompt_tokens"`
	TotalTokens  int `json:"total_tokens"`
}

// embeddingByline tells by which embedder the vectors are, and so which others they
// can be compared with.
type embeddingByline struct {
	Embedder string `json:"embedder"`
}

// embed is POST /v1/embeddings: vectors of texts by the embedder of the index, in
// the shape of OpenAI.
func (s *Server) embed(c echo.Context) error {
	var body embeddingBody
	if err := decodeLenient(c, &body); err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	if s.deps.Embedder == nil {
		return news.Errorf(news.KindNotFound, "this server makes no vectors")
	}
	var vectors [][]float32
	err := s.deps.Gates.Searches.Do(c.Request().Context(), func(ctx context.Context) (err error) {
		vectors, err = s.deps.Embedder.Embed(ctx, body.Input.texts)
		return err
	})
	if err != nil {
		return err
	}
	out := embeddingsJSON{Object: "list", Model: modelEmbedding, Data: make([]embeddingJSON, len(vectors)), Byline: embeddingByline{s.deps.Embedder.Name()}}
	for i, v := range vectors {
		if body.Dimensions != nil && *body.Dimensions != len(v) {
			return refuse("dimensions", fmt.Sprintf("the vectors of this model have %d dimensions, and cannot be cut; leave dimensions out", len(v)))
		}
		out.Data[i] = embeddingJSON{Object: "embedding", Index: i, Embedding: v}
		if body.EncodingFormat == "base64" {
			out.Data[i].Embedding = base64Of(v)
		}
		out.Usage.PromptTokens += tokens(len(body.Input.texts[i]))
	}
	out.Usage.TotalTokens = out.Usage.PromptTokens
	return ok(c, out)
}

// base64Of is a vector as its bytes, four for each number, the lowest first.
func base64Of(v []float32) string {
	raw := make([]byte, 0, 4*len(v))
	for _, x := range v {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	return base64.StdEncoding.EncodeToString(raw)
}
