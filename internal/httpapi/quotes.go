package httpapi

import (
	"errors"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
)

// findQuote is POST /v1/quotes/find.
func (s *Server) findQuote(c echo.Context) error {
	var body api.QuoteBody
	if err := decode(c, &body); err != nil {
		return err
	}
	req, err := body.Request(api.BodyNames)
	if err != nil {
		return err
	}
	result, err := s.deps.Quoter.FindQuote(c.Request().Context(), req)
	if err != nil {
		return err
	}
	return ok(c, api.NewQuoteResult(result))
}

// sayings reads the parameters of what was said.
func (p *params) sayings() api.SayingParams {
	return api.SayingParams{Speaker: p.text("speaker"), Query: p.text("q"), Article: p.text("article"), Filters: p.filters(), Limit: p.limit(), Cursor: p.text("cursor")}
}

// listSayings is GET /v1/quotes.
func (s *Server) listSayings(c echo.Context) error {
	p := newParams(c)
	req, err := p.sayings().Request(p.names)
	if err := errors.Join(p.err(), err); err != nil {
		return err
	}
	list, err := s.deps.Quoter.Sayings(c.Request().Context(), req)
	if err != nil {
		return err
	}
	return ok(c, api.NewSayings(list))
}
