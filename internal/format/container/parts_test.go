package container_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"byline/internal/format/container"
)

const mailbox = "From ada@lindholm.example Tue Feb  4 09:30:00 2025\r\nSubject: A\r\n\r\nOne.\r\n>From the north.\r\nFrom nobody.\r\n\r\n" +
	"From ben@lindholm.example Wed Feb  5 09:30:00 2025\r\nSubject: B\r\n\r\nTwo.\r\n"

const form = "--b17\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nHarbour Times\r\n--b17\r\n" +
	"Content-Disposition: form-data; name=\"file\"; filename=\"feed.xml\"\r\nContent-Type: application/xml\r\n\r\n<rss/>\r\n--b17--\r\n"

// warcRecord is a record of a web archive, of a response unless it is said to be another.
func warcRecord(kind, address, body string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2025-02-04T09:30:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, address, len(body), body)
}

func brotlied(tb testing.TB, text string) string {
	tb.Helper()
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	_, err := io.WriteString(w, text)
	check(tb, err)
	check(tb, w.Close())
	return b.String()
}

func zstded(tb testing.TB, text string) string {
	tb.Helper()
	w, err := zstd.NewWriter(nil)
	check(tb, err)
	return string(w.EncodeAll([]byte(text), nil))
}

func response(status int, header, body string) string {
	return fmt.Sprintf("HTTP/1.1 %d OK\r\n%s\r\n\r\n%s", status, header, body)
}

func TestMailboxesFormsAndWebArchivesAreContainers(t *testing.T) {
	page := "Content-Type: text/html; charset=utf-8"
	web := warcRecord("warcinfo", "", "software: x") +
		warcRecord("response", "https://a.example/ferry", response(200, page, "<p>Ferry</p>")) +
		warcRecord("request", "https://a.example/ferry", "GET / HTTP/1.1\r\n\r\n") +
		warcRecord("response", "https://a.example/style.css", response(200, "Content-Type: text/css", "p{}")) +
		warcRecord("response", "https://a.example/gone", response(404, page, "<p>Gone</p>")) +
		warcRecord("revisit", "https://a.example/ferry", response(200, page, "")) +
		warcRecord("response", "https://a.example/chunks/", response(200, page+"\r\nTransfer-Encoding: chunked", "3\r\n<p>\r\n4\r\nQuay\r\n0\r\n\r\n")) +
		warcRecord("response", "https://a.example/packed?x=1", response(200, page+"\r\nContent-Encoding: gzip", gzipped(t, "<p>Packed</p>"))) +
		warcRecord("response", "https://a.example/br", response(200, page+"\r\nContent-Encoding: br", brotlied(t, "<p>Brotli</p>"))) +
		warcRecord("response", "https://a.example/zstd", response(200, page+"\r\nContent-Encoding: zstd", zstded(t, "<p>Zstandard</p>"))) +
		warcRecord("response", "https://a.example/unpacked", response(200, page+"\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked", "<p>Unpacked</p>")) +
		warcRecord("response", "https://a.example/two", strings.Replace(response(200, page, "<p>Two</p>"), "HTTP/1.1 200 OK", "HTTP/2 200", 1)) +
		warcRecord("response", "https://a.example/odd", response(200, page+"\r\nContent-Encoding: odd", "\x01\x02")) +
		warcRecord("resource", "https://a.example/paper", "<p>Paper</p>")
	for name, test := range map[string]struct {
		data string
		want []string
	}{
		"mbox": {mailbox, []string{"in/1: Subject: A\r\n\r\nOne.\r\nFrom the north.\r\nFrom nobody.\r\n\r\n", "in/2: Subject: B\r\n\r\nTwo.\r\n"}},
		"form": {form, []string{"in/feed.xml: <rss/>"}},
		"a form without a file": {"--b\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\nA\r\n--b--\r\n", []string{
			"in! the form holds no file; send each as a field with a name of a file, as curl -F file=@page.html does",
		}},
		"WARC":          {web, []string{"in/2-ferry: <p>Ferry</p>", "in/7-chunks: <p>Quay", "in/8-packed: <p>Packed</p>", "in/9-br: <p>Brotli</p>", "in/10-zstd: <p>Zstandard</p>", "in/11-unpacked: <p>Unpacked</p>", "in/12-two: <p>Two</p>", "in/14-paper: <p>Paper</p>"}},
		"zstd":          {zstded(t, "<p>Ferry</p>"), []string{"in: <p>Ferry</p>"}},
		"zstd, cut":     {zstded(t, "<p>Ferry</p>")[:9], []string{"in! the zstd data is damaged or cut short; what comes after is lost: the data ends too early"}},
		"bzip2":         {"\x42\x5a\x68\x39\x31\x41\x59\x26\x53\x59\x68\x23\x48\x52\x00\x00\x01\x1d\x80\x00\x00\x80\x05\x01\x00\x02\x00\x50\x20\x20\x00\x31\x0c\x08\x1a\x68\xc2\x1b\xd0\x16\xdc\xa3\xc5\xdc\x91\x4e\x14\x24\x1a\x08\xd2\x14\x80", []string{"in: <p>Ferry</p>"}},
		"WARC, members": {gzipped(t, warcRecord("warcinfo", "", "x")) + gzipped(t, warcRecord("resource", "", "A")), []string{"in/2: A"}},
		"WARC, no page": {warcRecord("warcinfo", "", "x"), []string{"in! none of the 1 records of the web archive is a page"}},
		"WARC, cut":     {warcRecord("resource", "", "A") + "WARC/1.0\r\nContent-Length: 9", []string{"in/1: A", "in! the WARC data is damaged or cut short; what comes after is lost: the data ends too early"}},
	} {
		got := inputs(t, test.data, container.Default())
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAContainerTellsWhereItsFilesAreFrom(t *testing.T) {
	var got []string
	for _, data := range []string{form, warcRecord("resource", "https://a.example/paper", "A")} {
		for in := range container.Open(t.Context(), "in", strings.NewReader(data), container.Default()) {
			got = append(got, fmt.Sprint(in.ContentType, " ", in.URL, " ", in.Saved.Unix() > 0))
		}
	}
	if diff := cmp.Diff([]string{"application/xml  false", " https://a.example/paper true"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheFolderOfASavedPageIsPassedOver(t *testing.T) {
	files := []file{{"ferry.html", "F"}, {"ferry_files/a.js", "J"}, {"ferry_files/deep/b.css", "C"}, {"quay.htm", "Q"}, {"quay-Dateien/x.png", "P"}, {"other_files/c", "kept"}}
	want := []string{"in/ferry.html: F", "in/quay.htm: Q", "in/other_files/c: kept", "in! 3 files that belong to saved pages were passed over"}
	for kind, data := range map[string]string{"zip": zipped(t, files...), "tar": tarred(t, files...)} {
		if diff := cmp.Diff(want, inputs(t, data, container.Default())); diff != "" {
			t.Errorf("%s:\n%s", kind, diff)
		}
	}
}

// Crawlers keep a page once, and say of its other addresses that it is the same.
func TestARevisitIsThePageThatItRefersTo(t *testing.T) {
	const page, digest = "Content-Type: text/html", "WARC-Payload-Digest: sha1:FERRY\r\n"
	record := func(kind, address, more, body string) string {
		return strings.Replace(warcRecord(kind, address, body), "WARC-Date", more+"WARC-Date", 1)
	}
	of := func(address string) string { return digest + "WARC-Refers-To-Target-URI: " + address + "\r\n" }
	first := record("response", "https://a.example/ferry", digest, response(200, page, "<p>Ferry</p>"))
	for name, test := range map[string]struct {
		data string
		want []string
	}{
		"at another address":    {first + record("revisit", "https://a.example/print/ferry", of("https://a.example/ferry"), response(200, page, "")), []string{"in/1-ferry: <p>Ferry</p>", "in/2-ferry: <p>Ferry</p>"}},
		"without a header":      {first + record("revisit", "https://a.example/print/ferry", digest, ""), []string{"in/1-ferry: <p>Ferry</p>", "in/2-ferry: <p>Ferry</p>"}},
		"at the same address":   {first + record("revisit", "https://a.example/ferry", of("https://a.example/ferry"), response(200, page, "")), []string{"in/1-ferry: <p>Ferry</p>"}},
		"of a page not in here": {first + record("revisit", "https://a.example/mole", "WARC-Payload-Digest: sha1:MOLE\r\nWARC-Refers-To-Target-URI: https://a.example/quay\r\n", response(200, page, "")), []string{"in/1-ferry: <p>Ferry</p>", "in/2-mole! it is the page that was kept at https://a.example/quay, which is not in this archive or far before; it comes from the archive that has it"}},
		"of a picture":          {first + record("revisit", "https://a.example/b.png", "WARC-Payload-Digest: sha1:PNG\r\nWARC-Refers-To-Target-URI: https://a.example/a.png\r\n", response(200, "Content-Type: image/png", "")), []string{"in/1-ferry: <p>Ferry</p>"}},
	} {
		if diff := cmp.Diff(test.want, inputs(t, test.data, container.Default())); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// What is kept for revisits does not grow with the archive.
func TestPagesKeptForRevisitsAreBounded(t *testing.T) {
	const page = "Content-Type: text/html"
	letters, random := []byte("x"), rand.New(rand.NewPCG(1, 2)) // which packing makes no shorter
	for range 900 << 10 {
		letters = append(letters, "abcdefghijklmnopqrstuvwxyz"[random.IntN(26)])
	}
	long := string(letters)
	var b strings.Builder
	for i := range 40 {
		digest := fmt.Sprintf("WARC-Payload-Digest: sha1:%d\r\nWARC-Date", i)
		b.WriteString(strings.Replace(warcRecord("response", fmt.Sprintf("https://a.example/%d", i), response(200, page, long)), "WARC-Date", digest, 1))
	}
	for _, i := range []int{0, 39} {
		more := fmt.Sprintf("WARC-Payload-Digest: sha1:%d\r\nWARC-Refers-To-Target-URI: https://a.example/%d\r\nWARC-Date", i, i)
		b.WriteString(strings.Replace(warcRecord("revisit", "https://b.example/", response(200, page, "")), "WARC-Date", more, 1))
	}
	got := list(t, strings.NewReader(b.String()), container.Default())
	if n := len(got); n != 42 || !strings.HasPrefix(got[40], "in/41-b.example! it is the page") || !strings.HasPrefix(got[41], "in/42-b.example: x") {
		t.Errorf("%d inputs, the last %.40q and %.40q", n, got[n-2], got[n-1])
	}
}
