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
	encoding := format.Plain
	pages := func(size, values int32, body string) *bufio.Reader {
		h := format.PageHeader{Type: format.DataPage, UncompressedPageSize: size, CompressedPageSize: int32(len(body))}
		h.DataPageHeader.Valid, h.DataPageHeader.V.NumValues = true, values
		h.DataPageHeader.V.Encoding = encoding
		head, err := thrift.Marshal(new(thrift.CompactProtocol), h)
		if err != nil {
			t.Fatal(err)
		}
		return bufio.NewReader(bytes.NewReader(append(head, body...)))
	}
	snappy := string(binary.AppendUvarint(nil, claim)) + "x"
	run := string(binary.AppendUvarint(nil, claim<<1)) + "\x01" // of one value, over and over
	of := func(e format.Encoding, body string) *bufio.Reader {
		encoding = e
		return pages(9, 1, body)
	}
	length := func(s string) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(len(s)))) + s }
	deltas := string(binary.AppendUvarint(append(binary.AppendUvarint(nil, 128), 4), claim)) + "\x00"
	for name, test := range map[string]struct {
		column column
		want   string
	}{
		"as it should be":       {column{r: of(format.Plain, "text")}, ""},
		"a page":                {column{r: pages(claim, 1, "text"), codec: format.Gzip}, "larger than any"},
		"values":                {column{r: pages(9, claim, "text")}, "larger than any"},
		"values of a length":    {column{r: pages(9, 1000, "text"), width: 1 << 20}, "larger than any"},
		"what is in Snappy":     {column{r: pages(9, 1, snappy), codec: format.Snappy}, "unpacks to"},
		"a damaged LZ4 block":   {column{r: pages(9, 1, "\xf0\xff\xff"), codec: format.Lz4Raw}, "no block of LZ4"},
		"what is in LZ4":        {column{r: pages(9, 1, "\x1fa\x01\x00"+strings.Repeat("\xff", maxPage/255+1)+"\x00\x00"), codec: format.Lz4Raw}, "unpacks to"},
		"levels":                {column{r: of(format.Plain, length(run)), defines: 1}, "more than 16777216 values"},
		"places in a directory": {column{r: of(format.RLEDictionary, "\x08"+run)}, "more than 16777216 values"},
		"truths":                {column{r: of(format.RLE, length(run))}, "more than 16777216 values"},
		"differences":           {column{r: of(format.DeltaBinaryPacked, deltas)}, "more than 16777216 values"},
		"beginnings":            {column{r: of(format.DeltaByteArray, deltas)}, "more than 16777216 values"},
	} {
		err := test.column.check()
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
