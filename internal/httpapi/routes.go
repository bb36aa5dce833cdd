package httpapi

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/access"
)

// open marks routes that are for everybody.
const open access.Scope = ""

// route is one line of the map of the server.
type route struct {
	method  string        // GET stands for HEAD too, which net/http answers without the body
	path    string        // as the router has it; names of parameters are those of openapi.yaml
	scope   access.Scope  // what a key must be good for
	timeout time.Duration // for the request as a whole
	handler echo.HandlerFunc
	body    echo.MiddlewareFunc // that bounds it; nil where none is read
}

// routes is the whole map of the server. A test holds it to openapi.yaml.
func (s *Server) routes() []route {
	const get, post, patch, del, read, write, ask = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete, access.Read, access.Write, access.Ask
	lookup, search, answer, ingest := s.cfg.ReadTimeout, s.cfg.SearchTimeout, s.cfg.AnswerTimeout, s.cfg.IngestTimeout
	sent := newBudget(max(s.cfg.ArticlesBudget, s.cfg.ArticlesLimit), s.cfg.BudgetWait)
	articles, uploads := chained(s.queued, s.body(s.cfg.ArticlesLimit, sent), s.once), s.streamed(sent)
	others := newBudget(max(s.cfg.BodiesBudget, s.cfg.ConversationLimit, s.cfg.BodyLimit), s.cfg.BudgetWait)
	body, conversation := s.body(s.cfg.BodyLimit, others), s.body(s.cfg.ConversationLimit, others)
	routes := []route{
		{post, "/v1/articles", write, ingest, s.putArticles, articles},
		{post, "/v1/uploads", write, s.cfg.UploadTimeout, s.upload, uploads},
		{post, "/v1/fetch", write, answer, s.takeAddress, body},
		{get, "/v1/articles", read, lookup, s.listArticles, nil},
		{del, "/v1/articles", write, ingest, s.deleteArticles, nil},
		{get, "/v1/articles/:id", read, lookup, s.getArticle, nil},
		{patch, "/v1/articles/:id", write, search, s.editArticle, body},
		{del, "/v1/articles/:id", write, lookup, s.deleteArticle, nil},
		{get, "/v1/articles/:id/revisions", read, lookup, s.getRevisions, nil},

		{get, "/v1/search", read, search, s.searchByURL, nil},
		{post, "/v1/search", read, search, s.searchByBody, body},
		{get, "/v1/similar", read, search, s.similarByURL, nil},
		{post, "/v1/similar", read, search, s.similarByBody, body},
		{get, "/v1/answers", ask, answer, s.answerByURL, nil},
		{post, "/v1/answers", ask, answer, s.answerByBody, conversation},
		{post, "/v1/batch", ask, s.cfg.UploadTimeout, s.batch, conversation},
		{get, "/v1/stats", read, lookup, s.stats, nil},

		{post, "/v1/chat/completions", ask, answer, s.chat, conversation},
		{post, "/v1/responses", ask, answer, s.respond, conversation},
		{post, "/v1/embeddings", read, search, s.embed, conversation},
		{get, "/v1/models", read, lookup, s.listModels, nil},
		{get, "/v1/models/:id", read, lookup, s.getModel, nil},

		{get, "/openapi.yaml", open, lookup, s.openAPIDocument, nil},
		{get, "/docs", open, lookup, s.docsPage, nil},
		{get, "/healthz", open, lookup, s.healthz, nil},
		{get, "/readyz", open, lookup, s.readyz, nil},
		{get, "/metrics", access.Admin, lookup, s.serveMetrics, nil},
	}
	routes = slices.Concat(routes, s.quoteRoutes(body), s.pageRoutes(body), s.feedRoutes(body), s.storyRoutes(), s.entityRoutes(body))
	if s.deps.Hubs != nil {
		pushed := s.body(s.cfg.ConversationLimit, sent)
		routes = append(routes, route{get, hubRoute, open, lookup, s.confirmHub, nil}, route{post, hubRoute, open, lookup, s.hearHub, pushed})
	}
	if len(s.deps.Hooks) > 0 {
		routes = append(routes, route{post, hookRoute, open, ingest, s.takeHook, chained(s.queued, s.body(s.cfg.ConversationLimit, sent))})
	}
	if s.deps.MCP != nil { // the tool ask needs the scope of that name besides
		serve := s.noForeignOrigin(conversation(s.mcp))
		routes = append(routes,
			route{get, "/mcp", read, answer, serve, nil},
			route{post, "/mcp", read, answer, serve, nil},
			route{del, "/mcp", read, answer, serve, nil})
	}
	if s.deps.Slack != nil { // events, commands, interactions, signed by Slack
		routes = append(routes, route{post, "/slack/:kind", open, lookup, echo.WrapHandler(s.deps.Slack), body})
	}
	return routes
}

// pageRoutes are the routes of what people see.
func (s *Server) pageRoutes(body echo.MiddlewareFunc) []route {
	lookup, search := s.cfg.ReadTimeout, s.cfg.SearchTimeout
	return []route{
		// What a person needs to sign in.
		{http.MethodGet, "/signin", open, lookup, s.signInPage, nil},
		{http.MethodPost, "/signin", open, lookup, s.signIn, body},
		{http.MethodPost, "/signout", open, lookup, s.signOut, nil},
		{http.MethodGet, "/static/:version/:file", open, lookup, s.staticFile, nil},
		{http.MethodGet, "/favicon.ico", open, lookup, s.iconFile, nil},
		{http.MethodGet, "/apple-touch-icon.png", open, lookup, s.iconFile, nil},
		{http.MethodGet, "/help", open, lookup, s.helpPage, nil},

		{http.MethodGet, "/", access.Read, search, s.homePage, nil}, // it answers what it is asked, see scopeOf
		{http.MethodGet, "/search", access.Read, search, s.searchPage, nil},
		{http.MethodGet, "/quote", access.Read, search, s.quotePage, nil},
		{http.MethodGet, "/batch", access.Ask, lookup, s.batchPage, nil},
		{http.MethodGet, "/add", access.Write, lookup, s.addPage, nil},
		{http.MethodGet, "/articles/:id", access.Read, search, s.articlePage, nil},
		{http.MethodGet, "/articles/:id/revisions", access.Read, search, s.revisionsPage, nil},
	}
}

// feedRoutes are the routes of what is polled. To add one, its site is asked, which takes its time.
func (s *Server) feedRoutes(body echo.MiddlewareFunc) []route {
	if s.deps.Feeds == nil {
		return nil
	}
	return []route{
		{http.MethodGet, "/v1/feeds", access.Admin, s.cfg.ReadTimeout, s.listFeeds, nil},
		{http.MethodPost, "/v1/feeds", access.Admin, s.cfg.IngestTimeout, s.addFeed, body},
		{http.MethodGet, "/feeds", access.Admin, s.cfg.ReadTimeout, s.feedsPage, nil},
		{http.MethodDelete, "/v1/feeds/:id", access.Admin, s.cfg.ReadTimeout, s.removeFeed, nil},
	}
}

// quoteRoutes are the routes of what was said and printed.
func (s *Server) quoteRoutes(body echo.MiddlewareFunc) []route {
	return []route{
		{http.MethodGet, "/v1/quotes", access.Read, s.cfg.SearchTimeout, s.listSayings, nil},
		{http.MethodPost, "/v1/quotes/find", access.Read, s.cfg.SearchTimeout, s.findQuote, body},
	}
}

// storyRoutes are the routes of stories.
func (s *Server) storyRoutes() []route {
	if s.deps.Stories == nil {
		return nil
	}
	const get, read = http.MethodGet, access.Read
	search := s.cfg.SearchTimeout
	return []route{
		{get, "/v1/stories", read, search, s.listStories, nil},
		{get, "/v1/stories/:id", read, search, s.getStory, nil},
		{get, "/v1/stories/:id/timeline", read, search, s.getTimeline, nil},
		{get, "/v1/stories/:id/figures", read, search, s.getFigures, nil},
		{get, "/v1/coverage", read, search, s.getCoverage, nil},
		{get, "/coverage", read, search, s.coveragePage, nil},
		{get, "/stories", read, search, s.storiesPage, nil},
		{get, "/stories/:id", read, search, s.storyPage, nil},
	}
}

// register makes the router serve the routes.
func (s *Server) register(e *echo.Echo) {
	for _, r := range s.routes() {
		bounds := []echo.MiddlewareFunc{withTimeout(r.timeout)}
		if r.body != nil {
			bounds = append(bounds, r.body)
		}
		e.Add(r.method, r.path, r.handler, bounds...)
		if r.method == http.MethodGet && r.path != "/mcp" { // whose GET is a stream
			e.HEAD(r.path, r.handler, bounds...)
		}
		s.scopes[routeName(r.method, r.path)] = r.scope
	}
}

// scopeOf returns what a request needs. What is no route at all needs a key,
// but no scope: known is false.
func (s *Server) scopeOf(c echo.Context) (scope access.Scope, known bool) {
	r := c.Request()
	name := routeOf(c)
	if name == "GET /" && r.URL.Query().Has("q") {
		return access.Ask, true
	}
	if scope, known = s.scopes[name]; known {
		return scope, true
	}
	return access.Admin, false
}

// routeOf names the route of a request.
func routeOf(c echo.Context) string { return routeName(c.Request().Method, c.Path()) }

// routeName is a method and a path; HEAD is as GET.
func routeName(method, path string) string {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	return method + " " + path
}
