package httpapi_test

import (
	"net/http"
	"testing"

	"byline/internal/access"
	"byline/internal/httpapi"
)

const desk = "https://desk.example"

// A page of an origin that is named may ask, write and read the answer; others may not.
func TestPagesOfNamedOriginsMayCallTheAPI(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{Origins: []string{desk, "http://localhost:3000"}})
	for _, test := range []struct {
		name, method, target, body, origin string
		status                             int
		allowed                            bool
	}{
		{"ask", "POST", "/v1/answers", `{"question":"When did the ferry to Vell resume?"}`, desk, 200, true},
		{"write", "POST", "/v1/articles", `{"ID":"x","Body":"a"}`, desk, 200, true},
		{"delete", "DELETE", "/v1/articles/power", "", "http://localhost:3000", 204, true},
		{"read", "GET", "/v1/search?q=ferry", "", desk, 200, true},
		{"a fault can be read too", "GET", "/v1/articles/none", "", desk, 404, true},
		{"the contract", "GET", "/openapi.yaml", "", desk, 200, true},
		{"another origin reads", "GET", "/v1/search?q=ferry", "", "https://evil.example", 200, false},
		{"another origin writes", "POST", "/v1/articles", `{"ID":"y","Body":"a"}`, "https://evil.example", 403, false},
		{"another port", "DELETE", "/v1/articles/ferry", "", "http://localhost:3001", 403, false},
		{"a longer name", "DELETE", "/v1/articles/ferry", "", desk + ".evil.example", 403, false},
		{"a sandbox", "DELETE", "/v1/articles/ferry", "", "null", 403, false},
		{"a program", "GET", "/v1/search?q=ferry", "", "", 200, false},
		{"the pages", "GET", "/search", "", desk, 200, false},
		{"signing in", "POST", "/signin", "", desk, 403, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			headers := []string{"Sec-Fetch-Site", "cross-site", "Origin", test.origin}
			if test.origin == "" {
				headers = nil
			}
			w := call(t, s, test.method, test.target, test.body, headers...)
			if w.Code != test.status {
				t.Errorf("status %d, want %d: %s", w.Code, test.status, w.Body)
			}
			want := ""
			if test.allowed {
				want = test.origin
			}
			h := w.Header()
			if got := h.Get("Access-Control-Allow-Origin"); got != want || h.Get("Vary") == "" || h.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("headers %v", h)
			}
		})
	}
}

// A browser asks first; it is told without a key, since it sends none.
func TestBrowsersAskBeforeTheyCall(t *testing.T) {
	v := newVault(t)
	v.key(t, access.Grant{Name: "desk"})
	s := guarded(v, httpapi.Config{Origins: []string{desk}})
	ask := func(target, origin string) (int, http.Header) {
		w := call(t, s, "OPTIONS", target, "", "Origin", origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type")
		return w.Code, w.Header()
	}
	for _, target := range []string{"/v1/answers", "/v1/articles/ferry", "/mcp"} {
		status, h := ask(target, desk)
		if status != 204 || h.Get("Access-Control-Allow-Origin") != desk || h.Get("Access-Control-Allow-Methods") != httpapi.CORSMethods || h.Get("Access-Control-Allow-Headers") != httpapi.CORSHeaders {
			t.Errorf("%s: status %d, %v", target, status, h)
		}
	}
	for target, origin := range map[string]string{"/v1/answers": "https://evil.example", "/": desk, "/signin": desk} {
		if status, h := ask(target, origin); status < 400 || h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s from %s: status %d, %v", target, origin, status, h)
		}
	}
}

// Who is signed in to the pages here is nobody to a page elsewhere, which needs a key of its own.
func TestPagesOfOtherOriginsHaveNoSession(t *testing.T) {
	v := newVault(t)
	token := v.key(t, access.Grant{Name: "desk"})
	login, err := v.SignIn(token)
	if err != nil {
		t.Fatal(err)
	}
	s := guarded(v, httpapi.Config{Origins: []string{desk}})
	cookie := httpapi.SessionCookie + "=" + login.Secret
	if w := call(t, s, "GET", "/v1/stats", "", "Cookie", cookie); w.Code != 200 {
		t.Errorf("the session is not good: %d", w.Code)
	}
	problemOn(t, call(t, s, "GET", "/v1/stats", "", "Cookie", cookie, "Origin", desk), 401)
	if w := call(t, s, "GET", "/v1/stats", "", "Authorization", "Bearer "+token, "Origin", desk); w.Code != 200 {
		t.Errorf("the key is not good: %d", w.Code)
	}
}
