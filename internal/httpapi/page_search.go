package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/web"
)

// searchHits is how many articles a page of search results lists.
const searchHits = 20

// searchPage is the list of what a search finds and, without a query, of the newest articles.
func (s *Server) searchPage(c echo.Context) error {
	p := newParams(c)
	view := web.Search{Query: p.text("q")}
	filters := p.filters()
	view.Narrowing = web.Narrowing{AsOf: p.text("as_of"), After: filters.After, Before: filters.Before,
		Sources: filters.Sources, Subjects: filters.Subjects, Files: filters.Files, KeepDates: p.flag("keep_dates"), Exact: p.flag("exact")}
	for name, list := range filters.Others() {
		for _, value := range *list {
			view.Narrowing = view.WithListed(name, value)
		}
	}
	limit, cursor := p.limit(), p.text("cursor")
	view.Sort, view.Paged = news.Sort(p.text("sort")), cursor != ""
	if limit == nil {
		n := searchHits
		limit = &n
	}
	err := errors.Join(p.faults...)
	switch {
	case err != nil:
	case view.Query == "":
		err = s.latest(c.Request().Context(), &view, cursor)
	default:
		err = s.deps.Gates.Searches.Do(c.Request().Context(), func(ctx context.Context) error { return s.find(ctx, &view, limit, cursor) })
	}
	if err != nil {
		view.Result, view.Latest = nil, nil
		return s.pageFault(c, err, func(detail string) web.View { view.Fault = detail; return view })
	}
	return s.render(c, http.StatusOK, view)
}

// find searches and, where outlets or subjects narrow the search, counts others to choose.
func (s *Server) find(ctx context.Context, view *web.Search, limit *int, cursor string) error {
	body := api.SearchBody{Query: view.Query, AsOf: view.AsOf, Limit: limit, KeepDates: view.KeepDates, Exact: view.Exact, Filters: filtersOf(view.Narrowing),
		Sort: view.Sort, Cursor: cursor, Facets: web.PageFacets()}
	req, err := body.Request(api.FlatNames)
	if err != nil {
		return err
	}
	res, err := s.deps.Searcher.Search(ctx, req)
	if err != nil {
		return err
	}
	view.Result = &res
	settle(&view.Narrowing, req.Filter, req.AsOf)
	if len(view.Sources)+len(view.Subjects) == 0 {
		return nil
	}
	req.Filter.Sources, req.Filter.Subjects, req.Cursor, req.Limit = nil, nil, "", 1
	around, err := s.deps.Searcher.Search(ctx, req)
	view.Around = around.Facets
	return err
}

// latest lists the newest articles that pass the filters.
func (s *Server) latest(ctx context.Context, view *web.Search, cursor string) error {
	filter, asOf, errFilter := filtersOf(view.Narrowing).FilterAsOf(view.AsOf, api.FlatNames)
	if err := errors.Join(errFilter, api.CheckLength("cursor", cursor, api.MaxName)); err != nil {
		return err
	}
	settle(&view.Narrowing, filter, asOf)
	if !asOf.IsZero() && (filter.Before.IsZero() || asOf.Before(filter.Before)) {
		filter.Before = asOf
	}
	var err error
	view.Latest, view.Older, err = s.deps.Library.Articles(ctx, filter, news.Page{Limit: searchHits, Cursor: cursor})
	if _, err = news.SplitDamaged(err); err != nil || len(view.Sources)+len(view.Subjects) == 0 {
		return err
	}
	if view.Notes, err = s.unknown(ctx, filter, view.Latest); err != nil {
		return err
	}
	return nil
}
