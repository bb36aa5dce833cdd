package container

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"mime"

	"howett.net/plist"
)

// isWebArchive reports whether head begins a page as Safari saves it: a binary list of
// properties (bplist) whose first names are those of the page and what belongs to it.
func isWebArchive(head []byte) bool {
	return bytes.HasPrefix(head, []byte("bplist00")) && bytes.Contains(head, []byte("WebMainResource"))
}

// mostProperties is how many objects a list of properties may have. A page and what
// belongs to it have hundreds; the library goes as deep as they lie in each other.
const mostProperties = 100_000

// errTooManyProperties says so, as of a list without an end.
var errTooManyProperties = errors.New("its list of properties has no end, or more than a page can have")

// webArchive yields the page, without the pictures and scripts that were saved with it.
func (o *opener) webArchive(at place, r *bufio.Reader) {
	file, size, done, err := o.readerAt(r, at.depth)
	if err != nil {
		o.fail(at.name, err)
		return
	}
	defer done()
	var saved struct {
		Page struct {
			Body    []byte `plist:"WebResourceData"`
			Charset string `plist:"WebResourceTextEncodingName"`
			Type    string `plist:"WebResourceMIMEType"`
			URL     string `plist:"WebResourceURL"`
		} `plist:"WebMainResource"`
	}
	end := make([]byte, 32) // says, among others, how many objects there are
	if _, err := file.ReadAt(end, size-int64(len(end))); err != nil || binary.BigEndian.Uint64(end[8:]) > mostProperties {
		o.fail(at.name, damaged("web archive", errTooManyProperties))
		return
	}
	if err := plist.NewDecoder(io.NewSectionReader(file, 0, size)).Decode(&saved); err != nil {
		o.fail(at.name, damaged("web archive", err))
		return
	}
	parameters := map[string]string{}
	if saved.Page.Charset != "" {
		parameters["charset"] = saved.Page.Charset
	}
	at.ContentType = mime.FormatMediaType(saved.Page.Type, parameters)
	at.URL = saved.Page.URL
	o.open(at, metered{o, bytes.NewReader(saved.Page.Body)})
}
