package container

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"

	"byline/internal/news"
)

// Parts are the files of a zip archive that is one document. No more comes out
// of it, all in all, than freely comes out of any container.
type Parts struct {
	zip  *zip.Reader
	left int64
}

// OpenParts opens a document.
func OpenParts(data []byte) (*Parts, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged("zip", err)
	}
	return &Parts{zip: z, left: freely}, nil
}

// Kind says which kind of document it is, as Origin does; empty if it is none.
func (p *Parts) Kind() string {
	kind, known := document(p.zip)
	if !known {
		return ""
	}
	return kind
}

// Has reports whether there is a file of that name.
func (p *Parts) Has(name string) bool {
	return slices.ContainsFunc(p.zip.File, func(f *zip.File) bool { return f.Name == name })
}

// Read returns the file of that name, nil if there is none.
func (p *Parts) Read(name string) ([]byte, error) {
	i := slices.IndexFunc(p.zip.File, func(f *zip.File) bool { return f.Name == name })
	if i < 0 {
		return nil, nil
	}
	r, err := openEntry(p.zip.File[i])
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, p.left+1))
	p.left -= int64(len(data))
	if p.left < 0 {
		return nil, news.Errorf(news.KindTooLarge, "the document unpacks to more than %d bytes", freely)
	}
	return data, err
}

// Elements reads the XML of the file of that name, token by token; none if there is no such file.
func (p *Parts) Elements(name string, visit func(d *xml.Decoder, token xml.Token) error) error {
	data, err := p.Read(name)
	if err != nil || data == nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return news.Errorf(news.KindInvalid, "the document is damaged: %s: %w", name, err)
		}
		if err := visit(d, token); err != nil {
			return news.Errorf(news.KindInvalid, "the document is damaged: %s: %w", name, err)
		}
	}
}

// Attribute returns an attribute of an element by its local name.
func Attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
