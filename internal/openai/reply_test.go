package openai

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"byline/internal/news"
)

// spoken reads a reply to its end: the text, whether there were thoughts, the reason to finish.
func spoken(body string) (text string, thought bool, finish string, err error) {
	r := newReply(io.NopCloser(strings.NewReader(body)))
	defer func() { _ = r.Close() }()
	for {
		p, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			return text, thought, finish, nil
		case err != nil:
			return text, thought, finish, err
		case p.thought:
			thought = true
		default:
			text += p.text
		}
		if p.finish != "" {
			finish = p.finish
		}
	}
}

func TestRepliesAreReadHoweverTheyAreWritten(t *testing.T) {
	const yes = `{"choices":[{"index":0,"delta":{"content":"yes"}}]}`
	for name, test := range map[string]struct {
		body, text string
		thought    bool
	}{
		"a role before, usage behind": {`data: {"choices":[{"delta":{"role":"assistant","content":null}}]}` + "\n\ndata: " + yes + "\n\n" + `data: {"choices":[],"usage":{"total_tokens":3}}` + "\n\ndata: [DONE]\n\n", "yes", false},
		"CRLF, comments, no space":    {": alive\r\n\r\ndata:" + yes + "\r\n\r\n: alive\r\n\r\ndata:[DONE]\r\n\r\n", "yes", false},
		"names and numbers of events": {"event: message\nid: 7\nretry: 10\ndata: " + yes + "\n\n", "yes", false},
		"no blank lines":              {"data: " + yes + "\ndata: " + yes + "\ndata: [DONE]\n", "yesyes", false},
		"no end at all":               {"data: " + yes, "yes", false},
		"a mark before":               {bom + "data: " + yes + "\n\n", "yes", false},
		"an event over lines":         {"data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"yes\"}}]}\n\n", "yes", false},
		"one JSON on lines":           {"{\n \"choices\": [\n {\"message\": {\"content\": \"yes\"}}\n ]\n}\n", "yes", false},
		"a second choice":             {`data: {"choices":[{"index":1,"delta":{"content":"no"}},{"index":0,"delta":{"content":"yes"}}]}` + "\n\n", "yes", false},
		"a completion":                {`data: {"choices":[{"text":"yes"}]}` + "\n\n", "yes", false},
		"typed parts":                 {`data: {"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"no"}]},{"type":"text","text":"yes"}]}}]}` + "\n\n", "yes", true},
		"thoughts apart":              {`data: {"choices":[{"delta":{"reasoning_content":"no"}}]}` + "\n\ndata: " + yes + "\n\n", "yes", true},
		"half a character":            {"data: {\"choices\":[{\"delta\":{\"content\":\"caf\xc3\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"\xa9\"}}]}\n\n", "café", false},
		"fields of other types":       {`data: {"choices":[{"delta":{"content":"yes","tool_calls":null},"finish_reason":null,"logprobs":7}],"created":"now"}` + "\n\n", "yes", false},
		"lines ended by CR":           {"data: " + yes + "\r\rdata: " + yes + "\r\r", "yesyes", false},
		"comments taken for data":     {"data: : alive\n\ndata: " + yes + "\n\ndata: : alive\n\n", "yes", false},
		"the end in small letters":    {"data: " + yes + "\n\ndata: [done]\n\n", "yes", false},
		"a word that keeps it alive":  {"data: ping\n\ndata: " + yes + "\n\nevent: heartbeat\ndata: heartbeat\n\n", "yes", false},
		"the end by another word":     {"data: " + yes + "\n\ndata: [END]\n\n", "yes", false},
		"the end in quotes":           {"data: " + yes + "\n\ndata: \"[DONE]\"\n\n", "yes", false},
		"the whole at the end":        {"data: " + yes + "\n\n" + `data: {"choices":[{"delta":{},"message":{"content":"yes"},"finish_reason":"stop"}]}` + "\n\n", "yes", false},
		"the whole each time":         {`data: {"choices":[{"message":{"content":"yes"}}]}` + "\n\n" + `data: {"choices":[{"message":{"content":"yes, six"}}]}` + "\n\n", "yes, six", false},
		"all of it each time":         {`data: {"choices":[{"delta":{"content":"six"}}]}` + "\n\n" + `data: {"choices":[{"delta":{"content":"six were hurt"}}]}` + "\n\n", "six were hurt", false},
		"words said twice":            {"data: " + yes + "\n\n" + `data: {"choices":[{"delta":{"content":"ye"}}]}` + "\n\n", "yesye", false},
		"a gateway's envelope":        {`{"code":0,"data":{"choices":[{"message":{"content":"yes"},"finish_reason":"stop"}]}}`, "yes", false},
		"a message alone":             {`{"message":{"role":"assistant","content":"yes"}}`, "yes", false},
		"Ollama's other API":          {`{"response":"yes","done":false}` + "\n" + `{"response":"","done":true}` + "\n", "yes", false},
		"Anthropic's events": {"event: content_block_delta\n" + `data: {"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"no"}}` + "\n\n" +
			`data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"yes"}}` + "\n\n" + `data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}` + "\n\n", "yes", true},
		"Anthropic's message":    {`{"type":"message","role":"assistant","content":[{"type":"text","text":"yes"}],"stop_reason":"end_turn"}`, "yes", false},
		"OpenAI's responses":     {`data: {"type":"response.reasoning_text.delta","delta":"no"}` + "\n\n" + `data: {"type":"response.output_text.delta","delta":"yes"}` + "\n\n" + `data: {"type":"response.completed"}` + "\n\n", "yes", true},
		"a whole response":       {`{"object":"response","output":[{"type":"message","content":[{"type":"output_text","text":"yes"}]}]}`, "yes", false},
		"the end by its name":    {"data: " + yes + "\n\nevent: done\ndata: {}\n\n", "yes", false},
		"choices as an object":   {`data: {"choices":{"index":0,"delta":{"content":"yes"}}}` + "\n\n", "yes", false},
		"Cohere's events":        {`data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"yes"}}}}` + "\n\n" + `data: {"type":"message-end","delta":{"finish_reason":"COMPLETE"}}` + "\n\n", "yes", false},
		"DashScope's own events": {`data: {"output":{"choices":[{"message":{"content":"yes"},"finish_reason":"null"}]}}` + "\n\n" + `data: {"output":{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}}` + "\n\n", "yes", false},
		"Gemini's candidates":    {`data: {"candidates":[{"content":{"parts":[{"text":"yes"}]},"finishReason":"STOP"}]}` + "\n\n", "yes", false},
		"tokens of TGI":          {`data:{"token":{"text":"yes"}}` + "\n\n" + `data:{"token":{"text":"</s>","special":true},"generated_text":"yes"}` + "\n\n", "yes", false},
		"what llama.cpp says":    {`data: {"content":"yes","stop":false}` + "\n\n" + `data: {"content":"","stop":true}` + "\n\n", "yes", false},
		"a number as a piece":    {"data: " + yes + "\n\n" + `data: {"choices":[{"delta":{"content":214}}]}` + "\n\n", "yes214", false},
		"a thought that is told by a mark": {`data: {"choices":[{"delta":{"content":"no","extra_content":{"google":{"thought":true}}}}]}` + "\n\n" +
			`data: {"choices":[{"delta":{"content":"no","channel":"analysis"}}]}` + "\n\n" + `data: {"candidates":[{"content":{"parts":[{"text":"no","thought":true},{"text":"yes"}]}}]}` + "\n\n", "yes", true},
		"lines of which one begins with data": {"data: {\n \"choices\": [\n {\"delta\": {\"content\": \"yes\"}}\n ]\n}\n\n", "yes", false},
		"a thought that is told by its role":  {`data: {"choices":[{"delta":{"role":"thinking","content":"no"}}]}` + "\n\n" + `data: {"choices":[{"delta":{"type":"reasoning","content":"no"}}]}` + "\n\ndata: " + yes + "\n\n", "yes", true},
		"a text for a delta":                  {`data: {"choices":[{"delta":"yes"}]}` + "\n\n", "yes", false},
		"a text for a message":                {`{"choices":[{"message":"yes","finish_reason":"stop"}]}`, "yes", false},
		"a text for a choice":                 {`{"choices":["yes"]}`, "yes", false},
		"JSON in a string":                    {`"{\"choices\":[{\"message\":{\"content\":\"yes\"}}]}"`, "yes", false},
		"a sequence":                          {"\x1e" + yes + "\n\x1e" + yes + "\n", "yesyes", false},
		"Anthropic's former API":              {`{"completion":"yes","stop_reason":"stop_sequence"}`, "yes", false},
		"Cohere's former API":                 {`{"text":"yes","finish_reason":"COMPLETE"}`, "yes", false},
		"Bedrock's Titan":                     {`{"results":[{"outputText":"yes","completionReason":"FINISH"}]}`, "yes", false},
		"two on a line":                       {"data: " + yes + yes + "\n\n", "yesyes", false},
		"two without a line between":          {"data: " + yes + "data: " + yes + "\n\n", "yesyes", false},
		"numbers that JSON has not":           {`data: {"choices":[{"delta":{"content":"yes"},"logprobs":[-Infinity, NaN]}]}` + "\n\n", "yes", false},
		"choices counted from one":            {`data: {"choices":[{"index":1,"delta":{"content":"yes"}}]}` + "\n\n", "yes", false},
		"a gateway's lines":                   {`{"result":` + yes + "}\n" + `{"result":` + yes + "}\n", "yesyes", false},
		"Cloudflare's":                        {`{"result":{"response":"yes"},"success":true,"errors":[]}`, "yes", false},
		"Baidu's":                             {`{"object":"chat.completion","result":"yes","is_truncated":false}`, "yes", false},
		"KoboldCpp's":                         {`{"results":[{"text":"yes"}]}`, "yes", false},
		"a list of texts":                     {`[{"generated_text":"yes"}]`, "yes", false},
		"lists as events":                     {"data: [" + yes + "]\n\ndata: [" + yes + "]\n\n", "yesyes", false},
		"data of data":                        {"data: data: " + yes + "\n\ndata: data: [DONE]\n\n", "yes", false},
		"a list of events":                    {"[" + yes + "," + yes + "]", "yesyes", false},
		"Ollama's lines":                      {`{"message":{"content":"yes","thinking":""},"done":false}` + "\n" + `{"message":{"content":""},"done":true,"done_reason":"stop"}` + "\n", "yes", false},
	} {
		t.Run(name, func(t *testing.T) {
			text, thought, _, err := spoken(test.body)
			if text != test.text || thought != test.thought || err != nil {
				t.Errorf("%q, thought %v, error %v", text, thought, err)
			}
		})
	}
}

func TestErrorsWithinAReplyAreErrors(t *testing.T) {
	for body, says := range map[string]string{
		`data: {"error":{"message":"out of memory","code":500}}` + "\n\n":                                             "500 Internal Server Error: out of memory",
		`data: {"error":"model runner has stopped"}` + "\n\n":                                                         "model runner has stopped",
		`{"error":"model \"m\" not found"}` + "\n":                                                                    "not found",
		`data: {"object":"error","message":"too busy","code":"429"}` + "\n\n":                                         "too busy",
		`data: {"choices":[{"delta":{"content":""},"finish_reason":"error"}],"error":{"message":"hung up"}}` + "\n\n": "hung up",
		"event: error\ndata: {\"error\":{\"message\":\"crashed\"}}\n\n":                                               "crashed",
		"<html><body>Bad gateway</body></html>":                                                                       "web page",
		"data: " + `{"choices":[{"delta":{"content":"Six"}}]}` + "\n\ndata: Error: the worker died\n\n":               "the worker died",
		"error: {\"code\":500,\"message\":\"out of memory\"}\n\n":                                                     "out of memory",
		`data: {"code":500,"msg":"the engine stopped"}` + "\n\n":                                                      "500 Internal Server Error: the engine stopped",
		`{"result":null,"success":false,"errors":[{"code":5007,"message":"no such model"}]}`:                          "no such model",
		`{"error_code":17,"error_msg":"limit of the day reached"}`:                                                    "limit of the day",
		`{"choices":null,"base_resp":{"status_code":1004,"status_msg":"log in first"}}`:                               "log in first",
		`{"status":"error","msg":"the quota of the day is used up"}`:                                                  "used up",
		"event: error\ndata: overloaded\n\n":                                                                          "overloaded",
		"data: <html><title>Bad gateway</title></html>\n\n":                                                           "web page",
		"":                               "reply is empty",
		": alive\n\n: alive\n\n":         "reply is empty",
		"Six people were hurt.":          "no JSON",
		`{"object":"list","data":[]}`:    "no reply of a chat",
		"data: {\"choices\":[{\"del":     "unexpected EOF",
		"data: {\"choices\":[{\"del\n\n": "cannot be read",
		strings.Repeat("x", maxEvent+10): "too long",
	} {
		if _, _, _, err := spoken(body); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.60q: error %v does not say %q", body, err, says)
		}
	}
}

// What it cost is told behind the end of a reply, and no reply begins with it.
func TestAReplyThatTellsWhatItCostHasEnded(t *testing.T) {
	const text, cost = `data: {"choices":[{"delta":{"content":"yes"}}]}` + "\n\n", `data: {"choices":[],"usage":{"total_tokens":3}}` + "\n\n"
	for body, ended := range map[string]bool{
		text + cost: true,
		cost + text: false,
		text:        false,
		text + `data: {"choices":[],"finish_reason":"stop"}` + "\n\n":             true,
		`{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"candidates":[]}`: true,
	} {
		r := newReply(io.NopCloser(strings.NewReader(body)))
		finish := ""
		for p, err := r.next(); err == nil; p, err = r.next() {
			finish += p.finish
		}
		if (r.done || finish != "") != ended {
			t.Errorf("%s: done %v, finish %q", body, r.done, finish)
		}
	}
}

// A server with room for one request at a time takes the next when it is done: a
// question is not cut off because another came.
func TestARequestInFlightIsNotCutOffByAnother(t *testing.T) {
	var one sync.Mutex
	s := newChatServer(t)
	handler := s.Config.Handler
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one.Lock()
		defer one.Unlock()
		handler.ServeHTTP(w, r)
	})
	chat := s.chat(t, nil)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if reply, err := chat.Chat(t.Context(), conversation, nil); reply != "WHO WON THE VOTE?" || err != nil {
				t.Errorf("reply %q, error %v", reply, err)
			}
		})
	}
	group.Wait()
}

func TestAModelThatIsLoadingIsWaitedFor(t *testing.T) {
	s := newChatServer(t)
	loading := func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, `{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}`)
	}
	s.faults = []http.HandlerFunc{loading, loading, loading, loading, loading, loading, loading}
	if reply, err := s.chat(t, nil).Chat(t.Context(), conversation, nil); reply != "WHO WON THE VOTE?" || err != nil {
		t.Errorf("reply %q, error %v", reply, err)
	}
}

func TestOllamaIsToldHowLongToKeepTheModel(t *testing.T) {
	var got map[string]any
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = map[string]any{}
		_ = json.NewDecoder(r.Body).Decode(&got)
		_, _ = io.WriteString(w, `{"message":{"content":"yes"},"done":true,"done_reason":"stop"}`)
	}))
	defer s.Close()
	chat, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: s.URL, Model: "m"}, API: APIOllama, Context: 4096, KeepAlive: 30 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if err := chat.WarmUp(t.Context()); err != nil || got["keep_alive"] != "30m0s" {
		t.Errorf("request %v, error %v", got, err)
	}
}

func TestAModelIsExamined(t *testing.T) {
	s := newChatServer(t)
	refused := func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":{"message":"Unsupported value: 'temperature'"}}`)
	}
	s.faults = []http.HandlerFunc{refused}
	f, err := s.chat(t, func(c *ChatConfig) { c.Context = 5000 }).Examine(t.Context())
	if err != nil || f.Window != 5000 || !f.WindowKnown || f.Thoughts != NoThoughts || len(f.Learned) != 1 || f.Learned[0] != "takes no temperature" {
		t.Errorf("%+v, error %v", f, err)
	}
}

// What the client adds to the first token of a model, with a connection to this machine.
func BenchmarkFirstToken(b *testing.B) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		writeEvent(w, "yes", "")
		writeEvent(w, "", "stop")
	}))
	defer s.Close()
	chat, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: s.URL + "/v1", Model: "m"}, Context: 4096})
	if err != nil {
		b.Fatal(err)
	}
	enough := errors.New("enough")
	for b.Loop() {
		_, err := chat.Chat(b.Context(), []news.Message{{Role: news.RoleUser, Content: "yes?"}}, func(string) error { return enough })
		if !errors.Is(err, enough) {
			b.Fatal(err)
		}
	}
}

// Some proxies lose the header that says so, or compress without being asked.
func TestRepliesThatAreCompressedAreRead(t *testing.T) {
	const reply = `{"choices":[{"message":{"content":"yes"},"finish_reason":"stop"}]}`
	var zipped, deflated bytes.Buffer
	for _, w := range []io.WriteCloser{gzip.NewWriter(&zipped), zlib.NewWriter(&deflated)} {
		_, _ = io.WriteString(w, reply)
		_ = w.Close()
	}
	for name, test := range map[string]struct{ encoding, body, says string }{
		"gzip without a word":       {"", zipped.String(), ""},
		"deflate":                   {"deflate", deflated.String(), ""},
		"none but the word":         {"br", reply, ""},
		"what nobody here unpacks":  {"br", "\x0b\x0e\x00\xf8", "compressed as br"},
		"what only begins like it":  {"", "\x1f\x8b", "unexpected EOF"},
		"what is not, and no reply": {"", "x", "no JSON"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if test.encoding != "" {
				w.Header().Set("Content-Encoding", test.encoding)
			}
			_, _ = io.WriteString(w, test.body)
		}))
		chat, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: s.URL, Model: "m"}, Context: 4096, firstWait: 1})
		if err != nil {
			t.Fatal(err)
		}
		text, err := chat.Chat(t.Context(), conversation, nil)
		if test.says == "" && (text != "yes" || err != nil) || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%s: reply %q, error %v", name, text, err)
		}
		s.Close()
	}
}
