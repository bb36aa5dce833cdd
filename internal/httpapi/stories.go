package httpapi

import (
	"context"
	"errors"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
)

// Storyteller knows which articles tell of one event. An unknown ID is a
// news.KindNotFound error.
type Storyteller interface {
	api.Storyteller
	Story(ctx context.Context, id string) (news.StoryArticles, error)
}

// stories reads the parameters of a list of stories.
func (p *params) stories() api.StoryParams {
	return api.StoryParams{Query: p.text("query"), Filters: p.filters(), Order: p.text("order"), Limit: p.limit(), Cursor: p.text("cursor")}
}

// coverage reads the parameters of coverage.
func (p *params) coverage() api.CoverageParams {
	return api.CoverageParams{Query: p.text("query"), Filters: p.filters(), Unit: p.text("unit")}
}

func (s *Server) listStories(c echo.Context) error {
	p := newParams(c)
	req, err := p.stories().Request(p.names)
	if err := errors.Join(p.err(), err); err != nil {
		return err
	}
	list, err := s.deps.Stories.Stories(c.Request().Context(), req)
	if err != nil {
		return err
	}
	return ok(c, api.NewStories(list))
}

func (s *Server) getStory(c echo.Context) error {
	id, err := pathID(c)
	if err := errors.Join(err, newParams(c).err()); err != nil {
		return err
	}
	story, err := s.deps.Stories.Story(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return ok(c, api.NewStory(story))
}

func (s *Server) getTimeline(c echo.Context) error {
	id, errID := pathID(c)
	p := newParams(c)
	lines, errLines := api.CheckLines(p.limit())
	if err := errors.Join(errID, p.err(), errLines); err != nil {
		return err
	}
	timeline, err := s.deps.Stories.Timeline(c.Request().Context(), id, lines)
	if err != nil {
		return err
	}
	return ok(c, api.NewTimeline(timeline))
}

func (s *Server) getFigures(c echo.Context) error {
	id, err := pathID(c)
	if err := errors.Join(err, newParams(c).err()); err != nil {
		return err
	}
	figures, err := s.deps.Surveyor.Figures(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return ok(c, api.NewFigures(figures))
}

func (s *Server) getCoverage(c echo.Context) error {
	p := newParams(c)
	req, err := p.coverage().Request(p.names)
	f, table, errFormat := tableFormatOf(c, p.text("format"))
	if err := errors.Join(p.err(), err, errFormat); err != nil {
		return err
	}
	coverage, err := s.deps.Surveyor.Coverage(c.Request().Context(), req)
	if err != nil {
		return err
	}
	if !table {
		return ok(c, api.NewCoverage(coverage))
	}
	s.beginExport(c, f)
	rows := export.CoverageTable(coverage)
	if f.Name == "tsv" {
		return rows.WriteTSV(c.Response())
	}
	return rows.WriteCSV(c.Response())
}
