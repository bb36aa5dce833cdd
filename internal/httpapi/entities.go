package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"byline/internal/access"
	"byline/internal/api"
	"byline/internal/news"
)

// Entities knows whom and what articles name, as people decided about it.
type Entities interface {
	api.EntityLister
	// Decide decides about names, and returns all that is decided about names of the kind.
	Decide(ctx context.Context, c news.EntityChange) ([]news.EntityDecision, error)
}

// entityRoutes are the routes of people, organisations and places.
func (s *Server) entityRoutes(body echo.MiddlewareFunc) []route {
	if s.deps.Entities == nil {
		return nil
	}
	return []route{
		{http.MethodGet, "/v1/entities", access.Read, s.cfg.SearchTimeout, s.listEntities, nil},
		{http.MethodPatch, "/v1/entities", access.Write, s.cfg.ReadTimeout, s.changeEntities, body},
		{http.MethodGet, "/entities", access.Read, s.cfg.SearchTimeout, s.entitiesPage, nil},
	}
}

// entities reads the parameters of a list of entities.
func (p *params) entities() api.EntityParams {
	return api.EntityParams{Kind: p.text("kind"), Query: p.text("query"), Filters: p.filters()}
}

func (s *Server) listEntities(c echo.Context) error {
	p := newParams(c)
	req, err := p.entities().Request(p.names)
	if err := errors.Join(p.err(), err); err != nil {
		return err
	}
	list, err := s.deps.Entities.Entities(c.Request().Context(), req)
	if err != nil {
		return err
	}
	return ok(c, api.NewEntities(list))
}

func (s *Server) changeEntities(c echo.Context) error {
	var body api.EntityBody
	if err := decode(c, &body); err != nil {
		return err
	}
	change, err := body.Change()
	if err != nil {
		return err
	}
	list, err := s.deps.Entities.Decide(c.Request().Context(), change)
	if err != nil {
		return err
	}
	return ok(c, api.NewEntityDecisions(change.Kind, list))
}
