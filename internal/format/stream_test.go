package format_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"byline/internal/format"
)

// generated is a text of pieces, each made as it is read.
type generated struct {
	piece func(n int) string
	n     int
	left  int // bytes
	rest  string
}

func (g *generated) Read(p []byte) (int, error) {
	if g.rest == "" {
		if g.left <= 0 {
			return 0, io.EOF
		}
		g.n++
		g.rest = g.piece(g.n)
		g.left -= len(g.rest)
	}
	n := copy(p, g.rest)
	g.rest = g.rest[n:]
	return n, nil
}

// BenchmarkStream reads 5 MB and 300 MB in formats of archives: the memory that
// it takes must not depend on which.
func BenchmarkStream(b *testing.B) {
	text := strings.Repeat("The town of Lindholm has closed its old bridge to lorries. ", 50)
	page := "<!DOCTYPE html><html><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>" + text + "</p></article></body></html>"
	answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
	for name, piece := range map[string]func(n int) string{
		"jsonl": func(n int) string { return fmt.Sprintf("{\"title\":\"Bridge %d\",\"text\":\"%s\"}\n", n, text) },
		"envelope": func(n int) string {
			if n == 1 {
				return `{"status":"ok","articles":[`
			}
			return fmt.Sprintf(`{"title":"Bridge %d","text":"%s"},`, n, text)
		},
		"csv": func(n int) string {
			if n == 1 {
				return "title,text,date\n"
			}
			return fmt.Sprintf("Bridge %d,\"%s\",2026-03-02\n", n, text)
		},
		"mbox": func(n int) string {
			return fmt.Sprintf("From ada@lindholm.example Tue Feb  4 09:30:00 2025\nFrom: ada@lindholm.example\nDate: Tue, 4 Feb 2025 09:30:00 +0000\nSubject: Bridge %d\n\n%s\n\n", n, text)
		},
		"warc": func(n int) string {
			return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/%d\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", n, len(answer), answer)
		},
	} {
		for _, size := range []int{5 << 20, 300 << 20} {
			b.Run(fmt.Sprintf("%s/%dMB", name, size>>20), func(b *testing.B) {
				var most uint64
				articles := 0
				for b.Loop() {
					for item := range format.Read(b.Context(), "input", &generated{piece: piece, left: size}, format.Options{}) {
						if item.Err != nil {
							b.Fatal(item.Err)
						}
						articles++
						if articles%2000 == 1000 {
							var memory runtime.MemStats
							runtime.GC() // so that what is kept is counted, and not what is thrown away
							runtime.ReadMemStats(&memory)
							most = max(most, memory.HeapAlloc)
						}
					}
				}
				b.ReportMetric(float64(most)/(1<<20), "MiB-heap")
				b.ReportMetric(float64(articles)/b.Elapsed().Seconds(), "articles/s")
			})
		}
	}
}
