package container

import (
	"archive/zip"
	"bytes"
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
