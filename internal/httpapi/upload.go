package httpapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/panics"
)

// ndjson is the type of the lines that tell how an upload goes.
const ndjson = "application/x-ndjson"

// progressEvery is how often an upload tells how far it is.
const progressEvery = 250 * time.Millisecond

// upload stores the articles of any number of files, as they come, and tells
// meanwhile how far it is and what is refused.
func (s *Server) upload(c echo.Context) (err error) {
	r := c.Request()
	p := newParams(c)
	mapping, errMap := news.ParseMapping(p.text("map"))
	how := news.Load{Map: mapping, DryRun: p.flag("dry_run"), Restore: p.flag("restore"), Format: p.text("format"), Source: p.text("source"), Strict: !s.isLocal(c)}
	if r.ContentLength == 0 {
		return errNoFile()
	}
	in, errFiles := filesOf(r, p)
	if err := errors.Join(p.err(), errMap, errFiles); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	_ = http.NewResponseController(c.Response()).EnableFullDuplex() // progress while the body comes; HTTP/2 always may
	st := newLines(c.Response(), cancel)
	st.fail = func(p api.Problem, _ error) error {
		return st.line(api.LoadEvent{Event: api.LoadError, Problem: &p}, true)
	}
	c.Set(streamKey, st)
	stopHeartbeat := st.heartbeat(s.cfg.Heartbeat)
	defer func() { err = errors.Join(err, stopHeartbeat()) }()

	stored := &audited{counts: map[news.PutStatus]int{}}
	c.Set(storedKey, stored) // for the audit, however this ends
	reporter := &reporter{server: s, request: requestIDOf(c), ctx: ctx, out: st, stored: stored, dryRun: how.DryRun}
	how.OnResult, how.OnProgress = reporter.result, reporter.progress
	sum, err := s.deps.Ingester.Load(ctx, in.all(), how)
	readTail(r.Body)
	switch {
	case st.broken():
		return &goneError{err: errors.Join(err, errors.New("while it uploaded"))}
	case in.err != nil:
		return fmt.Errorf("httpapi: upload: after %d records: %w", sum.Records(), in.err)
	case err != nil:
		return fmt.Errorf("httpapi: upload: after %d records: %w", sum.Records(), err)
	case sum.Records() == 0:
		return errNoFile()
	}
	return st.line(api.LoadEvent{Event: api.LoadDone, Summary: api.NewLoadSummary(sum)}, true)
}

// mostTail is how much of a body net/http itself reads behind its handler; where
// more is left, it closes the connection.
const mostTail = 256 << 10

// readTail reads what follows the last file: the end of the form, of the chunks.
// Where replies may come before the body has ended, net/http reads it after the
// handler, and may do so beside the next request of the connection, which then panics.
func readTail(body io.Reader) { _, _ = io.CopyN(io.Discard, body, mostTail) }

func errNoFile() error {
	return news.Errorf(news.KindInvalid, "the body holds no file; send one with --data-binary @FILE, or several with -F file=@FILE")
}

// reporter tells of records as they are dealt with.
type reporter struct {
	server  *Server
	request string
	ctx     context.Context //nolint:containedctx // of the request, for the log
	out     *stream
	stored  *audited
	sum     news.LoadSummary // so far
	dryRun  bool
	told    time.Time
}

// result tells of a record. A client that is gone shows in the context.
func (r *reporter) result(res news.LoadResult) {
	r.sum.Count(res)
	if res.PassedOver() > 0 {
		return
	}
	if !r.dryRun {
		r.server.metrics.articles.WithLabelValues(string(res.Status)).Inc()
		r.stored.add(res.PutResult)
	}
	part, file := partOf(res.Path)
	e := api.LoadEvent{Event: api.LoadArticle, Part: part, File: file, Line: res.Line, ID: res.ID, Status: res.Status, Headline: res.Headline}
	switch {
	case res.Status == news.PutRejected:
		if panics.In(res.Err) {
			r.server.log.ErrorContext(r.ctx, "an article cannot be taken in", "id", r.request, "error", res.Err)
			res.Err = errors.New("something went wrong here; the server's log tells more under the ID of this request")
		}
		e = api.LoadEvent{Event: api.LoadRejected, Part: part, File: file, Line: res.Line, Error: res.Err.Error()}
	case !r.dryRun:
		return
	}
	_ = r.out.line(e, false)
}

func (r *reporter) progress(records int) {
	e := api.LoadEvent{Event: api.LoadProgress, Records: records, Summary: api.NewLoadSummary(r.sum)}
	r.out.setBeat(e)
	if now := time.Now(); now.Sub(r.told) >= progressEvery {
		r.told = now
		_ = r.out.line(e, false)
	}
}

// uploaded are the files of a body, which are read one after another.
type uploaded struct {
	one   *news.InputFile // all of the body; nil: parts has them
	parts *multipart.Reader
	last  *lastBoundary // of the form
	err   error         // that ended the reading
}

// filesOf finds the files of a body: one, whose name and time are parameters, or
// those of a form, each with a field file_time before it.
func filesOf(r *http.Request, p *params) (*uploaded, error) {
	name, at := p.text("file"), p.text("file_time")
	media, parameters, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err == nil && media == "multipart/form-data" {
		if parameters["boundary"] == "" {
			return nil, news.Errorf(news.KindInvalid, "the form has no boundary; leave Content-Type to what makes the form")
		}
		if name != "" || at != "" {
			return nil, news.Errorf(news.KindInvalid, "file and file_time are parameters of a single file; a form has them as fields")
		}
		last := &lastBoundary{r: r.Body, boundary: []byte("--" + parameters["boundary"] + "--")}
		return &uploaded{parts: multipart.NewReader(last, parameters["boundary"]), last: last}, nil
	}
	modified, err := fileTime(at)
	f := news.InputFile{Path: pathOf(1, cleanName(name)), Name: cleanName(name), Modified: modified, Type: r.Header.Get(echo.HeaderContentType)}
	f.Open = func() (io.ReadCloser, error) { return io.NopCloser(r.Body), nil }
	return &uploaded{one: &f}, err
}

// all yields the files.
func (u *uploaded) all() iter.Seq[news.InputFile] {
	return func(yield func(news.InputFile) bool) {
		if u.one != nil {
			yield(*u.one)
			return
		}
		var modified time.Time
		for n := 1; ; n++ {
			part, err := u.parts.NextRawPart() // what is encoded is for the formats
			if errors.Is(err, io.EOF) && u.last.seen {
				return
			}
			if err == nil && fileOf(part) == "" {
				modified, err = field(part)
				n--
				if err == nil {
					continue
				}
			}
			if err != nil {
				u.err = unreadable(err)
				return
			}
			name := fileOf(part)
			f := news.InputFile{Path: pathOf(n, name), Name: name, Modified: modified, Type: part.Header.Get(echo.HeaderContentType)}
			f.Open = func() (io.ReadCloser, error) { return part, nil }
			modified = time.Time{}
			if !yield(f) {
				return
			}
		}
	}
}

// lastBoundary reads a form and notes whether its last boundary came: package
// multipart takes a form that is cut short among the headers of a part for one that has ended.
type lastBoundary struct {
	r        io.Reader
	boundary []byte
	tail     []byte // of what was read so far
	seen     bool
}

// Read implements io.Reader.
func (l *lastBoundary) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if !l.seen {
		l.tail = append(l.tail, p[:min(n, len(l.boundary))]...) // one that began before
		l.seen = bytes.Contains(p[:n], l.boundary) || bytes.Contains(l.tail, l.boundary)
		l.tail = append(l.tail, p[min(n, len(l.boundary)):n]...)
		l.tail = bytes.Clone(l.tail[max(0, len(l.tail)-len(l.boundary)):])
	}
	return n, err
}

// unreadable is the error of a form that cannot be read on.
func unreadable(err error) error {
	if news.KindOf(err) != news.KindInternal {
		return err
	}
	return news.Errorf(news.KindInvalid, "the form is cut short or damaged: %w", err)
}

// pathOf is what the results of a part are called by until partOf: several may
// have the same name.
func pathOf(part int, name string) string { return strconv.Itoa(part) + "\x00" + name }

// partOf returns the number of a part and the name of its file, or of one within.
func partOf(path string) (part int, file string) {
	number, file, _ := strings.Cut(path, "\x00")
	part, _ = strconv.Atoi(number)
	return part, file
}

// fileOf returns the name of the file that a part is, "" if it is another field.
// Folders in it stay, which multipart.Part.FileName leaves out.
func fileOf(part *multipart.Part) string {
	_, parameters, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	return cleanName(parameters["filename"])
}

// cleanName is the path of a file below what it was sent from, with slashes. It
// is never used to open anything.
func cleanName(name string) string {
	if name == "" {
		return ""
	}
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
}

// maxFieldBytes is the longest value of a field that is no file.
const maxFieldBytes = 1 << 10

// field reads the only field beside files.
func field(part *multipart.Part) (time.Time, error) {
	if part.FormName() != "file_time" {
		return time.Time{}, news.InvalidField(api.Clip(part.FormName()), "is neither a file nor file_time; send files as -F file=@FILE")
	}
	text, err := io.ReadAll(io.LimitReader(part, maxFieldBytes))
	if err != nil {
		return time.Time{}, err
	}
	return fileTime(string(text))
}

func fileTime(text string) (time.Time, error) {
	return api.ParseTime("file_time", strings.TrimSpace(text), time.Now())
}
