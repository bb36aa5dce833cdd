package httpapi

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

// openAPI is the contract of the API. Tests hold it to the routes and to every response.
//
//go:embed openapi.yaml
var openAPI []byte

// openAPIDocument is GET /openapi.yaml.
func (s *Server) openAPIDocument(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/yaml", openAPI)
}

// docsPage is GET /docs: the same document for people.
func (s *Server) docsPage(c echo.Context) error {
	reference, err := s.reference()
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, reference)
}
