package httpapi

import (
	"time"

	"github.com/labstack/echo/v4"
)

// modelsSince is the time at which the models count as created: fixed, so that
// every server tells the same.
var modelsSince = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

type modelJSON struct {
	ID      string `json:"id"`
	Object  string `json:"object"`
	Created int64  `json:"created"` // Unix time, seconds
	OwnedBy string `json:"owned_by"`
}

type modelsJSON struct {
	Object string      `json:"object"`
	Data   []modelJSON `json:"data"`
}

func toModel(name string) modelJSON {
	return modelJSON{ID: name, Object: "model", Created: modelsSince.Unix(), OwnedBy: "byline"}
}

// listModels is GET /v1/models.
func (s *Server) listModels(c echo.Context) error {
	return ok(c, modelsJSON{Object: "list", Data: []modelJSON{toModel(modelByline), toModel(modelExtractive), toModel(modelEmbedding)}})
}

// getModel is GET /v1/models/{id}.
func (s *Server) getModel(c echo.Context) error {
	name, err := pathID(c)
	if err != nil {
		return err
	}
	if name == modelEmbedding {
		return ok(c, toModel(name))
	}
	if err := checkModel(name); err != nil {
		return err
	}
	return ok(c, toModel(name))
}
