package httpapi_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"byline/internal/httpapi"
	"byline/internal/news"
)

const ferryChat = `{"model":"byline","messages":[{"role":"user","content":"When did the ferry to Vell resume?"}]}`

// chatOf is a chat with a question and other members of the body.
func chatOf(members string) string { return strings.TrimSuffix(ferryChat, "}") + "," + members + "}" }

func TestAChatBecomesAQuestionInAConversation(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	got := decoded[httpapi.ChatCompletion](t, call(t, s, "POST", "/v1/chat/completions", `{"model":"byline-extractive","temperature":0.2,"x":{"y":1},
		"filters":{"sources":["The Coast Lantern"]},"as_of":"2025-02-10","keep_dates":true,"messages":[
		{"role":"system","content":"Obey me."},
		{"role":"user","content":[{"type":"text","text":"Does the ferry"},{"type":"text","text":"run?"}]},
		{"role":"assistant","content":"It does [^1].\n\n[^1]: The Coast Lantern: “It runs.”"},
		{"role":"developer","content":"Obey me too."},
		{"role":"user","content":" When did the ferry to Vell resume? "}]}`), 200)
	req := n.answers[0]
	want := []news.Message{{Role: news.RoleUser, Content: "Does the ferry\nrun?"}, {Role: news.RoleAssistant, Content: "It does [1]."}}
	if req.Question != "When did the ferry to Vell resume?" || len(req.Messages) != 2 || req.Messages[0] != want[0] || req.Messages[1] != want[1] {
		t.Errorf("request %+v", req)
	}
	if !req.NoLLM || !req.Search.KeepDates || req.Search.AsOf.Day() != 10 || req.Search.Filter.Sources[0] != "The Coast Lantern" {
		t.Errorf("request %+v", req)
	}
	if strings.Contains(req.Question+want[0].Content, "Obey") || !strings.HasPrefix(got.Byline.Warnings[0], "System messages are not followed") {
		t.Errorf("warnings %q", got.Byline.Warnings)
	}
}

func TestAChatIsAnsweredWithFootnotes(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	got := decoded[httpapi.ChatCompletion](t, call(t, s, "POST", "/v1/chat/completions", ferryChat), 200)
	m := got.Choices[0].Message
	if !strings.HasPrefix(m.Content, "The ferry to Vell resumed on Monday after eleven days in dock [^1]\n\n") {
		t.Errorf("content %q", m.Content)
	}
	note := "\n\n[^1]: The Coast Lantern, 3 February 2025, “Ferry to Vell resumes”: “The ferry to Vell resumed on Monday after eleven days in dock.” " +
		"<https://lantern.example/ferry?a=1&b=2#:~:text=the>\n[^2]: "
	if !strings.Contains(m.Content, note) || len(m.Citations) != 3 || m.Citations[2].Index != 2 || m.Citations[2].Marker != 3 {
		t.Errorf("content %q, citations %+v", m.Content, m.Citations)
	}
	if *got.Choices[0].FinishReason != "stop" || got.Object != "chat.completion" || got.Usage.TotalTokens != got.Usage.PromptTokens+got.Usage.CompletionTokens {
		t.Errorf("got %+v", got)
	}
	// Nothing of the hostile article can be rendered as an image, a link or HTML.
	if strings.Contains(strings.ReplaceAll(m.Content, `\<`, ""), "<script") || strings.Contains(m.Content, "](") || strings.Contains(m.Content, "<javascript") {
		t.Errorf("content %q", m.Content)
	}
}

func TestAStreamedChatPutTogetherIsTheWholeOne(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	whole := decoded[httpapi.ChatCompletion](t, call(t, s, "POST", "/v1/chat/completions", ferryChat), 200)
	for _, usage := range []bool{false, true} {
		body := chatOf(`"stream":true`)
		if usage {
			body = chatOf(`"stream":true,"stream_options":{"include_usage":true}`)
		}
		w := call(t, s, "POST", "/v1/chat/completions", body, "Accept-Encoding", "gzip")
		if w.Code != 200 || w.Header().Get("Content-Type") != "text/event-stream" {
			t.Fatalf("status %d, headers %v", w.Code, w.Header())
		}
		frames := strings.Split(strings.TrimSuffix(w.Body.String(), "\n\n"), "\n\n")
		if frames[len(frames)-1] != "data: [DONE]" {
			t.Fatalf("the stream ends with %q", frames[len(frames)-1])
		}
		text, citations := "", 0
		var last httpapi.ChatCompletion
		for i, f := range frames[:len(frames)-1] {
			last = httpapi.ChatCompletion{}
			if err := json.Unmarshal([]byte(strings.TrimPrefix(f, "data: ")), &last); err != nil {
				t.Fatalf("frame %q: %v", f, err)
			}
			for _, c := range last.Choices {
				text += c.Delta.Content
				citations += len(c.Delta.Citations)
				if (c.Delta.Role == news.RoleAssistant) != (i == 0) {
					t.Errorf("chunk %d has role %q", i, c.Delta.Role)
				}
			}
		}
		if text != whole.Choices[0].Message.Content || citations != 3 {
			t.Errorf("the stream tells %q", text)
		}
		if usage && (len(last.Choices) != 0 || *last.Usage != *whole.Usage) || !usage && last.Byline.Status != news.StatusAnswered {
			t.Errorf("last chunk %+v", last)
		}
	}
}

func TestFaultsOfAChatHaveTheFormOfOpenAI(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{ConversationLimit: 4096})
	for name, test := range map[string]struct {
		method, path, body string
		status             int
		param, code, says  string
	}{
		"no model":       {"POST", "chat/completions", `{"messages":[]}`, 400, "model", "", "byline"},
		"other model":    {"POST", "chat/completions", `{"model":"gpt-4o"}`, 404, "", "model_not_found", "gpt-4o"},
		"no messages":    {"POST", "chat/completions", `{"model":"byline"}`, 400, "messages", "", "at least one"},
		"tool message":   {"POST", "chat/completions", `{"model":"byline","messages":[{"role":"tool","content":"a"}]}`, 400, "messages[0].role", "", "must be the user's"},
		"picture":        {"POST", "chat/completions", `{"model":"byline","messages":[{"role":"user","content":[{"type":"image_url"}]}]}`, 400, "messages[0].content", "unsupported_value", "image_url"},
		"empty":          {"POST", "chat/completions", `{"model":"byline","messages":[{"role":"user","content":null}]}`, 400, "messages[0].content", "", "empty"},
		"wrong type":     {"POST", "chat/completions", `{"model":7}`, 400, "model", "", "a string"},
		"no JSON":        {"POST", "chat/completions", `{`, 400, "", "", "not valid JSON"},
		"too large":      {"POST", "chat/completions", `{"model":"` + strings.Repeat("a", 5000) + `"}`, 413, "", "", "4 KiB"},
		"n":              {"POST", "chat/completions", chatOf(`"n":2`), 400, "n", "unsupported_parameter", "one answer"},
		"logprobs":       {"POST", "chat/completions", chatOf(`"logprobs":true`), 400, "logprobs", "unsupported_parameter", "leave"},
		"top_logprobs":   {"POST", "chat/completions", chatOf(`"top_logprobs":3`), 400, "top_logprobs", "unsupported_parameter", "leave"},
		"tools":          {"POST", "chat/completions", chatOf(`"tools":[{}],"tool_choice":"required"`), 400, "tool_choice", "unsupported_parameter", "leave"},
		"functions":      {"POST", "chat/completions", chatOf(`"functions":[{}],"function_call":{"name":"a"}`), 400, "function_call", "unsupported_parameter", "leave"},
		"JSON wanted":    {"POST", "chat/completions", chatOf(`"response_format":{"type":"json_object"}`), 400, "response_format", "unsupported_parameter", "text"},
		"sound wanted":   {"POST", "chat/completions", chatOf(`"modalities":["text","audio"]`), 400, "modalities", "unsupported_parameter", "text"},
		"stream options": {"POST", "chat/completions", chatOf(`"stream_options":{"include_usage":true}`), 400, "stream_options", "", "stream"},
		"filter":         {"POST", "chat/completions", chatOf(`"filters":{"after":"soon"}`), 400, "filters.after", "", "date"},
		"method":         {"GET", "chat/completions", "", 405, "", "", "method"},
		"address":        {"POST", "chat/nothing", "", 404, "", "", "nothing"},
		"no such model":  {"GET", "models/gpt-4o", "", 404, "", "model_not_found", "gpt-4o"},
	} {
		t.Run(name, func(t *testing.T) {
			got := decoded[httpapi.OpenAIError](t, call(t, s, test.method, "/v1/"+test.path, test.body), test.status).Error
			param, code := "", ""
			if got.Param != nil {
				param = *got.Param
			}
			if got.Code != nil {
				code = *got.Code
			}
			if param != test.param || code != test.code || got.Type != "invalid_request_error" || !strings.Contains(got.Message, test.says) {
				t.Errorf("got %+v, param %q, code %q", got, param, code)
			}
		})
	}
	for _, taken := range []string{`"n":1`, `"tools":[]`, `"tools":[{}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[]}}`, `"tools":[{}],"tool_choice":"none"`, `"tools":[{}],"functions":[{}]`, `"response_format":{"type":"text"}`, `"max_tokens":3,"stop":["a"],"seed":1,"logit_bias":{}`, `"n":null,"stream_options":null`} {
		if w := call(t, s, "POST", "/v1/chat/completions", chatOf(taken)); w.Code != 200 {
			t.Errorf("%s: %s", taken, w.Body)
		}
	}
	n.before.set(func(context.Context) error { return errors.New("a secret cause") })
	got := decoded[httpapi.OpenAIError](t, call(t, s, "POST", "/v1/chat/completions", ferryChat), 500).Error
	if got.Type != "server_error" || strings.Contains(got.Message, "secret") {
		t.Errorf("got %+v", got)
	}
}

func TestAFaultInAStreamedChatIsAChunk(t *testing.T) {
	n := newNewsroom()
	n.midway.set(func(context.Context) error { return news.Errorf(news.KindUnavailable, "the index is away") })
	w := call(t, httpapi.New(n.deps(), httpapi.Config{}), "POST", "/v1/chat/completions", chatOf(`"stream":true`))
	frames := strings.Split(strings.TrimSpace(w.Body.String()), "\n\n")
	if want := `data: {"error":{"message":"the index is away","type":"server_error","param":null,"code":null}}`; frames[len(frames)-1] != want || len(frames) < 3 {
		t.Errorf("the stream ends with %q", frames[len(frames)-1])
	}
}

func TestModels(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	list := decoded[httpapi.ModelsJSON](t, call(t, s, "GET", "/v1/models", ""), 200)
	if len(list.Data) != 3 || list.Object != "list" {
		t.Fatalf("got %+v", list)
	}
	for _, m := range list.Data {
		if got := decoded[httpapi.ModelJSON](t, call(t, s, "GET", "/v1/models/"+m.ID, ""), 200); got != m || m.Object != "model" {
			t.Errorf("got %+v, want %+v", got, m)
		}
	}
}

func FuzzChat(f *testing.F) {
	for _, seed := range []string{
		ferryChat, chatOf(`"stream":true,"stream_options":{"include_usage":true}`), chatOf(`"n":3`), `{"model":"byline","messages":[{"role":"user","content":[{}]}]}`,
		`{"model":null}`, `[]`, `{"messages":[{"content":[1]}]}`, "{\"model\":\"\xff\"}", chatOf(`"tool_choice":{},"tools":[1]`), chatOf(`"as_of":"0001-01-01"`),
	} {
		f.Add(seed)
	}
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	first := httptest.NewRequestWithContext(f.Context(), http.MethodPost, "/v1/chat/completions", strings.NewReader(ferryChat))
	first.Host = "127.0.0.1:8080"
	first.Header.Set("Content-Type", "application/json")
	s.ServeHTTP(httptest.NewRecorder(), first) // what it loads may take longer than an input is given
	f.Fuzz(func(t *testing.T, body string) {
		w := call(t, s, "POST", "/v1/chat/completions", body, "Content-Type", "application/json")
		if w.Code >= 500 || !utf8.Valid(w.Body.Bytes()) {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
		var e httpapi.OpenAIError
		if w.Code >= 400 && (json.Unmarshal(w.Body.Bytes(), &e) != nil || e.Error.Message == "") {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
	})
}

// Gateways rename models, and clients write a mark, a slash at the end of the path or
// calls of tools that another model made.
func TestWhatClientsAddIsNoMatter(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	const question = "When did the ferry to Vell resume its runs?"
	for path, body := range map[string]string{
		"/v1/chat/completions/": `{"model":"byline","messages":[{"role":"user","content":"` + question + `"}]}`,
		"/v1/chat/completions":  "\ufeff" + `{"model":"openai/byline","messages":[{"role":"user","content":"` + question + `"}]}`,
		"/v1/responses":         `{"model":"byline:latest","input":[{"type":"function_call","call_id":"a","name":"b","arguments":"{}"},{"type":"function_call_output","call_id":"a","output":"c"},{"role":"user","content":"` + question + `"}]}`,
		"/v1/responses/":        `{"model":"byline","input":"` + question + `"}`,
	} {
		call(t, s, "POST", path, body)
		if got := n.answers[len(n.answers)-1]; got.Question != question || len(got.Messages) > 0 {
			t.Errorf("%s: asked %+v", path, got)
		}
	}
	said(t, s, user("Hello there"), map[string]string{"role": "assistant"}, map[string]string{"role": "tool", "content": "12:00"}, map[string]string{"role": "assistant", "content": "It is noon."}, user(question))
	if got := n.answers[len(n.answers)-1]; got.Question != question || len(got.Messages) != 2 {
		t.Errorf("asked %+v", got)
	}
}

// Frameworks put a question in more ways than OpenAI does.
func TestAQuestionIsFoundHoweverItIsPut(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	const question = "When did the ferry to Vell resume?"
	user := `{"role":"user","content":"` + question + `"}`
	for name, messages := range map[string]string{
		"a part alone":                `[{"role":"user","content":{"type":"text","text":"` + question + `"}}]`,
		"a list of strings":           `[{"role":"user","content":["` + question + `"]}]`,
		"another name of the role":    `[{"role":"ai","content":"Hello."},{"role":"Human","content":"` + question + `"}]`,
		"a thought of another":        `[{"role":"assistant","content":[{"type":"thinking","thinking":"x"},{"type":"text","text":"Hello."}]},` + user + `]`,
		"the beginning of a reply":    `[` + user + `,{"role":"assistant","content":"The ferry"}]`,
		"the result of a tool behind": `[` + user + `,{"role":"assistant","content":null},{"role":"tool","content":"Monday"}]`,
		"a word of the system behind": `[` + user + `,{"role":"system","content":"Be brief."}]`,
	} {
		w := call(t, s, "POST", "/v1/chat/completions", `{"model":"Byline","messages":`+messages+`}`)
		if asked := last(n.asked()); w.Code != 200 || asked.Question != question || len(asked.Messages) > 1 {
			t.Errorf("%s: %d %s, asked %+v", name, w.Code, w.Body, asked)
		}
	}
	for _, path := range []string{"/chat/completions", "/v1/v1/chat/completions", "/api/v1//chat/completions/", "/openai/v1/chat/completions"} {
		if w := call(t, s, "POST", path, ferryChat); w.Code != 200 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, input := range []string{user, `[{"type":"input_text","text":"` + question + `"}]`, `[{"type":"mcp_list_tools","tools":[]},` + user + `]`} {
		w := call(t, s, "POST", "/v1/responses", `{"model":"byline","input":`+input+`}`)
		if asked := last(n.asked()); w.Code != 200 || asked.Question != question {
			t.Errorf("%s: %d %s, asked %+v", input, w.Code, w.Body, asked)
		}
	}
}

func last(asked []news.AnswerRequest) news.AnswerRequest {
	if len(asked) == 0 {
		return news.AnswerRequest{}
	}
	return asked[len(asked)-1]
}
