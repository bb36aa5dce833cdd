package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/panics"
)

// defaultPage is how many articles a listing returns unless told.
const defaultPage = 20

// putArticles stores the articles of the body and answers with a result for each.
func (s *Server) putArticles(c echo.Context) error {
	r := c.Request()
	p := newParams(c)
	restore := p.flag("restore")
	if err := errors.Join(p.faults...); err != nil {
		return err
	}
	results, err := s.take(r, restore)
	return s.tellStored(c, results, err, "no article was found in the body")
}

// tellStored tells what became of articles; err ended the reading of them, and
// nothing is said where there were none.
func (s *Server) tellStored(c echo.Context, results []news.PutResult, err error, nothing string) error {
	c.Set(storedKey, auditOf(results)) // for the audit, however this ends
	stored, faults := 0, make([]error, 0, len(results))
	for i, res := range results {
		s.metrics.articles.WithLabelValues(string(res.Status)).Inc()
		if res.Status != news.PutRejected {
			stored++
			continue
		}
		if panics.In(res.Err) {
			s.log.ErrorContext(c.Request().Context(), "an article cannot be taken in", "id", requestIDOf(c), "error", res.Err)
		}
		faults = append(faults, rejection(i, res.Err))
	}
	switch {
	case err != nil && stored > 0:
		return fmt.Errorf("httpapi: ingest: after %d articles were stored: %w", stored, err)
	case err != nil:
		return err
	case len(results) == 0:
		return news.Errorf(news.KindInvalid, "%s", nothing)
	case stored == 0 && news.KindOf(results[0].Err) == news.KindUnsupported:
		return results[0].Err // it is of the media type, and so of the body as a whole
	case stored == 0:
		return errors.Join(faults...)
	}
	return ok(c, api.NewPut(results))
}

// take stores what the body of a request holds.
func (s *Server) take(r *http.Request, restore bool) (results []news.PutResult, err error) {
	media := r.Header.Get(echo.HeaderContentType)
	if !restore {
		return s.deps.Ingester.IngestReader(r.Context(), r.Body, media)
	}
	body := news.InputFile{Type: media, Open: func() (io.ReadCloser, error) { return io.NopCloser(r.Body), nil }}
	_, err = s.deps.Ingester.Load(r.Context(), slices.Values([]news.InputFile{body}), news.Load{
		Restore: true, Strict: true, OnProgress: func(int) {},
		OnResult: func(res news.LoadResult) {
			if res.PassedOver() == 0 {
				results = append(results, res.PutResult)
			}
		},
	})
	return results, err
}

// rejection is why item i of the body was rejected, as the fault of a field.
func rejection(i int, err error) error {
	if err == nil {
		err = errors.New("rejected")
	}
	return news.InvalidField(fmt.Sprintf("[%d]", i), "%w", err)
}

func (s *Server) listArticles(c echo.Context) error {
	p := newParams(c)
	given := p.filters()
	filter, errFilter := given.Filter(p.names)
	limit, errLimit := api.CheckLimit(p.limit())
	cursor := p.text("cursor")
	if err := errors.Join(p.err(), errFilter, errLimit, api.CheckLength("cursor", cursor, api.MaxCursor)); err != nil {
		return err
	}
	if limit == 0 {
		limit = defaultPage
	}
	articles, next, err := s.deps.Library.Articles(c.Request().Context(), filter, news.Page{Limit: limit, Cursor: cursor})
	damaged, err := news.SplitDamaged(err)
	if err != nil {
		return err
	}
	warnings, err := s.unknown(c.Request().Context(), filter, articles)
	if err != nil {
		return err
	}
	return ok(c, api.NewArticles(api.Listing{Articles: articles, Next: next, Damaged: damaged, Filter: filter, Warnings: warnings}))
}

// unknown says which names of a filter no article has; those of the listed ones are known.
func (s *Server) unknown(ctx context.Context, f news.Filter, listed []news.Article) ([]string, error) {
	if s.deps.Unknown == nil {
		return nil, nil
	}
	return s.deps.Unknown(ctx, f, listed...)
}

func (s *Server) getArticle(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	a, err := s.deps.Library.Article(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return writeWithETag(c, api.NewArticle(a).WithProvenance(s.deps.Provenance(&a)))
}

func (s *Server) deleteArticle(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := s.deps.Editor.Delete(c.Request().Context(), id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// editArticle sets fields of an article, which stay so.
func (s *Server) editArticle(c echo.Context) error {
	id, errID := pathID(c)
	var body api.EditBody
	if err := errors.Join(errID, decode(c, &body)); err != nil {
		return err
	}
	edit, err := body.Edit()
	if err != nil {
		return err
	}
	a, err := s.deps.Editor.Edit(c.Request().Context(), id, edit)
	if err != nil {
		return err
	}
	return ok(c, api.NewArticle(a))
}

// deleteArticles deletes what a filter lets through. Without one it would be
// everything, which nobody asks for by leaving something out.
func (s *Server) deleteArticles(c echo.Context) error {
	p := newParams(c)
	given, dryRun := p.filters(), p.flag("dry_run")
	filter, errFilter := given.Filter(p.names)
	if err := errors.Join(p.err(), errFilter); err != nil {
		return err
	}
	if filter.IsZero() {
		return news.Errorf(news.KindInvalid, "no filter says which articles are to be deleted; give source, subject, file, language, after or before")
	}
	matched, deleted, err := s.deps.Editor.DeleteAll(c.Request().Context(), filter, dryRun)
	if err != nil {
		return fmt.Errorf("httpapi: after %d of %d articles were deleted: %w", deleted, matched, err)
	}
	return ok(c, api.Deleted{Matched: matched, Deleted: deleted})
}

func (s *Server) getRevisions(c echo.Context) error {
	id, err := pathID(c)
	p := newParams(c)
	asked := api.RevisionsAsked{Diff: p.flag("diff"), Phrase: p.text("phrase")}
	if err := errors.Join(err, p.err(), asked.Check()); err != nil {
		return err
	}
	revisions, err := s.deps.Library.Revisions(c.Request().Context(), id)
	damaged, err := news.SplitDamaged(err)
	if err != nil {
		return err
	}
	return ok(c, api.NewRevisions(revisions, damaged, asked))
}
