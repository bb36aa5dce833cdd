package container

import (
	"bytes"
	"io"
	"strings"

	"github.com/klauspost/compress/s2"

	"byline/internal/news"
)

// Bounds of what is kept of a web archive for the revisits in it, in bytes: of a
// page, and of all as they are packed, which are far more than the pages of a site
// between which its addresses repeat.
const (
	maxKeptPage  = 1 << 20
	maxKeptPages = 8 << 20
)

// kept are the latest pages of a web archive, by the digests that it gives them.
type kept struct {
	pages  map[string]response
	order  []string // the oldest first
	size   int
	coming *bytes.Buffer // of the record that is read now; nil: it is not kept
}

// response is a record with the header of its HTTP response, packed with S2.
type response struct {
	address string
	packed  []byte
}

func newKept() *kept { return &kept{pages: map[string]response{}} }

// page returns the page in a record, which is kept as it is read, or of the
// record that a revisit refers to; nil if there is none. The error is of a
// revisit that cannot be told.
func (k *kept) page(c record, body io.Reader) (io.Reader, Origin, error) {
	k.coming = nil
	digest := c.header.Get("WARC-Payload-Digest")
	switch kind := strings.ToLower(c.header.Get("WARC-Type")); {
	case kind == "revisit":
		return k.revisit(c, body, digest)
	case kind == "response" && digest != "":
		k.coming = &bytes.Buffer{}
		body = io.TeeReader(body, limitedBuffer{k.coming})
	}
	page, origin := c.page(body)
	if page == nil {
		k.coming = nil
	}
	return page, origin, nil
}

func (k *kept) revisit(c record, body io.Reader, digest string) (io.Reader, Origin, error) {
	address, before := c.address("WARC-Target-URI"), c.address("WARC-Refers-To-Target-URI")
	found, ok := k.pages[digest]
	switch {
	case address == "" || address == before || ok && address == found.address || digest == "":
		return nil, Origin{}, nil
	case ok:
		text, err := s2.Decode(nil, found.packed)
		page, origin := record{asResponse(c), int64(len(text))}.page(bytes.NewReader(text))
		return page, origin, err
	}
	if page, _ := (record{asResponse(c), c.length}).page(body); page == nil || before == "" {
		return nil, Origin{}, nil // of a picture, or nobody knows of what
	}
	return nil, Origin{}, news.Errorf(news.KindInvalid, "it is the page that was kept at %s, which is not in this archive or far before; it comes from the archive that has it", news.ShownURL(before))
}

// asResponse is the header of a revisit for the response that it stands for.
func asResponse(c record) map[string][]string {
	header := make(map[string][]string, len(c.header))
	for name, values := range c.header {
		header[name] = values
	}
	header["Warc-Type"] = []string{"response"}
	return header
}

// end reads a record to its end, and keeps its page if it is one.
func (k *kept) end(c record, body io.Reader) error {
	to := io.Discard
	if k.coming != nil {
		to = limitedBuffer{k.coming}
	}
	if _, err := io.Copy(to, body); err != nil {
		return err
	}
	digest := c.header.Get("WARC-Payload-Digest")
	if _, known := k.pages[digest]; k.coming == nil || known || k.coming.Len() > maxKeptPage {
		return nil
	}
	packed := bytes.Clone(s2.Encode(nil, k.coming.Bytes()))
	k.pages[digest] = response{c.address("WARC-Target-URI"), packed}
	k.order, k.size = append(k.order, digest), k.size+len(packed)
	for k.size > maxKeptPages {
		k.size -= len(k.pages[k.order[0]].packed)
		delete(k.pages, k.order[0])
		k.order = k.order[1:]
	}
	return nil
}

// limitedBuffer keeps what is written up to the length of a page that is kept, and a byte more that tells so.
type limitedBuffer struct{ b *bytes.Buffer }

func (l limitedBuffer) Write(p []byte) (int, error) {
	if room := maxKeptPage + 1 - l.b.Len(); room > 0 {
		l.b.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
