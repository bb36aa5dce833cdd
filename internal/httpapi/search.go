package httpapi

import (
	"errors"

	"github.com/labstack/echo/v4"
)

// searchByBody is POST /v1/search.
func (s *Server) searchByBody(c echo.Context) error {
	var body searchBody
	if err := decode(c, &body); err != nil {
		return err
	}
	return s.search(c, body, bodyNames)
}

// searchByURL is GET /v1/search, the same with parameters, so that a search can be shared.
func (s *Server) searchByURL(c echo.Context) error {
	p := newParams(c)
	body := p.search()
	if err := p.err(); err != nil {
		_, faults := body.request(p.names)
		return errors.Join(err, faults)
	}
	return s.search(c, body, p.names)
}

func (s *Server) search(c echo.Context, body searchBody, names fieldNames) error {
	req, err := body.request(names)
	if err != nil {
		return err
	}
	res, err := s.deps.Searcher.Search(c.Request().Context(), req)
	if err != nil {
		return err
	}
	return ok(c, toSearch(res, req.Explain))
}

// similarByBody is POST /v1/similar.
func (s *Server) similarByBody(c echo.Context) error {
	var body similarBody
	if err := decode(c, &body); err != nil {
		return err
	}
	return s.similar(c, body, bodyNames)
}

// similarByURL is GET /v1/similar, the same with parameters.
func (s *Server) similarByURL(c echo.Context) error {
	p := newParams(c)
	body := p.similar()
	if err := p.err(); err != nil {
		_, faults := body.request(p.names)
		return errors.Join(err, faults)
	}
	return s.similar(c, body, p.names)
}

func (s *Server) similar(c echo.Context, body similarBody, names fieldNames) error {
	req, err := body.request(names)
	if err != nil {
		return err
	}
	res, err := s.deps.Searcher.Similar(c.Request().Context(), req)
	if err != nil {
		return err
	}
	return ok(c, toSimilar(res))
}
