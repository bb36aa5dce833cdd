package httpapi

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"byline/internal/access"
	"byline/internal/news"
)

// storedKey is where a context of echo keeps the results of a write.
const storedKey = "stored"

// maxAudited is how many articles of one write are named; all are counted.
const maxAudited = 100

// audit writes a line for each request that changes something or wanted to:
// who, from where, what, and how it ended.
func (s *Server) audit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if scope, known := s.scopeOf(c); s.deps.Audit == nil || !known || (scope != access.Write && scope != access.Admin && c.Path() != hookRoute) || isReading(c) {
			return next(c)
		}
		err := next(c)
		status := c.Response().Status
		if err != nil {
			status = problemFor(err).Status
		}
		r := c.Request()
		attrs := []slog.Attr{
			slog.String("request_id", requestIDOf(c)), slog.String("client", c.RealIP()), slog.String("path", r.URL.Path), slog.Int("status", status),
		}
		if k, ok := c.Get(keyKey).(access.Key); ok {
			attrs = append(attrs, slog.String("key", k.ID), slog.String("name", k.Name))
		}
		if stored, ok := c.Get(storedKey).(*audited); ok {
			attrs = append(attrs, stored.attrs()...)
		}
		s.deps.Audit.LogAttrs(r.Context(), slog.LevelInfo, "write", append([]slog.Attr{slog.String("route", routeOf(c))}, attrs...)...)
		return err
	}
}

func isReading(c echo.Context) bool {
	method := c.Request().Method
	return method == http.MethodGet || method == http.MethodHead
}

// audited counts what became of articles, and names the first of those that are stored.
type audited struct {
	counts  map[news.PutStatus]int
	changed []string
}

func auditOf(results []news.PutResult) *audited {
	a := &audited{counts: map[news.PutStatus]int{}}
	for _, res := range results {
		a.add(res)
	}
	return a
}

func (a *audited) add(res news.PutResult) {
	a.counts[res.Status]++
	if (res.Status == news.PutCreated || res.Status == news.PutUpdated) && len(a.changed) < maxAudited {
		a.changed = append(a.changed, res.ID)
	}
}

func (a *audited) attrs() []slog.Attr {
	var attrs []slog.Attr
	for _, status := range []news.PutStatus{news.PutCreated, news.PutUpdated, news.PutUnchanged, news.PutDeleted, news.PutRejected} {
		attrs = append(attrs, slog.Int(string(status), a.counts[status]))
	}
	return append(attrs, slog.Any("articles", a.changed))
}
