package httpapi

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/access"
	"byline/internal/admission"
	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/web"
)

// pagePolicy forbids pages everything but what they need: style, script, font
// and picture from here, nothing inline, nothing made of text, and no place in
// another site's frame.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// render writes a page. A page that cannot be rendered leaves the response untouched.
func (s *Server) render(c echo.Context, status int, v web.View) error {
	var buf bytes.Buffer
	if err := s.pages.Render(&buf, v, s.visitor(c)); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	return c.HTMLBlob(status, buf.Bytes())
}

// visitor tells who asks for a page. On pages that are for everybody nobody has
// looked at their key yet.
func (s *Server) visitor(c echo.Context) web.Visitor {
	if !s.deps.Access.Required() {
		return web.Visitor{MayWrite: true, MayFetch: s.deps.Addresses != nil, MayPoll: s.deps.Feeds != nil, Version: s.deps.Version}
	}
	k, known := c.Get(keyKey).(access.Key)
	if !known {
		var err error
		if k, err = s.keyOf(c.Request()); err != nil {
			return web.Visitor{Stranger: true}
		}
	}
	mayWrite := k.Has(access.Write)
	return web.Visitor{MayWrite: mayWrite, MayFetch: mayWrite && s.deps.Addresses != nil, MayPoll: s.deps.Feeds != nil && k.Has(access.Admin), Key: k.Name, Version: s.deps.Version}
}

// helpPage says how everything is used.
func (s *Server) helpPage(c echo.Context) error {
	return s.render(c, http.StatusOK, web.Help{Server: s.address(c.Request())})
}

// iconFile is an icon that browsers look for at an address of their own.
func (s *Server) iconFile(c echo.Context) error {
	h, ok := s.pages.Icon(strings.TrimPrefix(c.Request().URL.Path, "/"))
	if !ok {
		return echo.ErrNotFound
	}
	h.ServeHTTP(c.Response(), c.Request())
	return nil
}

// addPage is where articles are added.
func (s *Server) addPage(c echo.Context) error { return s.render(c, http.StatusOK, web.Add{}) }

// feedsPage shows what is polled, and how it is.
func (s *Server) feedsPage(c echo.Context) error {
	all, err := s.deps.Feeds.Feeds(c.Request().Context())
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, web.Feeds{Feeds: all})
}

// pageFault shows faults of the input where it was given, and leaves the rest to fault.
func (s *Server) pageFault(c echo.Context, err error, view func(detail string) web.View) error {
	if news.KindOf(err) != news.KindInvalid {
		return err
	}
	return s.render(c, http.StatusBadRequest, view(problemFor(err).Detail))
}

// similarArticles is how many similar articles stand beside an article.
const similarArticles = 6

// similarPatience is how long an article waits for them.
const similarPatience = time.Second

// articlePage is one article, with the words from byte start to end marked.
func (s *Server) articlePage(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	a, err := s.deps.Library.Article(ctx, id)
	if err != nil {
		return err
	}
	view := web.Article{Article: a, Provenance: s.deps.Provenance(&a)}
	if q := c.QueryParams(); q.Get("start") != "" || q.Get("end") != "" {
		var ok bool
		view.Cited, ok = s.citedSpan(ctx, q, &a)
		view.Moved = !ok
	}
	if said, err := s.deps.Quoter.Sayings(ctx, news.SayingsRequest{Article: id}); err == nil {
		view.Said = said.Sayings
	} else if !errors.Is(err, admission.ErrBusy) {
		s.log.WarnContext(ctx, "who says what is not told", "id", requestIDOf(c), "error", err)
	}
	// An article is worth reading without what is like it, and not worth a wait for that.
	brief, cancel := context.WithTimeout(ctx, similarPatience)
	defer cancel()
	similar, err := s.deps.Searcher.Similar(brief, news.SimilarRequest{ArticleID: id, Limit: similarArticles})
	if err != nil && !errors.Is(err, admission.ErrBusy) && brief.Err() == nil {
		s.log.WarnContext(ctx, "no similar articles", "id", requestIDOf(c), "error", err)
	}
	view.Similar = similar.Hits
	if s.deps.Stories != nil { // which may still be reading, and then there is no link
		if story, err := s.deps.Stories.Story(brief, id); err == nil && story.Articles > 1 {
			view.Story = &story.Story
		}
	}
	return s.render(c, http.StatusOK, view)
}

// revisionsPage shows the versions of an article and what changed between them.
func (s *Server) revisionsPage(c echo.Context) error {
	id, err := pathID(c)
	p := newParams(c)
	asked := api.RevisionsAsked{Phrase: p.text("phrase")}
	if err := errors.Join(err, p.err(), asked.Check()); err != nil {
		return err
	}
	revisions, err := s.deps.Library.Revisions(c.Request().Context(), id)
	if _, err = news.SplitDamaged(err); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, web.Revisions{ID: id, Phrase: asked.Phrase, All: revisions})
}

// staticFile is a script, style sheet, font or picture of the pages.
func (s *Server) staticFile(c echo.Context) error {
	h, ok := s.pages.Static(c.Param("version"), c.Param("file"))
	if !ok {
		return echo.ErrNotFound
	}
	h.ServeHTTP(c.Response(), c.Request())
	return nil
}

// citedSpan reads a span and checks that the article has it, with the words of
// the revision that it was cited from, where an address names one.
func (s *Server) citedSpan(ctx context.Context, q url.Values, a *news.Article) (span news.Span, ok bool) {
	from, errFrom := strconv.Atoi(q.Get("start"))
	to, errTo := strconv.Atoi(q.Get("end"))
	span = news.Span{Start: from, End: to}
	if _, ok = a.Cut(span, 0); !ok || errFrom != nil || errTo != nil || from == to {
		return news.Span{}, false
	}
	if r := q.Get("revision"); r == "" || r == strconv.Itoa(a.Revision) {
		return span, true
	}
	revisions, err := s.deps.Library.Revisions(ctx, a.ID)
	if err != nil {
		s.log.WarnContext(ctx, "no revisions to find cited words in", "article", a.ID, "error", err)
	}
	for _, r := range revisions {
		if strconv.Itoa(r.Revision) != q.Get("revision") {
			continue
		}
		if words, kept := r.Cut(span, 0); kept {
			_, ok = a.Cut(span, news.Sum(words))
			return span, ok
		}
	}
	return news.Span{}, false
}
