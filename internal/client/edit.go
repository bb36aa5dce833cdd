package client

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"byline/internal/api"
	"byline/internal/news"
)

// Edit sets fields of an article, which stay as they are set, and returns it.
func (c *Client) Edit(ctx context.Context, id string, e news.Edit) (article news.Article, err error) {
	var body bytes.Buffer
	if err := api.WriteEdit(&body, e); err != nil {
		return article, err
	}
	req := request{method: http.MethodPatch, path: []string{"v1", "articles", id}, body: body.Bytes(), accept: jsonType}
	err = c.do(ctx, req, func(r io.Reader) (err error) {
		article, err = api.ReadArticle(r)
		return err
	})
	return article, err
}

// Delete deletes an article with its revisions. It stays deleted when it is
// loaded again. An unknown ID is a news.KindNotFound error.
func (c *Client) Delete(ctx context.Context, id string) error {
	return c.do(ctx, request{method: http.MethodDelete, path: []string{"v1", "articles", id}}, func(io.Reader) error { return nil })
}

// DeleteAll deletes what a filter lets through, or in a dry run only counts it.
func (c *Client) DeleteAll(ctx context.Context, f news.Filter, dryRun bool) (matched, deleted int, err error) {
	values := filterValues(f)
	if dryRun {
		values.Set("dry_run", "true")
	}
	req := request{method: http.MethodDelete, path: []string{"v1", "articles"}, query: values, accept: jsonType}
	err = c.do(ctx, req, func(r io.Reader) (err error) {
		matched, deleted, err = api.ReadDeleted(r)
		return err
	})
	return matched, deleted, err
}
