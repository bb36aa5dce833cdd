package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/web"
)

// quotePage finds who printed words, and without any is the place to put them in.
func (s *Server) quotePage(c echo.Context) error {
	p := newParams(c)
	view := web.Quote{Text: p.text("text")}
	err := errors.Join(p.faults...)
	if err == nil && strings.TrimSpace(view.Text) != "" {
		err = s.findPrinters(c.Request().Context(), &view)
	}
	if err != nil {
		return s.pageFault(c, err, func(detail string) web.View { view.Fault = detail; return view })
	}
	return s.render(c, http.StatusOK, view)
}

func (s *Server) findPrinters(ctx context.Context, view *web.Quote) error {
	most := api.MaxLimit // the page is one, whatever it holds
	req, err := api.QuoteBody{Text: view.Text, Limit: &most}.Request(api.FlatNames)
	if err != nil {
		return err
	}
	result, err := s.deps.Quoter.FindQuote(ctx, req)
	if err != nil {
		return err
	}
	view.Result = &result
	return nil
}
