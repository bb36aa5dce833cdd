package container

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// The library makes room for what a Parquet file says of its parts before it has
// seen them. These bound what is believed.
const (
	maxPage       = 256 << 20 // bytes of a page, unpacked
	maxPageValues = 16 << 20
	parquetEnd    = 8 // bytes of the length of the directory and the mark behind it
)

// checkDirectory reports a directory that would not fit into the file.
func checkDirectory(file io.ReaderAt, size int64) error {
	var end [parquetEnd]byte
	if _, err := file.ReadAt(end[:], size-parquetEnd); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if n := int64(binary.LittleEndian.Uint32(end[:])); n > size-parquetEnd {
		return errors.New("its directory is longer than the file")
	}
	return nil
}

// checkPages reports pages of a group of rows that are said to hold more than any
// does, or unpack to it.
func checkPages(file io.ReaderAt, size int64, group *format.RowGroup, schema *parquet.Schema) error {
	for i := range group.Columns {
		c := &group.Columns[i].MetaData
		at := c.DataPageOffset
		if first := c.DictionaryPageOffset; first > 0 && first < at {
			at = first
		}
		length := c.TotalCompressedSize
		if at < 0 || length < 0 || length > size || at > size-length {
			return errors.New("a column lies beyond the end of the file")
		}
		leaf, ok := schema.Lookup(c.PathInSchema...)
		if !ok {
			return errors.New("a column is not in its directory")
		}
		checked := column{r: bufio.NewReader(io.NewSectionReader(file, at, length)), codec: c.Codec, repeats: leaf.MaxRepetitionLevel, defines: leaf.MaxDefinitionLevel}
		if t := leaf.Node.Type(); t.Kind() == parquet.FixedLenByteArray {
			checked.width = t.Length()
		}
		if err := checked.check(); err != nil {
			return err
		}
	}
	return nil
}

// column is the pages of a column in a group of rows.
type column struct {
	r                *bufio.Reader
	codec            format.CompressionCodec
	repeats, defines int // the highest levels
	width            int // bytes of each value, 0 if they differ
	unpacked         []byte
}

func (c *column) check() error {
	decoder := thrift.NewDecoder(new(thrift.CompactProtocol).NewReader(c.r))
	for {
		if _, err := c.r.Peek(1); errors.Is(err, io.EOF) {
			return nil // all pages were seen
		} else if err != nil {
			return fmt.Errorf("the pages of a column cannot be read: %w", err)
		}
		var h format.PageHeader
		if err := decoder.Decode(&h); err != nil {
			return fmt.Errorf("the header of a page cannot be read: %w", err)
		}
		values := max(h.DataPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumValues, h.DictionaryPageHeader.V.NumValues)
		if h.CompressedPageSize < 0 || h.UncompressedPageSize > maxPage || h.CompressedPageSize > maxPage || values > maxPageValues || int64(values)*int64(c.width) > maxPage {
			return fmt.Errorf("a page of %d bytes and %d values is larger than any that is read (%d and %d)", h.UncompressedPageSize, values, maxPage, maxPageValues)
		}
		page, err := io.ReadAll(io.LimitReader(c.r, int64(h.CompressedPageSize))) // by and by, for the size is only said
		if err != nil || len(page) < int(h.CompressedPageSize) {
			return io.ErrUnexpectedEOF
		}
		if err := c.page(&h, page); err != nil {
			return err
		}
	}
}

// page reports a page in which a few bytes stand for more values than it can have.
func (c *column) page(h *format.PageHeader, page []byte) (err error) {
	switch h.Type {
	case format.DataPage:
		if page, err = c.unpack(page); err != nil {
			return err
		}
		for _, highest := range []int{c.repeats, c.defines} {
			if highest == 0 {
				continue
			}
			var levels []byte
			if levels, page, err = prefixed(page); err != nil {
				return err
			}
			if err := checkRuns(levels, bits.Len(uint(highest))); err != nil {
				return err
			}
		}
		return checkValues(h.DataPageHeader.V.Encoding, page)
	case format.DataPageV2:
		v := &h.DataPageHeaderV2.V
		for _, levels := range []struct {
			size    int32
			highest int
		}{{v.RepetitionLevelsByteLength, c.repeats}, {v.DefinitionLevelsByteLength, c.defines}} {
			if levels.size < 0 || int(levels.size) > len(page) {
				return io.ErrUnexpectedEOF
			}
			if err := checkRuns(page[:levels.size], bits.Len(uint(levels.highest))); levels.highest > 0 && err != nil {
				return err
			}
			page = page[levels.size:]
		}
		if !v.IsCompressed.Valid || v.IsCompressed.V {
			if page, err = c.unpack(page); err != nil {
				return err
			}
		}
		return checkValues(v.Encoding, page)
	}
	_, err = c.unpack(page)
	return err
}

// unpack unpacks a page, up to what one may hold.
func (c *column) unpack(page []byte) ([]byte, error) {
	var from io.Reader
	switch c.codec {
	case format.Uncompressed:
		return page, nil
	case format.Snappy:
		if n, _ := binary.Uvarint(page); n > maxPage {
			return nil, fmt.Errorf("a page unpacks to %d bytes, more than any that is read (%d)", n, maxPage)
		}
		return parquet.LookupCompressionCodec(c.codec).Decode(c.unpacked[:0], page)
	case format.Lz4Raw:
		n, err := lz4Size(page)
		if err != nil {
			return nil, err
		}
		return parquet.LookupCompressionCodec(c.codec).Decode(make([]byte, 0, max(n, 1)), page)
	case format.Gzip:
		z, err := gzip.NewReader(bytes.NewReader(page))
		if err != nil {
			return nil, err
		}
		from = z
	case format.Zstd:
		z, err := zstd.NewReader(bytes.NewReader(page), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(zstdMemory))
		if err != nil {
			return nil, err
		}
		defer z.Close()
		from = z
	case format.Brotli:
		from = brotli.NewReader(bytes.NewReader(page))
	default:
		return nil, fmt.Errorf("its pages are packed with %s, which cannot be read", c.codec)
	}
	out := bytes.NewBuffer(c.unpacked[:0])
	_, err := io.Copy(out, io.LimitReader(from, maxPage+1))
	c.unpacked = out.Bytes()
	if err == nil && len(c.unpacked) > maxPage {
		err = fmt.Errorf("a page unpacks to more than any that is read (%d bytes)", maxPage)
	}
	return c.unpacked, err
}

// lz4Size returns how many bytes a block of LZ4 unpacks to. The library makes ever
// more room for one that is damaged.
func lz4Size(block []byte) (size int, err error) {
	damaged := errors.New("a page is no block of LZ4")
	length := func(n int) (int, bool) { // which goes on in bytes of 255
		for more := n == 15; more; block = block[1:] {
			if len(block) == 0 {
				return 0, false
			}
			n += int(block[0])
			more = block[0] == 255
		}
		return n, true
	}
	for len(block) > 0 {
		token := block[0]
		block = block[1:]
		literals, ok := length(int(token >> 4))
		if !ok || literals > len(block) {
			return 0, damaged
		}
		block = block[literals:]
		if size += literals; len(block) == 0 {
			return size, nil // the last has literals alone
		}
		if len(block) < 2 {
			return 0, damaged
		}
		back := int(binary.LittleEndian.Uint16(block))
		block = block[2:]
		match, ok := length(int(token & 15))
		if !ok || back == 0 || back > size {
			return 0, damaged
		}
		if size += match + 4; size > maxPage {
			return 0, fmt.Errorf("a page unpacks to more than any that is read (%d bytes)", maxPage)
		}
	}
	return size, nil
}

// prefixed cuts off what has its length before it.
func prefixed(page []byte) (part, rest []byte, err error) {
	if len(page) < 4 {
		return nil, nil, io.ErrUnexpectedEOF
	}
	n := int64(binary.LittleEndian.Uint32(page))
	if n > int64(len(page)-4) {
		return nil, nil, io.ErrUnexpectedEOF
	}
	return page[4 : 4+n], page[4+n:], nil
}

// checkValues reports values that are kept as more of them than a page can have.
func checkValues(encoding format.Encoding, data []byte) error {
	switch encoding {
	case format.PlainDictionary, format.RLEDictionary: //nolint:staticcheck // older files have the first
		if len(data) == 0 {
			return nil
		}
		return checkRuns(data[1:], int(data[0]))
	case format.RLE:
		runs, _, err := prefixed(data)
		if err != nil {
			return err
		}
		return checkRuns(runs, 1)
	case format.DeltaBinaryPacked, format.DeltaLengthByteArray:
		return checkDeltas(data)
	case format.DeltaByteArray:
		if err := checkDeltas(data); err != nil {
			return err
		}
		prefixes, err := new(delta.BinaryPackedEncoding).DecodeInt32(nil, data)
		if err != nil {
			return err
		}
		size := 0
		for _, n := range prefixes { // each of a value that may have as long a one
			if size += int(n); n < 0 || size > maxPage {
				return errors.New("its values begin with more of others than any that are read")
			}
		}
	}
	return nil
}

// checkRuns reports runs of values of some bits each that make more than a page can have.
func checkRuns(data []byte, width int) error {
	total := uint64(0)
	for len(data) > 0 {
		u, n := binary.Uvarint(data)
		if n <= 0 {
			return io.ErrUnexpectedEOF
		}
		data = data[n:]
		count, size := u>>1, uint64(width+7)/8
		if u&1 != 0 { // groups of eight, each value in its bits
			count, size = 8*min(count, maxPageValues), min(count, maxPageValues)*uint64(width)
		}
		if total += min(count, maxPageValues+1); total > maxPageValues {
			return fmt.Errorf("a page has more than %d values", maxPageValues)
		}
		data = data[min(size, uint64(len(data))):]
	}
	return nil
}

// checkDeltas reports differences that are said to be more than a page can have.
func checkDeltas(data []byte) error {
	for i := range 3 { // the size of a block, how many parts it has, how many values there are
		u, n := binary.Uvarint(data)
		if n <= 0 {
			return io.ErrUnexpectedEOF
		}
		if data = data[n:]; i != 1 && u > maxPageValues {
			return fmt.Errorf("a page has more than %d values", maxPageValues)
		}
	}
	return nil
}
