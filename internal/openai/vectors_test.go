package openai

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/embed"
	"byline/internal/news"
)

// replying is an embedder whose server replies with body to each request.
func replying(t *testing.T, body string, change func(*EmbedderConfig)) *Embedder {
	t.Helper()
	s := newServer(t)
	s.faults = []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }}
	return s.embedder(t, func(c *EmbedderConfig) {
		c.Context = 512 // nobody is asked
		if change != nil {
			change(c)
		}
	})
}

func inBase64(v ...float32) string {
	var raw []byte
	for _, x := range v {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	return base64.StdEncoding.EncodeToString(raw)
}

func TestVectorsAreReadHoweverAServerWritesThem(t *testing.T) {
	for name, body := range map[string]string{
		"as OpenAI does":         `{"object":"list","data":[{"object":"embedding","index":0,"embedding":[3,4]},{"object":"embedding","index":1,"embedding":[0,2]}],"model":"m","usage":{"prompt_tokens":2,"total_tokens":2}}`,
		"in another order":       `{"data":[{"index":1,"embedding":[0,2]},{"index":0,"embedding":[3,4]}]}`,
		"without indexes":        `{"data":[{"embedding":[3,4]},{"embedding":[0,2]}]}`,
		"in base64":              fmt.Sprintf(`{"data":[{"index":1,"embedding":%q},{"index":0,"embedding":%q}]}`, inBase64(0, 2), inBase64(3, 4)),
		"in whole numbers":       `{"data":[{"index":0,"embedding":[3,4]},{"index":1,"embedding":[0,2]}]}`,
		"with an empty error":    `{"error":null,"data":[{"index":0,"embedding":[3,4]},{"index":1,"embedding":[0,2]}]}`,
		"by indexes from 1":      `{"data":[{"index":2,"embedding":[0,2]},{"index":1,"embedding":[3,4]}]}`,
		"with one index for all": `{"data":[{"index":0,"embedding":[3,4]},{"index":0,"embedding":[0,2]}]}`,
		"in strings":             `{"data":[{"index":"1","embedding":["0","2"]},{"index":"0","embedding":["3","4"]}]}`,
		"in lists of one":        `{"data":[{"index":0,"embedding":[[3,4]]},{"index":1,"embedding":[[0,2]]}]}`,
		"in objects":             `{"data":[{"index":0,"embedding":{"float":[3,4]}},{"index":1,"embedding":{"float":[0,2]}}]}`,
		"as TEI does":            `[[3,4],[0,2]]`,
		"as llama.cpp does":      `[{"index":0,"embedding":[[3,4]]},{"index":1,"embedding":[[0,2]]}]`,
		"as Ollama does":         `{"model":"m","embeddings":[[3,4],[0,2]]}`,
		"as Cohere does":         `{"embeddings":{"float":[[3,4],[0,2]]}}`,
		"as Gemini does":         `{"embeddings":[{"values":[3,4]},{"values":[0,2]}]}`,
		"as Cloudflare does":     `{"result":{"shape":[2,2],"data":[[3,4],[0,2]]},"success":true}`,
		"under another name":     `{"data":[{"index":0,"vector":[3,4]},{"index":1,"dense":[0,2]}]}`,
		"as BGE-M3 does":         `{"dense_vecs":[[3,4],[0,2]],"lexical_weights":null}`,
		"as JSON in strings":     `{"data":[{"index":0,"embedding":"[3,4]"},{"index":1,"embedding":"[0,2]"}]}`,
		"as lines":               `{"index":0,"embedding":[3,4]}` + "\n" + `{"index":1,"embedding":[0,2]}` + "\n",
		"as an event":            `data: {"data":[{"index":0,"embedding":[3,4]},{"index":1,"embedding":[0,2]}]}` + "\n\ndata: [DONE]\n\n",
		"in an envelope":         `{"code":0,"data":{"data":[{"index":0,"embedding":[3,4]},{"index":1,"embedding":[0,2]}]}}`,
		"with fields of its own": `{"id":"x","data":[{"index":0,"embedding":[3,4],"truncated":false},{"index":1,"embedding":[0,2],"truncated":true}],"meta":{"v":1}}`,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := replying(t, body, nil).EmbedTexts(t.Context(), []string{"a", "b"}, embed.Passage)
			if err != nil {
				t.Fatal(err)
			}
			near(t, got, [][]float32{{.6, .8}, {0, 1}})
		})
	}
}

// A vector that says nothing is worse than none: it would be stored, and the
// article never found. The error names the text, so that its article can be named.
func TestVectorsThatSayNothingAreRefused(t *testing.T) {
	for name, test := range map[string]struct{ vector, says string }{
		"zeros":              {`[0,0]`, "a vector of zeros"},
		"NaN":                {`[NaN,1]`, "not finite"},
		"infinity":           {`[1,-Infinity]`, "not finite"},
		"null":               {`[null,1]`, "not finite"},
		"NaN in base64":      {fmt.Sprintf("%q", inBase64(float32(math.NaN()), 1)), "not finite"},
		"zeros in base64":    {fmt.Sprintf("%q", inBase64(0, 0)), "a vector of zeros"},
		"words":              {`"no vector"`, "cannot be read"},
		"half a number":      {fmt.Sprintf("%q", base64.StdEncoding.EncodeToString([]byte{1, 2, 3})), "cannot be read"},
		"an object":          {`{"0":1}`, "cannot be read"},
		"too large a number": {`[1e39,1]`, "not finite"},
	} {
		t.Run(name, func(t *testing.T) {
			e := replying(t, `{"data":[{"index":1,"embedding":`+test.vector+`},{"index":0,"embedding":[1,1]}]}`, nil)
			_, err := e.EmbedTexts(t.Context(), []string{"a", " ", "the second text"}, embed.Passage)
			if news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("error %v", err)
			}
			var nothing *embed.TextError
			if strings.Contains(test.says, "vector of zeros") && (!errors.As(err, &nothing) || nothing.Index != 2 || !strings.Contains(err.Error(), "the second text")) {
				t.Errorf("error %v does not name the text", err)
			}
		})
	}
}

func TestAnErrorWithTheStatusOfASuccessIsOne(t *testing.T) {
	_, err := replying(t, `{"error":{"message":"model is overloaded, says secret-key","code":400}}`, nil).EmbedTexts(t.Context(), []string{"a"}, embed.Passage)
	if err == nil || !strings.Contains(err.Error(), "overloaded") || strings.Contains(err.Error(), "secret-key") {
		t.Errorf("error %v", err)
	}
}

// smallServer embeds so many texts of so many words at once.
func smallServer(t *testing.T, texts, words int, paths map[string]string) (e *Embedder, refused *atomic.Int64) {
	t.Helper()
	refused = new(atomic.Int64)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, ok := paths[r.URL.Path]; ok {
			_, _ = w.Write([]byte(body))
			return
		}
		var req struct{ Input []string }
		if json.NewDecoder(r.Body).Decode(&req) != nil || r.URL.Path != "/v1/embeddings" {
			http.NotFound(w, r)
			return
		}
		refuse := func(code int, format string, args ...any) {
			refused.Add(1)
			w.WriteHeader(code)
			_ = json.NewEncoder(w).Encode(map[string]string{"error": fmt.Sprintf(format, args...), "error_type": "Validation"})
		}
		if len(req.Input) > texts {
			refuse(422, "batch size %d > maximum allowed batch size %d", len(req.Input), texts)
			return
		}
		var data []map[string]any
		for i, text := range req.Input {
			if n := len(strings.Fields(text)); n > words {
				refuse(413, "Input validation error: `inputs` must have less than %d tokens. Given: %d", words, n)
				return
			}
			data = append(data, map[string]any{"index": i, "embedding": []float64{1, float64(len(text))}})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"data": data})
	}))
	t.Cleanup(s.Close)
	e, err := NewEmbedder(EmbedderConfig{Endpoint: Endpoint{URL: s.URL, Model: "unknown"}, firstWait: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return e, refused
}

func manyTexts() []string {
	var texts []string
	for i := range 150 {
		texts = append(texts, strings.Repeat("The ferry left the harbour at nine. ", 1+i%90))
	}
	return texts
}

func TestEachTextGetsItsVectorWhateverTheServerTakes(t *testing.T) {
	for _, texts := range []int{1, 2, 7, 32, 64} {
		for _, words := range []int{256, 512, 8192} {
			e, refused := smallServer(t, texts, words, nil)
			got, err := e.EmbedTexts(t.Context(), manyTexts(), embed.Passage)
			if err != nil {
				t.Fatalf("%d texts of %d words: %v", texts, words, err)
			}
			for i, v := range got {
				if v == nil {
					t.Errorf("%d texts of %d words: text %d has no vector", texts, words, i)
				}
			}
			if refused.Load() > 2 {
				t.Errorf("%d texts of %d words: %d requests were refused", texts, words, refused.Load())
			}
		}
	}
}

func TestAServerThatTellsItsLimitsRefusesNothing(t *testing.T) {
	for name, paths := range map[string]map[string]string{
		"text-embeddings-inference": {"/info": `{"model_id":"unknown","max_input_length":256,"max_client_batch_size":8,"max_batch_tokens":16384}`},
	} {
		e, refused := smallServer(t, 8, 256, paths)
		if _, err := e.EmbedTexts(t.Context(), manyTexts(), embed.Passage); err != nil || refused.Load() > 0 {
			t.Errorf("%s: %d requests were refused, error %v", name, refused.Load(), err)
		}
		if l := e.Learned(); l.Texts != 8 || l.Window != 256 || l.Cut == 0 {
			t.Errorf("%s: learned %+v", name, l)
		}
	}
}

func TestTheWindowOfAModelIsKnownByWhatTheServerOrItsNameTells(t *testing.T) {
	for _, test := range []struct {
		name, model string
		paths       map[string]string
		window      int
	}{
		{"vLLM", "other", map[string]string{"/v1/models": `{"object":"list","data":[{"id":"other","max_model_len":512}]}`}, 512},
		{"llama.cpp", "other", map[string]string{"/v1/models": `{"data":[{"id":"other","meta":{"n_ctx_train":2048}}]}`}, 2048},
		{"llama.cpp, its settings", "other", map[string]string{"/props": `{"default_generation_settings":{"n_ctx":1024}}`}, 1024},
		{"llama.cpp, started with less than the model was made for", "other", map[string]string{"/v1/models": `{"data":[{"id":"other.gguf","meta":{"n_ctx_train":131072}}]}`, "/props": `{"default_generation_settings":{"n_ctx":1024}}`}, 1024},
		{"LM Studio", "other", map[string]string{"/v1/models": `{"data":[{"id":"other"},{"id":"next"}]}`, "/props": `{"error":"Unexpected endpoint or method. (GET /props)"}`, "/api/v0/models": `{"data":[{"id":"next","max_context_length":99},{"id":"other","state":"loaded","max_context_length":40960,"loaded_context_length":4096}]}`}, 4096},
		{"LM Studio, before it loads the model", "other", map[string]string{"/api/v0/models": `{"data":[{"id":"other","state":"not-loaded","max_context_length":40960}]}`}, 0},
		{"LiteLLM", "other", map[string]string{"/v1/model/info": `{"data":[{"model_name":"next"},{"model_name":"other","model_info":{"max_tokens":512,"max_input_tokens":8192}}]}`}, 8192},
		{"a family, before what a file says", "bge-small-en-v1.5", map[string]string{"/v1/models": `{"data":[{"id":"bge.gguf","meta":{"n_ctx_train":8192}}]}`}, 512},
		{"a family", "intfloat/multilingual-e5-small", nil, 512},
		{"nobody", "other", nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, _ := smallServer(t, 64, 8192, test.paths)
			e.config.Model = test.model
			if _, err := e.EmbedTexts(t.Context(), []string{"a", "b"}, embed.Passage); err != nil || e.Learned().Window != test.window {
				t.Errorf("learned %+v, error %v", e.Learned(), err)
			}
		})
	}
}

func TestPrefixesAreThoseOfTheFamilyUnlessTheSettingsNameOthers(t *testing.T) {
	for _, test := range []struct{ set, model, queryModel, query, passage string }{
		{embed.PrefixAuto, "intfloat/multilingual-e5-small", "", "query: ", "passage: "},
		{embed.PrefixAuto, "minilm", "", "", ""},
		{embed.PrefixNone, "multilingual-e5-small", "", "", ""},
		{"ask: ", "multilingual-e5-small", "", "ask: ", "ask: "},
		{embed.PrefixAuto, "e5-passage", "e5-query", "", ""},
	} {
		e, err := NewEmbedder(EmbedderConfig{Endpoint: Endpoint{URL: "http://h", Model: test.model}, QueryModel: test.queryModel, QueryPrefix: test.set, PassagePrefix: test.set})
		if err != nil {
			t.Fatal(err)
		}
		if query, passage := e.Prefixes(); query != test.query || passage != test.passage {
			t.Errorf("%+v: %q, %q", test, query, passage)
		}
	}
}

func TestQueriesGoToTheirOwnModel(t *testing.T) {
	var models []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct{ Model string }
		_ = json.NewDecoder(r.Body).Decode(&req)
		models = append(models, req.Model)
		_, _ = w.Write([]byte(`{"data":[{"index":0,"embedding":[1,2]}]}`))
	}))
	defer s.Close()
	e, err := NewEmbedder(EmbedderConfig{Endpoint: Endpoint{URL: s.URL + "/v1", Model: "nv-passage"}, QueryModel: "nv-query"})
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []embed.Role{embed.Query, embed.Passage} {
		if _, err := e.EmbedTexts(t.Context(), []string{"x"}, role); err != nil {
			t.Fatal(err)
		}
	}
	if len(models) != 2 || models[0] != "nv-query" || models[1] != "nv-passage" {
		t.Errorf("models %q", models)
	}
}

func TestWhenToTryAgainIsReadFromWhatIsSaid(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29000. Please try again in 1.92s. Visit …": 1920 * time.Millisecond,
		"Please try again in 6m0s.":                                         6 * time.Minute,
		"Please try again in 850ms.":                                        850 * time.Millisecond,
		"Please retry after 26 seconds. Please go here: https://aka.ms/oai": 26 * time.Second,
		"retry after 2 minutes":                                             2 * time.Minute,
		"try again in a while":                                              0,
		"try again in 9999999999999h":                                       0,
		"":                                                                  0,
	} {
		if got := saidAfter("", text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	for body, want := range map[string]time.Duration{
		`{"error":{"details":[{"@type":"RetryInfo","retryDelay":"41s"}]}}`: 41 * time.Second,
		`{"detail":"slow down","retry_after":65}`:                          65 * time.Second,
		`{"retry_after_ms": 850}`:                                          850 * time.Millisecond,
		`{"retryAfterSeconds":"2.5"}`:                                      2500 * time.Millisecond,
		`{"retry":"after lunch"}`:                                          0,
	} {
		if got := saidAfter(body, ""); got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
	now := time.Unix(1795918413, 0)
	for reset, want := range map[string]time.Duration{"6m0s": 6 * time.Minute, "40": 40 * time.Second, "1795918473": time.Minute, "1795918473000": time.Minute, "soon": 0} {
		if got := untilReset(http.Header{"Ratelimit-Remaining": {"0"}, "Ratelimit-Reset": {reset}}, now); got != want {
			t.Errorf("%s: %s, want %s", reset, got, want)
		}
	}
}

// What is said of a prompt that is too long is known by what it is about.
func TestTooMuchIsKnownHoweverItIsSaid(t *testing.T) {
	for message, want := range map[string]bool{
		"prompt is too long: 9001 tokens > 8000 maximum":                                      true,
		"This model's maximum prompt length is 8192 but the request contains 9001 tokens.":    true,
		"Your request exceeded model token limit: 8192 (requested: 9001)":                     true,
		"Input length (9001 tokens) is longer than what the model can take (8192 tokens).":    true,
		"Prompt tokens limit exceeded: 9001 > 8192.":                                          true,
		"the sum of prompt tokens and max tokens (9001 + 1024) must not be greater than 8192": true,
		"This request requires more credits, or fewer max_tokens: you can only afford 512":    false,
		"temperature must not be greater than 2":                                              false,
		"the model name is longer than allowed":                                               false,
		"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.":           false,
	} {
		if got := (&statusError{code: http.StatusBadRequest, message: message}).tooLong(); got != want {
			t.Errorf("%q: %v", message, got)
		}
	}
}

// What one request was told, the others keep to.
func TestRequestsWaitTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p cooldown
		start := time.Now()
		p.refused(&statusError{code: 429, retryAfter: 20 * time.Second})
		p.refused(&statusError{code: 400, retryAfter: time.Hour}) // which no wait mends
		p.taken(http.Header{"X-Ratelimit-Remaining-Tokens": {"0"}, "X-Ratelimit-Reset-Tokens": {"7s"}})
		if err := p.wait(t.Context(), time.Minute); err != nil || time.Since(start) != 20*time.Second {
			t.Errorf("waited %s, error %v", time.Since(start), err)
		}
		p.taken(http.Header{"X-Ratelimit-Remaining-Requests": {"0"}, "X-Ratelimit-Reset-Requests": {"6m0s"}})
		var s *statusError
		if err := p.wait(t.Context(), time.Minute); !errors.As(err, &s) || s.retryAfter != 6*time.Minute {
			t.Errorf("error %v", err)
		}
	})
}

func TestAServerThatIsSlowGetsFewerTextsAtATime(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct{ Input []string }
		_ = json.NewDecoder(r.Body).Decode(&req)
		if len(req.Input) > 16 {
			<-r.Context().Done() // until it is given up
			return
		}
		var data []map[string]any
		for i := range req.Input {
			data = append(data, map[string]any{"index": i, "embedding": []int{1, 2}})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"data": data})
	}))
	defer s.Close()
	e, err := NewEmbedder(EmbedderConfig{Endpoint: Endpoint{URL: s.URL + "/v1", Model: "slow", Timeout: 200 * time.Millisecond}, Context: 512, Parallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := e.EmbedTexts(t.Context(), manyTexts(), embed.Passage)
	if err != nil || len(vectors) != len(manyTexts()) {
		t.Errorf("%d vectors, error %v", len(vectors), err)
	}
}

// Servers that want another form say so, and are asked in it from then on.
func TestARefusalTeachesTheForm(t *testing.T) {
	for name, test := range map[string]struct {
		refuses func(body map[string]any) string
		want    []any // of input_type, for a passage and a query
	}{
		"kinds of texts": {func(b map[string]any) string {
			if b["input_type"] == nil {
				return "'input_type' parameter is required for asymmetric models"
			}
			return ""
		}, []any{"passage", "query"}},
		"Cohere's kinds": {func(b map[string]any) string {
			if b["input_type"] == nil {
				return "valid input_type must be provided, one of search_document, search_query"
			}
			return ""
		}, []any{"search_document", "search_query"}},
		"a text alone": {func(b map[string]any) string {
			if _, isText := b["input"].(string); !isText {
				return "expected type: String, found: JSONArray"
			}
			return ""
		}, []any{nil, nil}},
	} {
		t.Run(name, func(t *testing.T) {
			var kinds []any
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodPost { // what it takes at once
					http.NotFound(w, r)
					return
				}
				var body map[string]any
				if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
					t.Error(err)
				}
				if says := test.refuses(body); says != "" {
					w.WriteHeader(http.StatusBadRequest)
					_, _ = fmt.Fprintf(w, `{"message":%q}`, says)
					return
				}
				kinds = append(kinds, body["input_type"])
				n := 1
				if list, isList := body["input"].([]any); isList {
					n = len(list)
				}
				_, _ = fmt.Fprintf(w, `{"data":[%s]}`, strings.TrimSuffix(strings.Repeat(`{"embedding":[3,4]},`, n), ","))
			}))
			defer server.Close()
			e, err := NewEmbedder(EmbedderConfig{firstWait: time.Millisecond, Endpoint: Endpoint{URL: server.URL + "/v1", Model: "m"}, Parallel: 1})
			if err != nil {
				t.Fatal(err)
			}
			for _, role := range []embed.Role{embed.Passage, embed.Query} {
				if v, err := e.EmbedTexts(t.Context(), []string{"one"}, role); err != nil || len(v[0]) != 2 {
					t.Fatalf("%v, %v", v, err)
				}
			}
			if fmt.Sprint(kinds) != fmt.Sprint(test.want) {
				t.Errorf("kinds %v, want %v", kinds, test.want)
			}
			if v, err := e.EmbedTexts(t.Context(), []string{"one", "two", "three"}, embed.Passage); err != nil || len(v) != 3 {
				t.Errorf("%v, %v", v, err)
			}
		})
	}
}

// A server that fails without a word on more than it took before gets less.
func TestAFailureWithoutAWordIsMetWithLess(t *testing.T) {
	most := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.NotFound(w, r)
			return
		}
		var body struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		if len(body.Input) > 5 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		most = max(most, len(body.Input))
		_, _ = fmt.Fprintf(w, `{"data":[%s]}`, strings.TrimSuffix(strings.Repeat(`{"embedding":[3,4]},`, len(body.Input)), ","))
	}))
	defer server.Close()
	e, err := NewEmbedder(EmbedderConfig{firstWait: time.Millisecond, Endpoint: Endpoint{URL: server.URL + "/v1", Model: "m"}, Parallel: 1, Batch: 16})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := e.EmbedTexts(t.Context(), slices.Repeat([]string{"text"}, 20), embed.Passage); err != nil || len(v) != 20 || most != 4 {
		t.Errorf("%d vectors, %d at most, %v", len(v), most, err)
	}
}

func TestVectorsOfOtherServersAreFound(t *testing.T) {
	for name, body := range map[string]string{
		"Vertex":            `{"predictions":[{"embeddings":{"values":[3,4],"statistics":{"token_count":2}}}]}`,
		"Bedrock":           `{"embeddingsByType":{"float":[[3,4]]}}`,
		"a list of vectors": `{"vectors":[[3,4]],"dim":2}`,
		"a list of results": `{"results":[{"index":0,"embedding":[3,4]}]}`,
		"behind a mark":     "\ufeff" + `{"data":[{"embedding":[3,4]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if v, err := replying(t, body, nil).EmbedTexts(t.Context(), []string{"a"}, embed.Passage); err != nil || len(v[0]) != 2 {
				t.Errorf("%v, %v", v, err)
			}
		})
	}
	v, err := replying(t, `{"output":{"embeddings":[{"text_index":1,"embedding":[0,1]},{"text_index":0,"embedding":[1,0]}]}}`, nil).EmbedTexts(t.Context(), []string{"a", "b"}, embed.Passage)
	if err != nil || v[0][0] != 1 || v[1][1] != 1 {
		t.Errorf("DashScope's own: %v, %v", v, err)
	}
}
