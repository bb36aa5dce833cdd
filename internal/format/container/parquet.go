package container

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"byline/internal/panics"
)

// parquet yields the rows of a Parquet file as lines of JSON.
func (o *opener) parquet(at place, r *bufio.Reader) {
	file, size, done, err := o.readerAt(r, at.depth)
	if err != nil {
		o.fail(at.name, err)
		return
	}
	defer done()
	rows, err := openRows(file, size)
	if err != nil {
		o.fail(at.name, damaged("Parquet", err))
		return
	}
	defer rows.Close()
	at.ContentType = "application/x-ndjson"
	o.emit(&Input{Name: at.name, Reader: bufio.NewReaderSize(metered{o, mender{"Parquet", rows}}, PeekSize), Origin: at.Origin})
}

// rowsAtOnce is how many rows are read in one step.
const rowsAtOnce = 64

// rows reads a Parquet file as lines of JSON, a few rows of it at a time.
type rows struct {
	file   *parquet.File
	from   io.ReaderAt
	size   int64
	next   int // row group
	in     parquet.Rows
	taken  [rowsAtOnce]parquet.Row
	text   []byte // of rows, still to be given out
	shapes map[string]func(any) any
}

func openRows(file io.ReaderAt, size int64) (*rows, error) {
	r := &rows{from: file, size: size, shapes: map[string]func(any) any{}}
	if err := checkDirectory(file, size); err != nil {
		return nil, err
	}
	err := expecting(func() (err error) {
		r.file, err = parquet.OpenFile(file, size, parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, f := range r.file.Schema().Fields() {
		if f.Leaf() && f.Type().LogicalType() != nil {
			r.shapes[f.Name()] = shapeOf(f.Type())
		}
	}
	return r, nil
}

// expecting makes an error of damage that the library does not expect and panics at.
func expecting(f func() error) error {
	err := panics.Catch(f)
	if panics.In(err) {
		return errors.New("its parts do not fit together")
	}
	return err
}

// Close lets go of what is read ahead.
func (r *rows) Close() error {
	if r.in == nil {
		return nil
	}
	return r.in.Close()
}

func (r *rows) Read(p []byte) (int, error) {
	for len(r.text) == 0 {
		if err := expecting(r.fill); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.text)
	r.text = r.text[n:]
	return n, nil
}

// fill reads the next rows, of the next group where one is at its end.
func (r *rows) fill() error {
	if r.in == nil {
		groups := r.file.RowGroups()
		if r.next == len(groups) {
			return io.EOF
		}
		group := groups[r.next]
		if err := checkPages(r.from, r.size, &r.file.Metadata().RowGroups[r.next], r.file.Schema()); err != nil {
			return err
		}
		for _, c := range group.ColumnChunks() {
			if c.NumValues() < group.NumRows() { // the library would make rows of nothing
				return errors.New("a column ends before the others do")
			}
		}
		r.in = group.Rows()
		r.next++
	}
	n, err := r.in.ReadRows(r.taken[:])
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	r.text = nil // which the reader may still hold
	for _, row := range r.taken[:n] {
		line, err := r.line(row)
		if err != nil {
			return err
		}
		r.text = append(append(r.text, line...), '\n')
	}
	if err != nil {
		err = r.in.Close()
		r.in = nil
	}
	return err
}

func (r *rows) line(row parquet.Row) ([]byte, error) {
	members := map[string]any{}
	if err := r.file.Schema().Reconstruct(&members, row); err != nil {
		return nil, err
	}
	for name, shape := range r.shapes {
		if v := members[name]; v != nil {
			members[name] = shape(v)
		}
	}
	line, err := json.Marshal(plain(members))
	if err != nil {
		return nil, fmt.Errorf("a row cannot be written as JSON: %w", err)
	}
	return line, nil
}

// plain makes texts of bytes, which JSON would write in base64.
func plain(v any) any {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case map[string]any:
		for name, member := range v {
			v[name] = plain(member)
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	}
	return v
}

// shapeOf returns what writes a value of a type as people do: times and days,
// which are kept as numbers.
func shapeOf(t parquet.Type) func(any) any {
	switch logical := t.LogicalType().Value.(type) {
	case *format.TimestampType:
		at := func(n int64) time.Time { return time.Unix(0, n) }
		switch logical.Unit.Value.(type) {
		case *format.MilliSeconds:
			at = time.UnixMilli
		case *format.MicroSeconds:
			at = time.UnixMicro
		}
		return func(v any) any {
			if n, ok := v.(int64); ok {
				return at(n).UTC().Format(time.RFC3339Nano)
			}
			return v
		}
	case *format.DateType:
		return func(v any) any {
			if n, ok := v.(int32); ok {
				return time.Unix(int64(n)*24*60*60, 0).UTC().Format(time.DateOnly)
			}
			return v
		}
	}
	return func(v any) any { return v }
}
