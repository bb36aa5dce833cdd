package client

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"byline/internal/api"
	"byline/internal/news"
)

// Search finds passages that bear on a query. Hits come without the bodies of their articles.
func (c *Client) Search(ctx context.Context, req news.SearchRequest) (result news.SearchResult, err error) {
	var body bytes.Buffer
	if err := api.WriteSearchRequest(&body, req); err != nil {
		return result, err
	}
	err = c.post(ctx, body.Bytes(), func(r io.Reader) (err error) {
		result, err = api.ReadSearch(r)
		return err
	}, "v1", "search")
	return result, err
}

// Similar finds articles like a given one. Hits come without the bodies of their articles.
func (c *Client) Similar(ctx context.Context, req news.SimilarRequest) (result news.SearchResult, err error) {
	var body bytes.Buffer
	if err := api.WriteSimilarRequest(&body, req); err != nil {
		return result, err
	}
	err = c.post(ctx, body.Bytes(), func(r io.Reader) (err error) {
		result, err = api.ReadSimilar(r)
		return err
	}, "v1", "similar")
	return result, err
}

// FindQuote finds who printed words. Printings come without the bodies of their articles.
func (c *Client) FindQuote(ctx context.Context, req news.QuoteRequest) (result news.QuoteResult, err error) {
	var body bytes.Buffer
	if err := api.WriteQuoteRequest(&body, req); err != nil {
		return result, err
	}
	err = c.post(ctx, body.Bytes(), func(r io.Reader) (err error) {
		result, err = api.ReadQuotes(r)
		return err
	}, "v1", "quotes", "find")
	return result, err
}

func (c *Client) post(ctx context.Context, body []byte, read func(io.Reader) error, path ...string) error {
	return c.do(ctx, request{method: http.MethodPost, path: path, body: body, accept: jsonType}, read)
}

// Article returns an article. An unknown ID is a news.KindNotFound error.
func (c *Client) Article(ctx context.Context, id string) (article news.Article, err error) {
	err = c.get(ctx, nil, func(r io.Reader) (err error) {
		article, err = api.ReadArticle(r)
		return err
	}, "v1", "articles", id)
	return article, err
}

// Revisions returns the stored versions of an article, newest first.
func (c *Client) Revisions(ctx context.Context, id string) (revisions []news.Revision, err error) {
	err = c.get(ctx, nil, func(r io.Reader) (err error) {
		revisions, err = api.ReadRevisions(r)
		return err
	}, "v1", "articles", id, "revisions")
	return revisions, err
}

// Articles lists articles; next is the cursor of the following part, empty at the end.
func (c *Client) Articles(ctx context.Context, f news.Filter, p news.Page) (articles []news.Article, next string, err error) {
	values := filterValues(f)
	if p.Cursor != "" {
		values.Set("cursor", p.Cursor)
	}
	if p.Limit > 0 {
		values.Set("limit", strconv.Itoa(p.Limit))
	}
	err = c.get(ctx, values, func(r io.Reader) (err error) {
		articles, next, err = api.ReadArticles(r)
		return err
	}, "v1", "articles")
	return articles, next, err
}

// Unknown says which outlets and subjects of a filter no article has.
func (c *Client) Unknown(ctx context.Context, f news.Filter, _ ...news.Article) (warnings []string, err error) {
	if len(f.Sources)+len(f.Subjects) == 0 {
		return nil, nil
	}
	values := filterValues(news.Filter{Sources: f.Sources, Subjects: f.Subjects})
	values.Set("limit", "1")
	err = c.get(ctx, values, func(r io.Reader) error {
		l, err := api.ReadListing(r)
		warnings = l.Warnings
		return err
	}, "v1", "articles")
	return warnings, err
}

// filterValues are the parameters of a filter.
func filterValues(f news.Filter) url.Values {
	values := url.Values{"sources": f.Sources, "subjects": f.Subjects, "files": f.Files, "not_files": f.NotFiles}
	others := api.FilterBody{
		Authors: f.Authors, Sections: f.Sections,
		NotSources: f.NotSources, NotSubjects: f.NotSubjects, NotAuthors: f.NotAuthors, NotSections: f.NotSections, NotLanguages: f.NotLanguages,
	}
	for name, list := range others.Others() {
		values[name] = *list
	}
	for name, value := range map[string]string{"updated_after": timeText(f.UpdatedAfter), "after": timeText(f.After), "before": timeText(f.Before), "language": f.Language} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return values
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

// Stats returns counts over the index of the server, and the server's version.
func (c *Client) Stats(ctx context.Context) (stats news.Stats, version string, err error) {
	err = c.get(ctx, nil, func(r io.Reader) (err error) {
		stats, version, err = api.ReadStats(r)
		return err
	}, "v1", "stats")
	return stats, version, err
}

// Ready returns an error unless the server is ready to answer.
func (c *Client) Ready(ctx context.Context) error {
	return c.get(ctx, nil, func(r io.Reader) error {
		_, err := io.Copy(&strings.Builder{}, r)
		return err
	}, "readyz")
}
