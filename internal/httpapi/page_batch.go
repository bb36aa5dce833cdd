package httpapi

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/web"
)

// batchPage is where one puts lines to ask about. What is sent off goes to the API.
func (s *Server) batchPage(c echo.Context) error {
	return s.render(c, http.StatusOK, web.Batch{Most: api.MaxBatch})
}
