package container

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

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

// checkPages reports pages of a group of rows that are said to hold more than any does.
func checkPages(file io.ReaderAt, size int64, group *format.RowGroup) error {
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
		if err := checkColumn(bufio.NewReader(io.NewSectionReader(file, at, length)), c.Codec); err != nil {
			return err
		}
	}
	return nil
}

func checkColumn(r *bufio.Reader, codec format.CompressionCodec) error {
	decoder := thrift.NewDecoder(new(thrift.CompactProtocol).NewReader(r))
	for {
		if _, err := r.Peek(1); errors.Is(err, io.EOF) {
			return nil // all pages were seen
		} else if err != nil {
			return fmt.Errorf("the pages of a column cannot be read: %w", err)
		}
		var h format.PageHeader
		if err := decoder.Decode(&h); err != nil {
			return fmt.Errorf("the header of a page cannot be read: %w", err)
		}
		values := max(h.DataPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumValues, h.DictionaryPageHeader.V.NumValues)
		if h.CompressedPageSize < 0 || h.UncompressedPageSize > maxPage || h.CompressedPageSize > maxPage || values > maxPageValues {
			return fmt.Errorf("a page of %d bytes and %d values is larger than any that is read (%d and %d)", h.UncompressedPageSize, values, maxPage, maxPageValues)
		}
		levels := int(max(0, h.DataPageHeaderV2.V.RepetitionLevelsByteLength)) + int(max(0, h.DataPageHeaderV2.V.DefinitionLevelsByteLength))
		skip := int(h.CompressedPageSize)
		if codec == format.Snappy && levels < skip {
			if _, err := r.Discard(levels); err != nil {
				return io.ErrUnexpectedEOF
			}
			skip -= levels
			head, _ := r.Peek(min(skip, binary.MaxVarintLen64))
			if n, _ := binary.Uvarint(head); n > maxPage {
				return fmt.Errorf("a page unpacks to %d bytes, more than any that is read (%d)", n, maxPage)
			}
		}
		if _, err := r.Discard(skip); err != nil {
			return io.ErrUnexpectedEOF
		}
	}
}
