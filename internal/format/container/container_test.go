package container_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"byline/internal/format/container"
	"byline/internal/news"
)

// file is an entry of an archive.
type file struct{ name, text string }

func zipped(tb testing.TB, files ...file) string {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		if strings.HasSuffix(f.name, ".link") {
			h.SetMode(os.ModeSymlink | 0o777)
		}
		entry, err := w.CreateHeader(h)
		check(tb, err)
		_, err = io.WriteString(entry, f.text)
		check(tb, err)
	}
	check(tb, w.Close())
	return b.String()
}

func tarred(tb testing.TB, files ...file) string {
	tb.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		h := &tar.Header{Name: f.name, Size: int64(len(f.text)), Mode: 0o600}
		if strings.HasSuffix(f.name, ".link") {
			h = &tar.Header{Name: f.name, Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}
		}
		check(tb, w.WriteHeader(h))
		if h.Size > 0 {
			_, err := io.WriteString(w, f.text)
			check(tb, err)
		}
	}
	check(tb, w.Close())
	return b.String()
}

func gzipped(tb testing.TB, text string) string {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, text)
	check(tb, err)
	check(tb, w.Close())
	return b.String()
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// outermost is a file, of which any part can be read.
type outermost struct{ *strings.Reader }

// inputs lists what comes out: each input with its text, or with what is wrong.
func inputs(tb testing.TB, data string, limits container.Limits) []string {
	tb.Helper()
	stream := list(tb, iotest.OneByteReader(strings.NewReader(data)), limits)
	direct := list(tb, outermost{strings.NewReader(data)}, limits)
	if diff := cmp.Diff(stream, direct); diff != "" {
		tb.Errorf("a file gives other inputs than a stream:\n%s", diff)
	}
	return direct
}

func list(tb testing.TB, r io.Reader, limits container.Limits) []string {
	tb.Helper()
	var out []string
	for in := range container.Open(tb.Context(), "in", r, limits) {
		text, err := []byte(nil), in.Err
		if err == nil {
			text, err = io.ReadAll(in)
		}
		if err != nil {
			if passed := (*news.PassedOverError)(nil); news.KindOf(err) == news.KindInternal && !errors.As(err, &passed) {
				tb.Errorf("%s: the error has no kind: %v", in.Name, err)
			}
			out = append(out, in.Name+"! "+err.Error())
			continue
		}
		out = append(out, in.Name+": "+string(text))
	}
	return out
}

func TestWhatIsPackedComesOutUnderItsName(t *testing.T) {
	two := []file{{"a.txt", "A"}, {"deep/b.txt", "B"}}
	for name, test := range map[string]struct {
		data string
		want []string
	}{
		"a file":         {"A", []string{"in: A"}},
		"nothing":        {"", []string{"in: "}},
		"gzip":           {gzipped(t, "A"), []string{"in: A"}},
		"zip":            {zipped(t, two...), []string{"in/a.txt: A", "in/deep/b.txt: B"}},
		"tar":            {tarred(t, two...), []string{"in/a.txt: A", "in/deep/b.txt: B"}},
		"tar in gzip":    {gzipped(t, tarred(t, two...)), []string{"in/a.txt: A", "in/deep/b.txt: B"}},
		"gzip in zip":    {zipped(t, file{"a.txt.gz", gzipped(t, "A")}), []string{"in/a.txt.gz: A"}},
		"zip in tar":     {tarred(t, file{"b.zip", zipped(t, two...)}, file{"c", "C"}), []string{"in/b.zip/a.txt: A", "in/b.zip/deep/b.txt: B", "in/c: C"}},
		"a big archive":  {zipped(t, file{"a.txt", "A"}, file{"b.zip", zipped(t, two...)}), []string{"in/a.txt: A", "in/b.zip/a.txt: A", "in/b.zip/deep/b.txt: B"}},
		"an empty file":  {zipped(t, file{"a.txt", ""}), []string{"in/a.txt: "}},
		"hidden, links":  {tarred(t, file{".git/x", "X"}, file{"./a.txt", "A"}, file{"passwd.link", ""}, file{"__MACOSX/._a.txt", "X"}), []string{"in/a.txt: A"}},
		"links in a zip": {zipped(t, file{"passwd.link", "/etc/passwd"}, file{"a.txt", "A"}), []string{"in/a.txt: A"}},
	} {
		if diff := cmp.Diff(test.want, inputs(t, test.data, container.Default())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWhatIsWrongWithAnEntryIsSaidOfItAndTheRestIsRead(t *testing.T) {
	for name, test := range map[string]struct {
		data string
		want []string
	}{
		"paths that lead elsewhere": {
			zipped(t, file{"../a.txt", "A"}, file{"/etc/passwd", "B"}, file{`..\c.txt`, "C"}, file{"d.txt", "D"}),
			[]string{"in/a.txt! the archive gives it a path", "in/etc/passwd! the archive gives it a path", "in/c.txt! the archive gives it a path", "in/d.txt: D"},
		},
		"the same in a tar": {
			tarred(t, file{"x/../../a.txt", "A"}, file{"d.txt", "D"}), []string{"in/a.txt! the archive gives it a path", "in/d.txt: D"},
		},
		"a cut gzip":     {zipped(t, file{"a.gz", gzipped(t, "Anna")[:20]}, file{"b", "B"}), []string{"in/a.gz! the gzip data is damaged", "in/b: B"}},
		"a cut zip":      {zipped(t, file{"a", "A"})[:40], []string{"in! the zip data is damaged"}},
		"a cut tar":      {tarred(t, file{"a", "A"}, file{"b", strings.Repeat("B", 600)})[:1700], []string{"in/a: A", "in/b! the tar data is damaged", "in! the tar data is damaged"}},
		"a wrong sum":    {strings.ReplaceAll(stored(t, "a.txt", "An article."), "An article.", "An artiste."), []string{"in/a.txt! the zip data is damaged"}},
		"an encrypted":   {strings.ReplaceAll(zipped(t, file{"a", "A"}), "PK\x01\x02\x14\x00\x14\x00\x08", "PK\x01\x02\x14\x00\x14\x00\x09"), []string{"in/a! it is encrypted"}},
		"nothing in it":  {zipped(t), []string{"in! the archive holds no file"}},
		"an Office file": {zipped(t, file{"[Content_Types].xml", "<x/>"}, file{"ppt/presentation.xml", "<x/>"}), []string{"in! the input is an Office document"}},
		"an EPUB":        {zipped(t, file{"mimetype", "application/epub+zip"}), []string{"in! the input is an EPUB"}},
	} {
		got := inputs(t, test.data, container.Default())
		for i := range got {
			if i < len(test.want) {
				got[i] = got[i][:min(len(got[i]), len(test.want[i]))]
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// stored is a zip archive with one entry that is not compressed.
func stored(tb testing.TB, name, text string) string {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	entry, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	check(tb, err)
	_, err = io.WriteString(entry, text)
	check(tb, err)
	check(tb, w.Close())
	return b.String()
}

func TestAnArchiveInAnArchiveFiftyTimesOverIsNotFollowed(t *testing.T) {
	zips, gzips := "A", "A"
	for range 50 {
		zips, gzips = zipped(t, file{"in.zip", zips}, file{"b", "B"}), gzipped(t, gzips)
	}
	want := []string{
		"in/in.zip/in.zip/in.zip/in.zip! it is packed more than 4 times over; unpack it first",
		"in/in.zip/in.zip/in.zip/b: B", "in/in.zip/in.zip/b: B", "in/in.zip/b: B", "in/b: B",
	}
	if diff := cmp.Diff(want, inputs(t, zips, container.Default())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"in! it is packed more than 4 times over; unpack it first"}, inputs(t, gzips, container.Default())); diff != "" {
		t.Error(diff)
	}
}

// zeros is a file of a hundred megabytes that packs to a hundred kilobytes.
func zeros() string { return strings.Repeat("\x00", 100<<20) }

func TestABombEndsTheInputThatItIsIn(t *testing.T) {
	bomb := gzipped(t, zeros())
	for name, data := range map[string]string{
		"gzip":         bomb,
		"gzip in zip":  zipped(t, file{"a", "A"}, file{"bomb.gz", bomb}, file{"b", "B"}),
		"tar in gzip":  gzipped(t, tarred(t, file{"a", "A"}, file{"bomb", zeros()}, file{"b", "B"})),
		"zip with one": zipped(t, file{"a", "A"}, file{"bomb", zeros()}, file{"b", "B"}),
	} {
		var read int64
		var last error
		for in := range container.Open(t.Context(), "in", outermost{strings.NewReader(data)}, container.Default()) {
			last = in.Err
			if last == nil {
				n, err := io.Copy(io.Discard, in)
				read, last = read+n, err
			}
		}
		if read > 65<<20 || news.KindOf(last) != news.KindTooLarge || !strings.Contains(last.Error(), "200 times its size") {
			t.Errorf("%s: %d bytes came out, the last error is %v", name, read, last)
		}
	}
}

func TestLimitsHoldForAllThatIsInAnInput(t *testing.T) {
	var files []file
	for i := range 30 {
		files = append(files, file{fmt.Sprint(i), "text"})
	}
	for name, test := range map[string]struct {
		limits container.Limits
		want   string
	}{
		"inputs": {container.Limits{Depth: 4, Inputs: 25, Size: 1 << 20, Ratio: 200, Spool: 1 << 20}, "archives may hold 25 files at most"},
		"size":   {container.Limits{Depth: 4, Inputs: 100, Size: 50, Ratio: 200, Spool: 1 << 20}, "more than 50 bytes come out"},
	} {
		for kind, data := range map[string]string{"zip": zipped(t, files...), "tar": tarred(t, files...)} {
			got := inputs(t, data, test.limits)
			if last := got[len(got)-1]; len(got) > 27 || !strings.HasPrefix(last, "in! ") || !strings.Contains(last, test.want) {
				t.Errorf("%s, %s: %d inputs, the last is %q", name, kind, len(got), last)
			}
		}
	}
}

// A directory of a million entries would take hundreds of megabytes before the
// first file is read.
func TestTheDirectoryOfAnArchiveIsBounded(t *testing.T) {
	var files []file
	for i := range 5000 {
		files = append(files, file{fmt.Sprintf("%0200d", i), ""})
	}
	limits := container.Strict()
	limits.Inputs = 100
	got := inputs(t, zipped(t, files...), limits)
	if len(got) != 1 || !strings.HasPrefix(got[0], "in! its directory is too long for the 100 files") {
		t.Errorf("got %d inputs, the first is %q", len(got), got[0])
	}
}

func TestAnArchiveThatComesAsAStreamIsKeptInAFileAndRemoved(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	noise := make([]byte, 17<<20)
	for i := range noise {
		noise[i] = byte(uint32(i*i)*2654435761>>24) + byte(i>>7)
	}
	data := stored(t, "noise", string(noise))
	var lengths []int64
	for in := range container.Open(t.Context(), "in", iotest.DataErrReader(strings.NewReader(data)), container.Default()) {
		check(t, in.Err)
		n, err := io.Copy(io.Discard, in)
		check(t, err)
		lengths = append(lengths, n)
	}
	left, err := os.ReadDir(folder)
	check(t, err)
	if len(lengths) != 1 || lengths[0] != int64(len(noise)) || len(left) > 0 {
		t.Errorf("the inputs have %d bytes, %d files are left", lengths, len(left))
	}
	small := container.Default()
	small.Spool = 16<<20 + 5
	if got := list(t, iotest.DataErrReader(strings.NewReader(data)), small); len(got) != 1 || !strings.Contains(got[0], "give it as a file") {
		t.Errorf("got %.100q", got)
	}
}

func TestOpenStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	names := 0
	for in := range container.Open(ctx, "in", outermost{strings.NewReader(zipped(t, file{"a", "A"}, file{"b", "B"}))}, container.Default()) {
		names++
		if names == 1 {
			cancel()
			continue
		}
		err := in.Err
		if err == nil {
			_, err = in.Peek(1)
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v", in.Name, err)
		}
		break
	}
}

// safari is a page as Safari saves it, with a style sheet beside it.
const safari = "bplist00\xd2\x01\x02\x03\x0c_\x10\x0fWebMainResource_\x10\x0fWebSubresources\xd4\x04\x05\x06\x07\x08\x09\x0a\x0b_\x10\x0fWebResourceData_\x10\x13WebResourceMIMEType" +
	"_\x10\x1bWebResourceTextEncodingName^WebResourceURLL<p>Moles</p>Ytext/htmlUUTF-8o\x10\x16\x00h\x00t\x00t\x00p\x00s\x00:\x00/\x00/\x00x\x00.\x00e\x00x\x00a\x00m\x00p\x00l\x00e\x00/\x00m\x00\xf6\x00l\x00e" +
	"\xa1\x0d\xd1\x04\x0eFbody{}\x08\x0d\x1f1:Lb\x80\x8f\x9c\xa6\xac\xdb\xdd\xe0\x00\x00\x00\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x0f\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xe7"

// Lists that lie in each other without end are refused before they are followed.
func TestAWebArchiveOfEndlessListsIsRefused(t *testing.T) {
	const deep = 200_000
	list := []byte("bplist00_\x10\x0fWebMainResource")
	table := []byte{}
	for i := range uint32(deep) {
		table = binary.BigEndian.AppendUint32(table, uint32(len(list)))
		list = binary.BigEndian.AppendUint32(append(list, 0xa1), i+1)
	}
	end := make([]byte, 32)
	end[6], end[7] = 4, 4
	binary.BigEndian.PutUint64(end[8:], deep)
	binary.BigEndian.PutUint64(end[24:], uint64(len(list)))
	list = slices.Concat(list, table, end)
	for in := range container.Open(t.Context(), "in", bytes.NewReader(list), container.Default()) {
		if in.Err == nil || !strings.Contains(in.Err.Error(), "no end") {
			t.Errorf("error %v", in.Err)
		}
	}
}

func TestOfAWebArchiveThePageIsRead(t *testing.T) {
	for in := range container.Open(t.Context(), "in.webarchive", strings.NewReader(safari), container.Default()) {
		page, err := io.ReadAll(in)
		if string(page) != "<p>Moles</p>" || in.URL != "https://x.example/möle" || in.ContentType != "text/html; charset=UTF-8" || in.Name != "in.webarchive" {
			t.Errorf("%s %q %q: %q, %v", in.Name, in.URL, in.ContentType, page, err)
		}
	}
	for cut := len("bplist00_WebMainResource") + 20; cut < len(safari); cut += 7 {
		for in := range container.Open(t.Context(), "in", strings.NewReader(safari[:cut]), container.Default()) {
			if in.Err == nil || news.KindOf(in.Err) != news.KindInvalid {
				t.Errorf("cut at %d: %v", cut, in.Err)
			}
		}
	}
}

// What Substack exports is read by its list, which alone says what was published when.
func TestAListOfPostsIsReadWithTheirTexts(t *testing.T) {
	archive := zipped(t, file{"x/posts.csv", "\ufeffpost_id,post_date,is_published,title\n7.mole,2025-02-03,true,Moles\n8.boat,,false,Boats\n../9,,true,Gone\n"}, file{"x/posts/7.mole.html", "<p>Of moles.</p>"},
		file{"x/posts/8.boat.html", "<p>Of boats.</p>"}, file{"x/9.html", "<p>Beside.</p>"}, file{"y/posts/1.html", "<p>Of others.</p>"})
	got := map[string]string{}
	for in := range container.Open(t.Context(), "in", outermost{strings.NewReader(archive)}, container.Default()) {
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		got[in.Name] = string(text)
	}
	want := map[string]string{
		"in/x/posts.csv": `{"body_html":"\u003cp\u003eOf moles.\u003c/p\u003e","is_published":"true","post_date":"2025-02-03","post_id":"7.mole","title":"Moles"}` + "\n" +
			`{"body_html":"\u003cp\u003eOf boats.\u003c/p\u003e","is_published":"false","post_date":"","post_id":"8.boat","title":"Boats"}` + "\n" +
			`{"is_published":"true","post_date":"","post_id":"../9","title":"Gone"}` + "\n",
		"in/x/9.html": "<p>Beside.</p>", "in/y/posts/1.html": "<p>Of others.</p>",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(safari))
	f.Add([]byte("text"))
	f.Add([]byte(gzipped(f, "A")))
	f.Add([]byte(zipped(f, file{"a", "A"}, file{"../b", "B"}, file{"c.gz", gzipped(f, "C")})))
	f.Add([]byte(tarred(f, file{"a", "A"}, file{"./b", "B"}, file{"c.zip", zipped(f, file{"d", "D"})})))
	f.Add([]byte(gzipped(f, tarred(f, file{"a", "A"}))))
	f.Add([]byte(mailbox))
	f.Add([]byte(form))
	f.Add([]byte(parqueted(f, parquet.Compression(&parquet.Snappy), shipped{Title: "Ferry"}, shipped{Title: "Bridge"}, shipped{Title: "Mill"})))
	f.Add([]byte(parqueted(f, parquet.Compression(&parquet.Lz4Raw), shipped{Title: "Ferry", Authors: []string{"Ada Lee"}}, shipped{Title: "Bridge"})))
	f.Add([]byte(warcRecord("response", "https://a.example/x", response(200, "", "A")) + warcRecord("resource", "", "B")))
	limits := container.Limits{Depth: 3, Inputs: 100, Size: 1 << 20, Ratio: 200, Spool: 1 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		var read int64
		for in := range container.Open(t.Context(), "in", outermost{strings.NewReader(string(data))}, limits) {
			if in.Name != "in" && !strings.HasPrefix(in.Name, "in/") || strings.Contains(in.Name, "/../") {
				t.Errorf("an input is named %q", in.Name)
			}
			if in.Err == nil {
				n, _ := io.Copy(io.Discard, in)
				read += n
			}
		}
		if most := limits.Size + int64(len(data)); read > most {
			t.Errorf("%d bytes came out, want %d at most", read, most)
		}
	})
}
