package container

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http/httputil"
	"net/textproto"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"

	"byline/internal/news"
)

// warc yields the pages of a web archive (ISO 28500): its responses and
// resources that are web pages, feeds or documents, with their address and the
// time at which they were fetched. A revisit, which says that a page is as one
// that was kept before, is that page where it has another address, and nothing
// new where it has the same. Other records are passed over.
func (o *opener) warc(at place, r *bufio.Reader) {
	pages, records, texts, past := 0, 0, 0, newKept()
	for !o.ended() {
		record, err := nextRecord(r)
		switch {
		case errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			switch {
			case pages == 0 && texts > 0:
				o.fail(at.name, news.Errorf(news.KindInvalid, "its %d records are the words of pages, with menus and all (WET): load the WARC that they were made of", texts))
			case pages == 0:
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
		if strings.EqualFold(record.header.Get("WARC-Type"), "conversion") {
			texts++
		}
		body := &io.LimitedReader{R: r, N: record.length}
		inside := at
		inside.name = at.name + "/" + record.name(records)
		page, origin, err := past.page(record, body)
		if err != nil {
			o.fail(inside.name, err)
		} else if page != nil {
			pages++
			inside.Origin = origin
			o.open(inside, metered{o, mender{"WARC", page}})
		}
		if err := past.end(record, body); err != nil || body.N > 0 {
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

// address returns the address that a field of the header holds.
func (c record) address(field string) string { return strings.Trim(c.header.Get(field), "<> ") }

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
	origin := Origin{ContentType: c.header.Get("Content-Type"), URL: c.address("WARC-Target-URI")}
	origin.Saved, _ = time.Parse(time.RFC3339, c.header.Get("WARC-Date"))
	switch strings.ToLower(c.header.Get("WARC-Type")) {
	case "response":
		if body, origin.ContentType = payload(body); body == nil {
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

// payload returns what a response with the status 200 holds, unpacked, and its
// media type; nil if it holds nothing that can be read. Programs that write web
// archives often unpack what they keep and leave the header as it was, so that a
// coding is believed only as far as the bytes show it.
func payload(body io.Reader) (io.Reader, string) {
	r := bufio.NewReader(body)
	line, err := r.ReadSlice('\n')
	if _, status, ok := strings.Cut(strings.TrimSpace(string(line)), " "); err != nil || !bytes.HasPrefix(line, []byte("HTTP/")) || !ok || status[:min(len(status), 3)] != "200" {
		return nil, ""
	}
	header, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return nil, ""
	}
	media := header.Get("Content-Type")
	if strings.EqualFold(header.Get("Transfer-Encoding"), "chunked") && isChunked(r) {
		r = bufio.NewReader(httputil.NewChunkedReader(r))
	}
	head, _ := r.Peek(16) // an error comes again when it is read
	switch strings.ToLower(header.Get("Content-Encoding")) {
	case "", "identity", "none", "gzip", "x-gzip", "zstd": // open sees what is compressed so
	case "br":
		if !isMarkup(head) {
			return brotli.NewReader(r), media
		}
	case "deflate":
		if len(head) > 0 && head[0] == 0x78 {
			unpacked, err := zlib.NewReader(r)
			if err != nil {
				return nil, media
			}
			return unpacked, media
		}
		if !isMarkup(head) {
			return flate.NewReader(r), media
		}
	default:
		if !isMarkup(head) {
			return nil, media
		}
	}
	return r, media
}

// chunk is a line that says how long a piece of a body is.
var chunk = regexp.MustCompile(`^[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r?\n`)

func isChunked(r *bufio.Reader) bool {
	head, _ := r.Peek(64) // an error comes again when it is read
	return chunk.Match(head)
}

// isMarkup reports whether what begins so is no compressed data but a page or a feed.
func isMarkup(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"), []byte("<"))
}

// name is what a record is called: the end of its address, so that people find
// it again, behind its number.
func (c record) name(number int) string {
	address, _, _ := strings.Cut(c.address("WARC-Target-URI"), "?")
	base := path.Base(strings.TrimSuffix(strings.ToValidUTF8(address, "\ufffd"), "/"))
	if base == "." || base == "/" || base == "" || strings.HasPrefix(base, ".") {
		return strconv.Itoa(number)
	}
	return strconv.Itoa(number) + "-" + base
}
