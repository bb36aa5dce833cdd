package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"regexp"
	"strings"

	nethtmlcharset "golang.org/x/net/html/charset"

	"byline/internal/format/charset"
	"byline/internal/format/field"
)

// maxDepth bounds how deep the parts of a message lie within each other.
const maxDepth = 10

// message is what is read of a message.
type message struct {
	header   textproto.MIMEHeader
	plain    string   // the first text
	page     []byte   // the first page, in UTF-8
	from     string   // where the page says that it is from
	digest   [][]byte // messages of a digest
	inner    [][]byte // messages that are attached
	attached [][]byte // files, unpacked
}

// mostAttached is how many files of a message are looked at.
const mostAttached = 20

func readMessage(data []byte) *message {
	m := &message{}
	var body []byte
	m.header, body = splitHeader(data)
	m.collect(m.header, body, 0)
	return m
}

// splitHeader cuts a message at the end of its header. Lines that are none of
// a header are left out, as mail programs do.
func splitHeader(data []byte) (textproto.MIMEHeader, []byte) {
	header := textproto.MIMEHeader{}
	var key string
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		text := strings.TrimRight(string(line), "\r")
		if text == "" {
			break
		}
		if text[0] == ' ' || text[0] == '\t' {
			if values := header[key]; len(values) > 0 {
				values[len(values)-1] += " " + strings.TrimSpace(text)
			}
			continue
		}
		name, value, ok := strings.Cut(text, ":")
		if !ok || strings.ContainsAny(name, " \t") {
			key = ""
			continue
		}
		key = textproto.CanonicalMIMEHeaderKey(name)
		header[key] = append(header[key], strings.TrimSpace(value))
	}
	return header, data
}

// collect finds the text and the page of a part and of those within it.
func (m *message) collect(header textproto.MIMEHeader, body []byte, depth int) {
	contentType := header.Get("Content-Type")
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil && media == "" {
		media = "text/plain"
	}
	if media == "message/rfc822" && depth > 0 {
		m.inner = append(m.inner, decode(header, body))
	}
	disposition, _, _ := mime.ParseMediaType(header.Get("Content-Disposition"))
	if isFile := strings.HasPrefix(media, "application/") && media != "application/xhtml+xml"; isFile || disposition == "attachment" || depth > maxDepth {
		if isFile && len(m.attached) < mostAttached {
			m.attached = append(m.attached, decode(header, body))
		}
		return
	}
	switch {
	case media == "multipart/digest":
		m.digested(multipart.NewReader(bytes.NewReader(body), params["boundary"]))
	case strings.HasPrefix(media, "multipart/"):
		m.parts(multipart.NewReader(bytes.NewReader(body), params["boundary"]), depth)
	case media == "message/rfc822" && m.plain == "" && m.page == nil:
		inner, rest := splitHeader(decode(header, body))
		m.collect(inner, rest, depth+1)
	case media == "text/html" || media == "application/xhtml+xml":
		if m.page == nil {
			m.page, m.from = charset.UTF8(decode(header, body), contentType), header.Get("Content-Location")
		}
	case media == "text/plain" && m.plain == "":
		m.plain = string(charset.UTF8(decode(header, body), contentType))
		if strings.EqualFold(params["format"], "flowed") {
			m.plain = unflow(m.plain)
		}
	}
}

// parts collects from the parts that can be read; what is cut short ends them.
func (m *message) parts(r *multipart.Reader, depth int) {
	for {
		part, err := r.NextRawPart()
		if err != nil {
			return
		}
		body, err := io.ReadAll(part)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return
		}
		m.collect(part.Header, body, depth+1)
	}
}

// digested keeps the messages of a digest (RFC 2046).
func (m *message) digested(r *multipart.Reader) {
	for {
		part, err := r.NextRawPart()
		if err != nil {
			return
		}
		body, err := io.ReadAll(part)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return
		}
		m.digest = append(m.digest, decode(part.Header, body))
	}
}

// digestRule is what parts the messages of a digest that is a text (RFC 1153).
var digestRule = regexp.MustCompile(`(?m)^-{30,70}[ \t]*\r?$`)

// messages returns the messages of a digest of a mailing list, or those that are sent on
// as they are; none if a message is neither.
func (m *message) messages() [][]byte {
	if len(m.inner) > 0 && len(m.plain) <= maxNote && sentOn().MatchString(m.text("Subject")) {
		return m.inner
	}
	if len(m.digest) > 0 || m.page != nil || !m.isNewsletter() {
		return m.digest
	}
	var found [][]byte
	for _, part := range digestRule.Split(m.plain, -1) {
		if part = strings.TrimLeft(part, " \t\r\n"); Detect([]byte(part)) {
			found = append(found, []byte(part))
		}
	}
	return found
}

// decode undoes the transfer encoding of a body, as far as it goes.
func decode(header textproto.MIMEHeader, body []byte) []byte {
	var r io.Reader
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, bytes.NewReader(bytes.Map(base64Only, body)))
	case "quoted-printable":
		r = quotedprintable.NewReader(bytes.NewReader(body))
	default:
		return body
	}
	decoded, _ := io.ReadAll(r)
	return decoded
}

// base64Only drops what is not of the alphabet, as decoders have to.
func base64Only(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '+', r == '/', r == '=':
		return r
	}
	return -1
}

// unflow joins the lines that a mail program has broken (RFC 3676).
func unflow(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		b.WriteString(line)
		if !strings.HasSuffix(line, " ") || line == "-- " {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// text returns a field of the header as a line, decoded (RFC 2047).
func (m *message) text(name string) string {
	raw := m.header.Get(name)
	decoder := mime.WordDecoder{CharsetReader: nethtmlcharset.NewReaderLabel}
	decoded, err := decoder.DecodeHeader(raw)
	if err != nil {
		decoded = raw
	}
	return field.Line(field.UTF8([]byte(decoded)))
}
