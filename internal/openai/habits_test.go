package openai

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

// answering is what a server does with a request: a status, headers and a body. Where the status is
// zero it is a success.
type answering struct {
	status int
	header map[string]string
	body   string
}

const (
	piece = `data: {"choices":[{"index":0,"delta":{"content":"Six were hurt."},"finish_reason":null}]}` + "\n\n"
	stop  = `data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}` + "\n\n"
	fine  = piece + stop + done
)

// serving is a server of which each request meets what do says.
func serving(t *testing.T, path string, do func(n int, body map[string]any) answering) string {
	t.Helper()
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		if r.Method != http.MethodPost || r.URL.Path != path || json.NewDecoder(r.Body).Decode(&body) != nil {
			http.NotFound(w, r)
			return
		}
		a := do(n, body)
		n++
		for name, value := range a.header {
			w.Header().Set(name, value)
		}
		if a.status > 0 {
			w.WriteHeader(a.status)
		}
		_, _ = w.Write([]byte(a.body))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// first is a server that does something with its first request, and replies well to the others.
func first(a answering) func(int, map[string]any) answering {
	return func(n int, _ map[string]any) answering {
		if n == 0 {
			return a
		}
		return answering{body: fine}
	}
}

// always is a server that does the same with each.
func always(a answering) func(int, map[string]any) answering {
	return func(int, map[string]any) answering { return a }
}

// unless is a server that refuses a request as long as it has one of some members.
func unless(status int, body string, members ...string) func(int, map[string]any) answering {
	return func(_ int, got map[string]any) answering {
		for _, m := range members {
			if got[m] != nil {
				return answering{status: status, body: body}
			}
		}
		return answering{body: fine}
	}
}

// withoutRole is a server that refuses messages of some role.
func withoutRole(status int, body, role string) func(int, map[string]any) answering {
	return func(_ int, got map[string]any) answering {
		list, _ := got["messages"].([]any)
		for _, m := range list {
			if m.(map[string]any)["role"] == role {
				return answering{status: status, body: body}
			}
		}
		return answering{body: fine}
	}
}

// What servers of chats do, after reports of people who use them, and what becomes of it: the text
// that arrives, and of a failure its kind and what it says.
func TestHabitsOfChatServers(t *testing.T) {
	const six = "Six were hurt."
	for name, test := range map[string]struct {
		do   func(int, map[string]any) answering
		most int // tokens of a reply
		text string
		kind news.Kind
		says string
	}{
		"Bedrock takes no temperature":   {do: unless(400, `{"error":{"message":"BedrockException - {\"message\":\"This model doesn't support the temperature field. Remove temperature and try again.\"}","code":"400"}}`, "temperature"), text: six},
		"LiteLLM names what it drops":    {do: unless(400, `{"error":{"message":"litellm.UnsupportedParamsError: bedrock does not support parameters: ['temperature'], for model=r1. To drop these, set drop_params.","type":"None","param":null,"code":"400"}}`, "temperature"), text: six},
		"a member named beside the code": {do: unless(400, `{"error":{"code":"unsupported_parameter","message":"Unsupported parameter","param":"max_tokens"}}`, "max_tokens", "max_completion_tokens"), text: six},
		"only the default temperature":   {do: unless(400, `{"error":{"code":"unsupported_value","message":"Only the default (1) value is supported.","param":"temperature"}}`, "temperature"), text: six},
		"more tokens than a model may write": {most: 8000, text: six, do: func(_ int, got map[string]any) answering {
			if n, _ := got["max_tokens"].(float64); n > 4096 {
				return answering{status: 400, body: `{"error":{"message":"max_tokens: 8000 > 4096, which is the maximum allowed number of output tokens for m"}}`}
			}
			return answering{body: fine}
		}},
		"a range for the tokens": {most: 9000, text: six, do: func(_ int, got map[string]any) answering {
			if n, _ := got["max_tokens"].(float64); n > 8192 {
				return answering{status: 400, body: `{"error":{"message":"Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"}}`}
			}
			return answering{body: fine}
		}},
		"Gemini's faults come in a list": {do: first(answering{status: 503, body: `[{"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}]`}), text: six},
		"a fault amid a stream, no event": {do: always(answering{body: piece + `{"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}` + "\n"}), text: six,
			kind: news.KindUnavailable, says: "overloaded"},
		"a fault amid a stream, over lines": {do: always(answering{body: piece + "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"The model is overloaded.\"\n  }\n}\n"}), text: six,
			kind: news.KindUnavailable, says: "overloaded"},
		"Anthropic is overloaded at first": {do: first(answering{body: "event: error\n" + `data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}` + "\n\n"}), text: six},
		"a provider is gone at first":      {do: first(answering{body: `data: {"id":"gen-1","choices":[],"error":{"code":502,"message":"Worker local total request limit reached (33/32)"}}` + "\n\n"}), text: six},
		"a limit within a success":         {do: first(answering{body: `{"error":{"message":"Rate limit exceeded: free-models-per-min.","code":429,"metadata":{"headers":{"X-RateLimit-Remaining":"0"}}},"user_id":"u"}`}), text: six},
		"an empty reason on each piece":    {do: always(answering{body: strings.ReplaceAll(piece, "null", `""`) + done}), text: six},
		"the word null for a reason":       {do: always(answering{body: strings.ReplaceAll(piece, "null", `"null"`) + done}), text: six},
		"a reason and no end":              {do: always(answering{body: piece + stop}), text: six},
		"an end and no reason":             {do: always(answering{body: piece + done}), text: six},
		"another name for the end":         {do: always(answering{body: piece + strings.ReplaceAll(stop, `"stop"`, `"eos_token"`) + done}), text: six},
		"a tool in place of an answer":     {do: always(answering{body: `data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"search","arguments":"{}"}}]},"finish_reason":null}]}` + "\n\n" + strings.ReplaceAll(stop, `"stop"`, `"tool_calls"`) + done}), kind: news.KindInvalid, says: "tool"},
		"a function in place of an answer": {do: always(answering{body: `data: {"choices":[{"delta":{"role":"assistant","content":null,"function_call":{"name":"search","arguments":"{}"}},"finish_reason":null}]}` + "\n\n" + strings.ReplaceAll(stop, `"stop"`, `"function_call"`) + done}), kind: news.KindInvalid, says: "tool"},
		"a refusal in pieces":              {do: always(answering{body: `data: {"choices":[{"delta":{"content":null,"refusal":"I cannot "}}]}` + "\n\n" + `data: {"choices":[{"delta":{"refusal":"help with that."}}]}` + "\n\n" + stop + done}), kind: news.KindInvalid, says: "I cannot help with that."},
		"filtered half way":                {do: always(answering{body: piece + strings.ReplaceAll(stop, `"stop"`, `"content_filter"`) + done}), text: six, kind: news.KindInvalid, says: "filter"},
		"thoughts use up all, then not":    {do: first(answering{body: `data: {"choices":[{"delta":{"reasoning_content":"Hm."}}]}` + "\n\n" + strings.ReplaceAll(stop, `"stop"`, `"length"`) + done}), text: six},
		"usage beside each piece":          {do: always(answering{body: strings.ReplaceAll(piece, "}]}", `}],"usage":{"prompt_tokens":9,"total_tokens":10,"completion_tokens":1}}`) + stop + done}), text: six},
		"usage before the end":             {do: always(answering{body: piece + `data: {"choices":[],"usage":{"total_tokens":10}}` + "\n\n" + stop + done}), text: six},
		"a fault under object and code":    {do: always(answering{body: piece + `data: {"object":"error","message":"EngineCore encountered an issue.","type":"InternalServerError","param":null,"code":500}` + "\n\n" + done}), text: six, kind: news.KindUnavailable, says: "EngineCore"},
		"slow down, and no more is said":   {do: first(answering{status: 429, header: map[string]string{"Retry-After": "0"}, body: ""}), text: six},
		"a status of Anthropic's":          {do: first(answering{status: 529, body: `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`}), text: six},
		"a status of Cloudflare's":         {do: first(answering{status: 524, body: `<html><head><title>m.example | 524: A timeout occurred</title></head></html>`}), text: six},
		"nothing at first":                 {do: first(answering{body: ""}), text: six},
		"only comments at first":           {do: first(answering{body: ": alive\n\n"}), text: six},
		"an end at once, at first":         {do: first(answering{body: done}), text: six},
		"halves of a sign in two pieces": {do: always(answering{body: `data: {"choices":[{"delta":{"content":"Fire \ud83d"}}]}` + "\n\n" + `data: {"choices":[{"delta":{"content":"\udd25."}}]}` + "\n\n" + stop + done}),
			text: "Fire 🔥."},
		"a template knows no system":  {do: withoutRole(500, `{"error":{"code":500,"message":"Error rendering prompt with jinja template: \"System role not supported\".","type":"server_error"}}`, "system"), text: six},
		"a system that is unexpected": {do: withoutRole(422, `{"detail":[{"type":"value_error","loc":["body","messages",0,"role"],"msg":"Input should be 'user' or 'assistant'"}]}`, "system"), text: six},
		"streams for the verified only": {do: func(_ int, got map[string]any) answering {
			if got["stream"] == true {
				return answering{status: 400, body: `{"error":{"message":"Your organization must be verified to stream this model.","type":"invalid_request_error","param":"stream","code":"unsupported_value"}}`}
			}
			return answering{body: `{"choices":[{"message":{"role":"assistant","content":"Six were hurt."},"finish_reason":"stop"}]}`}
		}, text: six},
		"Azure filters the prompt":          {do: always(answering{status: 400, body: `{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}`}), kind: news.KindInvalid, says: "filtered"},
		"Cloudflare shuts the door":         {do: always(answering{status: 403, body: "error code: 1010"}), kind: news.KindUnauthorized, says: "key"},
		"LM Studio has nothing loaded":      {do: always(answering{status: 400, body: `{"error":"No models loaded. Please load a model in the developer page or use the 'lms load' command."}`}), kind: news.KindInvalid, says: "No models loaded"},
		"a delta of nothing":                {do: always(answering{body: `data: {"choices":[{"index":0,"delta":null,"finish_reason":null}]}` + "\n\n" + fine}), text: six},
		"choices of nothing":                {do: always(answering{body: `data: {"id":"","object":"chat.completion.chunk","choices":null}` + "\n\n" + fine}), text: six},
		"a chunk without choices":           {do: always(answering{body: `data: {"id":"a","object":"chat.completion.chunk","created":0,"model":"m"}` + "\n\n" + fine}), text: six},
		"signs of life as events":           {do: always(answering{body: "event: ping\n" + `data: {"type":"ping"}` + "\n\n" + fine}), text: six},
		"blank lines while it thinks":       {do: always(answering{body: "\n\n\n\n" + `{"choices":[{"message":{"role":"assistant","content":"Six were hurt."},"finish_reason":"stop"}]}`}), text: six},
		"spaces while it thinks":            {do: always(answering{body: "   \n  \n" + `  {"choices":[{"message":{"role":"assistant","content":"Six were hurt."},"finish_reason":"stop"}]}`}), text: six},
		"progress before the text":          {do: always(answering{body: `data: {"prompt_progress":{"total":9,"processed":3},"choices":[{"index":0,"delta":{},"finish_reason":null}]}` + "\n\n" + fine}), text: six},
		"the model is not there yet":        {do: first(answering{status: 503, body: `{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}`}), text: six},
		"a thought that nobody closes":      {do: always(answering{body: `data: {"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.encrypted","data":"xyz"}],"content":""}}]}` + "\n\n" + stop + done}), kind: news.KindTooLarge, says: "thought"},
		"the account is empty":              {do: always(answering{status: 402, body: `{"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}}`}), kind: news.KindInvalid, says: "Insufficient Balance"},
		"spent, by a limit's status":        {do: always(answering{status: 429, body: `{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}`}), kind: news.KindInvalid, says: "nothing left to spend"},
		"no template for chats":             {do: always(answering{status: 400, body: `{"object":"error","message":"As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat template if the tokenizer does not define one.","type":"BadRequestError","param":null,"code":400}`}), kind: news.KindInvalid, says: "chat template"},
		"an unknown member is refused":      {do: unless(400, `{"error":{"message":"Unrecognized request argument supplied: max_tokens","type":"invalid_request_error","param":null,"code":null}}`, "max_tokens"), text: six},
		"Mistral forbids what it knows not": {do: unless(422, `{"detail":[{"type":"extra_forbidden","loc":["body","temperature"],"msg":"Extra inputs are not permitted","input":0}]}`, "temperature"), text: six},
		"a template of roles":               {do: withoutRole(400, `{"error":{"message":"Unsupported value: 'messages[0].role' does not support 'system' with this model.","type":"invalid_request_error","param":"messages[0].role","code":"unsupported_value"}}`, "system"), text: six},
		"no room is left for a reply":       {do: always(answering{status: 400, body: `{"object":"error","message":"max_tokens must be at least 1, got -500.","type":"BadRequestError","param":null,"code":400}`}), kind: news.KindTooLarge, says: "-500"},
		"the context of llama.cpp":          {do: always(answering{status: 400, body: `{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9001,"n_ctx":4096}}`}), kind: news.KindTooLarge, says: "context size"},
		"Bedrock is told too much":          {do: always(answering{status: 400, body: `{"message":"Input is too long for requested model."}`}), kind: news.KindTooLarge, says: "too long"},
		"Gemini counts the input":           {do: always(answering{status: 400, body: `[{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}]`}), kind: news.KindTooLarge, says: "exceeds"},
		"Cohere counts the prompt":          {do: always(answering{status: 400, body: `{"message":"too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 9001. Try using a shorter prompt."}`}), kind: news.KindTooLarge, says: "too many tokens"},
		"less can be afforded": {most: 8000, text: six, do: func(_ int, got map[string]any) answering {
			if n, _ := got["max_tokens"].(float64); n > 512 {
				return answering{status: 402, body: `{"error":{"message":"This request requires more credits, or fewer max_tokens. You requested up to 8000 tokens, but can only afford 512. To increase, visit the settings","code":402}}`}
			}
			return answering{body: fine}
		}},
		"a queue that is full, at first":  {do: first(answering{status: 429, body: `{"message":"Requested rate exceeded","type":"too_many_requests_error","param":"queue","code":"queue_exceeded"}`}), text: six},
		"Databricks takes no temperature": {do: unless(400, `{"error_code":"BAD_REQUEST","message":"{\"message\":\"temperature is deprecated for this model.\"}"}`, "temperature"), text: six},
		"a gateway that wants a key":      {do: always(answering{status: 401, body: `{"success":false,"errors":[{"code":2009,"message":"Unauthorized"}]}`}), kind: news.KindUnauthorized, says: "key"},
		"Hugging Face loads a model":      {do: first(answering{status: 503, body: `{"error":"Model m is currently loading","estimated_time":0.01}`}), text: six},
		"all in one piece":                {do: always(answering{body: `data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Six were hurt."},"finish_reason":"stop"}]}` + "\n\n" + done}), text: six},
		"an end without a line feed":      {do: always(answering{body: piece + stop + "data: [DONE]"}), text: six},
		"cut, though not streamed":        {do: always(answering{body: `{"choices":[{"message":{"role":"assistant","content":"Six were"},"finish_reason":"length"}]}`}), text: "Six were", kind: news.KindTooLarge, says: "limit"},
		"too little memory":               {do: always(answering{status: 500, body: `{"error":{"message":"model requires more system memory (8.4 GiB) than is available (5.1 GiB)","type":"api_error","param":null,"code":null}}`}), kind: news.KindUnavailable, says: "memory"},
		"a text in place of JSON":         {do: always(answering{body: "Internal Server Error"}), kind: news.KindInvalid, says: "no JSON"},
		"the end of the day's quota":      {do: always(answering{status: 429, header: map[string]string{"Retry-After": "86400"}, body: `{"error":{"message":"Rate limit reached for model m on tokens per day (TPD): Limit 100000, Used 99999. Please try again in 24h0m0s."}}`}), kind: news.KindUnavailable, says: "24h"},
		"an answer under the wrong name":  {do: always(answering{body: `{"id":"a","object":"chat.completion","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":{"type":"text","text":"Six were hurt."}}}]}`}), text: six},
		"no choice at all":                {do: always(answering{body: `{"id":"a","object":"chat.completion","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0,"total_tokens":9}}`}), kind: news.KindUnavailable, says: "empty"},
		"a limit that no name fits":       {do: unless(400, `{"error":{"message":"Unknown parameter: 'max_completion_tokens'."}}`, "max_completion_tokens", "max_tokens"), text: six},
		"a worker that died":              {do: always(answering{body: piece + "event: error\ndata: {\"error\": \"Model worker crashed\", \"error_type\": \"generation\"}\n\n"}), text: six, kind: news.KindUnavailable, says: "crashed"},
	} {
		t.Run(name, func(t *testing.T) {
			url := serving(t, "/v1/chat/completions", test.do)
			chat, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: url + "/v1", Model: "m", Key: "secret", KeySetting: "the key"}, MaxTokens: test.most, Context: 32768, firstWait: time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			text, err := chat.Chat(t.Context(), conversation, nil)
			if text != test.text || (err != nil) != (test.says != "") || err != nil && (news.KindOf(err) != test.kind || !strings.Contains(err.Error(), test.says)) {
				t.Errorf("text %q, kind %v, error %v", text, news.KindOf(err), err)
			}
		})
	}
}
