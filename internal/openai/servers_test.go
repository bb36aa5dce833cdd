package openai

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"byline/internal/answer"
	"byline/internal/news"
)

// secret is a word that only the thoughts of a model have.
const secret = "HEIMLICH"

// model is what all servers of these tests run: it answers from the passages that
// it is shown, and thinks before if it is to.
const (
	thoughts  = secret + " the user wants a number. Was it 977? No.\n\nSix it is."
	statement = "Six people were hurt on the Merle, the hospital of Velmoor said [%s]. The ferry ran aground off Ostrand with 214 people on board, the coastguard said [%s]."
)

// recorded is how a server speaks, as it documents it or is known to.
type recorded struct {
	name string
	url  string // behind the address of the server
	path string // where chats arrive

	before, after string // what stands before the first delta and behind the last
	frame         string // how an event is written, %s stands for its JSON
	delta, last   string // an event; %s stands for a piece of the text, quoted, and for the reason to finish
	thought       string // an event with a piece of a thought; empty: thoughts are part of the text
	opens, closes string // what then stands around thoughts
	whole         string // a reply at once: the text, what is thought, the reason; empty: it has no such field
	fault         string // an event that tells of an error
	refused       string // the body of an error, with its message
	tooLong       fault
	parameter     fault // what it refuses
	busy          fault // for now
}

// fault is what a server says when it does not answer.
type fault struct {
	status  int
	message string
	header  http.Header
}

const (
	sse       = "data: %s\n\n"
	completed = `{"id":"chatcmpl-1","object":"chat.completion","created":1795918413,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":%s,"reasoning_content":%s},"logprobs":null,"finish_reason":%s}],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}`
	asOpenAI  = `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{"content":%s},"logprobs":null,"finish_reason":null}],"usage":null}`
	endOpenAI = `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":%s}],"usage":null}`
	errorBody = `{"error":{"message":%s,"type":"invalid_request_error","param":null,"code":null}}`
	done      = "data: [DONE]\n\n"
)

var recordings = []recorded{
	{
		name: "OpenAI", url: "/v1", path: "/v1/chat/completions", frame: sse, delta: asOpenAI, last: endOpenAI, whole: completed, refused: errorBody,
		before: `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"pQ"}` + "\n\n",
		after:  `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18,"completion_tokens_details":{"reasoning_tokens":3}},"obfuscation":"x"}` + "\n\n" + done,
		opens:  "<|channel|>analysis<|message|>", closes: "<|end|><|start|>assistant<|channel|>final<|message|>",
		fault:     `{"error":{"message":"The server had an error while processing your request. Sorry about that!","type":"server_error","param":null,"code":null}}`,
		tooLong:   fault{400, "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens. Please reduce the length of the messages.", nil},
		parameter: fault{400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", nil},
		busy:      fault{429, "Rate limit reached for m in organization org-1 on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 5ms.", http.Header{"Retry-After-Ms": {"5"}}},
	},
	{
		name: "Azure OpenAI", url: "/openai/deployments/m?api-version=2024-10-21", path: "/openai/deployments/m/chat/completions", frame: sse, last: endOpenAI, whole: completed, refused: `{"error":{"code":"BadRequest","message":%s}}`,
		before: `data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}` + "\n\n",
		delta:  `{"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"delta":{"content":%s},"finish_reason":null,"index":0,"logprobs":null}],"created":1795918413,"id":"chatcmpl-1","model":"m","object":"chat.completion.chunk","system_fingerprint":"fp_1"}`,
		after:  done,
		opens:  "<think>", closes: "</think>",
		fault:     `{"error":{"code":"content_filter","message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","status":400}}`,
		tooLong:   fault{400, "This model's maximum context length is 16384 tokens, however you requested 17001 tokens (16301 in your prompt; 700 for the completion). Please reduce your prompt; or completion length.", nil},
		parameter: fault{400, "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.", nil},
		busy:      fault{429, "Requests to the ChatCompletions_Create Operation have exceeded token rate limit of your current pricing tier. Please retry after 1 seconds.", http.Header{"Retry-After-Ms": {"5"}}},
	},
	{
		name: "OpenRouter", url: "/api/v1", path: "/api/v1/chat/completions", frame: sse, last: endOpenAI, refused: `{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":%s,"provider_name":"Someone"}},"user_id":"u"}`,
		before:    ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n",
		delta:     `{"id":"gen-1","provider":"Someone","model":"m","object":"chat.completion.chunk","created":1795918413,"choices":[{"index":0,"delta":{"role":"assistant","content":%s,"reasoning":null},"finish_reason":null,"native_finish_reason":null}]}`,
		thought:   `{"id":"gen-1","provider":"Someone","model":"m","object":"chat.completion.chunk","created":1795918413,"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":%[1]s,"reasoning_details":[{"type":"reasoning.text","text":%[1]s,"index":0}]},"finish_reason":null}]}`,
		whole:     `{"id":"gen-1","provider":"Someone","model":"m","object":"chat.completion","choices":[{"finish_reason":%[3]s,"native_finish_reason":"x","index":0,"message":{"role":"assistant","content":%[1]s,"refusal":null,"reasoning":%[2]s}}]}`,
		after:     ": OPENROUTER PROCESSING\n\n" + `data: {"id":"gen-1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18,"cost":0.001}}` + "\n\n" + done,
		fault:     `{"id":"gen-1","object":"chat.completion.chunk","created":1795918413,"model":"m","provider":"Someone","error":{"code":"server_error","message":"Provider disconnected unexpectedly"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}`,
		tooLong:   fault{400, "This endpoint's maximum context length is 8192 tokens. However, you requested about 9001 tokens (8301 of text input, 700 in the output). Please reduce the length of either one, or use the \"middle-out\" transform to compress your prompt automatically.", nil},
		parameter: fault{400, "temperature is not supported by this model", nil},
		busy:      fault{502, "Upstream error from Someone", nil},
	},
	{
		name: "Mistral", url: "/v1", path: "/v1/chat/completions", frame: sse, refused: `{"object":"error","message":%s,"type":"invalid_request_error","param":null,"code":"1234"}`,
		before:    `data: {"id":"1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}` + "\n\n",
		delta:     `{"id":"1","object":"chat.completion.chunk","created":1795918413,"model":"m","p":"abc","choices":[{"index":0,"delta":{"content":[{"type":"text","text":%s}]},"finish_reason":null}]}`,
		last:      `{"id":"1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":%s}],"usage":{"prompt_tokens":9,"total_tokens":18,"completion_tokens":9}}`,
		thought:   `{"id":"1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":%s}],"closed":false}]},"finish_reason":null}]}`,
		whole:     `{"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":%[3]s,"message":{"role":"assistant","tool_calls":null,"content":[{"type":"thinking","thinking":[{"type":"text","text":%[2]s}]},{"type":"text","text":%[1]s}]}}]}`,
		after:     done,
		fault:     `{"object":"error","message":"Service unavailable.","type":"internal_server_error","param":null,"code":"3500"}`,
		tooLong:   fault{400, "Prompt contains 9001 tokens and 0 draft tokens, too large for model with 8192 maximum context length", nil},
		parameter: fault{422, "Extra inputs are not permitted: max_tokens", nil},
		busy:      fault{503, "Service tier capacity exceeded for this model.", nil},
	},
	{
		name: "Groq", url: "/openai/v1", path: "/openai/v1/chat/completions", frame: sse, delta: asOpenAI, refused: errorBody,
		before:    `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":null},"logprobs":null,"finish_reason":null}],"x_groq":{"id":"req_1","seed":1}}` + "\n\n",
		last:      `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":%s}],"x_groq":{"id":"req_1","usage":{"prompt_tokens":9,"completion_tokens":9}}}`,
		thought:   `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{"reasoning":%s,"channel":"analysis"},"logprobs":null,"finish_reason":null}]}`,
		whole:     `{"id":"chatcmpl-1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":%s,"reasoning":%s},"logprobs":null,"finish_reason":%s}],"x_groq":{"id":"req_1"}}`,
		after:     done,
		fault:     `{"error":{"message":"over capacity, please back off","type":"internal_server_error","status_code":503}}`,
		tooLong:   fault{413, "Request too large for model `m` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 9001, please reduce your message size and try again.", nil},
		parameter: fault{400, "`max_tokens` must be less than or equal to `512`, the maximum value for `max_tokens` is less than the `context_window` for this model", nil},
		busy:      fault{429, "Rate limit reached for model `m` in organization `org_1` on requests per minute (RPM): Limit 30, Used 30, Requested 1. Please try again in 5ms.", nil},
	},
	{
		name: "Ollama", url: "/api", path: "/api/chat", frame: "%s\n", refused: `{"error":%s}`,
		delta:     `{"model":"m","created_at":"2026-11-02T10:00:00.1Z","message":{"role":"assistant","content":%s},"done":false}`,
		last:      `{"model":"m","created_at":"2026-11-02T10:00:01Z","message":{"role":"assistant","content":""},"done_reason":%s,"done":true,"total_duration":4883583458,"load_duration":1334875,"prompt_eval_count":26,"eval_count":282}`,
		thought:   `{"model":"m","created_at":"2026-11-02T10:00:00.1Z","message":{"role":"assistant","content":"","thinking":%s},"done":false}`,
		whole:     `{"model":"m","created_at":"2026-11-02T10:00:00.1Z","message":{"role":"assistant","content":%s,"thinking":%s},"done_reason":%s,"done":true,"eval_count":282}`,
		fault:     `{"error":"an error was encountered while running the model: unexpected EOF"}`,
		tooLong:   fault{400, "the input length exceeds the context length", nil},
		parameter: fault{400, "\"m\" does not support thinking", nil},
		busy:      fault{503, "server busy, please try again.  maximum pending requests exceeded", nil},
	},
	{
		name: "vLLM", url: "", path: "/v1/chat/completions", frame: sse, delta: asOpenAI, last: endOpenAI, whole: completed, refused: `{"object":"error","message":%s,"type":"BadRequestError","param":null,"code":400}`,
		before:    `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"prompt_token_ids":null}` + "\n\n",
		thought:   `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{"reasoning_content":%[1]s,"reasoning":%[1]s},"logprobs":null,"finish_reason":null,"token_ids":null}]}`,
		after:     done,
		fault:     `{"error":{"object":"error","message":"EngineCore encountered an issue. See stack trace (above) for the root cause.","type":"InternalServerError","param":null,"code":500}}`,
		tooLong:   fault{400, "This model's maximum context length is 8192 tokens. However, you requested 9001 tokens (8301 in the messages, 700 in the completion). Please reduce the length of the messages or completion.", nil},
		parameter: fault{400, "System role not supported", nil},
		busy:      fault{503, "Service Unavailable", nil},
	},
	{
		name: "llama.cpp", url: "/v1", path: "/v1/chat/completions", frame: sse, delta: asOpenAI, whole: completed, refused: `{"error":{"code":400,"message":%s,"type":"invalid_request_error"}}`,
		before:    `data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1795918413,"id":"chatcmpl-1","model":"m","system_fingerprint":"b1","object":"chat.completion.chunk"}` + "\n\n",
		last:      `{"choices":[{"finish_reason":%s,"index":0,"delta":{}}],"created":1795918413,"id":"chatcmpl-1","model":"m","object":"chat.completion.chunk","timings":{"prompt_n":1,"predicted_per_second":40.1}}`,
		thought:   `{"choices":[{"finish_reason":null,"index":0,"delta":{"reasoning_content":%s}}],"created":1795918413,"id":"chatcmpl-1","model":"m","object":"chat.completion.chunk"}`,
		after:     done,
		fault:     `{"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}`,
		tooLong:   fault{400, "request (9001 tokens) exceeds the available context size (8192 tokens), try increasing it", nil},
		parameter: fault{500, "Value is not callable: null at row 1, column 2: the template does not support the system role", nil},
		busy:      fault{503, "Loading model", nil},
	},
	{
		name: "LM Studio", url: "/v1", path: "/v1/chat/completions", frame: "data: %s\r\n\r\n", delta: asOpenAI, last: endOpenAI, whole: completed, refused: `{"error":%s}`,
		opens: "", closes: "</think>\n\n", // its template opens them
		after:     "data: [DONE]\r\n\r\n",
		fault:     `{"error":{"message":"The model has crashed without additional information. (Exit code: 6)"}}`,
		tooLong:   fault{400, "Trying to keep the first 9001 tokens when context the overflows. However, the model is loaded with context length of only 8192 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input", nil},
		parameter: fault{400, "Error rendering prompt with jinja template: \"Only user and assistant roles are supported!\"", nil},
		busy:      fault{503, "The model is loading", nil},
	},
	{
		name: "LiteLLM", url: "/", path: "/v1/chat/completions", frame: sse, delta: asOpenAI, last: endOpenAI, refused: `{"error":{"message":%s,"type":null,"param":null,"code":"400"}}`,
		thought:   `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795918413,"model":"m","choices":[{"index":0,"delta":{"reasoning_content":%[1]s,"thinking_blocks":[{"type":"thinking","thinking":%[1]s,"signature":null}],"provider_specific_fields":{"thinking_blocks":[]},"content":"","role":"assistant"}}]}`,
		whole:     `{"id":"chatcmpl-1","object":"chat.completion","model":"m","choices":[{"finish_reason":%[3]s,"index":0,"message":{"content":%[1]s,"role":"assistant","tool_calls":null,"function_call":null,"reasoning_content":%[2]s,"thinking_blocks":[{"type":"thinking","thinking":%[2]s}]}}]}`,
		after:     done,
		fault:     `{"error":{"message":"litellm.MidStreamFallbackError: litellm.APIConnectionError: APIConnectionError: the provider hung up","type":null,"param":null,"code":"500"}}`,
		tooLong:   fault{400, "litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: OpenAIException - This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.. Received Model Group=m\nAvailable Model Group Fallbacks=None", nil},
		parameter: fault{400, "litellm.UnsupportedParamsError: anthropic does not support parameters: ['temperature'], for model=m. To drop these, set `litellm.drop_params=True`", nil},
		busy:      fault{429, "litellm.RateLimitError: No deployments available for selected model, Try again in 0.005s. Passed model=m. pre-call-checks=False, cooldown_list=[]", nil},
	},
	{
		name: "text-generation-inference", url: "", path: "/v1/chat/completions", frame: "data:%s\n\n", delta: asOpenAI, last: endOpenAI, whole: completed, refused: `{"error":%s,"error_type":"validation"}`,
		opens: "<think>\n", closes: "\n</think>\n\n",
		after:     "data: [DONE]\n\n",
		fault:     `{"error":"Request failed during generation: Server error: CUDA out of memory","error_type":"generation"}`,
		tooLong:   fault{422, "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8192. Given: 8301 `inputs` tokens and 700 `max_new_tokens`", nil},
		parameter: fault{422, "Input validation error: `temperature` must be strictly positive", nil},
		busy:      fault{429, "Model is overloaded", nil},
	},
	{
		name: "DashScope", url: "/compatible-mode/v1", path: "/compatible-mode/v1/chat/completions", frame: sse, delta: asOpenAI, last: endOpenAI, whole: completed, refused: `{"error":{"code":"invalid_parameter_error","param":null,"message":%s,"type":"invalid_request_error"},"id":"chatcmpl-1","request_id":"1"}`,
		before:    `data: {"choices":[{"delta":{"content":"","role":"assistant"},"index":0,"logprobs":null,"finish_reason":null}],"object":"chat.completion.chunk","usage":null,"created":1795918413,"system_fingerprint":null,"model":"m","id":"chatcmpl-1"}` + "\n\n",
		thought:   `{"choices":[{"delta":{"content":null,"reasoning_content":%s},"index":0,"logprobs":null,"finish_reason":null}],"object":"chat.completion.chunk","usage":null,"model":"m","id":"chatcmpl-1"}`,
		after:     `data: {"choices":[],"object":"chat.completion.chunk","usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18},"created":1795918413,"model":"m","id":"chatcmpl-1"}` + "\n\n" + done,
		fault:     `{"error":{"code":"data_inspection_failed","message":"Output data may contain inappropriate content.","type":"data_inspection_failed"}}`,
		tooLong:   fault{400, "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 8192]", nil},
		parameter: fault{400, "<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 512]", nil},
		busy:      fault{429, "You exceeded your current requests list. Requests rate limit exceeded, please try again later.", nil},
	},
}

// behaviour is what the model, or the server, does.
type behaviour struct {
	name     string
	refuses  func(recorded) fault // first
	thinks   bool
	cut      bool // behind the first statement and a half
	reason   string
	ends     func(recorded) string // in place of the last event and all behind it
	answers  bool                  // wholly; else what is given without a model has to be
	mentions string                // in a warning
}

var behaviours = []behaviour{
	{name: "answers", answers: true},
	{name: "thinks first", thinks: true, answers: true},
	{name: "reaches its limit", thinks: true, cut: true, reason: "length", mentions: "limit"},
	{name: "tells of an error", cut: true, ends: func(s recorded) string { return fmt.Sprintf(s.frame, s.fault) }, mentions: "model"},
	{name: "breaks off", thinks: true, cut: true, ends: func(recorded) string { return "" }, mentions: "broke off"},
	{name: "refuses a parameter", refuses: func(s recorded) fault { return s.parameter }, answers: true},
	{name: "is told too much", refuses: func(s recorded) fault { return s.tooLong }, thinks: true, answers: true, mentions: "was shown"},
	{name: "is busy", refuses: func(s recorded) fault { return s.busy }, answers: true},
}

// playing is a server that speaks as recorded and behaves so.
type playing struct {
	recorded
	behaviour

	streamed bool
	asked    int
}

func (p *playing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if r.URL.Path != p.path {
		http.NotFound(w, r)
		return
	}
	p.asked++
	if p.asked == 1 && p.refuses != nil {
		f := p.refuses(p.recorded)
		for name, values := range f.header {
			w.Header()[name] = values
		}
		w.WriteHeader(f.status)
		_, _ = fmt.Fprintf(w, p.refused, quoted(f.message))
		return
	}
	text := written(string(body))
	if p.cut {
		text = text[:len(text)-40]
	}
	reason := `"stop"`
	if p.reason != "" {
		reason = quoted(p.reason)
	}
	if p.streamed {
		p.stream(w, text, reason)
		return
	}
	p.replyAtOnce(w, text, reason)
}

func (p *playing) stream(w http.ResponseWriter, text, reason string) {
	w.Header().Set("Content-Type", "text/event-stream")
	_, _ = io.WriteString(w, p.before)
	send := func(form, text string) {
		for _, piece := range pieces(text) {
			_, _ = fmt.Fprintf(w, p.frame, fmt.Sprintf(form, quoted(piece)))
			w.(http.Flusher).Flush()
		}
	}
	switch {
	case p.thinks && p.thought != "":
		send(p.thought, thoughts)
	case p.thinks:
		send(p.delta, p.opens+thoughts+p.closes)
	}
	send(p.delta, text)
	if p.ends != nil {
		_, _ = io.WriteString(w, p.ends(p.recorded))
		return
	}
	_, _ = fmt.Fprintf(w, p.frame, fmt.Sprintf(p.last, reason))
	_, _ = io.WriteString(w, p.after)
}

func (p *playing) replyAtOnce(w http.ResponseWriter, text, reason string) {
	thought := "null"
	switch {
	case p.thinks && p.thought != "":
		thought = quoted(thoughts)
	case p.thinks:
		text = p.opens + thoughts + p.closes + text
	}
	w.Header().Set("Content-Type", "application/json")
	whole := strings.Split(fmt.Sprintf(p.whole, quoted(text), thought, reason), "%!(EXTRA")[0]
	switch {
	case p.ends == nil:
		_, _ = io.WriteString(w, whole)
	case p.ends(p.recorded) == "":
		_, _ = io.WriteString(w, whole[:len(whole)*2/3]) // broken off
	default:
		_, _ = io.WriteString(w, p.fault)
	}
}

func quoted(text string) string {
	raw, _ := json.Marshal(text)
	return string(raw)
}

// pieces cuts a text as models do, anywhere.
func pieces(text string) []string {
	var out []string
	for len(text) > 7 {
		out, text = append(out, text[:7]), text[7:]
	}
	return append(out, text)
}

var shownPassage = regexp.MustCompile(`(?s)<passage number=\\?"(\d+)\\?">(.*?)</passage>`)

// written is what the model answers: with the numbers of the passages as they were shown.
func written(prompt string) string {
	prompt = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(prompt)
	hurt, aground := "99", "99"
	for _, m := range shownPassage.FindAllStringSubmatch(prompt, -1) {
		if strings.Contains(m[2], "Six people") {
			hurt = m[1]
		}
		if strings.Contains(m[2], "214 people") {
			aground = m[1]
		}
	}
	return fmt.Sprintf(statement, hurt, aground)
}

// ferry is a searcher that finds what the model answers from, and more.
type ferry struct{}

func (ferry) Search(_ context.Context, req news.SearchRequest) (news.SearchResult, error) {
	result := news.SearchResult{Understood: news.Understood{Query: req.Query}}
	for i, body := range []string{
		"Six people were hurt on the Merle, the hospital of Velmoor said on Tuesday.",
		"The ferry Merle ran aground off Ostrand on Monday with 214 people on board, the coastguard said.",
		"The master of the Merle, Jonas Haverly, was questioned by the police on Wednesday.",
		"A smaller boat sails in place of the Merle until Thursday, the company said.",
		"The Merle was built in Skerrin in 1998 and carries 300 people.",
		"Four boats took the passengers of the Merle to the harbour of Ostrand.",
	} {
		id := fmt.Sprint("merle-", i)
		a := news.Article{ID: id, Source: "Nordwire", Headline: "The Merle off Ostrand", Published: time.Date(2026, 11, 3, 10, i, 0, 0, time.UTC), Body: body}
		result.Hits = append(result.Hits, news.Hit{Article: a, Score: 1 - float64(i)/100, Passage: news.Passage{ArticleID: id, Span: news.Span{End: len(body)}, Text: body}})
	}
	return result, nil
}

// ask answers a question with a model, and returns all that a reader saw.
func ask(t *testing.T, chat answer.Chat) (a news.Answer, seen string) {
	t.Helper()
	var all strings.Builder
	a, err := answer.New(ferry{}, answer.Config{Chat: chat}).Answer(t.Context(), news.AnswerRequest{Question: "How many people were hurt on the ferry Merle?"}, func(e news.Event) error {
		all.WriteString(e.Delta)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return a, all.String() + a.Text + strings.Join(a.Warnings, "\n")
}

func (s recorded) chat(t *testing.T, address string) *Chat {
	t.Helper()
	config := ChatConfig{Endpoint: Endpoint{URL: address + s.url, Key: "secret-key", Model: "m", URLSetting: "llm.url", KeySetting: "llm.key"}, firstWait: time.Millisecond}
	if s.name == "Ollama" {
		config.API, config.Thinking, config.Context = APIOllama, ThinkingOn, 8192
	}
	chat, err := NewChat(config)
	if err != nil {
		t.Fatal(err)
	}
	return chat
}

// Whatever a server does, a reader gets the whole answer of the model, or as good
// a one as without it, and a word on why; and never a thought.
func TestServersAsTheyAre(t *testing.T) {
	without, _ := ask(t, nil)
	for _, s := range recordings {
		for _, b := range behaviours {
			for _, streamed := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s %s, streamed %v", s.name, b.name, streamed), func(t *testing.T) {
					p := &playing{recorded: s, behaviour: b, streamed: streamed}
					server := httptest.NewServer(p)
					defer server.Close()
					a, seen := ask(t, s.chat(t, server.URL))
					if strings.Contains(seen, secret) || strings.Contains(seen, "secret-key") {
						t.Errorf("a thought or the key is seen: %q", seen)
					}
					b.judge(t, a, without)
				})
			}
		}
	}
}

// judge holds an answer against what has to come of a behaviour.
func (b behaviour) judge(t *testing.T, a, without news.Answer) {
	t.Helper()
	warnings := strings.Join(a.Warnings, "\n")
	whole := strings.Contains(a.Text, "Six people were hurt on the Merle") && strings.Contains(a.Text, "214 people on board, the coastguard said")
	if b.answers && (a.Mode != news.AnswerLLM || a.Status == news.StatusNotFound || !whole) {
		t.Errorf("mode %s, status %s: %q\n%s", a.Mode, a.Status, a.Text, warnings)
	}
	if !b.answers {
		if a.Mode == news.AnswerExtractive {
			if diff := cmp.Diff(without, a, cmpopts.IgnoreFields(news.Answer{}, "Warnings")); diff != "" {
				t.Errorf("the answer is not that without a model (-without +with):\n%s", diff)
			}
		} else if !strings.Contains(a.Text, strings.TrimSpace(without.Text[:20])) && !whole {
			t.Errorf("half an answer: %q\n%s", a.Text, warnings)
		}
		if strings.Contains(a.Text, "with 214 peopl ") || strings.HasSuffix(a.Text, "214") {
			t.Errorf("half a statement: %q", a.Text)
		}
	}
	if !strings.Contains(warnings, b.mentions) || b.mentions == "" && warnings != "" {
		t.Errorf("warnings %q, want %q", warnings, b.mentions)
	}
}
