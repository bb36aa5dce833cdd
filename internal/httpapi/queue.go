package httpapi

import (
	"context"
	"errors"
	"slices"

	"github.com/labstack/echo/v4"

	"byline/internal/admission"
	"byline/internal/news"
)

// queued lets in so many requests that bring articles at once. The others wait
// with their bodies unread; whoever finds too many waiting is told when to come
// back, as one who sends too fast is (429).
func (s *Server) queued(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := s.deps.Gates.Pushes.Do(c.Request().Context(), func(ctx context.Context) error {
			c.SetRequest(c.Request().WithContext(ctx))
			return next(c)
		})
		if busy := (*news.Error)(nil); errors.Is(err, admission.ErrBusy) && errors.As(err, &busy) {
			return &news.Error{Kind: news.KindThrottled, RetryAfter: busy.RetryAfter, Err: busy.Err}
		}
		return err
	}
}

// chained puts middleware around each other, the outermost first.
func chained(all ...echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		for _, m := range slices.Backward(all) {
			next = m(next)
		}
		return next
	}
}
