package backup

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"

	"byline/internal/news"

	"github.com/klauspost/compress/zstd"
)

const (
	mostBytes  = 256 << 20 // of a line
	mostDim    = 1 << 16
	mostWindow = 64 << 20 // that a stream may ask to be remembered
)

// Reader reads a backup.
type Reader struct {
	z      *zstd.Decoder
	in     *bufio.Reader
	sum    hash.Hash
	header Header
	order  order
	lines  int
	buf    []byte

	counts  Counts
	damaged []string
	done    bool
}

// NewReader reads the header. The error is of kind invalid if the backup is of
// a later format than is known. The caller closes the Reader.
func NewReader(r io.Reader) (*Reader, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(mostWindow))
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	out := &Reader{z: z, in: bufio.NewReaderSize(z, 1<<16), sum: sha256.New()}
	if err := out.readHeader(); err != nil {
		z.Close()
		return nil, err
	}
	return out, nil
}

func (r *Reader) readHeader() error {
	text, err := r.next()
	if err != nil {
		return fmt.Errorf("backup: this is not a backup, or its beginning is damaged: %w", err)
	}
	var version struct {
		Format int `json:"byline_backup"`
	}
	if json.Unmarshal(text, &version) != nil || version.Format < 1 {
		return errors.New("backup: this is not a backup, or its beginning is damaged: its first line is no header")
	}
	if version.Format > Format {
		return news.Errorf(news.KindInvalid, "backup: it has format %d, and this version of byline reads up to %d; use the version that made it", version.Format, Format)
	}
	if err := strictly(text, &r.header); err != nil {
		return r.bad(err)
	}
	if r.header.Dim < 0 || r.header.Dim > mostDim || r.header.Articles < 0 {
		return r.bad(fmt.Errorf("the header has %d dimensions and %d articles", r.header.Dim, r.header.Articles))
	}
	r.sum.Write(text)
	return nil
}

// Header returns the first line.
func (r *Reader) Header() Header { return r.header }

// Close lets go of the memory that decompression takes.
func (r *Reader) Close() { r.z.Close() }

// Counts returns what the whole holds, and names of articles that were damaged
// at the source. It counts once All has come to its end.
func (r *Reader) Counts() (counts Counts, damaged []string) { return r.counts, r.damaged }

// All yields what is kept, in the order that news.Kept describes, and calls file
// with the pieces of files. It ends with an error unless everything is
// there as it was written. What was yielded before is known to be
// good only when it has ended without one. It can be ranged over once.
func (r *Reader) All(file func(name string, piece []byte) error) iter.Seq2[*news.Kept, error] {
	return func(yield func(*news.Kept, error) bool) {
		for !r.done {
			k, err := r.step(file)
			if err != nil {
				yield(nil, err)
				return
			}
			if k != nil && !yield(k, nil) {
				return
			}
		}
	}
}

// step takes a line and returns what is kept if it is such a line.
func (r *Reader) step(file func(name string, piece []byte) error) (*news.Kept, error) {
	text, err := r.next()
	if errors.Is(err, io.EOF) {
		err = errors.New("it ends before its trailer: the file was cut short")
	}
	if err != nil {
		return nil, r.bad(err)
	}
	var l line
	if err := strictly(text, &l); err != nil {
		return nil, r.bad(err)
	}
	if l.End != nil {
		return nil, r.finish(l.End)
	}
	r.sum.Write(text)
	if name := l.beside(); name != "" {
		if r.order.id != "" {
			return nil, r.bad(fmt.Errorf("the file %q comes after articles", name))
		}
		return nil, file(name, l.Data)
	}
	k, err := l.kept(r.header.Dim)
	if err == nil {
		err = r.order.take(k)
	}
	if err != nil {
		return nil, r.bad(err)
	}
	r.counts.add(k)
	return k, nil
}

// finish compares what was read with the trailer, and looks whether anything follows it.
func (r *Reader) finish(t *trailer) error {
	if err := r.order.end(); err != nil {
		return r.bad(err)
	}
	if sum := hex.EncodeToString(r.sum.Sum(nil)); sum != t.SHA256 {
		return r.bad(fmt.Errorf("what came before has SHA-256 %s, but should have %q", sum, t.SHA256))
	}
	r.counts.Damaged = t.Damaged
	if t.Damaged < len(t.Names) || r.counts != t.Counts {
		return r.bad(fmt.Errorf("there are %+v, but should be %+v", r.counts, t.Counts))
	}
	if _, err := r.in.ReadByte(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errors.New("something follows its trailer")
		}
		return r.bad(err)
	}
	r.damaged, r.done = t.Names, true
	return nil
}

// next returns the next line, which holds until the one after.
func (r *Reader) next() ([]byte, error) {
	r.buf = r.buf[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if len(r.buf)+len(part) > mostBytes {
			return nil, fmt.Errorf("it has more than %d bytes", mostBytes)
		}
		r.buf = append(r.buf, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) && len(r.buf) > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err == nil {
			r.lines++
		}
		return r.buf, err
	}
}

// bad says that the file is not as it was written.
func (r *Reader) bad(err error) error {
	where := fmt.Sprintf("line %d", r.lines)
	if r.order.id != "" {
		where += fmt.Sprintf(", at article %q", r.order.id)
	}
	return fmt.Errorf("backup: the file is damaged (after %s): %w; take another backup", where, err)
}

// strictly reads one JSON document with no fields but those of v.
func strictly(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if d.InputOffset() < int64(len(bytes.TrimRight(text, "\n"))) {
		return errors.New("something follows the document in its line")
	}
	return nil
}
