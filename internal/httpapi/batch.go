package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/access"
	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
	"byline/internal/panics"
	"byline/internal/sheet"
)

// batch answers the lines of a body: JSON that holds them, or a table, whose parameters
// say what is wanted. Rows are sent in order as they come.
func (s *Server) batch(c echo.Context) error {
	body, lines, names, err := readBatch(c)
	if err != nil {
		return err
	}
	req, err := body.Request(lines, names)
	if err != nil {
		return err
	}
	form, err := batchForm(c, body.Format)
	if err != nil {
		return err
	}
	var ended error // why not all lines are answered
	req.Lines, ended = s.allowed(c, req.Lines)
	if form == "jsonl" {
		return s.batchLines(c, req, ended)
	}
	return s.batchTable(c, req, form, ended)
}

// readBatch reads a body and its parameters.
func readBatch(c echo.Context) (body api.BatchBody, lines []news.BatchLine, names api.FieldNames, err error) {
	r := c.Request()
	media, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	p := newParams(c)
	if media == echo.MIMEApplicationJSON {
		body = p.batch() // which the body says otherwise
		err = errors.Join(p.err(), decode(c, &body))
		return body, api.BatchLines(body.Lines), api.BodyNames, err
	}
	in, from := io.Reader(r.Body), sheet.Origin{Media: media}
	if media == echo.MIMEMultipartForm {
		if in, from, err = formOf(r, p); err != nil {
			return body, nil, p.names, err
		}
	}
	body, from.Column = p.batch(), p.text("column")
	if err := p.err(); err != nil {
		return body, nil, p.names, err
	}
	lines, kind, err := sheet.Read(in, from, api.NewBatchLine)
	if body.Kind == "" {
		body.Kind = kind
	}
	return body, lines, p.names, err
}

// formOf reads a form: a file or, without one, a text with the lines, and parameters.
func formOf(r *http.Request, p *params) (io.Reader, sheet.Origin, error) {
	if err := r.ParseMultipartForm(smallBody); err != nil {
		return nil, sheet.Origin{}, unreadable(err)
	}
	for name, values := range r.MultipartForm.Value {
		p.values[name] = append(p.values[name], values...)
	}
	text := strings.Join(p.list("text"), "\n")
	file, head, err := r.FormFile("file")
	if err != nil || head.Size == 0 {
		return strings.NewReader(text), sheet.Origin{}, nil //nolint:nilerr // there is none, and the text may be
	}
	return file, sheet.Origin{Name: path.Base(head.Filename)}, nil
}

// batchForm is the form of the rows that is asked for.
func batchForm(c echo.Context, name string) (string, error) {
	f, asked, err := formatOf(c, name)
	switch {
	case err != nil:
		return "", err
	case !asked && name == "":
		return "jsonl", nil
	case !slices.Contains(export.BatchFormats(), f.Name):
		return "", news.InvalidField("format", "must be one of %s", strings.Join(export.BatchFormats(), ", "))
	}
	return f.Name, nil
}

// allowed counts lines against the limits of the key, each as a request, the request
// itself being the first, and returns those that they leave, and why not all.
func (s *Server) allowed(c echo.Context, lines []news.BatchLine) ([]news.BatchLine, error) {
	k, ok := c.Get(keyKey).(access.Key)
	for i := 1; ok && i < len(lines); i++ {
		if _, err := s.deps.Access.Allow(k); err != nil {
			return lines[:i], err
		}
	}
	return lines, nil
}

// batchLines sends rows as lines of JSON, with signs of life. The last one is a problem
// if not all are answered.
func (s *Server) batchLines(c echo.Context, req news.BatchRequest, ended error) (err error) {
	ctx, cancel := context.WithCancel(c.Request().Context())
	defer cancel()
	st := newLines(c.Response(), cancel)
	st.fail = func(p api.Problem, _ error) error { return st.line(api.NewBatchEnd(p), true) }
	c.Set(streamKey, st)
	stopHeartbeat := st.heartbeat(s.cfg.Heartbeat)
	defer func() { err = errors.Join(err, stopHeartbeat()) }()
	err = s.deps.Batcher.Batch(ctx, req, func(row news.BatchRow) error { return st.line(api.NewBatchRow(s.public(ctx, row)), false) })
	if st.broken() {
		return &goneError{err: errors.Join(err, errors.New("while it asked a batch"))}
	}
	return errors.Join(err, ended)
}

// batchTable sends rows as a table, row by row. One that is not whole ends without the
// end that HTTP gives it.
func (s *Server) batchTable(c echo.Context, req news.BatchRequest, form string, ended error) error {
	f, _ := export.Find(form)
	s.beginExport(c, f)
	w := c.Response()
	out, err := export.NewBatch(w, form, false, api.BatchRowLine)
	if err == nil {
		err = s.deps.Batcher.Batch(c.Request().Context(), req, func(row news.BatchRow) error {
			defer w.Flush()
			return out.Row(s.public(c.Request().Context(), row))
		})
	}
	if err = errors.Join(err, ended); err != nil {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Unix(1, 0)) // so that nobody takes it for whole
		return fmt.Errorf("httpapi: batch: %w", err)
	}
	return nil
}

// public is a row as whoever asks may see it: the cause of an internal error is for the log.
func (s *Server) public(ctx context.Context, row news.BatchRow) news.BatchRow {
	if row.Err != nil && (news.KindOf(row.Err) == news.KindInternal || panics.In(row.Err)) {
		s.log.ErrorContext(ctx, "a line of a batch cannot be answered", "row", row.Row, "error", row.Err)
		row.Err = errors.New(api.ProblemOf(news.KindInternal).Detail)
	}
	return row
}

func (p *params) batch() api.BatchBody {
	return api.BatchBody{
		Kind: news.LineKind(p.text("kind")), From: p.number("from"), Filters: p.filters(), AsOf: p.text("as_of"),
		KeepDates: p.flag("keep_dates"), Exact: p.flag("exact"), NoLLM: p.flag("no_llm"), Format: p.text("format"),
	}
}

// number returns 0 if the parameter is not given.
func (p *params) number(name string) int {
	text := p.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		p.faults = append(p.faults, news.InvalidField(name, "must be a whole number, not %q", api.Clip(text)))
	}
	return n
}
