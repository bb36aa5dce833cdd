package container

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"byline/internal/news"
)

func (o *opener) zip(at place, r *bufio.Reader) {
	file, size, done, err := o.readerAt(r, at.depth)
	if err != nil {
		o.fail(at.name, err)
		return
	}
	defer done()
	directory := &bounded{r: file, left: int64(o.limits.Inputs)*directoryEntry + bufferSize, limit: o.limits.Inputs}
	z, err := zip.NewReader(directory, size)
	directory.open = true
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // which entry refuses
		o.fail(at.name, damaged("zip", err))
		return
	}
	if kind, known := document(z); known {
		at.Document = kind
		o.emit(&Input{Name: at.name, Reader: bufio.NewReaderSize(io.NewSectionReader(file, 0, size), PeekSize), Origin: at.Origin})
		return
	} else if kind != "" {
		o.fail(at.name, news.Errorf(news.KindInvalid, "the input is %s, which cannot be read; save it as text or as a web page", kind))
		return
	}
	o.zipEntries(at, z)
}

func (o *opener) zipEntries(at place, z *zip.Reader) {
	files := 0
	beside := pageFolders{}
	lists := listsOfPosts(z)
	for _, f := range z.File {
		beside.note(f.Name)
	}
	for _, f := range z.File {
		if o.ended() {
			return
		}
		if !o.admit() {
			o.fail(at.name, o.exceeded)
			return
		}
		switch dir := path.Dir(f.Name); {
		case f.Mode()&fs.ModeType != 0, beside.holds(f.Name), path.Base(dir) == FolderOfPosts && lists[path.Dir(dir)]:
		default:
			files++
			o.entry(at, entry{f.Name, f.Modified}, func() (io.ReadCloser, error) {
				r, err := openEntry(f)
				if err == nil && lists[dir] && path.Base(f.Name) == ListOfPosts {
					return postsOf(z, dir, r), nil
				}
				return r, err
			})
		}
	}
	if files == 0 {
		o.fail(at.name, errNothing())
	}
	beside.tell(o, at)
}

// listsOfPosts returns the folders of an archive that hold a list of posts.
func listsOfPosts(z *zip.Reader) map[string]bool {
	found := map[string]bool{}
	for _, f := range z.File {
		if path.Base(f.Name) != ListOfPosts {
			continue
		}
		if r, err := openEntry(f); err == nil {
			head := make([]byte, len(listBegins)+len("\ufeff"))
			n, _ := io.ReadFull(r, head)
			found[path.Dir(f.Name)] = IsListOfPosts(f.Name, head[:n])
			_ = r.Close()
		}
	}
	return found
}

// postsOf reads a list in a folder of an archive together with what it lists.
func postsOf(z *zip.Reader, dir string, list io.ReadCloser) io.ReadCloser {
	return struct {
		io.Reader
		io.Closer
	}{Posts(list, func(name string) (io.ReadCloser, error) {
		for _, f := range z.File {
			if f.Name == path.Join(dir, name) {
				return openEntry(f)
			}
		}
		return nil, fs.ErrNotExist
	}), list}
}

func openEntry(f *zip.File) (io.ReadCloser, error) {
	const encrypted = 1
	if f.Flags&encrypted != 0 {
		return nil, news.Errorf(news.KindInvalid, "it is encrypted; unpack the archive first")
	}
	r, err := f.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, news.Errorf(news.KindInvalid, "it is compressed by method %d, which cannot be read; unpack the archive first", f.Method)
	}
	if err != nil {
		return nil, damaged("zip", err)
	}
	return struct {
		io.Reader
		io.Closer
	}{mender{"zip", r}, r}, nil
}

// document says which kind of document a zip archive is, empty if it is just an
// archive, and whether that is one that can be read.
func document(z *zip.Reader) (kind string, known bool) {
	if len(z.File) == 0 {
		return "", false
	}
	office := false
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return "docx", true
		case "xl/workbook.xml":
			return "xlsx", true
		case "[Content_Types].xml":
			office = true
		}
	}
	switch {
	case office:
		return "an Office document", false
	case z.File[0].Name != "mimetype":
		return "", false
	}
	if r, err := z.File[0].Open(); err == nil {
		defer r.Close()
		mime, _ := io.ReadAll(io.LimitReader(r, 100))
		switch {
		case strings.HasPrefix(string(mime), "application/vnd.oasis.opendocument.text"):
			return "odt", true
		case strings.HasPrefix(string(mime), "application/vnd.oasis.opendocument.spreadsheet"):
			return "ods", true
		}
	}
	return "an EPUB or OpenDocument file", false
}

// readerAt returns an archive so that it can be read in any order: the outermost
// file as it is, others from a copy, which done removes.
func (o *opener) readerAt(r io.Reader, depth int) (file io.ReaderAt, size int64, done func(), err error) {
	if outermost, ok := o.top.r.(Sized); ok && depth == 1 {
		return counterAt{o.top, outermost}, o.size, func() {}, nil
	}
	const inMemory = 16 << 20
	r = io.LimitReader(r, o.limits.Spool+1)
	var head bytes.Buffer
	n, err := io.Copy(&head, io.LimitReader(r, inMemory))
	if err != nil {
		return nil, 0, nil, err
	}
	if n < inMemory {
		return bytes.NewReader(head.Bytes()), n, func() {}, nil
	}
	temporary, err := os.CreateTemp("", "byline-*")
	if err != nil {
		return nil, 0, nil, fmt.Errorf("an archive that is read in any order needs a temporary file: %w", err)
	}
	done = func() {
		_ = temporary.Close()
		_ = os.Remove(temporary.Name())
	}
	size, err = io.Copy(temporary, io.MultiReader(&head, r))
	if err == nil && size > o.limits.Spool {
		err = news.Errorf(news.KindTooLarge, "a zip archive or Parquet file within another, or that comes as a stream, may have %d bytes; give it as a file", o.limits.Spool)
	}
	if err != nil {
		done()
		return nil, 0, nil, err
	}
	return temporary, size, done, nil
}

// counterAt counts what is read of the outermost file out of order.
type counterAt struct {
	*counter
	file io.ReaderAt
}

func (c counterAt) ReadAt(p []byte, at int64) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.file.ReadAt(p, at)
	c.read += int64(n)
	return n, err
}

// bounded bounds what is read of an archive until it is open, which is its
// directory: all of that is kept in memory.
type bounded struct {
	r     io.ReaderAt
	left  int64
	limit int // of files, for the error
	open  bool
}

func (b *bounded) ReadAt(p []byte, at int64) (int, error) {
	if !b.open && int64(len(p)) > b.left {
		return 0, news.Errorf(news.KindTooLarge, "its directory is too long for the %d files that it may hold; unpack it and give the folder", b.limit)
	}
	n, err := b.r.ReadAt(p, at)
	b.left -= int64(n)
	return n, err
}
