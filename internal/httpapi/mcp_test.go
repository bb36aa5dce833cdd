package httpapi_test

import (
	"io"
	"net/http"
	"testing"

	"byline/internal/httpapi"
)

func TestMCPIsReachedFromHereOnly(t *testing.T) {
	d := newNewsroom().deps()
	d.MCP = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.Copy(w, r.Body)
	})
	s := httpapi.New(d, httpapi.Config{Origins: []string{desk}})
	for name, test := range map[string]struct {
		method  string
		headers []string
		status  int
	}{
		"a program":            {"POST", nil, 200},
		"a page of this host":  {"POST", []string{"Origin", "http://127.0.0.1:8080"}, 200},
		"a page of our desk":   {"POST", []string{"Origin", desk, "Sec-Fetch-Site", "cross-site"}, 200},
		"a page elsewhere":     {"POST", []string{"Origin", "https://evil.example"}, 403},
		"a page that reads":    {"GET", []string{"Origin", "https://evil.example"}, 403},
		"a page of a sandbox":  {"POST", []string{"Origin", "null"}, 403},
		"a rebound name":       {"POST", []string{"Host", "evil.example:8080", "Origin", "http://evil.example:8080"}, 421},
		"another port":         {"GET", []string{"Origin", "http://127.0.0.1:9999"}, 403},
		"a method without use": {"PUT", nil, 405},
	} {
		t.Run(name, func(t *testing.T) {
			if w := call(t, s, test.method, "/mcp", "{}", test.headers...); w.Code != test.status {
				t.Errorf("status %d, want %d: %s", w.Code, test.status, w.Body)
			}
		})
	}
	if w := call(t, httpapi.New(newNewsroom().deps(), httpapi.Config{}), "POST", "/mcp", "{}"); w.Code != 404 {
		t.Errorf("without MCP the status is %d", w.Code)
	}
}
