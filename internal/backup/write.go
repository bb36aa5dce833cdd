package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"

	"byline/internal/news"

	"github.com/klauspost/compress/zstd"
)

// pieceBytes is how much of a file one line holds.
const pieceBytes = 1 << 20

// Writer writes a backup.
type Writer struct {
	z      *zstd.Encoder
	json   *json.Encoder
	text   bytes.Buffer
	sum    hash.Hash
	header Header
	order  order
	counts Counts
}

// NewWriter begins a backup with its header, whose Format it sets.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	z, err := zstd.NewWriter(w, zstd.WithEncoderCRC(true), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	h.Format = Format
	out := &Writer{z: z, sum: sha256.New(), header: h}
	out.json = json.NewEncoder(&out.text)
	out.json.SetEscapeHTML(false) // it goes to no page
	err = out.line(h)
	return out, err
}

// line writes v as a line.
func (w *Writer) line(v any) error {
	w.text.Reset()
	err := w.json.Encode(v)
	if err == nil {
		if w.text.Len() > mostBytes {
			return fmt.Errorf("backup: %d bytes are too many for a line", w.text.Len())
		}
		w.sum.Write(w.text.Bytes())
		_, err = w.z.Write(w.text.Bytes())
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// File adds a file, under a name that tells what it is. Files come before articles.
func (w *Writer) File(name string, r io.Reader) error {
	piece := make([]byte, pieceBytes)
	for {
		n, err := io.ReadFull(r, piece)
		if n > 0 {
			if err := w.line(&line{Beside: name, Data: piece[:n]}); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("backup: %s: %w", name, err)
		}
	}
}

// Keep adds what an index keeps, in the order that news.Kept describes.
func (w *Writer) Keep(k *news.Kept) error {
	if err := w.order.take(k); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	l, err := lineOf(k, w.header.Dim)
	if err != nil {
		return fmt.Errorf("backup: article %q: %w", k.Article.ID, err)
	}
	w.counts.add(k)
	return w.line(l)
}

// Close writes the trailer, with the articles of which versions are left out
// because they are damaged. What is written is whole only after that. It does
// not close the underlying writer.
func (w *Writer) Close(damaged []string) (Counts, error) {
	if err := w.order.end(); err != nil {
		return w.counts, fmt.Errorf("backup: %w", err)
	}
	w.counts.Damaged = len(damaged)
	t := &trailer{Counts: w.counts, Names: damaged[:min(len(damaged), mostNames)], SHA256: hex.EncodeToString(w.sum.Sum(nil))}
	if err := w.line(&line{End: t}); err != nil {
		return w.counts, err
	}
	if err := w.z.Close(); err != nil {
		return w.counts, fmt.Errorf("backup: %w", err)
	}
	return w.counts, nil
}

func (c *Counts) add(k *news.Kept) {
	switch k.State {
	case news.KeptDeleted:
		c.Deleted++
		return
	case news.KeptCurrent:
		c.Articles++
	case news.KeptSuperseded:
	}
	c.Versions++
	if len(k.Vectors) > 0 {
		c.Vectors++
	}
}
