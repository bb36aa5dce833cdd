package container

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A few bytes can claim gigabytes, for which the library would make room.
func TestWhatAParquetFileClaimsIsChecked(t *testing.T) {
	const claim = 1 << 30
	column := func(size, values int32, body string) *bufio.Reader {
		h := format.PageHeader{Type: format.DataPage, UncompressedPageSize: size, CompressedPageSize: int32(len(body))}
		h.DataPageHeader.Valid, h.DataPageHeader.V.NumValues = true, values
		head, err := thrift.Marshal(new(thrift.CompactProtocol), h)
		if err != nil {
			t.Fatal(err)
		}
		return bufio.NewReader(bytes.NewReader(append(head, body...)))
	}
	snappy := string(binary.AppendUvarint(nil, claim)) + "x"
	for name, test := range map[string]struct {
		column *bufio.Reader
		codec  format.CompressionCodec
		want   string
	}{
		"as it should be":   {column(9, 1, "text"), format.Uncompressed, ""},
		"a page":            {column(claim, 1, "text"), format.Gzip, "larger than any"},
		"values":            {column(9, claim, "text"), format.Uncompressed, "larger than any"},
		"what is in Snappy": {column(9, 1, snappy), format.Snappy, "unpacks to"},
	} {
		err := checkColumn(test.column, test.codec)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}

	var b bytes.Buffer
	w := parquet.NewGenericWriter[struct{ Title string }](&b)
	if _, err := w.Write([]struct{ Title string }{{"Ferry"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file := b.Bytes()
	if _, err := openRows(bytes.NewReader(file), int64(len(file))); err != nil {
		t.Fatal(err)
	}
	binary.LittleEndian.PutUint32(file[len(file)-parquetEnd:], claim)
	if _, err := openRows(bytes.NewReader(file), int64(len(file))); err == nil || !strings.Contains(err.Error(), "directory is longer") {
		t.Errorf("a directory of %d bytes: %v", claim, err)
	}
}
