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
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"

	"byline/internal/batch"
	"byline/internal/embed"
	"byline/internal/news"
)

// embeddingReply is a reply of any of the servers. The library reads vectors as
// lists of numbers only, and takes one without an index for the first.
type embeddingReply struct {
	Error json.RawMessage
	Data  []embedded
}

// embedded is a vector with the place of its text, empty if it is not told.
type embedded struct {
	Index     json.RawMessage `json:"index"`
	TextIndex json.RawMessage `json:"text_index"` // DashScope's own
	Embedding json.RawMessage `json:"embedding"`
}

// requestForm is how a server wants to be asked, as its refusals taught.
type requestForm struct {
	alone          bool   // one text, not in a list
	query, passage string // what input_type says; empty: it is not sent
}

// embeddingRequest is the library's, with what some servers want beside it.
type embeddingRequest struct {
	openai.EmbeddingRequest

	InputType string `json:"input_type,omitempty"`
}

var (
	wantsString = regexp.MustCompile(`(?i)(must|should) be an? (single |valid )?string|expected (type: )?string|valid string|\bstr(ing)? type expected`)
	wantsType   = regexp.MustCompile(`(?i)input_type`)
	// Cohere's words for what a text is; others say query and passage.
	asSearch = regexp.MustCompile(`(?i)search_(query|document)`)
)

// learned returns the form that a refusal asks for, and whether it is another one.
func (f requestForm) learned(err error) (requestForm, bool) {
	var refused *statusError
	if !errors.As(err, &refused) || refused.code != http.StatusBadRequest && refused.code != http.StatusUnprocessableEntity {
		return f, false
	}
	next := f
	switch said := refused.message; {
	case wantsType.MatchString(said) && asSearch.MatchString(said):
		next.query, next.passage = "search_query", "search_document"
	case wantsType.MatchString(said) && f.query == "":
		next.query, next.passage = "query", "passage"
	case wantsString.MatchString(said):
		next.alone = true
	}
	return next, next != f
}

// request embeds one batch, in the form that the server turns out to want.
func (e *Embedder) request(ctx context.Context, ask asking, input []string) ([][]float32, error) {
	for {
		vectors, err := e.once(ctx, ask, input)
		if errors.Is(err, errHollow) {
			return e.alone(ctx, ask, input, err)
		}
		next, other := e.form.Load().learned(err)
		if !other {
			return vectors, err
		}
		e.form.Store(&next)
		if next.alone {
			e.limits.Tell(1, 0)
			if len(input) > 1 {
				return nil, err
			}
		}
	}
}

// alone asks for a text by itself where a list brought hollow vectors; it is asked so from then on if that helps.
func (e *Embedder) alone(ctx context.Context, ask asking, input []string, hollow error) ([][]float32, error) {
	before := e.form.Load()
	split := fmt.Errorf("%w: %w", batch.ErrUnsaid, hollow)
	switch {
	case before.alone && len(input) > 1: // this batch was on its way
		return nil, split
	case before.alone:
		return nil, hollow
	}
	next := *before
	next.alone = true
	e.form.Store(&next)
	if _, err := e.once(ctx, ask, input[:1]); err != nil {
		e.form.Store(before)
		return nil, hollow
	}
	e.limits.Tell(1, 0)
	if len(input) > 1 {
		return nil, split
	}
	return e.once(ctx, ask, input)
}

// body is what a request says.
func (e *Embedder) body(ask asking, input []string) ([]byte, error) {
	form := e.form.Load()
	req := embeddingRequest{EmbeddingRequest: openai.EmbeddingRequest{Input: input, Model: openai.EmbeddingModel(ask.model)}, InputType: form.passage}
	if ask.hurry {
		req.InputType = form.query
	}
	if form.alone && len(input) == 1 {
		req.Input = input[0]
	}
	return json.Marshal(req)
}

// once embeds one batch.
func (e *Embedder) once(ctx context.Context, ask asking, input []string) ([][]float32, error) {
	start, outer := time.Now(), ctx
	ctx, cancel := context.WithTimeout(ctx, e.config.Timeout)
	defer cancel()
	body, err := e.body(ask, input)
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
		return nil, e.remote.wrong(err)
	}
	if len(reply.Data) == 0 && (isSaid(reply.Error) || messageOf(raw) != "") { // with the status of a success
		return nil, e.remote.wrong(eventError(raw))
	}
	if n := len(reply.Data); n > 0 && n < len(input) { // it reads the first texts only
		return nil, fmt.Errorf("%w: %w", batch.ErrUnsaid, e.bad("returned %d vectors for %d texts", n, len(input)))
	}
	if len(reply.Data) != len(input) {
		return nil, e.bad("returned %d vectors for %d texts", len(reply.Data), len(input))
	}
	vectors := make([][]float32, len(input))
	places, ok := placesOf(reply.Data)
	if !ok {
		return nil, e.bad("returned vectors whose indexes are not those of the texts")
	}
	for i, d := range reply.Data {
		at := places[i]
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

// placesOf are the places of the texts that vectors are of: by index, from 0 or from 1,
// else in order, as where all have 0. It reports false if some have no place.
func placesOf(data []embedded) (places []int, ok bool) {
	var told []int
	for _, d := range data {
		if n, err := strconv.Atoi(string(bytes.Trim(d.Index, `"`))); err == nil {
			told = append(told, n)
		}
	}
	places = make([]int, len(data))
	for i := range places {
		places[i] = i
	}
	if len(told) == 0 || len(told) == len(data) && slices.Min(told) == 0 && slices.Max(told) == 0 {
		return places, true
	}
	first := slices.Min(told)
	sorted := slices.Sorted(slices.Values(told))
	for i := range sorted {
		if len(told) != len(data) || first > 1 || sorted[i] != first+i {
			return nil, false
		}
	}
	for i, n := range told {
		places[i] = n - first
	}
	return places, true
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

// errHollow is the fault of a vector without numbers. Some servers return it for each text of a list, and not
// for a text alone.
var errHollow = errors.New("returned an empty vector")

// errBlank is the fault of a reply without anything in it.
var errBlank = errors.New("its reply is empty")

// notFinite are words that programs write for numbers and JSON does not know.
var notFinite = regexp.MustCompile(`[-+]?\b(NaN|Infinity|inf|nan)\b`)

// members are what a reply may have vectors under: names that OpenAI, Ollama, Cohere,
// Gemini, Vertex, Bedrock and gateways have for them. Error is what is wrong.
type members struct {
	Error                                                                                               json.RawMessage
	Data, Embeddings, Embedding, EmbeddingsByType, Vectors, Results, Predictions, Output, Float, Values json.RawMessage
	Result, Response, Vector, Dense                                                                     json.RawMessage
	DenseVecs                                                                                           json.RawMessage `json:"dense_vecs"`
}

// readEmbeddings reads a reply, also one with numbers that JSON does not have.
func readEmbeddings(raw []byte) (reply embeddingReply, err error) {
	var in members
	var syntax *json.SyntaxError
	err = json.Unmarshal(raw, &in)
	if errors.As(err, &syntax) && notFinite.Match(raw) {
		raw = notFinite.ReplaceAll(raw, []byte("null"))
		err = json.Unmarshal(raw, &in)
	}
	var list *json.UnmarshalTypeError
	switch trimmed := bytes.TrimSpace(raw); {
	case len(trimmed) == 0:
		return reply, errBlank
	case errors.As(err, &syntax) && bytes.HasPrefix(trimmed, []byte(bom)):
		return readEmbeddings(bytes.TrimPrefix(trimmed, []byte(bom)))
	case errors.As(err, &syntax) && bytes.HasPrefix(trimmed, []byte("<")):
		return reply, errPage
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(raw)) && !aWord.Match(trimmed):
		return reply, io.ErrUnexpectedEOF // which another try may mend
	case errors.As(err, &syntax) && len(apart(trimmed)) > 0:
		return readEmbeddings(apart(trimmed))
	case errors.As(err, &syntax) && !bytes.ContainsAny(trimmed[:1], "{[\""):
		return reply, errText
	case errors.As(err, &list):
		return embeddingReply{Data: vectorsIn(raw)}, nil
	case err != nil:
		return reply, err
	}
	return embeddingReply{Error: in.Error, Data: in.vectors()}, nil
}

// apart makes one value of those that a server sends as lines or events: itself where it
// is alone, else a list; nil if they are no JSON.
func apart(raw []byte) []byte {
	var all [][]byte
	for line := range bytes.Lines(raw) {
		data, _ := eventData(bytes.TrimSpace(line))
		switch {
		case len(data) == 0, endSign.Match(data):
		case !json.Valid(data):
			return nil
		default:
			all = append(all, data)
		}
	}
	if len(all) < 2 {
		return bytes.Join(all, nil)
	}
	return slices.Concat([]byte("["), bytes.Join(all, []byte(",")), []byte("]"))
}

// vectors finds vectors under one of the names.
func (in *members) vectors() []embedded {
	for _, x := range []json.RawMessage{in.Data, in.Embeddings, in.Embedding, in.EmbeddingsByType, in.Vectors, in.Results, in.Predictions, in.Output, in.Float, in.Values, in.Result, in.Response, in.Vector, in.Dense, in.DenseVecs} {
		if isSaid(x) {
			return vectorsIn(x)
		}
	}
	return nil
}

// vectorsIn finds vectors in a list, or in an object under one of the names.
func vectorsIn(raw json.RawMessage) []embedded {
	var in members
	if json.Unmarshal(raw, &in) == nil {
		return in.vectors()
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || len(list) == 0 {
		return nil
	}
	var found []embedded
	for _, x := range list {
		var e embedded
		switch {
		case x[0] == '{':
			if json.Unmarshal(x, &e) == nil && e.Embedding == nil {
				e.Embedding = x
				if one := vectorsIn(x); len(one) == 1 { // by another name
					e.Embedding = one[0].Embedding
				}
			}
			if e.Index == nil {
				e.Index = e.TextIndex
			}
		case x[0] == '[', x[0] == '"' && len(x) > shortestCode:
			e.Embedding = x
		default: // the numbers of one
			return []embedded{{Embedding: raw}}
		}
		found = append(found, e)
	}
	return found
}

// shortestCode is how many bytes a string has that may be a vector in base64: fewer are a number.
const shortestCode = 32

// readVector reads a vector: a list of numbers, alone in a list or an object, or their bytes as float32,
// little-endian, in base64. What is no number is NaN.
func readVector(raw json.RawMessage) ([]float32, error) {
	var coded string
	if json.Unmarshal(raw, &coded) == nil {
		if strings.HasPrefix(coded, "[") { // JSON within JSON
			return readVector(json.RawMessage(coded))
		}
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
	var list []json.RawMessage
	var object map[string]json.RawMessage
	switch {
	case json.Unmarshal(raw, &object) == nil && object != nil:
		for name, inner := range object { // {"float": […]}, {"values": […], "statistics": {…}}
			if len(object) == 1 || name == "values" {
				return readVector(inner)
			}
		}
	case json.Unmarshal(raw, &list) == nil && len(list) == 1 && list[0][0] == '[':
		return readVector(list[0])
	case len(list) > 1 && list[0][0] == '[':
		return nil, errors.New("it is one for each token: the server has to pool them")
	}
	if list == nil {
		return nil, errors.New("it is neither a list nor float32 in base64")
	}
	v := make([]float32, len(list))
	for i, x := range list {
		v[i] = float32(math.NaN())
		if n, err := strconv.ParseFloat(string(bytes.Trim(x, `"`)), 64); err == nil {
			v[i] = float32(n)
		} else if string(x) != "null" {
			return nil, errors.New("it is neither a list nor float32 in base64")
		}
	}
	return v, nil
}
