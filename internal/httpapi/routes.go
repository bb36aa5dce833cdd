package httpapi

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// routes is the whole map of the server. What a caller needs for each of them is in scopes.
func (s *Server) routes(e *echo.Echo) {
	read, search := s.within(s.cfg.ReadTimeout), s.within(s.cfg.SearchTimeout)
	answer, ingest := s.within(s.cfg.AnswerTimeout), s.within(s.cfg.IngestTimeout)
	articles := s.body(s.cfg.ArticlesLimit, newBudget(max(s.cfg.ArticlesBudget, s.cfg.ArticlesLimit), s.cfg.BudgetWait))
	others := newBudget(max(s.cfg.BodiesBudget, s.cfg.ConversationLimit, s.cfg.BodyLimit), s.cfg.BudgetWait)
	body, conversation := s.body(s.cfg.BodyLimit, others), s.body(s.cfg.ConversationLimit, others)

	e.POST("/v1/articles", s.putArticles, ingest, articles)
	get(e, "/v1/articles", s.listArticles, read)
	get(e, "/v1/articles/:id", s.getArticle, read)
	e.DELETE("/v1/articles/:id", s.deleteArticle, read)
	get(e, "/v1/articles/:id/revisions", s.getRevisions, read)

	get(e, "/v1/search", s.searchByURL, search)
	e.POST("/v1/search", s.searchByBody, search, body)
	get(e, "/v1/similar", s.similarByURL, search)
	e.POST("/v1/similar", s.similarByBody, search, body)
	e.POST("/v1/answers", s.answer, answer, conversation)
	get(e, "/v1/stats", s.stats, read)

	e.POST("/v1/chat/completions", s.chat, answer, conversation)
	get(e, "/v1/models", s.listModels, read)
	get(e, "/v1/models/:id", s.getModel, read)
	if s.deps.MCP != nil {
		e.Match([]string{http.MethodGet, http.MethodPost, http.MethodDelete}, "/mcp", s.mcp, answer, s.noForeignOrigin, conversation)
	}
	if s.deps.Slack != nil { // events, commands, interactions; it checks signatures itself
		e.POST("/slack/:kind", echo.WrapHandler(s.deps.Slack), read, body)
	}

	get(e, "/openapi.yaml", s.openAPIDocument, read)
	get(e, "/docs", s.docsPage, read)
	get(e, "/healthz", s.healthz, read)
	get(e, "/readyz", s.readyz, read)
	get(e, "/metrics", s.serveMetrics, read)

	get(e, "/signin", s.signInPage, read)
	e.POST("/signin", s.signIn, read, body)
	e.POST("/signout", s.signOut, read)

	get(e, "/", s.homePage, search)
	get(e, "/search", s.searchPage, search)
	get(e, "/articles/:id", s.articlePage, search)
	get(e, "/static/:version/:file", s.staticFile, read)
}

// get registers h for GET and for HEAD, which net/http answers without the body.
func get(e *echo.Echo, path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) {
	e.GET(path, h, m...)
	e.HEAD(path, h, m...)
}
