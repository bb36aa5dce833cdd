package client

import (
	"context"
	"io"
	"net/url"
	"strconv"

	"byline/internal/api"
	"byline/internal/news"
)

// Stories lists stories.
func (c *Client) Stories(ctx context.Context, req news.StoryRequest) (list news.StoryList, err error) {
	values := filterValues(req.Filter)
	for name, value := range map[string]string{"query": req.Query, "order": string(req.Order), "cursor": req.Page.Cursor} {
		if value != "" {
			values.Set(name, value)
		}
	}
	setLimit(values, req.Page.Limit)
	err = c.get(ctx, values, func(r io.Reader) (err error) {
		list, err = api.ReadStories(r)
		return err
	}, "v1", "stories")
	return list, err
}

// Story returns the story of an article. An unknown ID is a news.KindNotFound error.
func (c *Client) Story(ctx context.Context, id string) (story news.StoryArticles, err error) {
	err = c.get(ctx, nil, func(r io.Reader) (err error) {
		story, err = api.ReadStory(r)
		return err
	}, "v1", "stories", id)
	return story, err
}

// Timeline tells how the story of an article went on, in at most so many lines; 0
// leaves it to the server.
func (c *Client) Timeline(ctx context.Context, id string, lines int) (timeline news.Timeline, err error) {
	values := url.Values{}
	setLimit(values, lines)
	err = c.get(ctx, values, func(r io.Reader) (err error) {
		timeline, err = api.ReadTimeline(r)
		return err
	}, "v1", "stories", id, "timeline")
	return timeline, err
}

// Figures tells which figures the articles of a story give for the same things.
func (c *Client) Figures(ctx context.Context, id string) (figures news.StoryFigures, err error) {
	err = c.get(ctx, nil, func(r io.Reader) (err error) {
		figures, err = api.ReadFigures(r)
		return err
	}, "v1", "stories", id, "figures")
	return figures, err
}

// Coverage counts how much was published on something.
func (c *Client) Coverage(ctx context.Context, req news.CoverageRequest) (coverage news.Coverage, err error) {
	values := filterValues(req.Filter)
	values.Set("query", req.Query)
	if req.Unit != "" {
		values.Set("unit", string(req.Unit))
	}
	err = c.get(ctx, values, func(r io.Reader) (err error) {
		coverage, err = api.ReadCoverage(r)
		return err
	}, "v1", "coverage")
	return coverage, err
}

// Sayings tells what was said, by whom or with which words.
func (c *Client) Sayings(ctx context.Context, req news.SayingsRequest) (list news.SayingsList, err error) {
	values := filterValues(req.Filter)
	for name, value := range map[string]string{"speaker": req.Speaker, "q": req.Text, "article": req.Article, "cursor": req.Page.Cursor} {
		if value != "" {
			values.Set(name, value)
		}
	}
	setLimit(values, req.Page.Limit)
	err = c.get(ctx, values, func(r io.Reader) (err error) {
		list, err = api.ReadSayings(r)
		return err
	}, "v1", "quotes")
	return list, err
}

func setLimit(values url.Values, limit int) {
	if limit > 0 {
		values.Set("limit", strconv.Itoa(limit))
	}
}
