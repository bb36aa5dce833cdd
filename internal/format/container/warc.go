package container

import (
	"bufio"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/textproto"
	"path"
	"strconv"
	"strings"
	"time"

	"byline/internal/news"
)

// warc yields the pages of a web archive (ISO 28500): its responses and
// resources that are web pages, feeds or documents, with their address and the
// time at which they were fetched. Other records are passed over, among them
// revisits, which say that a page is as it was.
func (o *opener) warc(at place, r *bufio.Reader) {
	pages, records := 0, 0
	for !o.ended() {
		record, err := nextRecord(r)
		switch {
		case errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			if pages == 0 {
				o.fail(at.name, news.Errorf(news.KindInvalid, "none of the %d records of the web archive is a page", records))
			}
			return
		case err != nil:
			o.fail(at.name, damaged("WARC", err))
			return
		case !o.admit():
			o.fail(at.name, o.exceeded)
			return
		}
		records++
		body := &io.LimitedReader{R: r, N: record.length}
		if page, origin := record.page(body); page != nil {
			pages++
			inside := at
			inside.Origin = origin
			inside.name = at.name + "/" + record.name(records)
			o.open(inside, metered{o, mender{"WARC", page}})
		}
		if _, err := io.Copy(io.Discard, body); err != nil || body.N > 0 {
			if !o.ended() {
				o.fail(at.name, damaged("WARC", errors.Join(err, io.ErrUnexpectedEOF)))
			}
			return
		}
	}
}

// record is a record of a web archive.
type record struct {
	header textproto.MIMEHeader
	length int64
}

// nextRecord reads the header of the next record.
func nextRecord(r *bufio.Reader) (record, error) {
	for {
		if c, err := r.ReadByte(); err != nil {
			return record{}, err
		} else if c != '\r' && c != '\n' {
			_ = r.UnreadByte()
			break
		}
	}
	version, err := r.ReadSlice('\n')
	if err != nil || !strings.HasPrefix(string(version), "WARC/") {
		return record{}, fmt.Errorf("a record begins with %.20q", version)
	}
	header, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return record{}, errors.Join(io.ErrUnexpectedEOF, err)
	}
	length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return record{}, fmt.Errorf("a record is %q bytes long", header.Get("Content-Length"))
	}
	return record{header, length}, nil
}

// page returns the page in a record and where it is from, nil if it holds none.
func (c record) page(body io.Reader) (io.Reader, Origin) {
	origin := Origin{ContentType: c.header.Get("Content-Type"), URL: strings.Trim(c.header.Get("WARC-Target-URI"), "<> ")}
	origin.Saved, _ = time.Parse(time.RFC3339, c.header.Get("WARC-Date"))
	switch strings.ToLower(c.header.Get("WARC-Type")) {
	case "response":
		response, err := http.ReadResponse(bufio.NewReader(body), nil) //nolint:bodyclose // the body is a part of the archive, which is read on
		if err != nil || response.StatusCode != http.StatusOK {
			return nil, origin
		}
		origin.ContentType, body = response.Header.Get("Content-Type"), response.Body
		switch strings.ToLower(response.Header.Get("Content-Encoding")) {
		case "", "identity", "gzip", "x-gzip": // open sees what is compressed with gzip
		case "deflate":
			if body, err = zlib.NewReader(body); err != nil {
				return nil, origin
			}
		default:
			return nil, origin
		}
	case "resource":
	default:
		return nil, origin
	}
	media, _, _ := mime.ParseMediaType(origin.ContentType)
	switch media {
	case "", "text/html", "application/xhtml+xml", "application/rss+xml", "application/atom+xml", "application/pdf":
		return body, origin
	}
	return nil, origin
}

// name is what a record is called: the end of its address, so that people find
// it again, behind its number.
func (c record) name(number int) string {
	address, _, _ := strings.Cut(strings.Trim(c.header.Get("WARC-Target-URI"), "<> "), "?")
	base := path.Base(strings.TrimSuffix(strings.ToValidUTF8(address, "\ufffd"), "/"))
	if base == "." || base == "/" || base == "" || strings.HasPrefix(base, ".") {
		return strconv.Itoa(number)
	}
	return strconv.Itoa(number) + "-" + base
}
