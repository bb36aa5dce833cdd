package transport_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"byline/internal/transport"
)

func TestARequestFollowsAServerThatMovedAndKeepsItsSecretsFromOthers(t *testing.T) {
	var method, body, key string
	seen := func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		method, body, key = r.Method, string(raw), r.Header.Get("Api-Key")
	}
	other := httptest.NewServer(http.HandlerFunc(seen))
	defer other.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/here", http.StatusMovedPermanently)
		case "/away":
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		default:
			seen(w, r)
		}
	}))
	defer server.Close()
	client := &http.Client{CheckRedirect: transport.Follow}
	for path, want := range map[string]string{"/moved": "POST hello secret", "/away": "POST hello ", "/round": "without end"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+path, strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Api-Key", "secret")
		resp, err := client.Do(req)
		if err != nil {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", path, err)
			}
			continue
		}
		_ = resp.Body.Close()
		if got := method + " " + body + " " + key; got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
