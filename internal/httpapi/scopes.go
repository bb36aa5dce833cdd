package httpapi

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"byline/internal/access"
)

// open marks routes that are for everybody.
const open access.Scope = ""

// scopes says what a key must be good for to use a route. HEAD is as GET. A
// test wants every route in here; one that were not would need the scope admin.
var scopes = map[string]access.Scope{
	"GET /v1/articles":               access.Read,
	"GET /v1/articles/:id":           access.Read,
	"GET /v1/articles/:id/revisions": access.Read,
	"POST /v1/articles":              access.Write,
	"DELETE /v1/articles/:id":        access.Write,

	"GET /v1/search":   access.Read,
	"POST /v1/search":  access.Read,
	"GET /v1/similar":  access.Read,
	"POST /v1/similar": access.Read,
	"POST /v1/answers": access.Ask,
	"GET /v1/stats":    access.Read,

	"POST /v1/chat/completions": access.Ask,
	"GET /v1/models":            access.Read,
	"GET /v1/models/:id":        access.Read,

	// The tool ask needs the scope of that name besides.
	"GET /mcp":    access.Read,
	"POST /mcp":   access.Read,
	"DELETE /mcp": access.Read,

	"POST /slack/:kind": open, // signed by Slack

	// The home page answers what it is asked, see scopeOf.
	"GET /":             access.Read,
	"GET /search":       access.Read,
	"GET /articles/:id": access.Read,

	// What a person needs to sign in, and a program to find out how.
	"GET /signin":                open,
	"POST /signin":               open,
	"POST /signout":              open,
	"GET /static/:version/:file": open,
	"GET /openapi.yaml":          open,
	"GET /docs":                  open,

	"GET /healthz": open,
	"GET /readyz":  open,
	"GET /metrics": access.Admin,
}

// scopeOf returns what a request needs. What is no route at all needs a key,
// but no scope: known is false.
func (s *Server) scopeOf(c echo.Context) (scope access.Scope, known bool) {
	r := c.Request()
	route := routeOf(c)
	if route == "GET /" && r.URL.Query().Has("q") {
		return access.Ask, true
	}
	if scope, listed := scopes[route]; listed {
		return scope, true
	}
	return access.Admin, s.served[route]
}

// routeOf names the route of a request as scopes does.
func routeOf(c echo.Context) string { return routeName(c.Request().Method, c.Path()) }

func routeName(method, path string) string {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	return method + " " + path
}
