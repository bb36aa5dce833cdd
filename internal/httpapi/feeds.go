package httpapi

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

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

// Hubs hear from the hubs of feeds (WebSub).
type Hubs interface {
	// Confirm returns no error if we want a hub to tell us of changes, at a
	// callback that we have given it. KindNotFound: we do not.
	Confirm(ctx context.Context, callback string, query url.Values, lease time.Duration) error
	// Told is told that something has changed, and reports whether that was signed.
	Told(ctx context.Context, callback, signature string, body []byte) (bool, error)
}

// hubRoute is the path at which hubs reach us. Its last part is a secret between us.
const hubRoute = "/v1/websub/:callback"

// confirmHub answers a hub that asks whether we want to hear from it.
func (s *Server) confirmHub(c echo.Context) error {
	query := c.QueryParams()
	seconds, _ := strconv.ParseUint(query.Get("hub.lease_seconds"), 10, 31) // without it, it has to be asked again soon
	if err := s.deps.Hubs.Confirm(c.Request().Context(), c.Param("callback"), query, time.Duration(seconds)*time.Second); err != nil {
		return err
	}
	return c.String(http.StatusOK, query.Get("hub.challenge"))
}

// hearHub takes what a hub tells. Whether we believe it is not said.
func (s *Server) hearHub(c echo.Context) error {
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err
	}
	signed, err := s.deps.Hubs.Told(c.Request().Context(), c.Param("callback"), c.Request().Header.Get("X-Hub-Signature"), body)
	if err != nil {
		return err
	}
	if !signed {
		s.log.WarnContext(c.Request().Context(), "what came from a hub is not signed by it, and passed over", "id", requestIDOf(c))
	}
	return c.NoContent(http.StatusAccepted)
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
