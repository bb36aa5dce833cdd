package rerank

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

// overlap serves all three shapes: a text's score is the share of the query's words that it has.
func overlap(w http.ResponseWriter, r *http.Request) {
	var req struct {
		Query, Model     string
		Texts, Documents []string
		Truncate         bool
		TopN             int `json:"top_n"`
	}
	err := json.NewDecoder(r.Body).Decode(&req)
	type result struct {
		Index int      `json:"index"`
		TEI   *float64 `json:"score,omitempty"`
		Other *float64 `json:"relevance_score,omitempty"`
	}
	var results []result
	for i, text := range append(req.Texts, req.Documents...) {
		words, have := strings.Fields(req.Query), 0.
		for _, word := range words {
			if strings.Contains(text, word) {
				have++
			}
		}
		have /= float64(len(words))
		if req.Texts != nil {
			results = append([]result{{Index: i, TEI: &have}}, results...)
		} else {
			results = append([]result{{Index: i, Other: &have}}, results...)
		}
	}
	var reply any
	switch {
	case err != nil || r.Method != http.MethodPost || r.Header.Get("Authorization") != "Bearer secret-key":
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	case r.URL.Path == "/rerank" && req.Truncate:
		reply = results
	case (r.URL.Path == "/v1/rerank" || r.URL.Path == "/v2/rerank") && req.Model == "m" && req.TopN == len(req.Documents):
		reply = map[string]any{"results": results}
	default:
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	_ = json.NewEncoder(w).Encode(reply)
}

func client(t *testing.T, handler http.HandlerFunc, change func(*Config)) *Client {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	config := Config{
		URL: s.URL, Model: "m", Key: "secret-key", Timeout: 10 * time.Second,
		URLSetting: "rerank.url", KeySetting: "rerank.key", ModelSetting: "rerank.model",
	}
	if change != nil {
		change(&config)
	}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTextsAreScoredInEachShape(t *testing.T) {
	for _, test := range []struct {
		path string
		api  API
	}{
		{"", Auto}, {"/", TEI}, {"/rerank", Auto}, {"/rerank/", TEI},
		{"", Jina}, {"/v1", Auto}, {"/v1/rerank", ""},
		{"", Cohere}, {"/v2/", Auto}, {"/v2/rerank", Cohere},
	} {
		c := client(t, overlap, func(c *Config) { c.URL += test.path; c.API = test.api })
		got, err := c.Rerank(t.Context(), "ferry strike", []string{"a ferry strike", "rain", "a ferry\xff"})
		if diff := cmp.Diff([]float64{1, 0, .5}, got); diff != "" || err != nil {
			t.Errorf("%q as %q: %v, scores (-want +got):\n%s", test.path, test.api, err, diff)
		}
	}
	if got, err := client(t, overlap, nil).Rerank(t.Context(), "q", nil); got != nil || err != nil {
		t.Errorf("of no texts: %v, %v", got, err)
	}
}

func TestWhatIsWrongWithARerankerIsSaid(t *testing.T) {
	reply := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body))
		}
	}
	for _, test := range []struct {
		name    string
		handler http.HandlerFunc
		change  func(*Config)
		kind    news.Kind
		says    string
	}{
		{"no key", reply(401, ""), func(c *Config) { c.Key = "" }, news.KindUnauthorized, "set rerank.key"},
		{"wrong key", reply(403, "secret-key is wrong"), nil, news.KindUnauthorized, "refuses the key in rerank.key"},
		{"wrong path", reply(404, "nothing here"), nil, news.KindInvalid, "check rerank.url"},
		{"too many texts", reply(422, "batch size 3 > maximum\n 2"), nil, news.KindInvalid, "does not accept the request: 422 Unprocessable Entity: batch size 3 > maximum 2"},
		{"busy", reply(429, ""), nil, news.KindUnavailable, "429"},
		{"broken", reply(500, ""), nil, news.KindUnavailable, "500"},
		{"elsewhere", reply(302, ""), nil, news.KindInvalid, "302 Found"},
		{"not running", overlap, func(c *Config) { c.URL = "http://127.0.0.1:1" }, news.KindUnavailable, "is rerank.url right?"},
		{"connection lost", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, news.KindUnavailable, "is it running"},
		{"huge", reply(200, "["+strings.Repeat(" ", maxReply)+"]"), nil, news.KindInvalid, "more than 1048576 bytes"},
		{"short", reply(200, `[{"index":0,"score":1}]`), nil, news.KindInvalid, "sent 1 scores for 2 texts"},
		{"slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, func(c *Config) { c.Timeout = 20 * time.Millisecond }, news.KindUnavailable, "did not answer within 20ms"},
		{"slow body", func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte("["))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, func(c *Config) { c.Timeout = 20 * time.Millisecond }, news.KindUnavailable, "did not answer within 20ms"},
	} {
		t.Run(test.name, func(t *testing.T) {
			// The server notices that a client left only once it has read the request.
			read := func(w http.ResponseWriter, r *http.Request) {
				_ = json.NewDecoder(r.Body).Decode(new(any))
				test.handler(w, r)
			}
			_, err := client(t, read, test.change).Rerank(t.Context(), "q", []string{"a", "b"})
			if news.KindOf(err) != test.kind || err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("kind %v, want %v, and %q in: %v", news.KindOf(err), test.kind, test.says, err)
			}
			if err != nil && strings.Contains(err.Error(), "secret-key") {
				t.Errorf("error shows the key: %v", err)
			}
		})
	}
}

func TestACallerWhoGaveUpHearsSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client(t, overlap, nil).Rerank(ctx, "q", []string{"a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestSettingsThatCannotBeRightAreRefused(t *testing.T) {
	for _, test := range []struct {
		config Config
		says   string
	}{
		{Config{URL: "", URLSetting: "rerank.url"}, "rerank.url"},
		{Config{URL: "localhost:8080", URLSetting: "rerank.url"}, "is not an http or https URL"},
		{Config{URL: "ftp://host/rerank", URLSetting: "rerank.url"}, "is not an http or https URL"},
		{Config{URL: "http://user:pass@host/v1/rerank?token=hush", ModelSetting: "rerank.model"}, "no model is named for http://host/v1/rerank?…,"},
		{Config{URL: "http://host", API: Cohere, ModelSetting: "rerank.model"}, "http://host/v2/rerank"},
	} {
		if _, err := New(test.config); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%+v: error %v does not say %q", test.config, err, test.says)
		}
	}
}

// Each text gets its score whatever the reranker takes at once, and it refuses
// at most twice.
func TestTextsGoInAsManyRequestsAsTheRerankerWants(t *testing.T) {
	for _, test := range []struct{ texts, words int }{{1, 4000}, {3, 4000}, {32, 100}, {64, 256}} {
		var refused atomic.Int64
		c := client(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			var req struct{ Texts []string }
			_ = json.Unmarshal(body, &req)
			for _, text := range req.Texts {
				if n := len(strings.Fields(text)); n > test.words {
					refused.Add(1)
					w.WriteHeader(http.StatusRequestEntityTooLarge)
					fmt.Fprintf(w, `{"error":"Input validation error: inputs must have less than %d tokens. Given: %d"}`, test.words, n)
					return
				}
			}
			if n := len(req.Texts); n > test.texts {
				refused.Add(1)
				w.WriteHeader(http.StatusUnprocessableEntity)
				fmt.Fprintf(w, `{"error":"batch size %d > maximum allowed batch size %d","error_type":"Validation"}`, n, test.texts)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			overlap(w, r)
		}, nil)
		var texts []string
		for i := range 90 {
			texts = append(texts, strings.Repeat("ferry ", i%2)+"harbour "+strings.Repeat("and so on ", 2*i))
		}
		scores, err := c.Rerank(t.Context(), "ferry harbour", texts)
		if err != nil || refused.Load() > 2 {
			t.Errorf("%+v: %d requests were refused, error %v", test, refused.Load(), err)
		}
		for i, s := range scores {
			if want := float64(1+i%2) / 2; s != want {
				t.Errorf("%+v: text %d has the score %v, want %v", test, i, s, want)
			}
		}
	}
}
