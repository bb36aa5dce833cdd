package httpapi_test

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"byline/internal/access"
	"byline/internal/httpapi"
)

// vault is a file of keys with a guard over it.
type vault struct {
	*access.Guard
	file access.File
}

func newVault(t *testing.T) *vault {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys.jsonl")
	g, err := access.Open(access.Sources{File: path}, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return &vault{Guard: g, file: access.NewFile(path)}
}

// key makes a key with all scopes, unless the grant has some, and returns what opens it.
func (v *vault) key(t *testing.T, g access.Grant) string {
	t.Helper()
	if g.Scopes == nil {
		g.Scopes = access.Scopes()
	}
	k, token, err := access.New(g, time.Now())
	if err == nil {
		err = v.file.Add(t.Context(), k)
	}
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// guarded is a server with everything that there is, over a vault.
func guarded(v *vault, cfg httpapi.Config) *httpapi.Server {
	d := newNewsroom().deps()
	d.Access = v.Guard
	d.MCP = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	})
	d.Slack = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "text/plain") })
	return httpapi.New(d, cfg)
}

// requestFor makes a request for a route, as routeName names it.
func requestFor(route string) (method, target, body string) {
	method, path, _ := strings.Cut(route, " ")
	target = strings.NewReplacer(":id", "ferry", ":kind", "events", ":file", "style.css", ":version", "x").Replace(path)
	switch path {
	case "/v1/search", "/v1/similar":
		target += "?q=ferry&text=ferry"
		body = `{"query":"ferry"}`
		if path == "/v1/similar" {
			target, body = path+"?text=ferry", `{"text":"ferry"}`
		}
		switch {
		case method == "POST":
			target = path
		case path == "/v1/search":
			target, body = path+"?q=ferry", ""
		default:
			body = ""
		}
	case "/v1/quotes/find":
		body = `{"text":"the ferry"}`
	case "/v1/answers":
		body = `{"question":"Which ferry?"}`
	case "/v1/chat/completions":
		body = `{"model":"byline","messages":[{"role":"user","content":"Which ferry?"}]}`
	case "/v1/articles":
		if method == "POST" {
			body = `{"ID":"new","Body":"The pier is closed."}`
		}
	case "/v1/models/:id":
		target = "/v1/models/byline"
	case "/mcp":
		body = "{}"
	}
	return method, target, body
}

func TestEveryRouteWantsItsScope(t *testing.T) {
	v := newVault(t)
	tokens := map[access.Scope]string{}
	for _, scope := range access.Scopes() {
		tokens[scope] = v.key(t, access.Grant{Name: string(scope), Scopes: []access.Scope{scope}})
	}
	s := guarded(v, httpapi.Config{})
	scopes := map[string]access.Scope{}
	for _, r := range s.Routes() {
		scopes[r.Method+" "+r.Path] = r.Scope
	}
	for _, route := range slices.Sorted(maps.Keys(scopes)) {
		method, target, body := requestFor(route)
		t.Run(route, func(t *testing.T) {
			if route == "POST /signin" { // it asks for a key in its body
				return
			}
			refused := func(code int) bool { return code == 401 || code == 403 }
			w := call(t, s, method, target, body)
			if refused(w.Code) != (scopes[route] != "") || refused(w.Code) && w.Code != 401 {
				t.Errorf("without a key: status %d", w.Code)
			}
			for scope, token := range tokens {
				w := call(t, s, method, target, body, "Authorization", "Bearer "+token)
				if good := scopes[route] == "" || scopes[route] == scope; good == refused(w.Code) || w.Code >= 500 {
					t.Errorf("with the scope %s: status %d: %s", scope, w.Code, w.Body)
				} else if !good && (w.Code != 403 || !strings.Contains(w.Body.String(), string(scopes[route])) ||
					w.Header().Get("WWW-Authenticate") != `Bearer realm="byline", error="insufficient_scope", scope="`+string(scopes[route])+`"`) {
					t.Errorf("with the scope %s: status %d, %v: %s", scope, w.Code, w.Header(), w.Body)
				}
			}
		})
	}
}

// Asking by the address of the home page is asking.
func TestTheHomePageAnswersOnlyThoseWhoMayAsk(t *testing.T) {
	v := newVault(t)
	reader := v.key(t, access.Grant{Name: "reader", Scopes: []access.Scope{access.Read}})
	s := guarded(v, httpapi.Config{})
	for target, status := range map[string]int{"/": 200, "/?q=ferry": 403, "/?as_of=2025-02-03&q=ferry": 403, "/search?q=ferry": 200} {
		if w := call(t, s, "GET", target, "", "Authorization", "Bearer "+reader); w.Code != status {
			t.Errorf("%s: status %d", target, w.Code)
		}
	}
}

func TestKeysThatAreNotGood(t *testing.T) {
	v := newVault(t)
	token := v.key(t, access.Grant{Name: "cms"})
	expired := v.key(t, access.Grant{Name: "intern", Expires: time.Now().Add(1100 * time.Millisecond)})
	revoked := v.key(t, access.Grant{Name: "old"})
	if _, err := v.file.Revoke(t.Context(), "old", time.Now()); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1200 * time.Millisecond)
	s := guarded(v, httpapi.Config{})
	const missing, invalid = `Bearer realm="byline"`, `Bearer realm="byline", error="invalid_token"`
	for _, test := range []struct {
		name, header, says, challenge string
	}{
		{"none", "", "an API key is needed", missing},
		{"wrong", "Bearer byline_AAAA_B", "not known here", invalid},
		{"cut short", "Bearer " + token[:len(token)-1], "not known here", invalid},
		{"expired", "Bearer " + expired, `"intern"`, invalid},
		{"revoked", "Bearer " + revoked, "was revoked on", invalid},
		{"basic", "Basic " + token, "cannot be read", invalid},
		{"bare", token, "cannot be read", invalid},
		{"two", "Bearer " + token + " " + token, "cannot be read", invalid},
	} {
		for _, c := range [][2]string{{"GET", "/v1/search?q=a"}, {"POST", "/v1/articles"}, {"DELETE", "/v1/articles/ferry"}, {"GET", "/nothing"}, {"PUT", "/v1/search"}, {"GET", "/"}} {
			w := call(t, s, c[0], c[1], "", "Authorization", test.header)
			p := problemOn(t, w, 401)
			if p.Type != "/problems/unauthorized" || !strings.Contains(p.Detail, test.says) || w.Header().Get("WWW-Authenticate") != test.challenge {
				t.Errorf("%s, %s %s: %+v, %v", test.name, c[0], c[1], p, w.Header())
			}
			if strings.Contains(w.Body.String(), token) {
				t.Errorf("%s: the answer tells the key", test.name)
			}
		}
	}
	if w := call(t, s, "GET", "/v1/search?q=a&key="+token+"&access_token="+token, ""); w.Code == 200 {
		t.Error("a key in an address, where logs keep it, was taken")
	}
	w := call(t, s, "POST", "/v1/chat/completions", `{"model":"byline"}`)
	if w.Code != 401 || !strings.Contains(w.Body.String(), `"code":"invalid_api_key"`) {
		t.Errorf("to a client of OpenAI: status %d, %s", w.Code, w.Body)
	}
	if w := call(t, s, "GET", "/nothing", "", "Authorization", "Bearer "+token); w.Code != 404 {
		t.Errorf("with a key, what is not there is status %d", w.Code)
	}
}

// A server that runs without keys closes with the first, and never opens again.
func TestTheFirstKeyClosesARunningServer(t *testing.T) {
	v := newVault(t)
	s := guarded(v, httpapi.Config{})
	status := func(headers ...string) int { return call(t, s, "GET", "/v1/search?q=ferry", "", headers...).Code }
	if status() != 200 || status("Authorization", "Bearer whatever") != 200 || status("Host", "evil.example") != 421 {
		t.Error("without keys this machine is not served, or another is")
	}
	token := v.key(t, access.Grant{Name: "cms"})
	if status() != 401 || status("Authorization", "Bearer "+token) != 200 || status("Authorization", "Bearer "+token, "Host", "news.example") != 200 {
		t.Error("the first key does not count")
	}
	if _, err := v.file.Revoke(t.Context(), "cms", time.Now()); err != nil {
		t.Fatal(err)
	}
	if status() != 401 || status("Authorization", "Bearer "+token) != 401 {
		t.Error("it opened when the last key was revoked")
	}
}

func TestLimitsAreToldAndKept(t *testing.T) {
	v := newVault(t)
	token := v.key(t, access.Grant{Name: "cms", Rate: 3, Quota: 100})
	s := guarded(v, httpapi.Config{})
	ask := func(method, target, body string) *httptest.ResponseRecorder {
		return call(t, s, method, target, body, "Authorization", "Bearer "+token)
	}
	for i := range 3 {
		w := ask("GET", "/v1/search?q=ferry", "")
		want := regexp.MustCompile(`^"minute";r=` + string(rune('2'-i)) + `;t=\d+, "day";r=` + string(rune('9')) + string(rune('9'-i)) + `;t=\d+$`)
		if w.Code != 200 || w.Header().Get("RateLimit-Policy") != `"minute";q=3;w=60, "day";q=100;w=86400` || !want.MatchString(w.Header().Get("RateLimit")) {
			t.Errorf("status %d, %v", w.Code, w.Header())
		}
	}
	for _, c := range [][3]string{{"GET", "/v1/search?q=ferry", ""}, {"POST", "/v1/answers", `{"question":"a"}`}, {"POST", "/mcp", "{}"}, {"GET", "/search", ""}, {"DELETE", "/v1/articles/ferry", ""}} {
		w := ask(c[0], c[1], c[2])
		p := problemOn(t, w, 429)
		if p.Type != "/problems/too-many-requests" || !strings.Contains(p.Detail, "3 requests a minute; try again in") || w.Header().Get("Retry-After") == "" || w.Header().Get("Retry-After") == "0" {
			t.Errorf("%v: %+v, %v", c, p, w.Header())
		}
	}
	w := ask("POST", "/v1/chat/completions", "{}")
	if w.Code != 429 || !strings.Contains(w.Body.String(), `"code":"rate_limit_exceeded"`) || w.Header().Get("Retry-After") == "" {
		t.Errorf("to a client of OpenAI: status %d, %s", w.Code, w.Body)
	}
	for _, target := range []string{"/healthz", "/readyz", "/static/any/style.css"} {
		if w := ask("GET", target, ""); w.Code != 200 || w.Header().Get("RateLimit") != "" {
			t.Errorf("%s: status %d, %v", target, w.Code, w.Header())
		}
	}
}

func TestParallelRequestsStayWithinTheQuota(t *testing.T) {
	v := newVault(t)
	token := v.key(t, access.Grant{Name: "cms", Quota: 25})
	s := guarded(v, httpapi.Config{})
	var good, limited atomic.Int64
	var work sync.WaitGroup
	for range 10 {
		work.Go(func() {
			for range 10 {
				r := httptest.NewRequestWithContext(t.Context(), "GET", "/v1/models", http.NoBody)
				r.Header.Set("Authorization", "Bearer "+token)
				w := httptest.NewRecorder()
				s.ServeHTTP(w, r)
				switch w.Code {
				case 200:
					good.Add(1)
				case 429:
					limited.Add(1)
				}
			}
		})
	}
	work.Wait()
	if good.Load() != 25 || limited.Load() != 75 {
		t.Errorf("%d passed, %d were refused", good.Load(), limited.Load())
	}
}

// With keys the server may listen anywhere; the last of them revoked, it still refuses everybody.
func TestServeTakesOtherMachinesWithKeys(t *testing.T) {
	v := newVault(t)
	v.key(t, access.Grant{Name: "cms"})
	ln := listen(t, "0.0.0.0:0")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- guarded(v, httpapi.Config{}).Serve(ctx, ln) }()
	url := "http://" + ln.Addr().String()
	if status, text := fetch(t, url+"/healthz"); status != 200 {
		t.Errorf("status %d: %s", status, text)
	}
	if status, text := fetch(t, url+"/v1/stats"); status != 401 {
		t.Errorf("status %d: %s", status, text)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
