package httpapi

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
)

// totalHeader says how many articles there are in all, which a table cannot.
const totalHeader = "X-Total-Count"

// formatOf returns the form that a list is asked for in, by name or else by Accept. It
// is none if that is JSON, or nothing that there is.
func formatOf(c echo.Context, name string) (f export.Format, ok bool, err error) {
	if name != "" && name != "json" {
		if f, ok = export.Find(name); !ok {
			return f, false, news.InvalidField("format", "must be one of json, %s, not %q", strings.Join(export.Names(), ", "), api.Clip(name))
		}
		return f, true, nil
	}
	if name == "json" {
		return f, false, nil
	}
	for part := range strings.SplitSeq(c.Request().Header.Get(echo.HeaderAccept), ",") {
		media, _, err := mime.ParseMediaType(part)
		if err != nil || !strings.Contains(media, "/") {
			continue
		}
		if media == echo.MIMEApplicationJSON {
			return f, false, nil
		}
		if f, ok = export.Find(media); ok {
			return f, true, nil
		}
	}
	return f, false, nil
}

// tableFormatOf is formatOf where there are tables only.
func tableFormatOf(c echo.Context, name string) (f export.Format, ok bool, err error) {
	f, ok, err = formatOf(c, name)
	isTable := f.Name == "csv" || f.Name == "tsv"
	if err != nil || ok && !isTable && name != "" {
		return f, false, news.InvalidField("format", "must be one of json, csv, tsv, not %q", api.Clip(name))
	}
	return f, ok && isTable, nil
}

// exportHits sends what a search finds in some form: all of it, unless the request has
// a limit. A list that breaks off ends without the end that HTTP gives it.
func (s *Server) exportHits(c echo.Context, req news.SearchRequest, f export.Format, all bool) error {
	first, hits, err := export.Pages(c.Request().Context(), s.deps.Searcher, req, all)
	if err != nil {
		return err
	}
	w := c.Response()
	w.Header().Set(totalHeader, strconv.Itoa(first.Total))
	s.beginExport(c, f)
	if err := f.Write(w, export.Hits(req.Query, hits, api.HitLine)); err != nil {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Unix(1, 0)) // so that nobody takes it for whole
		return fmt.Errorf("httpapi: export: %w", err)
	}
	return nil
}

// exportAnswer sends an answer in some form.
func (s *Server) exportAnswer(c echo.Context, req news.AnswerRequest, f export.Format) error {
	a, err := s.deps.Answerer.Answer(c.Request().Context(), req, nil)
	if err != nil {
		return err
	}
	s.beginExport(c, f)
	return f.Write(c.Response(), export.Answer(req.Question, a, api.CitationLine))
}

// beginExport sends the headers of a file.
func (s *Server) beginExport(c echo.Context, f export.Format) {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, f.MediaType)
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": "byline." + f.Extension}))
	h.Set(echo.HeaderVary, strings.Join(slices.Compact(append(h.Values(echo.HeaderVary), echo.HeaderAccept)), ", "))
	c.Response().WriteHeader(http.StatusOK)
}
