package httpapi

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
)

// Addresses takes in what is at an address of the web: a result stands for each
// article that could be told apart. News.KindInvalid, KindForbidden,
// KindUnsupported, KindTooLarge and KindUnavailable say why there is nothing.
type Addresses interface {
	Take(ctx context.Context, address string, restore bool) ([]news.PutResult, error)
}

// takeAddress is POST /v1/fetch: it stores what is at an address.
func (s *Server) takeAddress(c echo.Context) error {
	var body api.AddressBody
	if err := decode(c, &body); err != nil {
		return err
	}
	if err := body.Check(); err != nil {
		return err
	}
	if s.deps.Addresses == nil {
		return news.Errorf(news.KindForbidden, "this server fetches no addresses (the setting fetch.addresses); save the page in the browser, and send the file")
	}
	results, err := s.deps.Addresses.Take(c.Request().Context(), strings.TrimSpace(body.URL), body.Restore)
	return s.tellStored(c, results, err, "nothing to store was found at the address")
}
