package httpapi

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
)

type healthJSON struct {
	Status string `json:"status"`
}

// healthz says that the process answers.
func (s *Server) healthz(c echo.Context) error { return ok(c, healthJSON{"ok"}) }

// readyz says whether requests are welcome: not before the index is open, and not once the server stops.
func (s *Server) readyz(c echo.Context) error {
	if s.draining.Load() {
		return news.Errorf(news.KindUnavailable, "the server is stopping")
	}
	if s.deps.Ready != nil {
		if err := s.deps.Ready(c.Request().Context()); err != nil {
			return news.Errorf(news.KindUnavailable, "not ready: %w", err)
		}
	}
	return ok(c, healthJSON{"ready"})
}

func (s *Server) stats(c echo.Context) error {
	if s.deps.Stats == nil {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	st, err := s.deps.Stats(c.Request().Context())
	if err != nil {
		return err
	}
	return ok(c, api.NewStats(st, s.deps.Version))
}
