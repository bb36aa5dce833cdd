package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"sync"
	"time"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/panics"
)

// Load sends files to the server as they are read, and stores their articles
// there. Progress and refusals come while that goes on. Of records that are not
// refused, how.OnResult is told in a dry run only. What the summary counts
// beside an error is stored.
func (c *Client) Load(ctx context.Context, files iter.Seq[news.InputFile], how news.Load) (news.LoadSummary, error) {
	start := time.Now()
	r, w := io.Pipe()
	form := multipart.NewWriter(w)
	up := &uploading{form: form}
	sent := panics.Start(func() error {
		err := up.send(ctx, files)
		_ = w.CloseWithError(err) // nil: the end
		return err
	})
	values := url.Values{}
	for name, value := range map[string]string{"format": how.Format, "source": how.Source, "map": how.Map.String(), "dry_run": flag(how.DryRun), "restore": flag(how.Restore)} {
		if value != "" && value != "auto" {
			values.Set(name, value)
		}
	}
	req := request{method: http.MethodPost, path: []string{"v1", "uploads"}, query: values, stream: r, media: form.FormDataContentType(), accept: linesType}
	var sum news.LoadSummary
	told := func(results []news.LoadResult) {
		for _, res := range results {
			sum.Count(res)
			if how.OnResult != nil {
				how.OnResult(res)
			}
		}
	}
	var stored news.LoadSummary // as the server counts
	err := c.do(ctx, req, func(r io.Reader) (err error) {
		stored, err = api.ReadLoad(r, func(e api.LoadEvent) {
			told(up.failedSoFar())
			if e.Event == api.LoadRejected || e.Event == api.LoadArticle {
				told([]news.LoadResult{up.named(e)})
			} else if how.OnProgress != nil && e.Event == api.LoadProgress {
				how.OnProgress(e.Records)
			}
		})
		return err
	})
	_ = r.CloseWithError(io.ErrClosedPipe) // whoever still writes
	if errSend := <-sent; errSend != nil && (panics.In(errSend) || up.broken) {
		err = errSend
	}
	told(up.failedSoFar())
	if err != nil && up.parts() == 0 && sum.Rejected > 0 { // there was nothing to send
		err = nil
	}
	local := sum.Rejected - stored.Rejected // what could not be read here
	rejects := sum.Rejects
	sum = stored
	sum.Rejected, sum.Rejects, sum.Elapsed = stored.Rejected+max(local, 0), rejects, time.Since(start)
	return sum, err
}

func flag(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// uploading is a form that is being sent.
type uploading struct {
	form   *multipart.Writer
	broken bool // a file could not be read to its end, so that the form has none

	mu     sync.Mutex
	sent   []news.InputFile // by the number of their part, less one
	failed []news.LoadResult
}

// wholeBytes is how long a file may be that is read before any of it is sent: so
// what cannot be read is refused as a file, and ends nothing.
const wholeBytes = 16 << 20

func (u *uploading) send(ctx context.Context, files iter.Seq[news.InputFile]) error {
	for f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := u.file(f); err != nil {
			return err
		}
	}
	return u.form.Close()
}

// file sends a file. The error is one that ends the upload.
func (u *uploading) file(f news.InputFile) (err error) {
	var in io.ReadCloser
	if err = f.Err; err == nil {
		in, err = f.Open()
	}
	if err != nil {
		u.fail(f, err)
		return nil
	}
	defer in.Close()
	var head bytes.Buffer
	n, err := io.Copy(&head, io.LimitReader(in, wholeBytes))
	if err != nil {
		u.fail(f, err)
		return nil
	}
	part, err := u.part(f)
	if err != nil {
		return err
	}
	if _, err = part.Write(head.Bytes()); err != nil || n < wholeBytes {
		return err
	}
	_, err = io.Copy(part, readable{in, u, f.Path})
	return err
}

// readable words the errors of a file, as distinct from those of the connection.
type readable struct {
	io.Reader
	up   *uploading
	path string
}

// Read implements io.Reader.
func (r readable) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.up.broken = true
		err = fmt.Errorf("%s: %w", r.path, err)
	}
	return n, err
}

// part begins the part of a file.
func (u *uploading) part(f news.InputFile) (io.Writer, error) {
	u.mu.Lock()
	u.sent = append(u.sent, news.InputFile{Path: f.Path, Name: f.Name})
	u.mu.Unlock()
	if !f.Modified.IsZero() {
		if err := u.form.WriteField("file_time", f.Modified.UTC().Format(time.RFC3339)); err != nil {
			return nil, err
		}
	}
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", `form-data; name="file"; filename="`+quoted(sentName(f))+`"`)
	if f.Type != "" {
		header.Set("Content-Type", f.Type)
	}
	return u.form.CreatePart(header)
}

// sentName is what the server calls a file: without a name it would be none.
func sentName(f news.InputFile) string {
	if f.Name == "" {
		return "standard input"
	}
	return f.Name
}

// quoted makes a name one that a header can hold.
func quoted(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '_'
		}
		return r
	}, name)
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name)
}

func (u *uploading) fail(f news.InputFile, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.failed = append(u.failed, news.LoadResult{PutResult: news.PutResult{Status: news.PutRejected, Err: err}, Path: f.Path})
}

// failedSoFar returns the files that could not be read since it was asked last.
func (u *uploading) failedSoFar() []news.LoadResult {
	u.mu.Lock()
	defer u.mu.Unlock()
	failed := u.failed
	u.failed = nil
	return failed
}

func (u *uploading) parts() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return len(u.sent)
}

// named is the result that an event tells, with the path that the caller knows.
func (u *uploading) named(e api.LoadEvent) news.LoadResult {
	r := e.Result()
	u.mu.Lock()
	defer u.mu.Unlock()
	if e.Part >= 1 && e.Part <= len(u.sent) {
		f := u.sent[e.Part-1]
		r.Path = f.Path + strings.TrimPrefix(e.File, sentName(f)) // an archive's files come behind it
	}
	return r
}
