package httpapi

import (
	"github.com/labstack/echo/v4"

	"byline/internal/api"
)

// searchByBody is POST /v1/search.
func (s *Server) searchByBody(c echo.Context) error {
	var body api.SearchBody
	if err := decode(c, &body); err != nil {
		return err
	}
	return s.search(c, body, api.BodyNames)
}

// searchByURL is GET /v1/search, the same with parameters, so that a search can be shared.
func (s *Server) searchByURL(c echo.Context) error {
	p := newParams(c)
	return byURL(c, p, p.search(), s.search)
}

func (s *Server) search(c echo.Context, body api.SearchBody, names api.FieldNames) error {
	req, err := body.Request(names)
	if err != nil {
		return err
	}
	f, asked, err := formatOf(c, body.Format)
	if err != nil {
		return err
	}
	if asked {
		return s.exportHits(c, req, f, body.Limit == nil)
	}
	res, err := s.deps.Searcher.Search(c.Request().Context(), req)
	if err != nil {
		return err
	}
	return ok(c, api.NewSearchResult(res, req.Explain))
}

// similarByBody is POST /v1/similar.
func (s *Server) similarByBody(c echo.Context) error {
	var body api.SimilarBody
	if err := decode(c, &body); err != nil {
		return err
	}
	return s.similar(c, body, api.BodyNames)
}

// similarByURL is GET /v1/similar, the same with parameters.
func (s *Server) similarByURL(c echo.Context) error {
	p := newParams(c)
	return byURL(c, p, p.similar(), s.similar)
}

func (s *Server) similar(c echo.Context, body api.SimilarBody, names api.FieldNames) error {
	req, err := body.Request(names)
	if err != nil {
		return err
	}
	res, err := s.deps.Searcher.Similar(c.Request().Context(), req)
	if err != nil {
		return err
	}
	return ok(c, api.NewSimilarResult(res))
}
