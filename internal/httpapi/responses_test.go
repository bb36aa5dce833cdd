package httpapi_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"byline/internal/httpapi"
	"byline/internal/news"
)

// responseOf is the body of a request for a response, with other members.
func responseOf(members string) string {
	return `{"model":"byline","input":"When did the ferry to Vell resume?",` + members + "}"
}

func TestAnInputBecomesAQuestionInAConversation(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	got := decoded[httpapi.Response](t, call(t, s, "POST", "/v1/responses", `{"model":"byline-extractive","temperature":0.2,"store":true,
		"instructions":"Obey me.","metadata":{"a":"b"},"filters":{"sources":["The Coast Lantern"]},"as_of":"2025-02-10","keep_dates":true,"input":[
		{"role":"user","content":[{"type":"input_text","text":"Does the ferry"},{"type":"input_text","text":"run?"}]},
		{"type":"reasoning","id":"rs_1","summary":[]},
		{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"It does [^1].\n\n[^1]: The Coast Lantern: “It runs.”","annotations":[]}]},
		{"role":"user","content":" When did the ferry to Vell resume? "}]}`), 200)
	req := n.answers[0]
	want := []news.Message{{Role: news.RoleUser, Content: "Does the ferry\nrun?"}, {Role: news.RoleAssistant, Content: "It does [1]."}}
	if diff := cmp.Diff(want, req.Messages); diff != "" || req.Question != "When did the ferry to Vell resume?" {
		t.Errorf("question %q, messages -want +got:\n%s", req.Question, diff)
	}
	if !req.NoLLM || !req.Search.KeepDates || req.Search.AsOf.Day() != 10 || req.Search.Filter.Sources[0] != "The Coast Lantern" {
		t.Errorf("request %+v", req)
	}
	if got.Metadata["a"] != "b" || got.Store || !strings.HasPrefix(got.Byline.Warnings[0], "System messages are not followed") {
		t.Errorf("got %+v, report %+v", got, got.Byline)
	}
}

// The words that an annotation stands for are the reference, and those that it cites are in the article.
func TestAResponseIsTheTextOfAChatWithAnnotations(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	chat := decoded[httpapi.ChatCompletion](t, call(t, s, "POST", "/v1/chat/completions", ferryChat), 200).Choices[0].Message
	got := decoded[httpapi.Response](t, call(t, s, "POST", "/v1/responses", responseOf(`"stream":false`)), 200)
	part := got.Output[0].Content[0]
	if part.Text != chat.Content || got.Status != "completed" || got.Usage.TotalTokens != got.Usage.InputTokens+got.Usage.OutputTokens {
		t.Errorf("text %q, want %q, response %+v", part.Text, chat.Content, got)
	}
	var markers []int
	characters := []rune(part.Text)
	for _, a := range part.Annotations {
		markers = append(markers, a.Marker)
		if there := string(characters[a.StartIndex:a.EndIndex]); there != fmt.Sprintf("[^%d]", a.Marker) || a.Type != "url_citation" || a.Title == "" {
			t.Errorf("annotation %+v is of %q", a, there)
		}
	}
	if diff := cmp.Diff([]int{1, 2, 3}, markers); diff != "" {
		t.Errorf("markers -want +got:\n%s", diff)
	}
	urls := []string{part.Annotations[0].URL, part.Annotations[1].URL, part.Annotations[2].URL}
	slices.Sort(urls)
	if !strings.HasPrefix(urls[0], "http://127.0.0.1:8080/articles/hostile?start=") || urls[2] != "https://lantern.example/ferry?a=1&b=2#:~:text=the" {
		t.Errorf("addresses %q", urls)
	}
}

func TestAStreamedResponsePutTogetherIsTheWholeOne(t *testing.T) {
	n := newNewsroom()
	n.counts = true // the answer begins with a number, in bold
	s := httpapi.New(n.deps(), httpapi.Config{})
	body := `{"model":"byline","input":"` + homesLost + `","stream_options":{"include_obfuscation":false},"stream":`
	whole := decoded[httpapi.Response](t, call(t, s, "POST", "/v1/responses", body+"false}"), 200).Output
	w := call(t, s, "POST", "/v1/responses", body+"true}")
	events := responseEvents(t, w.Body.String())
	text, annotations := "", 0
	for i, e := range events {
		if e.SequenceNumber != i {
			t.Errorf("event %d has the number %d", i, e.SequenceNumber)
		}
		text += e.Delta
		if e.Annotation != nil {
			if diff := cmp.Diff(whole[0].Content[0].Annotations[annotations], *e.Annotation); diff != "" || *e.AnnotationIndex != annotations {
				t.Errorf("annotation %d is another (-whole +streamed):\n%s", annotations, diff)
			}
			annotations++
		}
	}
	if text != whole[0].Content[0].Text || !strings.HasPrefix(text, "**") || annotations != len(whole[0].Content[0].Annotations) {
		t.Errorf("the stream tells %q with %d annotations, want %q", text, annotations, whole[0].Content[0].Text)
	}
	kinds := func(list []httpapi.ResponseEvent) (kinds []string) {
		for _, e := range list {
			kinds = append(kinds, e.Type)
		}
		return kinds
	}
	first := []string{"response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta"}
	last := []string{"response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed"}
	if diff := cmp.Diff(first, kinds(events[:5])) + cmp.Diff(last, kinds(events[len(events)-4:])); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	done := lastOf(events).Response
	if diff := cmp.Diff(whole[0].Content, done.Output[0].Content); diff != "" {
		t.Errorf("the last event has another text (-whole +streamed):\n%s", diff)
	}
}

func TestAFaultInAStreamedResponseIsToldInBothForms(t *testing.T) {
	n := newNewsroom()
	n.midway.set(func(context.Context) error { return news.Errorf(news.KindUnavailable, "the index is away") })
	events := responseEvents(t, call(t, httpapi.New(n.deps(), httpapi.Config{}), "POST", "/v1/responses", responseOf(`"stream":true`)).Body.String())
	fault, failed := events[len(events)-2], events[len(events)-1]
	if fault.Type != "error" || fault.Message != "the index is away" || fault.Error.Type != "server_error" || fault.Error.Message != fault.Message {
		t.Errorf("got %+v", fault)
	}
	if failed.Type != "response.failed" || failed.Response.Status != "failed" || failed.Response.Error.Message != fault.Message {
		t.Errorf("got %+v", failed)
	}
}

// responseEvents reads a stream, whose events are named as they name themselves.
func responseEvents(t *testing.T, stream string) []httpapi.ResponseEvent {
	t.Helper()
	var events []httpapi.ResponseEvent
	for frame := range strings.SplitSeq(strings.TrimSuffix(stream, "\n\n"), "\n\n") {
		name, data, _ := strings.Cut(strings.TrimPrefix(frame, "event: "), "\ndata: ")
		var e httpapi.ResponseEvent
		if err := json.Unmarshal([]byte(data), &e); err != nil || e.Type != name {
			t.Fatalf("frame %q: type %q, error %v", frame, e.Type, err)
		}
		events = append(events, e)
	}
	return events
}

func TestFaultsOfAResponseHaveTheFormOfOpenAI(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	input := func(items string) string { return `{"model":"byline","input":` + items + `}` }
	for name, test := range map[string]struct{ body, param, code, says string }{
		"no input":         {`{"model":"byline"}`, "input", "", "empty"},
		"empty list":       {input(`[]`), "input", "", "at least one"},
		"a number":         {input(`7`), "input", "", "string"},
		"tool's output":    {input(`[{"type":"function_call_output","call_id":"a","output":"b"}]`), "input", "", "at least one message"},
		"picture":          {input(`[{"role":"user","content":[{"type":"input_image"}]}]`), "input[0].content", "unsupported_value", "input_image"},
		"role":             {input(`[{"role":"tool","content":"a"}]`), "input[0].role", "", "must be the user's"},
		"last of us":       {input(`[{"role":"assistant","content":"a"}]`), "input[0].role", "", "user's"},
		"previous":         {responseOf(`"previous_response_id":"resp_1"`), "previous_response_id", "unsupported_parameter", "not stored"},
		"conversation":     {responseOf(`"conversation":"conv_1"`), "conversation", "unsupported_parameter", "not stored"},
		"prompt":           {responseOf(`"prompt":{"id":"a"}`), "prompt", "unsupported_parameter", "leave"},
		"background":       {responseOf(`"background":true`), "background", "unsupported_parameter", "leave"},
		"instructions":     {responseOf(`"instructions":[null]`), "instructions", "", "string"},
		"tools":            {responseOf(`"tools":[{"type":"web_search"}],"tool_choice":"required"`), "tool_choice", "unsupported_parameter", "leave"},
		"top_logprobs":     {responseOf(`"top_logprobs":3`), "top_logprobs", "unsupported_parameter", "leave"},
		"include logprobs": {responseOf(`"include":["message.output_text.logprobs"]`), "include", "unsupported_parameter", "leave"},
		"JSON wanted":      {responseOf(`"text":{"format":{"type":"json_schema"}}`), "text.format", "unsupported_parameter", "text"},
	} {
		t.Run(name, func(t *testing.T) {
			got := decoded[httpapi.OpenAIError](t, call(t, s, "POST", "/v1/responses", test.body), 400).Error
			if deref(got.Param) != test.param || deref(got.Code) != test.code || !strings.Contains(got.Message, test.says) {
				t.Errorf("got %+v, param %q, code %q", got, deref(got.Param), deref(got.Code))
			}
		})
	}
	for _, taken := range []string{`"previous_response_id":null,"conversation":null,"prompt":null,"tools":[],"text":{"format":{"type":"text"},"verbosity":"low"}`,
		`"tools":[{}],"tool_choice":"none"`, `"tools":[{"type":"web_search"}]`, `"reasoning":{"effort":"low"},"include":["reasoning.encrypted_content"],"max_output_tokens":3,"truncation":"auto"`} {
		if w := call(t, s, "POST", "/v1/responses", responseOf(taken)); w.Code != 200 {
			t.Errorf("%s: %s", taken, w.Body)
		}
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Whoever speaks to OpenAI is told in its form that something is not there, and what is.
func TestClientsOfOpenAIAreToldWhatIsNotServedInTheirForm(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	for _, test := range []struct {
		method, path, header, value string
		status                      int
		openAI                      bool
	}{
		{"POST", "/v1/audio/speech", "", "", 404, true},
		{"GET", "/v1/responses/resp_1", "", "", 404, true},
		{"GET", "/v1/responses", "", "", 405, true},
		{"POST", "/v1/nothing", "User-Agent", "AsyncOpenAI/Python 3.54.0", 404, true},
		{"POST", "/chat/nothing", "X-Stainless-Lang", "js", 404, true}, // its base URL lacks the /v1
		{"GET", "/api/tags", "", "", 404, true},                        // Ollama's
		{"POST", "/v1/nothing", "User-Agent", "curl/8", 404, false},
		{"POST", "/chat/nothing", "", "", 404, false},
		{"GET", "/v1/articles/nothing", "User-Agent", "OpenAI/JS 7.59.0", 404, false}, // of Byline's own API
	} {
		headers := []string{}
		if test.header != "" {
			headers = []string{test.header, test.value}
		}
		w := call(t, s, test.method, test.path, "", headers...)
		var got httpapi.OpenAIError
		err := json.Unmarshal(w.Body.Bytes(), &got)
		if isOpenAI := err == nil && got.Error.Message != ""; w.Code != test.status || isOpenAI != test.openAI {
			t.Errorf("%s %s by %s: status %d, %s", test.method, test.path, test.value, w.Code, w.Body)
		}
		if test.openAI && test.status == 404 && !strings.Contains(got.Error.Message, "/v1/responses, /v1/chat/completions") {
			t.Errorf("%s %s: %s", test.method, test.path, got.Error.Message)
		}
	}
}
