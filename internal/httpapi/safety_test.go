package httpapi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"byline/internal/httpapi"
	"byline/internal/news"
	"byline/internal/panics"
)

// Every kind of error has its status and type; causes of internal ones stay in the log.
func TestKindsOfError(t *testing.T) {
	tests := []struct {
		err        error
		status     int
		kind       string
		detail     string
		retryAfter string
	}{
		{news.Errorf(news.KindNotFound, "no such article"), 404, "not-found", "no such article", ""},
		{news.Errorf(news.KindInvalid, "no words in it"), 400, "invalid-request", "no words in it", ""},
		{news.Errorf(news.KindConflict, "another embedder"), 409, "conflict", "another embedder", ""},
		{news.Errorf(news.KindTooLarge, "too long"), 413, "too-large", "too long", ""},
		{news.Errorf(news.KindUnauthorized, "no key"), 401, "unauthorized", "no key", ""},
		{news.Errorf(news.KindUnavailable, "rebuilding"), 503, "unavailable", "rebuilding", "5"},
		{&news.Error{Kind: news.KindUnavailable, RetryAfter: 90 * time.Second, Err: errors.New("away")}, 503, "unavailable", "away", "90"},
		{fmt.Errorf("retrieve: search: %w", news.Errorf(news.KindConflict, "inner")), 409, "conflict", "inner", ""},
		{fmt.Errorf("retrieve: %w", news.InvalidField("filters.after", "too early")), 400, "invalid-request", "filters.after: too early", ""},
		{errors.New("secret path"), 500, "internal", "something went wrong here; the server's log tells more under the ID of this request", ""},
		{news.Errorf(news.KindInternal, "secret path"), 500, "internal", "something went wrong here; the server's log tells more under the ID of this request", ""},
	}
	for _, tt := range tests {
		n := newNewsroom()
		n.before.set(func(context.Context) error { return tt.err })
		s := httpapi.New(n.deps(), httpapi.Config{})
		for _, c := range [][3]string{
			{"GET", "/v1/search?q=a", ""}, {"POST", "/v1/search", `{"query":"a"}`}, {"POST", "/v1/similar", `{"text":"a"}`},
			{"POST", "/v1/answers", `{"question":"a"}`}, {"POST", "/v1/articles", `{"Body":"a"}`}, {"GET", "/v1/articles", ""},
			{"GET", "/v1/articles/a", ""}, {"DELETE", "/v1/articles/a", ""}, {"GET", "/v1/articles/a/revisions", ""}, {"GET", "/v1/stats", ""},
		} {
			w := call(t, s, c[0], c[1], c[2])
			p := problemOn(t, w, tt.status)
			if p.Type != "/problems/"+tt.kind || p.Detail != tt.detail || w.Header().Get("Retry-After") != tt.retryAfter {
				t.Errorf("%s %s, %v: got %+v, Retry-After %q", c[0], c[1], tt.err, p, w.Header().Get("Retry-After"))
			}
		}
	}
}

func TestUnknownRoutes(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	if p := problemOn(t, call(t, s, "GET", "/v1/nothing", ""), 404); p.Type != "/problems/not-found" {
		t.Errorf("got %+v", p)
	}
	w := call(t, s, "PUT", "/v1/articles/ferry", "")
	if p := problemOn(t, w, 405); p.Type != "/problems/method-not-allowed" || !strings.Contains(w.Header().Get("Allow"), "DELETE") {
		t.Errorf("got %+v, Allow %q", p, w.Header().Get("Allow"))
	}
}

func TestTimeout(t *testing.T) {
	n := newNewsroom()
	n.before.set(func(ctx context.Context) error { <-ctx.Done(); return fmt.Errorf("embedded: %w", ctx.Err()) })
	d := 10 * time.Millisecond
	s := httpapi.New(n.deps(), httpapi.Config{ReadTimeout: d, SearchTimeout: d, AnswerTimeout: d, IngestTimeout: d})
	for _, c := range [][3]string{
		{"GET", "/v1/search?q=a", ""}, {"POST", "/v1/answers", `{"question":"a"}`}, {"POST", "/v1/answers", `{"question":"a","stream":true}`},
		{"POST", "/v1/articles", `{"Body":"a"}`}, {"GET", "/v1/articles/a", ""}, {"GET", "/?q=a", ""}, {"GET", "/search?q=a", ""},
	} {
		w := call(t, s, c[0], c[1], c[2])
		if p := problemOn(t, w, 503); p.Type != "/problems/timeout" || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s %s: got %+v", c[0], c[1], p)
		}
	}
}

func TestPanic(t *testing.T) {
	fall := func(context.Context) error { panic("secret") }
	for where, before := range map[string]func(context.Context) error{
		"in the goroutine of the request": fall,
		"in one that a search started": func(ctx context.Context) error {
			group, ctx := panics.WithContext(ctx)
			group.Go(func() error { return fall(ctx) })
			return group.Wait()
		},
	} {
		t.Run(where, func(t *testing.T) {
			n := newNewsroom()
			n.before.set(before)
			var log bytes.Buffer
			d := n.deps()
			d.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: panics.Attr}))
			s := httpapi.New(d, httpapi.Config{})
			w := call(t, s, "GET", "/v1/search?q=a", "")
			p := problemOn(t, w, 500)
			if strings.Contains(w.Body.String(), "secret") {
				t.Errorf("got %+v", p)
			}
			if !strings.Contains(log.String(), "secret") || !strings.Contains(log.String(), "safety_test.go") || !strings.Contains(log.String(), p.Instance) {
				t.Errorf("the log does not tell where: %s", log.String())
			}
			n.before.set(nil)
			if w := call(t, s, "GET", "/v1/search?q=a", ""); w.Code != 200 {
				t.Errorf("the next request gets status %d", w.Code)
			}
		})
	}
}

func TestRequestID(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	for given, kept := range map[string]bool{"abc-1.2_X": true, "": false, "a b": false, strings.Repeat("x", 65): false, "a\"b": false} {
		got := call(t, s, "GET", "/healthz", "", "X-Request-ID", given).Header().Get("X-Request-ID")
		if (got == given) != kept || got == "" {
			t.Errorf("given %q, got %q", given, got)
		}
	}
}

func TestAccessLog(t *testing.T) {
	n := newNewsroom()
	var log bytes.Buffer
	d := n.deps()
	d.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s := httpapi.New(d, httpapi.Config{})
	line := func(method, target, body string) string {
		log.Reset()
		call(t, s, method, target, body)
		return log.String()
	}
	if got := line("GET", "/v1/search?q=private", ""); !strings.Contains(got, "level=DEBUG") || !strings.Contains(got, "path=/v1/search status=200") || strings.Contains(got, "private") {
		t.Error(got)
	}
	if got := line("POST", "/v1/answers", `{"question":"private"}`); !strings.Contains(got, "level=INFO") || strings.Contains(got, "private") {
		t.Error(got)
	}
	if got := line("GET", "/v1/articles/none", ""); !strings.Contains(got, "level=DEBUG") || !strings.Contains(got, "status=404") || !strings.Contains(got, "error=") {
		t.Error(got)
	}
	n.before.set(func(context.Context) error { return errors.New("disk gone") })
	if got := line("GET", "/v1/articles/ferry", ""); !strings.Contains(got, "level=ERROR") || !strings.Contains(got, "disk gone") {
		t.Error(got)
	}
}

// Only requests addressed to this machine are answered, whatever they ask for.
func TestHost(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	for _, host := range []string{"localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080"} {
		if w := call(t, s, "GET", "/healthz", "", "Host", host); w.Code != 200 {
			t.Errorf("%s: status %d", host, w.Code)
		}
	}
	for _, host := range []string{"", "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "0.0.0.0:8080", "[::]", "localhost:8080:1"} {
		for _, target := range []string{"/healthz", "/v1/search?q=a", "/none"} {
			problemOn(t, call(t, s, "GET", target, "", "Host", host), 421)
		}
	}
}

// A page of another site can neither write nor ask.
func TestCrossOrigin(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	tests := []struct {
		headers []string
		status  int
	}{
		{nil, 200}, // a program
		{[]string{"Sec-Fetch-Site", "same-origin", "Origin", "http://127.0.0.1:8080"}, 200},
		{[]string{"Origin", "http://127.0.0.1:8080"}, 200},
		{[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{[]string{"Sec-Fetch-Site", "same-site", "Origin", "http://127.0.0.1:9999"}, 403},
		{[]string{"Origin", "https://evil.example"}, 403},
		{[]string{"Origin", "null"}, 403},
	}
	for _, tt := range tests {
		for _, c := range [][3]string{{"POST", "/v1/articles", `{"ID":"x","Body":"a"}`}, {"POST", "/v1/answers", `{"question":"a"}`}, {"DELETE", "/v1/articles/x", ""}} {
			w := call(t, s, c[0], c[1], c[2], tt.headers...)
			if want := tt.status; w.Code != want && (want != 200 || w.Code != 204) {
				t.Errorf("%v %s: status %d, want %d", tt.headers, c[1], w.Code, want)
			}
		}
		if w := call(t, s, "GET", "/v1/search?q=ferry", "", tt.headers...); w.Code != 200 || w.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%v: reading: status %d", tt.headers, w.Code)
		}
	}
	problemOn(t, call(t, s, "DELETE", "/v1/articles/ferry", "", "Origin", "https://evil.example"), 403)
}

func TestSecurityHeaders(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	for _, target := range []string{"/", "/search", "/v1/search?q=a", "/none", "/articles/ferry", "/static/x/ask.js"} {
		h := call(t, s, "GET", target, "").Header()
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") ||
			h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", target, h)
		}
	}
}

func TestCompression(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	w := call(t, s, "GET", "/v1/search?q=ferry", "", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers %v", w.Header())
	}
	zr, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(zr)
	if err != nil || string(plain) != call(t, s, "GET", "/v1/search?q=ferry", "").Body.String() {
		t.Errorf("got %s, error %v", plain, err)
	}
	if w := call(t, s, "GET", "/healthz", "", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Error("compressed what is too short to gain")
	}
}
