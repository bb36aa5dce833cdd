// Package container takes inputs out of what they are packed in: gzip, zstd, bzip2, zip, tar,
// WARC, the web archives of Safari, mailboxes (mbox), the forms that browsers upload and the rows of Parquet
// files, within each other as well, found from the content. It writes nothing
// under the names that it finds, and stops at the [Limits].
package container

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"errors"
	"io"
	"iter"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"byline/internal/news"
)

// PeekSize is how much of an input can be peeked at, in bytes.
const PeekSize = 64 << 10

// bufferSize is the size of the buffer behind what is unpacked.
const bufferSize = 256 << 10

// Input is one file, or the reason why it cannot be read.
type Input struct {
	// Name is that of the outermost file, and of each archive and file within:
	// "week.zip/monday/ferry.html". gzip, zstd and bzip2 add nothing to it.
	Name          string
	*bufio.Reader // nil where Err is set; good until the next input is asked for
	Err           error
	Origin

	top *counter
}

// Origin is what a container says of a file in it, as far as it says anything.
type Origin struct {
	ContentType string    // media type, with its parameters
	URL         string    // where it was taken from
	Saved       time.Time // when it was
	Modified    time.Time // of the innermost entry of an archive that says so; zero: unknown
	Document    string    // what a zip archive is that is one document: "docx", "xlsx", "odt" or "ods"
}

// Offset returns how many bytes were read of the outermost file.
func (in *Input) Offset() int64 { return in.top.read }

// Sized is a file whose bytes can be read in any order, as a zip archive wants it.
type Sized interface {
	io.ReaderAt
	Size() int64
}

// Open yields the inputs in r, in order: r itself, if it is no container.
// Folders, links and files whose name, or that of a folder around them, begins
// with a full stop are passed over. Entries whose path leads out of the archive
// are errors. A [Sized] r at its beginning saves a copy of a zip archive. If a
// limit is exceeded, the input that did so ends with an error; an archive then
// says so as well, since the rest of it is not read.
func Open(ctx context.Context, name string, r io.Reader, limits Limits) iter.Seq[*Input] {
	return func(yield func(*Input) bool) {
		o := &opener{limits: limits, top: &counter{ctx: ctx, r: r}, yield: yield}
		if file, ok := r.(Sized); ok {
			o.size = file.Size()
		}
		o.open(place{name: name}, o.top)
		if o.exceeded != nil && o.inputs > 0 && !o.told {
			o.fail(name, o.exceeded)
		}
	}
}

// opener is one call of Open.
type opener struct {
	limits   Limits
	top      *counter
	size     int64 // of the outermost file; 0: not known
	unpacked int64
	inputs   int
	exceeded error // the limit that ended it
	told     bool  // there was an input with this error
	stopped  bool  // the caller wants no more
	yield    func(*Input) bool
}

func (o *opener) emit(in *Input) {
	in.top = o.top
	o.stopped = o.stopped || !o.yield(in)
}

func (o *opener) fail(name string, err error) {
	o.told = o.told || o.exceeded != nil && errors.Is(err, o.exceeded)
	o.emit(&Input{Name: name, Err: err})
}

func (o *opener) ended() bool { return o.stopped || o.exceeded != nil }

// place is where an input lies.
type place struct {
	name  string
	depth int // of containers around it
	Origin
}

// open yields what is in r.
func (o *opener) open(at place, r io.Reader) {
	size := PeekSize
	if at.depth > 0 {
		size = bufferSize
	}
	in := bufio.NewReaderSize(r, size)
	head, _ := in.Peek(tarBlock) // an error comes again when the input is read
	unpack := o.unpacker(head)
	switch {
	case unpack == nil:
		o.emit(&Input{Name: at.name, Reader: in, Origin: at.Origin})
	case at.depth >= o.limits.Depth:
		o.fail(at.name, news.Errorf(news.KindTooLarge, "it is packed more than %d times over; unpack it first", o.limits.Depth))
	default:
		at.depth++
		unpack(at, in)
	}
}

// unpacker returns what opens a container that begins with head, nil for other files.
func (o *opener) unpacker(head []byte) func(at place, r *bufio.Reader) {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return o.gzip
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		return o.zstd
	case bytes.HasPrefix(head, []byte("BZh")) && len(head) > 10 && string(head[4:10]) == "1AY&SY":
		return o.bzip2
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")), bytes.HasPrefix(head, []byte("PK\x07\x08")):
		return o.zip
	case bytes.HasPrefix(head, []byte("PAR1\x15")):
		return o.parquet
	case bytes.HasPrefix(head, []byte("WARC/")):
		return o.warc
	case isWebArchive(head):
		return o.webArchive
	case isMbox(head):
		return o.mbox
	case isForm(head):
		return o.form
	case isTar(head):
		return o.tar
	}
	return nil
}

func (o *opener) gzip(at place, r *bufio.Reader) {
	z, err := gzip.NewReader(r)
	if err != nil {
		o.fail(at.name, damaged("gzip", err))
		return
	}
	o.open(at, metered{o, mender{"gzip", z}})
}

// zstdMemory bounds, in bytes, what the stream may have a decoder keep.
const zstdMemory = 128 << 20

func (o *opener) zstd(at place, r *bufio.Reader) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(zstdMemory))
	if err != nil {
		o.fail(at.name, damaged("zstd", err))
		return
	}
	defer z.Close()
	o.open(at, metered{o, mender{"zstd", z}})
}

func (o *opener) bzip2(at place, r *bufio.Reader) {
	o.open(at, metered{o, mender{"bzip2", bzip2.NewReader(r)}})
}

// entry is a file in an archive.
type entry struct {
	name     string
	modified time.Time // zero: unknown
}

// entry yields what is in an entry of an archive.
func (o *opener) entry(archive place, e entry, open func() (io.ReadCloser, error)) {
	name := e.name
	local := strings.ReplaceAll(strings.ToValidUTF8(name, "\ufffd"), `\`, "/")
	full := path.Join(archive.name, path.Clean("/"+local))
	if archive.name == "" {
		full = strings.TrimPrefix(full, "/")
	}
	if !filepath.IsLocal(local) {
		o.fail(full, news.Errorf(news.KindInvalid, "the archive gives it a path that leads elsewhere, %q", local))
		return
	}
	if isHidden(local) {
		return
	}
	r, err := open()
	if err != nil {
		o.fail(full, err)
		return
	}
	defer r.Close()
	origin := archive.Origin
	if !e.modified.IsZero() {
		origin.Modified = e.modified
	}
	o.open(place{name: full, depth: archive.depth, Origin: origin}, metered{o, r})
}

// isHidden reports whether a part of a path begins with a full stop.
func isHidden(name string) bool {
	for part := range strings.SplitSeq(path.Clean(name), "/") {
		if strings.HasPrefix(part, ".") {
			return true
		}
	}
	return false
}

// counter counts the bytes read of the outermost file, and ends with ctx.
type counter struct {
	ctx  context.Context //nolint:containedctx // a reader has no other way to learn of it
	r    io.Reader
	read int64
}

func (c *counter) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.read += int64(n)
	return n, err
}

// mender names the damage that it meets.
type mender struct {
	what string
	r    io.Reader
}

func (m mender) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = damaged(m.what, err)
	}
	return n, err
}

// damaged says that a container cannot be read on, unless err has said why already.
func damaged(what string, err error) error {
	kind := news.KindOf(err)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || kind == news.KindInvalid || kind == news.KindTooLarge {
		return err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the data ends too early")
	}
	return news.Errorf(news.KindInvalid, "the %s data is damaged or cut short; what comes after is lost: %w", what, err)
}

// errNothing is said of an archive without a file in it.
func errNothing() error {
	return news.Errorf(news.KindInvalid, "the archive holds no file that could be read")
}
