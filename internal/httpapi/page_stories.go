package httpapi

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/web"
)

// storiesPage lists stories.
func (s *Server) storiesPage(c echo.Context) error {
	p := newParams(c)
	view := web.Stories{Query: p.text("query"), After: p.text("after"), Newest: p.text("order") == string(news.StoriesNewest)}
	req, err := p.stories().Request(p.names)
	err = errors.Join(errors.Join(p.faults...), err)
	if err == nil {
		var list news.StoryList
		list, err = s.deps.Stories.Stories(c.Request().Context(), req)
		view.List = &list
	}
	if err != nil {
		view.List = nil
		return s.pageFault(c, err, func(detail string) web.View { view.Fault = detail; return view })
	}
	return s.render(c, http.StatusOK, view)
}

// storyPage shows how a story went on, and its articles.
func (s *Server) storyPage(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	timeline, err := s.deps.Stories.Timeline(c.Request().Context(), id, api.MaxLines)
	if err != nil {
		return err
	}
	story, err := s.deps.Stories.Story(c.Request().Context(), id)
	if err != nil {
		return err
	}
	figures, err := s.deps.Surveyor.Figures(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, web.Story{Timeline: timeline, Things: figures.Things, Texts: story.Texts})
}

// coveragePage shows how much was published on something.
func (s *Server) coveragePage(c echo.Context) error {
	p := newParams(c)
	view := web.Coverage{Query: p.text("query"), Unit: p.text("unit"), After: p.text("after"), Before: p.text("before")}
	req, err := p.coverage().Request(p.names)
	err = errors.Join(errors.Join(p.faults...), err)
	if err == nil && req.Query != "" {
		var counts news.Coverage
		counts, err = s.deps.Surveyor.Coverage(c.Request().Context(), req)
		view.Counts = &counts
	}
	if err != nil {
		view.Counts = nil
		return s.pageFault(c, err, func(detail string) web.View { view.Fault = detail; return view })
	}
	return s.render(c, http.StatusOK, view)
}
