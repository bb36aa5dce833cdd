package httpapi

import (
	"context"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
)

// Quoter finds who printed words.
type Quoter interface {
	FindQuote(ctx context.Context, req news.QuoteRequest) (news.QuoteResult, error)
}

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
