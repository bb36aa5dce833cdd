package httpapi

import (
	"cmp"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"byline/internal/news"
	"byline/internal/web"
)

// entitiesPage lists whom and what articles name.
func (s *Server) entitiesPage(c echo.Context) error {
	p := newParams(c)
	given := p.entities()
	given.Kind = cmp.Or(given.Kind, string(news.EntityPerson))
	view := web.Entities{Kind: news.EntityKind(given.Kind), Query: given.Query}
	req, err := given.Request(p.names)
	err = errors.Join(errors.Join(p.faults...), err)
	if err == nil {
		view.List, err = s.deps.Entities.Entities(c.Request().Context(), req)
	}
	if err != nil {
		return s.pageFault(c, err, func(detail string) web.View { view.Fault = detail; return view })
	}
	return s.render(c, http.StatusOK, view)
}
