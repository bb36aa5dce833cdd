package container

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime/multipart"

	"byline/internal/news"
)

// isForm reports whether head begins the body of a form with files
// (multipart/form-data), as browsers and `curl -F` send it.
func isForm(head []byte) bool {
	first, rest, ok := bytes.Cut(head, []byte("\n"))
	boundary := bytes.TrimSpace(first)
	if !ok || len(boundary) < 3 || len(boundary) > 72 || !bytes.HasPrefix(boundary, []byte("--")) {
		return false
	}
	rest = bytes.ToLower(rest)
	end := bytes.Index(rest, []byte("\n\r\n"))
	if end < 0 {
		end = max(bytes.Index(rest, []byte("\n\n")), 0)
	}
	return bytes.Contains(rest[:end], []byte("content-disposition:")) && bytes.Contains(rest[:end], []byte("form-data"))
}

// form yields the files of a form; its other fields are passed over.
func (o *opener) form(at place, r *bufio.Reader) {
	first, _ := r.Peek(128)
	line, _, _ := bytes.Cut(first, []byte("\n"))
	parts := multipart.NewReader(r, string(bytes.TrimSpace(line)[2:]))
	files := 0
	for !o.ended() {
		part, err := parts.NextRawPart()
		switch {
		case errors.Is(err, io.EOF):
			if files == 0 {
				o.fail(at.name, news.Errorf(news.KindInvalid, "the form holds no file; send each as a field with a name of a file, as curl -F file=@page.html does"))
			}
			return
		case err != nil:
			o.fail(at.name, damaged("form", err))
			return
		case !o.admit():
			o.fail(at.name, o.exceeded)
			return
		}
		if name := part.FileName(); name != "" {
			files++
			inside := at
			inside.ContentType = part.Header.Get("Content-Type")
			o.entry(inside, entry{name: name}, func() (io.ReadCloser, error) { return io.NopCloser(mender{"form", part}), nil })
		}
	}
}
