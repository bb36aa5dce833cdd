package openai

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

// picky is a server at one path that takes one key and one model.
func picky(path string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct {
			Model string `json:"model"`
		}
		raw, _ := io.ReadAll(r.Body)
		switch {
		case r.URL.Path != path:
			http.NotFound(w, r)
		case json.Unmarshal(raw, &req) != nil || req.Model != "m" || r.Header.Get("Authorization") != "Bearer sk-1234567":
			http.Error(w, `{"error":{"message":"wrong model or key"}}`, http.StatusUnauthorized)
		default:
			_, _ = io.WriteString(w, `{"choices":[{"message":{"content":"yes"},"finish_reason":"stop"}]}`)
		}
	})
}

func TestWhatPeopleCopyIntoSettingsIsMeant(t *testing.T) {
	for name, test := range map[string]struct{ path, url, key, model string }{
		"as it should be":      {"/v1/chat/completions", "/v1", "sk-1234567", "m"},
		"the version twice":    {"/v1/chat/completions", "/v1/v1", "sk-1234567", "m"},
		"a version too many":   {"/chat/completions", "/v1", "sk-1234567", "m"},
		"below api":            {"/api/v1/chat/completions", "/api/", "sk-1234567", "m"},
		"Open WebUI":           {"/api/chat/completions", "", "sk-1234567", "m"},
		"below openai":         {"/openai/v1/chat/completions", "/openai", "sk-1234567", "m"},
		"the header's value":   {"/v1/chat/completions", "/v1", "Bearer sk-1234567", "m"},
		"a key with a newline": {"/v1/chat/completions", "/v1", "sk-1234567\n", "m"},
		"quotation marks":      {"/v1/chat/completions", "/v1", `"sk-1234567"`, " m "},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(picky(test.path))
			defer s.Close()
			chat, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: s.URL + test.url, Key: test.key, Model: test.model}, API: APIOpenAI})
			if err != nil {
				t.Fatal(err)
			}
			if reply, err := chat.Chat(t.Context(), conversation, nil); reply != "yes" || err != nil {
				t.Errorf("reply %q, error %v", reply, err)
			}
		})
	}
}

func TestTheWrongSchemeIsSaid(t *testing.T) {
	plain := httptest.NewServer(picky("/v1/chat/completions"))
	defer plain.Close()
	secure := httptest.NewUnstartedServer(picky("/v1/chat/completions"))
	secure.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	secure.StartTLS()
	defer secure.Close()
	for url, says := range map[string]string{
		strings.Replace(plain.URL, "http:", "https:", 1):  "is http:// meant in BYLINE_LLM_URL?",
		strings.Replace(secure.URL, "https:", "http:", 1): "is https:// meant in BYLINE_LLM_URL?",
	} {
		chat, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: url + "/v1", Key: "sk-1234567", Model: "m", URLSetting: "BYLINE_LLM_URL"}, API: APIOpenAI, firstWait: 1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := chat.Chat(t.Context(), conversation, nil); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v does not say %q", err, says)
		}
	}
}

func TestARefusalInItsOwnFieldIsSaid(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"choices":[{"message":{"content":null,"refusal":"I cannot help with that."},"finish_reason":"stop"}]}`)
	}))
	defer s.Close()
	chat, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: s.URL, Model: "m"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chat.Chat(t.Context(), conversation, nil); err == nil || !strings.Contains(err.Error(), "refuses to reply: I cannot help with that.") {
		t.Errorf("error %v", err)
	}
}

// A reply that has told why it ends is over, whether or not the server hangs up.
func TestAServerThatKeepsTheConnectionOpenIsNotWaitedFor(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, "data: {\"choices\":[{\"delta\":{\"content\":\"yes\"}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}))
	defer s.Close()
	chat, err := NewChat(ChatConfig{Endpoint: Endpoint{URL: s.URL, Model: "m"}, BetweenTokens: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if reply, err := chat.Chat(t.Context(), conversation, nil); reply != "yes" || err != nil {
		t.Errorf("reply %q, error %v", reply, err)
	}
}
