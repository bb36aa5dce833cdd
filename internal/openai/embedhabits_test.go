package openai

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/embed"
)

// vectorsFor replies to a request with a vector for each text: (1, its length).
func vectorsFor(got map[string]any) answering {
	list, isList := got["input"].([]any)
	if !isList {
		list = []any{got["input"]}
	}
	var data []string
	for i, x := range list {
		text, _ := x.(string)
		data = append(data, fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":[1,%d]}`, i, len(text)))
	}
	return answering{body: `{"object":"list","data":[` + strings.Join(data, ",") + `]}`}
}

// atMost is a server that refuses more than so many texts, or one of more than so many bytes.
func atMost(texts, bytes, status int, body string) func(int, map[string]any) answering {
	return func(_ int, got map[string]any) answering {
		list, _ := got["input"].([]any)
		if texts > 0 && len(list) > texts {
			return answering{status: status, body: body}
		}
		if bytes > 0 && slices.ContainsFunc(list, func(x any) bool { s, _ := x.(string); return len(s) > bytes }) {
			return answering{status: status, body: body}
		}
		return vectorsFor(got)
	}
}

// What servers of embeddings do, after reports, with forty texts of which one is long.
func TestHabitsOfEmbeddingServers(t *testing.T) {
	for name, test := range map[string]struct {
		do   func(int, map[string]any) answering
		says string // of the error; empty: each text has its vector
	}{
		"DashScope takes ten":       {do: atMost(10, 0, 400, `{"error":{"message":"<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger than 10.: input.contents","type":"InvalidParameter"}}`)},
		"LM Studio breaks down":     {do: atMost(4, 0, 500, `{"error":"llama_decode returned -1"}`)},
		"llama.cpp's physical one":  {do: atMost(0, 2000, 500, `{"error":{"code":500,"message":"input (512 tokens) is too large to process. increase the physical batch size (current batch size: 512)","type":"server_error"}}`)},
		"TEI counts texts":          {do: atMost(32, 0, 413, `{"error":"batch size 40 > maximum allowed batch size 32","error_type":"Validation"}`)},
		"TEI counts tokens":         {do: atMost(0, 2000, 413, "{\"error\":\"Input validation error: `inputs` must have less than 512 tokens. Given: 700\",\"error_type\":\"Validation\"}")},
		"Cohere takes few":          {do: atMost(16, 0, 400, `{"message":"invalid request: total number of texts must be at most 16 - received 40"}`)},
		"Azure takes sixteen":       {do: atMost(16, 0, 400, `{"error":{"message":"Too many inputs. The max number of inputs is 16. We hope to increase the number of inputs per request soon.","type":"invalid_request_error"}}`)},
		"Gemini refuses in a list":  {do: atMost(20, 0, 400, `[{"error":{"code":400,"message":"* BatchEmbedContentsRequest.requests: at most 20 requests can be in one batch\n","status":"INVALID_ARGUMENT"}}]`)},
		"Voyage counts all tokens":  {do: atMost(10, 0, 400, `{"detail":"Request to model 'm' failed. The max allowed tokens per submitted batch is 12000. Your batch has 20000 tokens after truncation. Please lower the number of tokens in the batch."}`)},
		"Jina counts of one":        {do: atMost(0, 2000, 422, `{"detail":"Single text cannot exceed 512 tokens. 700 tokens given."}`)},
		"OpenAI counts per request": {do: atMost(10, 0, 400, `{"error":{"message":"Requested 320000 tokens, max 300000 tokens per request","type":"max_tokens_per_request","param":null,"code":"max_tokens_per_request"}}`)},
		"Mistral says split":        {do: atMost(8, 0, 400, `{"object":"error","message":"Too many inputs in request, split into more batches.","type":"invalid_request_prompt","param":null,"code":"3210"}`)},
		"Ollama cuts, if told":      {do: atMost(0, 2000, 400, `{"error":{"message":"the input length exceeds the context length","type":"api_error","param":null,"code":null}}`)},
		"empty vectors of a list": {do: func(_ int, got map[string]any) answering {
			if _, isList := got["input"].([]any); isList {
				return answering{body: `{"object":"list","data":[{"object":"embedding","embedding":[],"index":0}],"model":"m"}`}
			}
			return vectorsFor(got)
		}},
		"Titan takes a text": {do: func(_ int, got map[string]any) answering {
			if _, isList := got["input"].([]any); isList {
				return answering{status: 400, body: `{"detail":"Malformed input request: #/inputText: expected type: String, found: JSONArray, please reformat your input and try again."}`}
			}
			return vectorsFor(got)
		}},
		"the last vectors are missing": {do: func(_ int, got map[string]any) answering {
			list, _ := got["input"].([]any)
			if len(list) > 25 {
				return vectorsFor(map[string]any{"input": list[:25]})
			}
			return vectorsFor(got)
		}},
		"in another order": {do: func(_ int, got map[string]any) answering {
			a := vectorsFor(got)
			var reply struct {
				Data []map[string]any `json:"data"`
			}
			_ = json.Unmarshal([]byte(a.body), &reply)
			slices.Reverse(reply.Data)
			raw, _ := json.Marshal(reply)
			return answering{body: string(raw)}
		}},
		"slow down for a moment": {do: func(n int, got map[string]any) answering {
			if n == 0 {
				return answering{status: 429, header: map[string]string{"X-Ratelimit-Reset-Tokens": "5ms"}, body: `{"error":{"message":"Rate limit reached for m. Please try again in 2ms."}}`}
			}
			return vectorsFor(got)
		}},
		"a limit within a success": {do: func(n int, got map[string]any) answering {
			if n == 0 {
				return answering{body: `{"error":{"message":"Provider returned error","code":429}}`}
			}
			return vectorsFor(got)
		}},
		"a fault with a code of its own": {do: always(answering{body: `{"object":"error","message":"The model does not support embeddings","code":40303}`}), says: "does not support embeddings"},
		"a model for chats":              {do: always(answering{status: 501, body: `{"error":{"code":501,"message":"This server does not support embeddings. Start it with --embeddings","type":"not_supported_error"}}`}), says: "does not support embeddings"},
		"it is being loaded": {do: func(n int, got map[string]any) answering {
			if n == 0 {
				return answering{status: 503, body: `{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}`}
			}
			return vectorsFor(got)
		}},
		"nothing at first": {do: func(n int, got map[string]any) answering {
			if n == 0 {
				return answering{}
			}
			return vectorsFor(got)
		}},
		"numbers in strings": {do: func(_ int, got map[string]any) answering {
			a := vectorsFor(got)
			return answering{body: strings.ReplaceAll(a.body, `"embedding":[1,`, `"embedding":["1",`)}
		}},
		"a null among the numbers": {do: func(_ int, got map[string]any) answering {
			return answering{body: strings.ReplaceAll(vectorsFor(got).body, `[1,`, `[null,`)}
		}, says: "NaN"},
		"a list where a text is due": {do: func(_ int, got map[string]any) answering {
			if _, isList := got["input"].([]any); isList {
				return answering{status: 422, body: `{"detail":[{"loc":["body","input"],"msg":"str type expected","type":"type_error.str"}]}`}
			}
			return vectorsFor(got)
		}},
		"vLLM counts of one":     {do: atMost(0, 2000, 400, `{"object":"error","message":"This model's maximum context length is 512 tokens. However, you requested 700 tokens in the input for embedding generation. Please reduce the length of the input.","type":"BadRequestError","code":400}`)},
		"a runner that crashes":  {do: atMost(0, 2000, 500, `{"error":{"message":"do embedding request: Post \"http://127.0.0.1:40001/embedding\": EOF","type":"api_error"}}`)},
		"NVIDIA counts of one":   {do: atMost(0, 2000, 400, `{"error":"Input length 700 exceeds maximum allowed token size 512"}`)},
		"Vertex counts them all": {do: atMost(10, 0, 400, `{"error":{"code":400,"message":"Unable to submit request because the input token count is 30000 but the model supports up to 20000. Reduce the input token count and try again.","status":"INVALID_ARGUMENT"}}`)},
		"SiliconFlow counts":     {do: atMost(0, 2000, 413, `{"code":20042,"message":"input must have less than 512 tokens","data":null}`)},
		"Zhipu counts entries":   {do: atMost(16, 0, 400, `{"error":{"code":"1214","message":"input数组最大不得超过16条"}}`)},
		"items of a validation":  {do: atMost(16, 0, 422, `{"detail":[{"type":"too_long","loc":["body","input"],"msg":"List should have at most 16 items after validation, not 40","ctx":{"max_length":16}}]}`)},
		"one vector too many": {do: func(_ int, got map[string]any) answering {
			list, _ := got["input"].([]any)
			return vectorsFor(map[string]any{"input": append(list, "more")})
		}, says: "vectors for"},
		"out of memory of a card": {do: atMost(8, 0, 500, `{"error":"CUDA out of memory. Tried to allocate 2.00 GiB."}`)},
		"a gateway gives up":      {do: atMost(8, 0, 504, `<html><head><title>504 Gateway Time-out</title></head></html>`)},
	} {
		t.Run(name, func(t *testing.T) {
			url := serving(t, "/v1/embeddings", test.do)
			e, err := NewEmbedder(EmbedderConfig{Endpoint: Endpoint{URL: url + "/v1", Model: "m"}, Parallel: 1, firstWait: time.Millisecond, Ends: func(string) []int { return nil }})
			if err != nil {
				t.Fatal(err)
			}
			texts := slices.Repeat([]string{"a short text"}, 40)
			texts[7] = strings.Repeat("ferry ", 700)
			v, err := e.EmbedTexts(t.Context(), texts, embed.Passage)
			switch {
			case test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)):
				t.Errorf("error %v", err)
			case test.says == "" && (err != nil || slices.ContainsFunc(v, func(x []float32) bool { return len(x) != 2 })):
				t.Errorf("%d vectors, error %v", len(v), err)
			}
		})
	}
}
