package client

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"byline/internal/api"
	"byline/internal/news"
)

// Entities lists whom and what articles name.
func (c *Client) Entities(ctx context.Context, req news.EntityRequest) (list news.EntityList, err error) {
	values := filterValues(req.Filter)
	values.Set("kind", string(req.Kind))
	if req.Query != "" {
		values.Set("query", req.Query)
	}
	err = c.get(ctx, values, func(r io.Reader) (err error) {
		list, err = api.ReadEntities(r)
		return err
	}, "v1", "entities")
	return list, err
}

// Decide decides about names, and returns all that is decided about names of the kind.
func (c *Client) Decide(ctx context.Context, change news.EntityChange) (list []news.EntityDecision, err error) {
	var body bytes.Buffer
	if err := api.WriteEntityChange(&body, change); err != nil {
		return nil, err
	}
	req := request{method: http.MethodPatch, path: []string{"v1", "entities"}, body: body.Bytes(), accept: jsonType}
	err = c.do(ctx, req, func(r io.Reader) (err error) {
		list, err = api.ReadEntityDecisions(r)
		return err
	})
	return list, err
}
