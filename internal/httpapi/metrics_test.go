package httpapi_test

import (
	"context"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"byline/internal/httpapi"
	"byline/internal/news"
)

// scraped returns the values of a server's metrics, by name and labels.
func scraped(t *testing.T, h http.Handler) map[string]string {
	t.Helper()
	w := call(t, h, "GET", "/metrics", "", "Accept", "application/openmetrics-text, application/vnd.google.protobuf")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Fatalf("status %d, Content-Type %q", w.Code, w.Header().Get("Content-Type"))
	}
	found := map[string]string{}
	for line := range strings.Lines(w.Body.String()) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "} "); ok {
			found[name+"}"] = value
		} else if name, value, ok := strings.Cut(strings.TrimSpace(line), " "); ok && name != "#" {
			found[name] = value
		}
	}
	return found
}

// Requests, answers and articles are counted by what became of them.
func TestMetricsCount(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	call(t, s, "GET", "/v1/articles/ferry", "")
	call(t, s, "HEAD", "/v1/articles/power", "")
	call(t, s, "GET", "/v1/articles/none", "")
	call(t, s, "GET", "/made/up", "")
	call(t, s, "BREW", "/v1/articles/ferry", "")
	call(t, s, "POST", "/v1/answers", `{"question":"When did the ferry to Vell resume?"}`)
	call(t, s, "POST", "/v1/answers", ferryQuestion)
	call(t, s, "POST", "/v1/answers", `{"question":"What of the moon?"}`)
	call(t, s, "GET", "/?q=When+did+the+ferry+to+Vell+resume%3F", "")
	call(t, s, "POST", "/v1/articles", "{\"ID\":\"x\",\"Body\":\"a\"}\n{\"ID\":\"y\"}\n")
	got := scraped(t, s)
	for name, want := range map[string]string{
		`byline_http_requests_total{code="200",route="GET /v1/articles/:id"}`:      "2",
		`byline_http_requests_total{code="404",route="GET /v1/articles/:id"}`:      "1",
		`byline_http_requests_total{code="404",route="other"}`:                     "1",
		`byline_http_requests_total{code="405",route="other"}`:                     "1",
		`byline_http_requests_total{code="200",route="POST /v1/answers"}`:          "3",
		`byline_http_request_duration_seconds_count{route="GET /v1/articles/:id"}`: "3",
		`byline_http_requests_in_flight`:                                           "1", // this one
		`byline_answers_total{mode="llm",status="answered"}`:                       "2",
		`byline_answers_total{mode="llm",status="not_found"}`:                      "1",
		`byline_answers_total{mode="extractive",status="answered"}`:                "1",
		`byline_articles_received_total{status="created"}`:                         "1",
		`byline_articles_received_total{status="rejected"}`:                        "1",
		`byline_wrong_spans_total`:                                                 "3",
		`byline_build_info{version="1.2.3"}`:                                       "1",
		`byline_index_up`:                                                          "1",
		`byline_index_articles`:                                                    "5",
		`byline_index_passages`:                                                    "10",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if got["go_goroutines"] == "" {
		t.Error("nothing about the process")
	}
}

// An index that is away, or silent, keeps no other metric back.
func TestMetricsWithoutAnIndex(t *testing.T) {
	for name, fault := range map[string]func(context.Context) error{
		"away":   func(context.Context) error { return news.Errorf(news.KindUnavailable, "the index is away") },
		"silent": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	} {
		n := newNewsroom()
		n.before.set(fault)
		got := scraped(t, httpapi.New(n.deps(), httpapi.Config{ReadTimeout: 100 * time.Millisecond}))
		if got["byline_index_up"] != "0" || got["byline_index_articles"] != "" || got["byline_build_info{version=\"1.2.3\"}"] != "1" {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// docs/metrics.md names every metric, and no others.
func TestMetricsAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	call(t, s, "POST", "/v1/answers", `{"question":"When did the ferry to Vell resume?"}`)
	call(t, s, "POST", "/v1/articles", `{"ID":"x","Body":"a"}`)
	help := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^# HELP (byline_\w+)`).FindAllStringSubmatch(call(t, s, "GET", "/metrics", "").Body.String(), -1) {
		help[m[1]] = true
		if !strings.Contains(string(doc), "- `"+m[1]+"`") {
			t.Errorf("%s is not in docs/metrics.md", m[1])
		}
	}
	for _, m := range regexp.MustCompile("(?m)^- `(byline_\\w+)`").FindAllStringSubmatch(string(doc), -1) {
		if !help[m[1]] {
			t.Errorf("%s is in docs/metrics.md only", m[1])
		}
	}
}
