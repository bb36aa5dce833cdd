package httpapi

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
)

// Feeds is the list of what is polled.
type Feeds interface {
	Feeds(ctx context.Context) ([]news.Feed, error)
	// Add finds the feed that is meant with an address, and adds it.
	Add(ctx context.Context, f news.Feed) (news.Feed, error)
	// Remove removes one by its ID; its articles stay.
	Remove(ctx context.Context, id string) (news.Feed, error)
}

func (s *Server) listFeeds(c echo.Context) error {
	all, err := s.deps.Feeds.Feeds(c.Request().Context())
	if err != nil {
		return err
	}
	return ok(c, api.NewFeeds(all))
}

func (s *Server) addFeed(c echo.Context) error {
	var body api.FeedBody
	if err := decode(c, &body); err != nil {
		return err
	}
	given, err := body.Feed()
	if err != nil {
		return err
	}
	added, err := s.deps.Feeds.Add(c.Request().Context(), given)
	if err != nil {
		return err
	}
	return send(c, http.StatusCreated, echo.MIMEApplicationJSON, api.NewFeed(added))
}

func (s *Server) removeFeed(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if _, err := s.deps.Feeds.Remove(c.Request().Context(), id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
