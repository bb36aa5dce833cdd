package openai

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"regexp"
	"time"

	"github.com/sashabaranov/go-openai"

	"byline/internal/batch"
	"byline/internal/embed"
	"byline/internal/news"
)

// embeddingReply is a reply of any of the servers. The library reads vectors as
// lists of numbers only, and takes one without an index for the first.
type embeddingReply struct {
	Error json.RawMessage `json:"error"`
	Data  []struct {
		Index     *int            `json:"index"`
		Embedding json.RawMessage `json:"embedding"`
	} `json:"data"`
}

// request embeds one batch.
func (e *Embedder) request(ctx context.Context, model string, input []string) ([][]float32, error) {
	start, outer := time.Now(), ctx
	ctx, cancel := context.WithTimeout(ctx, e.config.Timeout)
	defer cancel()
	body, err := json.Marshal(openai.EmbeddingRequest{Input: input, Model: openai.EmbeddingModel(model)})
	if err != nil {
		return nil, fmt.Errorf("openai: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.remote.base+"/embeddings", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	raw, err := e.exchange(req)
	switch took := time.Since(start); {
	case err != nil && ctx.Err() != nil && outer.Err() == nil:
		return nil, news.Errorf(news.KindUnavailable, "openai: %s did not answer within %s: %w: %w", e.config.Endpoint, e.config.Timeout, batch.ErrLate, context.DeadlineExceeded)
	case err != nil:
		return nil, err
	case took < e.config.Timeout/4:
		e.limits.Quick(len(input))
	}
	return e.vectors(raw, input)
}

// exchange sends a request and returns the body of the reply.
func (e *Embedder) exchange(req *http.Request) ([]byte, error) {
	resp, err := e.remote.doer.Do(req)
	if err != nil {
		e.cooldown.refused(err)
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	e.cooldown.taken(resp.Header)
	return io.ReadAll(resp.Body)
}

// vectors takes a reply apart: a vector of unit length for each text.
func (e *Embedder) vectors(raw []byte, input []string) ([][]float32, error) {
	reply, err := readEmbeddings(raw)
	if err != nil {
		return nil, err
	}
	if isSaid(reply.Error) && len(reply.Data) == 0 { // with the status of a success
		return nil, e.remote.wrong(eventError(raw))
	}
	if len(reply.Data) != len(input) {
		return nil, e.bad("returned %d vectors for %d texts", len(reply.Data), len(input))
	}
	vectors := make([][]float32, len(input))
	for i, d := range reply.Data {
		at := i // a reply without indexes is in the order of the texts
		if d.Index != nil {
			at = *d.Index
		}
		if at < 0 || at >= len(vectors) || vectors[at] != nil {
			return nil, e.bad("returned vectors whose indexes are not those of the texts")
		}
		v, err := readVector(d.Embedding)
		if err != nil {
			return nil, e.bad("returned a vector that cannot be read: %w", err)
		}
		if err := e.checkDim(len(v)); err != nil {
			return nil, err
		}
		if !hasUnitLength(v) {
			e.uneven.Store(true)
		}
		if what := wrongWith(v); what != "" {
			return nil, e.noVector(at, input[at], what)
		}
		vectors[at] = v
	}
	return vectors, nil
}

// wrongWith says why a vector is none, and brings it to unit length if it is one.
func wrongWith(v []float32) string {
	if embed.Normalize(v) {
		return ""
	}
	for _, x := range v {
		if x != 0 {
			return "a vector with numbers that are not finite (NaN)"
		}
	}
	return "a vector of zeros"
}

// notFinite are words that programs write for numbers and JSON does not know.
var notFinite = regexp.MustCompile(`[-+]?\b(NaN|Infinity|inf|nan)\b`)

// readEmbeddings reads a reply, also one with numbers that JSON does not have.
func readEmbeddings(raw []byte) (reply embeddingReply, err error) {
	err = json.Unmarshal(raw, &reply)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && notFinite.Match(raw) {
		reply = embeddingReply{}
		err = json.Unmarshal(notFinite.ReplaceAll(raw, []byte("null")), &reply)
	}
	if errors.As(err, &syntax) && syntax.Offset >= int64(len(raw)) {
		err = io.ErrUnexpectedEOF // which another try may mend
	}
	return reply, err
}

// readVector reads a vector: a list of numbers, or their bytes as float32,
// little-endian, in base64. What is no number is NaN.
func readVector(raw json.RawMessage) ([]float32, error) {
	var coded string
	if json.Unmarshal(raw, &coded) == nil {
		data, err := base64.StdEncoding.DecodeString(coded)
		if err != nil || len(data)%4 != 0 {
			return nil, errors.New("it is neither a list nor float32 in base64")
		}
		v := make([]float32, len(data)/4)
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		}
		return v, nil
	}
	var list []*float64
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, errors.New("it is neither a list nor float32 in base64")
	}
	v := make([]float32, len(list))
	for i, x := range list {
		v[i] = float32(math.NaN())
		if x != nil {
			v[i] = float32(*x)
		}
	}
	return v, nil
}
