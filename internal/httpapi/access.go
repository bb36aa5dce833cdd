package httpapi

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"byline/internal/access"
	"byline/internal/news"
	"byline/internal/web"
)

// sessionCookie holds the secret of a person who signed in to the pages.
const sessionCookie = "byline_session"

// keyKey is where a context of echo keeps the access.Key of a request.
const keyKey = "key"

// unauthenticatedError says that a request comes without a key that is good.
type unauthenticatedError struct{ err error }

func (e *unauthenticatedError) Error() string { return e.err.Error() }
func (e *unauthenticatedError) Unwrap() error { return e.err }

// access lets a request through if its key is good, has the scope that the
// route needs, and is within its limits. Without any keys everything is let
// through: then only this machine can connect.
func (s *Server) access(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		scope, known := s.scopeOf(c)
		if scope == open || !s.deps.Access.Required() || s.isLocal(c) {
			return next(c)
		}
		k, err := s.keyOf(c.Request())
		if err != nil {
			challenge(c, "")
			if c.Request().Header.Get(echo.HeaderAuthorization) != "" {
				challenge(c, `error="invalid_token"`)
			}
			return &unauthenticatedError{err: err}
		}
		c.Set(keyKey, k)
		ctx := access.WithKey(c.Request().Context(), k)
		c.SetRequest(c.Request().WithContext(ctx))
		if known {
			if err := access.Require(ctx, scope); err != nil {
				challenge(c, fmt.Sprintf(`error="insufficient_scope", scope="%s"`, scope))
				return err
			}
		}
		limits, err := s.deps.Access.Allow(k)
		reportLimits(c.Response().Header(), limits)
		if err != nil {
			return err
		}
		return next(c)
	}
}

// isLocal reports whether a request comes from a program of the user who runs
// the server: it knows what only that user can read.
func (s *Server) isLocal(c echo.Context) bool {
	token, err := access.Bearer(c.Request().Header.Get(echo.HeaderAuthorization))
	return err == nil && s.deps.LocalToken != "" && subtle.ConstantTimeCompare([]byte(token), []byte(s.deps.LocalToken)) == 1
}

// keyOf returns the key that a request is made with: the one in the
// Authorization header or, without that, the one that the browser signed in with.
func (s *Server) keyOf(r *http.Request) (access.Key, error) {
	token, err := access.Bearer(r.Header.Get(echo.HeaderAuthorization))
	if err != nil {
		return access.Key{}, err
	}
	if token == "" {
		if cookie, err := r.Cookie(sessionCookie); err == nil {
			return s.deps.Access.Session(cookie.Value)
		}
	}
	return s.deps.Access.Authenticate(token)
}

// challenge says how to get in (RFC 6750).
func challenge(c echo.Context, parameters string) {
	value := `Bearer realm="byline"`
	if parameters != "" {
		value += ", " + parameters
	}
	c.Response().Header().Set(echo.HeaderWWWAuthenticate, value)
}

// reportLimits tells where the caller stands (draft-ietf-httpapi-ratelimit-headers).
func reportLimits(h http.Header, limits []access.Limit) {
	var policy, state []string
	for _, l := range limits {
		policy = append(policy, fmt.Sprintf("%q;q=%d;w=%d", l.Name, l.Quota, int(l.Window.Seconds())))
		state = append(state, fmt.Sprintf("%q;r=%d;t=%d", l.Name, l.Remaining, int(l.Reset.Seconds())))
	}
	if len(limits) > 0 {
		h.Set("RateLimit-Policy", strings.Join(policy, ", "))
		h.Set("RateLimit", strings.Join(state, ", "))
	}
}

// offerSignIn shows a person without a good key where to sign in. One who comes from
// another site is sent on to the same address first: what a browser asks for on
// behalf of another site goes without the cookie, so that we cannot know yet.
func (s *Server) offerSignIn(c echo.Context, err error) bool {
	var unauthenticated *unauthenticatedError
	r := c.Request()
	if !errors.As(err, &unauthenticated) || !wantsPage(r) || r.Method != http.MethodGet {
		return false
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return s.render(c, http.StatusUnauthorized, web.Onward{Address: r.URL.RequestURI()}) == nil
	}
	view := web.SignIn{Next: r.URL.RequestURI()}
	if _, err := r.Cookie(sessionCookie); err == nil {
		view.Fault = unauthenticated.Error()
	}
	return s.render(c, http.StatusUnauthorized, view) == nil
}

// signInPage is the form that takes a key, or says that somebody is signed in.
func (s *Server) signInPage(c echo.Context) error {
	if !s.deps.Access.Required() {
		return c.Redirect(http.StatusSeeOther, "/")
	}
	view := web.SignIn{Next: ownAddress(c.QueryParam("next"))}
	if k, err := s.keyOf(c.Request()); err == nil {
		view.Key = k.Name
	}
	return s.render(c, http.StatusOK, view)
}

// signIn takes a key and gives the browser a session in return. The browser
// never keeps the key itself.
func (s *Server) signIn(c echo.Context) error {
	if !s.deps.Access.Required() {
		return c.Redirect(http.StatusSeeOther, "/")
	}
	r := c.Request()
	if err := r.ParseForm(); err != nil {
		return news.Errorf(news.KindInvalid, "the form cannot be read")
	}
	next := ownAddress(r.PostForm.Get("next"))
	key := strings.TrimSpace(r.PostForm.Get("key"))
	login, err := s.deps.Access.SignIn(key)
	if err != nil {
		if news.KindOf(err) != news.KindUnauthorized {
			return err
		}
		challenge(c, "")
		fault := problemFor(err).Detail
		if key == "" {
			fault = "enter a key"
		}
		return s.render(c, http.StatusUnauthorized, web.SignIn{Next: next, Fault: fault})
	}
	c.Set(keyKey, login.Key)            // for the log
	cookie := s.cookie(c, login.Secret) //nolint:gosec // see cookie
	cookie.Expires = login.Expires
	c.SetCookie(cookie)
	return c.Redirect(http.StatusSeeOther, next)
}

// signOut ends the session of a browser.
func (s *Server) signOut(c echo.Context) error {
	if cookie, err := c.Cookie(sessionCookie); err == nil && s.deps.Access != nil {
		s.deps.Access.SignOut(cookie.Value)
	}
	gone := s.cookie(c, "") //nolint:gosec // see cookie
	gone.MaxAge = -1
	c.SetCookie(gone)
	return c.Redirect(http.StatusSeeOther, "/signin")
}

// cookie holds the secret of a session; scripts cannot read it, and no other
// site can have it sent.
func (s *Server) cookie(c echo.Context, secret string) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure where the connection is encrypted
		Name: sessionCookie, Value: secret, Path: "/",
		HttpOnly: true, Secure: s.encrypted(c.Request()), SameSite: http.SameSiteStrictMode,
	}
}

// ownAddress returns next if it is an address of this server, else the home page.
func ownAddress(next string) string {
	// Browsers take a backslash for a slash, and drop line ends and tabs: "/\t/evil.example" is another host.
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsFunc(next, func(r rune) bool { return r == '\\' || r < ' ' }) {
		return "/"
	}
	return next
}
