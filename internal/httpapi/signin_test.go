package httpapi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"byline/internal/access"
	"byline/internal/browsertest"
	"byline/internal/httpapi"
)

const formType = "application/x-www-form-urlencoded"

// signInWith sends the form and returns the response and its cookie.
func signInWith(t *testing.T, s *httpapi.Server, key, next string, headers ...string) (*httptest.ResponseRecorder, *http.Cookie) {
	t.Helper()
	form := url.Values{"key": {key}, "next": {next}}.Encode()
	w := call(t, s, "POST", "/signin", form, append([]string{"Content-Type", formType}, headers...)...)
	cookies := w.Result().Cookies()
	if len(cookies) != 1 {
		return w, &http.Cookie{}
	}
	return w, cookies[0]
}

func TestSigningIn(t *testing.T) {
	v := newVault(t)
	key := v.key(t, access.Grant{Name: "desk <b>", Scopes: []access.Scope{access.Read, access.Ask}})
	s := guarded(v, httpapi.Config{})
	w := call(t, s, "GET", "/search?q=ferry&as_of=2025-02-03", "", "Accept", "text/html")
	if w.Code != 401 {
		t.Errorf("status %d", w.Code)
	}
	shows(t, w.Body.String(), `<form action="/signin" method="post">`, `type="password"`, `name="next" value="/search?q=ferry&amp;as_of=2025-02-03"`)

	w, cookie := signInWith(t, s, " "+key+" ", "/search?q=ferry")
	if w.Code != 303 || w.Header().Get("Location") != "/search?q=ferry" {
		t.Errorf("status %d, %v", w.Code, w.Header())
	}
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Domain != "" || cookie.Secure ||
		time.Until(cookie.Expires) < 6*24*time.Hour || strings.Contains(key, cookie.Value) || len(cookie.Value) < 50 {
		t.Errorf("cookie %v", cookie)
	}
	in := "byline_session=" + cookie.Value
	for target, status := range map[string]int{"/search?q=ferry": 200, "/": 200, "/?q=Which+ferry%3F": 200, "/articles/ferry": 200, "/v1/stats": 200} {
		if w := call(t, s, "GET", target, "", "Cookie", in); w.Code != status {
			t.Errorf("%s: status %d", target, w.Code)
		}
	}
	if w := call(t, s, "POST", "/v1/answers", `{"question":"Which ferry?"}`, "Cookie", in, "Sec-Fetch-Site", "same-origin"); w.Code != 200 {
		t.Errorf("what the page asks has status %d", w.Code)
	}
	problemOn(t, call(t, s, "DELETE", "/v1/articles/ferry", "", "Cookie", in), 403) // the key may not
	shows(t, call(t, s, "GET", "/signin", "", "Cookie", in).Body.String(), "desk &lt;b&gt;", `action="/signout"`)

	w = call(t, s, "POST", "/signout", "", "Cookie", in)
	if gone := w.Result().Cookies(); w.Code != 303 || len(gone) != 1 || gone[0].MaxAge >= 0 {
		t.Errorf("signing out: status %d, %v", w.Code, w.Header())
	}
	w = call(t, s, "GET", "/search", "", "Cookie", in, "Accept", "text/html")
	if w.Code != 401 {
		t.Errorf("after signing out: status %d", w.Code)
	}
	shows(t, w.Body.String(), "you are not signed in any more")
}

func TestSigningInWithAKeyThatIsNotGood(t *testing.T) {
	v := newVault(t)
	v.key(t, access.Grant{Name: "desk"})
	s := guarded(v, httpapi.Config{})
	for _, key := range []string{"", "hunter2", "byline_AAAA_BBBB", `"><script>alert(1)</script>`} {
		w, cookie := signInWith(t, s, key, "/search?q=<b>")
		if w.Code != 401 || cookie.Value != "" {
			t.Errorf("%q: status %d, cookie %v", key, w.Code, cookie)
		}
		shows(t, w.Body.String(), `role="alert"`, `value="/search?q=&lt;b&gt;"`)
		if key != "" && strings.Contains(w.Body.String(), key) {
			t.Errorf("%q is on the page", key)
		}
	}
	problemOn(t, call(t, s, "GET", "/v1/stats", "", "Cookie", "byline_session=made-up"), 401)
	big, _ := signInWith(t, guarded(v, httpapi.Config{BodyLimit: 100}), strings.Repeat("x", 200), "/")
	problemOn(t, big, 413)
}

// After signing in, one is on this server, wherever a link to the form pointed.
func TestSigningInLeadsNowhereElse(t *testing.T) {
	v := newVault(t)
	key := v.key(t, access.Grant{Name: "desk"})
	s := guarded(v, httpapi.Config{})
	for next, want := range map[string]string{
		"/search?q=a": "/search?q=a", "": "/", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "/\t/evil.example": "/",
		"/\n/evil.example": "/", "javascript:alert(1)": "/", "evil": "/", `\\evil.example`: "/", "/a\\b": "/",
	} {
		if w, _ := signInWith(t, s, key, next); w.Code != 303 || w.Header().Get("Location") != want {
			t.Errorf("%q: status %d, to %q", next, w.Code, w.Header().Get("Location"))
		}
	}
}

// Another site can neither sign a person in, nor out, nor act with the session.
func TestOtherSitesCannotUseASession(t *testing.T) {
	v := newVault(t)
	key := v.key(t, access.Grant{Name: "desk"})
	s := guarded(v, httpapi.Config{})
	_, cookie := signInWith(t, s, key, "/")
	for _, headers := range [][]string{{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "null"}} {
		if w, c := signInWith(t, s, key, "/", headers...); w.Code != 403 || c.Value != "" {
			t.Errorf("%v: signed in by another site: %d", headers, w.Code)
		}
		for _, c := range [][3]string{{"POST", "/signout", ""}, {"DELETE", "/v1/articles/ferry", ""}, {"POST", "/v1/answers", `{"question":"a"}`}} {
			w := call(t, s, c[0], c[1], c[2], append([]string{"Cookie", "byline_session=" + cookie.Value}, headers...)...)
			if w.Code != 403 {
				t.Errorf("%v: %s %s has status %d", headers, c[0], c[1], w.Code)
			}
		}
	}
}

// The cookie is kept from plain connections where there are encrypted ones.
func TestTheCookieIsSecureBehindAProxyThatEncrypts(t *testing.T) {
	v := newVault(t)
	key := v.key(t, access.Grant{Name: "desk"})
	trusting := guarded(v, httpapi.Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	if _, c := signInWith(t, trusting, key, "/", "X-Forwarded-Proto", "https"); !c.Secure {
		t.Error("the cookie of an encrypted connection is not Secure")
	}
	if _, c := signInWith(t, trusting, key, "/"); c.Secure {
		t.Error("the cookie of a plain connection is Secure, so that browsers drop it")
	}
	if _, c := signInWith(t, guarded(v, httpapi.Config{}), key, "/", "X-Forwarded-Proto", "https"); c.Secure {
		t.Error("anybody's X-Forwarded-Proto is believed")
	}
}

func TestSigningInWhereNobodyNeedsTo(t *testing.T) {
	s := guarded(newVault(t), httpapi.Config{})
	for _, method := range []string{"GET", "POST"} {
		if w := call(t, s, method, "/signin", ""); w.Code != 303 || w.Header().Get("Location") != "/" {
			t.Errorf("%s: status %d, %v", method, w.Code, w.Header())
		}
	}
	if w := call(t, httpapi.New(newNewsroom().deps(), httpapi.Config{}), "POST", "/signout", "", "Cookie", "byline_session=x"); w.Code != 303 {
		t.Errorf("status %d", w.Code)
	}
}

// usable checks that everybody can use the page.
func usable(t *testing.T) chromedp.Action {
	t.Helper()
	return chromedp.ActionFunc(func(ctx context.Context) error {
		found, err := browsertest.Check(ctx)
		for _, f := range found {
			t.Error(f)
		}
		return err
	})
}

// A person signs in, asks, and comes back over a link on another site, which
// the cookie alone would not survive.
func TestSigningInWithABrowser(t *testing.T) {
	ctx := browsertest.Start(t)
	v := newVault(t)
	key := v.key(t, access.Grant{Name: "desk"})
	srv := httptest.NewServer(held(t, guarded(v, httpapi.Config{})))
	t.Cleanup(srv.CloseClientConnections)
	complaints := browsertest.Listen(ctx, srv.URL)
	var fault, address, marked, name string
	err := chromedp.Run(ctx,
		chromedp.Navigate(srv.URL+"/articles/ferry?start=0&end=9"),
		chromedp.SendKeys("#key", "byline_AAAA_BBBB\r"),
		chromedp.WaitVisible(".fault"),
		chromedp.Text(".fault", &fault),
		usable(t),
		chromedp.SendKeys("#key", key+"\r"),
		chromedp.WaitVisible("#cited"),
		chromedp.Location(&address),
	)
	if err != nil {
		t.Fatal(err)
	}
	if fault != "This API key is not known here" || address != srv.URL+"/articles/ferry?start=0&end=9" {
		t.Errorf("fault %q, then at %s", fault, address)
	}

	if found := complaints.All(); len(found) > 0 {
		t.Errorf("the pages complain: %q", found)
	}

	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<!doctype html><a href="%s/articles/ferry?start=0&amp;end=9#cited">read it</a>`, srv.URL)
	}))
	t.Cleanup(elsewhere.Close)
	err = chromedp.Run(ctx,
		chromedp.Navigate(strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)),
		chromedp.Evaluate(`document.querySelector("a").click()`, nil),
		chromedp.WaitVisible("#cited"),
		chromedp.Text("#cited", &marked),
		chromedp.Navigate(srv.URL+"/signin"),
		chromedp.Text("main b", &name),
		usable(t),
		chromedp.Click("main button"),
		chromedp.WaitVisible("#key"),
		// Signed out, the way back is the form, without going in circles.
		chromedp.Navigate(strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)),
		chromedp.Evaluate(`document.querySelector("a").click()`, nil),
		chromedp.WaitVisible("#key"),
	)
	if err != nil {
		t.Fatal(err)
	}
	if marked != "The ferry" || name != "desk" {
		t.Errorf("marked %q, signed in as %q", marked, name)
	}
}
