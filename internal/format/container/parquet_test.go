package container_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"byline/internal/format/container"
)

// shipped is a row as programs for data write it.
type shipped struct {
	Title     string    `parquet:"title"`
	Authors   []string  `parquet:"authors,list"`
	Published time.Time `parquet:"published,timestamp(microsecond)"`
	Day       int32     `parquet:"day,date"`
	Place     struct {
		Town string `parquet:"town"`
	} `parquet:"place"`
	Raw []byte `parquet:"raw,optional"`
}

// parqueted writes rows in groups of two.
func parqueted(tb testing.TB, compression parquet.WriterOption, rows ...shipped) string {
	tb.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[shipped](&b, compression, parquet.MaxRowsPerRowGroup(2))
	_, err := w.Write(rows)
	check(tb, err)
	check(tb, w.Close())
	return b.String()
}

func TestAParquetFileIsLinesOfJSON(t *testing.T) {
	at := time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)
	rows := []shipped{{Title: "Ferry", Authors: []string{"Ada Lee", "Bo Strand"}, Published: at, Day: 20514, Raw: []byte("sails")}, {Title: "Bridge"}, {Title: "Mill"}}
	rows[0].Place.Town = "Vell"
	want := `in: {"authors":["Ada Lee","Bo Strand"],"day":"2026-03-02","place":{"town":"Vell"},"published":"2026-03-02T08:30:00Z","raw":"sails","title":"Ferry"}`
	for name, compression := range map[string]parquet.WriterOption{
		"plain": parquet.Compression(&parquet.Uncompressed), "snappy": parquet.Compression(&parquet.Snappy), "zstd": parquet.Compression(&parquet.Zstd), "gzip": parquet.Compression(&parquet.Gzip),
		"lz4": parquet.Compression(&parquet.Lz4Raw), "brotli": parquet.Compression(&parquet.Brotli),
	} {
		got := inputs(t, parqueted(t, compression, rows...), container.Default())
		if len(got) != 1 {
			t.Fatalf("%s: %d inputs", name, len(got))
		}
		lines := strings.Split(strings.TrimSpace(got[0]), "\n")
		if len(lines) != 3 || lines[0] != want || !strings.Contains(lines[2], `"title":"Mill"`) {
			t.Errorf("%s: got\n%s\nwant first\n%s", name, got[0], want)
		}
	}
}

// What is damaged is said, and is no fault of the program.
func TestADamagedParquetFile(t *testing.T) {
	whole := parqueted(t, parquet.Compression(&parquet.Snappy), shipped{Title: "Ferry"}, shipped{Title: "Bridge"}, shipped{Title: "Mill"})
	for at := 5; at < len(whole); at += 7 {
		damaged := whole[:at] + string(whole[at]^0x5a) + whole[at+1:]
		for _, data := range []string{damaged, whole[:at]} {
			for _, in := range list(t, outermost{strings.NewReader(data)}, container.Strict()) {
				if strings.Contains(in, "! ") && !strings.Contains(in, "Parquet data is damaged") {
					t.Errorf("at %d: %s", at, in)
				}
			}
		}
	}
}

// Values that are kept as differences, or by their place in a directory, are read as others are.
func TestParquetEncodings(t *testing.T) {
	type row struct {
		Title string `parquet:"title,delta"`
		Text  string `parquet:"text,dict"`
		Words int64  `parquet:"words,delta"`
		Paid  bool   `parquet:"paid"`
	}
	rows := make([]row, 1000)
	for i := range rows {
		rows[i] = row{"Ferry " + strings.Repeat("x", i%7), []string{"It sails.", "It lies."}[i%2], int64(i * i), i%3 == 0}
	}
	for _, version := range []int{1, 2} {
		var b bytes.Buffer
		w := parquet.NewGenericWriter[row](&b, parquet.Compression(&parquet.Zstd), parquet.DataPageVersion(version))
		_, err := w.Write(rows)
		check(t, err)
		check(t, w.Close())
		got := inputs(t, b.String(), container.Default())
		if lines := strings.Split(strings.TrimSpace(got[0]), "\n"); len(lines) != len(rows) || lines[8] != `{"paid":false,"text":"It sails.","title":"Ferry x","words":64}` {
			t.Errorf("version %d: %d rows, %s", version, len(lines), lines[min(8, len(lines)-1)])
		}
	}
}
