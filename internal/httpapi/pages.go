package httpapi

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"byline/internal/news"
	"byline/internal/web"
)

// searchHits is how many articles the page of search results lists.
const searchHits = 20

// render writes a page. A page that cannot be rendered leaves the response untouched.
func (s *Server) render(c echo.Context, status int, v web.View) error {
	var buf bytes.Buffer
	if err := s.pages.Render(&buf, v); err != nil {
		return err
	}
	return c.HTMLBlob(status, buf.Bytes())
}

// homePage is the question box and, for a browser without JavaScript or a
// shared address, the answer. That one quotes, so that it comes at once.
func (s *Server) homePage(c echo.Context) error {
	query := c.QueryParams()
	view := web.Home{Question: query.Get("q"), AsOf: query.Get("as_of")}
	if view.Question == "" {
		return s.render(c, http.StatusOK, view)
	}
	req, err := answerBody{Question: view.Question, AsOf: view.AsOf, NoLLM: true}.request()
	if err == nil {
		var a news.Answer
		a, err = s.deps.Answerer.Answer(c.Request().Context(), req, nil)
		view.Answer = &a
	}
	if err != nil {
		view.Answer = nil
		return s.pageFault(c, err, func(detail string) web.View { view.Fault = detail; return view })
	}
	return s.render(c, http.StatusOK, view)
}

// searchPage is the list of what a search finds.
func (s *Server) searchPage(c echo.Context) error {
	query := c.QueryParams()
	view := web.Search{Query: query.Get("q"), AsOf: query.Get("as_of")}
	if view.Query == "" {
		return s.render(c, http.StatusOK, view)
	}
	limit := searchHits
	req, err := searchBody{Query: view.Query, AsOf: view.AsOf, Limit: &limit}.request(urlNames)
	if err == nil {
		var res news.SearchResult
		res, err = s.deps.Searcher.Search(c.Request().Context(), req)
		view.Result = &res
	}
	if err != nil {
		view.Result = nil
		return s.pageFault(c, err, func(detail string) web.View { view.Fault = detail; return view })
	}
	return s.render(c, http.StatusOK, view)
}

// pageFault shows faults of the input where it was given, and leaves the rest to fault.
func (s *Server) pageFault(c echo.Context, err error, view func(detail string) web.View) error {
	if news.KindOf(err) != news.KindInvalid {
		return err
	}
	return s.render(c, http.StatusBadRequest, view(describe(err).Detail))
}

// articlePage is one article, with the words from byte start to end marked.
func (s *Server) articlePage(c echo.Context) error {
	id, err := articleID(c)
	if err != nil {
		return err
	}
	a, err := s.deps.Library.Article(c.Request().Context(), id)
	if err != nil {
		return err
	}
	view := web.Article{Article: a}
	if start, end := c.QueryParam("start"), c.QueryParam("end"); start != "" || end != "" {
		view.Cited, err = citedSpan(start, end, a.Body)
		view.Moved = err != nil
	}
	return s.render(c, http.StatusOK, view)
}

// staticFile is a script, style sheet or picture of the pages.
func (s *Server) staticFile(c echo.Context) error {
	h, ok := s.pages.Static(c.Param("file"))
	if !ok {
		return echo.ErrNotFound
	}
	h.ServeHTTP(c.Response(), c.Request())
	return nil
}

var errNoSuchSpan = errors.New("no such span")

// citedSpan reads a span and checks that body has it.
func citedSpan(start, end, body string) (news.Span, error) {
	from, errFrom := strconv.Atoi(start)
	to, errTo := strconv.Atoi(end)
	if errFrom != nil || errTo != nil || from < 0 || from >= to || to > len(body) || !utf8.ValidString(body[from:to]) {
		return news.Span{}, errNoSuchSpan
	}
	return news.Span{Start: from, End: to}, nil
}
