package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

// chatServer replies with the last message in upper case, word by word, and keeps the request.
type chatServer struct {
	*httptest.Server
	faults []http.HandlerFunc
	finish string // reason to finish; empty: the stream just ends
	got    map[string]any
	closed chan struct{} // closed when a hanging request ends
}

func newChatServer(t *testing.T) *chatServer {
	s := &chatServer{finish: "stop", closed: make(chan struct{})}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *chatServer) serve(w http.ResponseWriter, r *http.Request) {
	if len(s.faults) > 0 {
		fault := s.faults[0]
		s.faults = s.faults[1:]
		fault(w, r)
		return
	}
	var req struct {
		Messages []struct{ Role, Content string }
		Stream   bool
	}
	s.got = map[string]any{}
	raw := json.NewDecoder(r.Body)
	if err := raw.Decode(&s.got); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	again, _ := json.Marshal(s.got)
	if err := json.Unmarshal(again, &req); err != nil || !req.Stream || len(req.Messages) == 0 || r.URL.Path != "/v1/chat/completions" {
		http.Error(w, "not a streamed chat", http.StatusBadRequest)
		return
	}
	last := req.Messages[len(req.Messages)-1].Content
	for _, word := range strings.SplitAfter(strings.ToUpper(last), " ") {
		writeEvent(w, word, "")
	}
	if s.finish != "" {
		writeEvent(w, "", s.finish)
		_, _ = fmt.Fprint(w, "data: [DONE]\n\n")
	}
}

func writeEvent(w http.ResponseWriter, content, finish string) {
	event, _ := json.Marshal(map[string]any{"choices": []any{map[string]any{"delta": map[string]string{"content": content}, "finish_reason": finish}}})
	_, _ = fmt.Fprintf(w, "data: %s\n\n", event)
	w.(http.Flusher).Flush()
}

func (s *chatServer) hang(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client has gone
	writeEvent(w, "begun", "")
	<-r.Context().Done()
	close(s.closed)
}

func (s *chatServer) chat(t *testing.T, change func(*ChatConfig)) *Chat {
	t.Helper()
	c := ChatConfig{Endpoint: Endpoint{URL: s.URL + "/v1", Key: "secret-key", Model: "small", KeySetting: "BYLINE_LLM_KEY"}, firstWait: time.Millisecond}
	if change != nil {
		change(&c)
	}
	chat, err := NewChat(c)
	if err != nil {
		t.Fatal(err)
	}
	return chat
}

var conversation = []news.Message{{Role: "system", Content: "shout"}, {Role: news.RoleUser, Content: "who won the vote?"}}

func TestChatStreams(t *testing.T) {
	s := newChatServer(t)
	s.faults = []http.HandlerFunc{status(500), status(429)}
	var pieces []string
	reply, err := s.chat(t, func(c *ChatConfig) { c.MaxTokens = 77 }).Chat(t.Context(), conversation, func(d string) error {
		pieces = append(pieces, d)
		return nil
	})
	if err != nil || reply != "WHO WON THE VOTE?" {
		t.Fatalf("reply %q, %v", reply, err)
	}
	if len(pieces) != 4 || strings.Join(pieces, "") != reply {
		t.Errorf("pieces %q", pieces)
	}
	if temperature, ok := s.got["temperature"].(float64); !ok || temperature > 1e-6 {
		t.Errorf("temperature %v, want zero to all purposes", s.got["temperature"])
	}
	if s.got["max_tokens"] != 77. || s.got["model"] != "small" {
		t.Errorf("request %v", s.got)
	}
}

// Models that reason refuse a temperature and count tokens under another name.
func TestChatSparesReasoningModels(t *testing.T) {
	s := newChatServer(t)
	if _, err := s.chat(t, func(c *ChatConfig) { c.Model = "gpt-5-mini" }).Chat(t.Context(), conversation, nil); err != nil {
		t.Fatal(err)
	}
	if s.got["temperature"] != nil || s.got["max_tokens"] != nil || s.got["max_completion_tokens"] != 1024.+thoughtRoom {
		t.Errorf("request %v", s.got)
	}
}

// saying fails with a status and words.
func saying(code int, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = fmt.Fprintf(w, `{"error":{"message":%q}}`, message)
	}
}

func TestChatFails(t *testing.T) {
	for _, test := range []struct {
		name   string
		fault  http.HandlerFunc
		finish string
		reply  string
		kind   news.Kind
		says   string
	}{
		{"wrong key", status(401), "stop", "", news.KindUnauthorized, "BYLINE_LLM_KEY"},
		{"no way in", saying(403, "your country is not served"), "stop", "", news.KindUnauthorized, "not served"},
		{"wrong key with another status", saying(400, "API key not valid"), "stop", "", news.KindUnauthorized, "BYLINE_LLM_KEY"},
		{"no such model with another status", saying(400, "small is not a valid model ID"), "stop", "", news.KindInvalid, `check model`},
		{"filtered under another name", nil, "SAFETY", "WHO WON THE VOTE?", news.KindInvalid, "content filter"},
		{"cut under another name", nil, "MAX_TOKENS", "WHO WON THE VOTE?", news.KindTooLarge, "limit of its tokens"},
		{"no such model", status(404), "stop", "", news.KindInvalid, `"small"`},
		{"broken off", nil, "", "WHO WON THE VOTE?", news.KindUnavailable, "broke off"},
		{"too long", nil, "length", "WHO WON THE VOTE?", news.KindTooLarge, "limit of its tokens; llm.max_tokens allows more (1024)"},
		{"empty", func(w http.ResponseWriter, _ *http.Request) {
			writeEvent(w, "", "stop")
			_, _ = fmt.Fprint(w, "data: [DONE]\n\n")
		}, "", "", news.KindUnavailable, "its reply is empty"},
		{"error in the stream", func(w http.ResponseWriter, _ *http.Request) {
			writeEvent(w, "half", "")
			_, _ = fmt.Fprint(w, "data: {\"error\":{\"message\":\"out of memory\"}}\n\n")
		}, "", "half", news.KindUnavailable, "out of memory"},
		{"a web page", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, "<html>hello") }, "", "", news.KindInvalid, "a web page"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newChatServer(t)
			s.finish = test.finish
			if test.fault != nil {
				s.faults = []http.HandlerFunc{test.fault}
			}
			reply, err := s.chat(t, nil).Chat(t.Context(), conversation, nil)
			if reply != test.reply || news.KindOf(err) != test.kind || err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("reply %q, kind %v, error %v", reply, news.KindOf(err), err)
			}
		})
	}
}

func TestChatClosesARequestThatHangs(t *testing.T) {
	for name, test := range map[string]struct {
		timeout time.Duration
		cancel  bool
		want    func(error) bool
	}{
		"cancelled":  {time.Minute, true, func(err error) bool { return errors.Is(err, context.Canceled) }},
		"timed out":  {50 * time.Millisecond, false, func(err error) bool { return news.KindOf(err) == news.KindUnavailable }},
		"onDelta no": {time.Minute, false, func(err error) bool { return errors.Is(err, errStop) }},
	} {
		t.Run(name, func(t *testing.T) {
			s := newChatServer(t)
			s.faults = []http.HandlerFunc{s.hang}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			reply, err := s.chat(t, func(c *ChatConfig) { c.Timeout = test.timeout }).Chat(ctx, conversation, func(string) error {
				if test.cancel {
					cancel()
				}
				if name == "onDelta no" {
					return errStop
				}
				return nil
			})
			if !test.want(err) || reply != "begun" {
				t.Errorf("reply %q, error %v", reply, err)
			}
			select {
			case <-s.closed:
			case <-time.After(10 * time.Second):
				t.Error("the request stays open")
			}
		})
	}
}

var errStop = errors.New("stop")

// A refusal that says nothing is met by leaving out what is refused most often; what
// was left out in vain is sent again.
func TestARefusalThatSaysNothingIsGuessedAt(t *testing.T) {
	for refused, want := range map[string]bool{"temperature": true, "max_tokens": true, "model": false} {
		var last map[string]any
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			last = nil
			if err := json.NewDecoder(r.Body).Decode(&last); err != nil || last[refused] != nil {
				w.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(w, `{"error":{"message":"Invalid request"}}`)
				return
			}
			writeEvent(w, "yes", "stop")
		}))
		t.Cleanup(server.Close)
		chat, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: server.URL + "/v1", Model: "small"}, Context: 4096, firstWait: time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		reply, err := chat.Chat(t.Context(), conversation, nil)
		if (reply == "yes") != want || (err == nil) != want {
			t.Errorf("%s refused: reply %q, error %v", refused, reply, err)
		}
		if !want && *chat.capabilities.Load() != expected("small", false) {
			t.Errorf("%s refused: what was left out in vain stays left out: %v", refused, chat.capabilities.Load().refusals())
		}
	}
}
