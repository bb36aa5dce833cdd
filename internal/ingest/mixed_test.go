package ingest_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/ingest"
	"byline/internal/news"
)

const closed = "The town of %s has closed its old bridge to lorries and buses after cracks were found in two of its piers."

func pageOf(town string) string {
	return "<!doctype html><html><head><title>Bridge of " + town + "</title></head><body><article><h1>Bridge of " + town + "</h1><p>" + fmt.Sprintf(closed, town) + "</p></article></body></html>"
}

func mailOf(town string) string {
	return "From: Ada Lee <ada@lind.example>\r\nTo: desk@lind.example\r\nSubject: Bridge of " + town + "\r\nDate: Tue, 4 Feb 2025 09:30:00 +0200\r\nMessage-ID: <" + town +
		"@lind.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + fmt.Sprintf(closed, town) + "\r\n"
}

func pack(tb testing.TB, parts ...string) string {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		entry, err := w.Create(parts[i])
		if err == nil {
			_, err = entry.Write([]byte(parts[i+1]))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func squeeze(tb testing.TB, text string) string {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// pdfOf is a PDF with one page of this content.
func pdfOf(content string) string {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	}
	out, table := "%PDF-1.4\n", ""
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return out + fmt.Sprintf("xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", table, len(out))
}

func warcOf(town string) string {
	answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + pageOf(town)
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://lind.example/%s\r\nWARC-Date: 2025-02-04T09:30:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", town, len(answer), answer)
}

// A folder as people have it: each file is taken for what it is, or refused with
// what it is, and nothing comes into the index that is no article.
func TestAFolderOfMixedFilesIsTakenForWhatItHolds(t *testing.T) {
	files := map[string]struct {
		data string
		want string // the town that an article is about, or "! " and a part of the reason; empty: passed over
	}{
		"01 saved.html":            {pageOf("Aalby"), "Aalby"},
		"01 saved_files/style.css": {"p { color: red }", ""},
		"01 saved_files/app.js":    {"var a = 1;", ""},
		"04 letter.eml":            {mailOf("Bodum"), "Bodum"},
		"05 newsletter.eml":        {strings.Replace(mailOf("Corin"), "To:", "List-Unsubscribe: <https://lind.example>\r\nTo:", 1), "Corin"},
		"06 inbox.mbox":            {"From ada@lind.example Tue Feb  4 09:30:00 2025\r\n" + mailOf("Dagen"), "Dagen"},
		"07 page.mhtml": {"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://lind.example/e\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n" +
			pageOf("Egby") + "\r\n--b--\r\n", "Egby"},
		"08 text.pdf": {pdfOf("BT /F 24 Tf 50 700 Td (Bridge of Faro) Tj /F 12 Tf 0 -40 Td (" + fmt.Sprintf(closed, "Faro") + ") Tj ET"), "Faro"},
		"09 scan.pdf": {pdfOf("q 600 0 0 800 0 0 cm /Im Do Q"), "! has no text layer"},
		"10 text.docx": {pack(t, "[Content_Types].xml", "<Types/>", "word/document.xml", `<d xmlns:w="w"><w:p><w:r><w:t>Bridge of Gullby</w:t></w:r></w:p><w:p><w:r><w:t>`+
			fmt.Sprintf(closed, "Gullby")+`</w:t></w:r></w:p></d>`), "Gullby"},
		"11 text.odt": {pack(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", `<c xmlns:text="t"><text:h>Bridge of Horn</text:h><text:p>`+fmt.Sprintf(closed, "Horn")+`</text:p></c>`), "Horn"},
		"12 table.xlsx": {pack(t, "xl/workbook.xml", `<w xmlns:r="r"><sheet name="S" r:id="a"/></w>`, "xl/_rels/workbook.xml.rels", `<r><Relationship Id="a" Target="worksheets/s.xml"/></r>`,
			"xl/worksheets/s.xml", `<s><row><c t="str"><v>title</v></c><c t="str"><v>text</v></c></row><row><c t="str"><v>Bridge of Ivalo</v></c><c t="str"><v>`+fmt.Sprintf(closed, "Ivalo")+`</v></c></row></s>`), "Ivalo"},
		"13 table.csv":      {"title,text,date\nBridge of Jarna,\"" + fmt.Sprintf(closed, "Jarna") + "\n\nIt is old.\",2025-02-04\n", "Jarna"},
		"14 tabelle.csv":    {"\ufeffTitel;Datum;Text\nBridge of Kolby;2025-02-04;" + fmt.Sprintf(closed, "Kolby") + "\n", "Kolby"},
		"15 numbers.csv":    {"1,2,3,4\n5,6,7,8\n9,1,2,3\n", "! no column in it is named"},
		"16 feed.xml":       {"<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Lind</title><item><title>Bridge of Lovon</title><description>" + fmt.Sprintf(closed, "Lovon") + "\x96</description></item></channel></rss>", "Lovon"},
		"17 week.zip":       {pack(t, "a.html", pageOf("Morby"), "a_files/x.png", "\x89PNG\r\n"), "Morby"},
		"18 lines.jsonl.gz": {squeeze(t, `{"title":"Bridge of Norrby","text":"`+fmt.Sprintf(closed, "Norrby")+`"}`), "Norrby"},
		"19 latin.txt":      {"Bridge of Osby\n\n" + fmt.Sprintf(closed, "Osby") + " The caf\xe9 stays open.", "Osby"},
		"20 wide.txt":       {encode16("Bridge of Pello\n\n" + fmt.Sprintf(closed, "Pello")), "Pello"},
		"21 crawl.warc.gz":  {squeeze(t, warcOf("Ramby")), "Ramby"},
		"22 note.md":        {"# Bridge of Saleby\n\n" + fmt.Sprintf(closed, "Saleby"), "Saleby"},
		"23 empty.txt":      {"", "! the input is empty"},
		"24 style.css":      {"body { margin: 0 }\np { color: red }\n", "! the input is a style sheet"},
		"25 script.js":      {"const a = 1;\nfunction b() { return a; }\n", "! the input is a script"},
		"26 desktop.ini":    {"[.ShellClassInfo]\nIconResource=x.dll,1\n", "! the input is settings of a program"},
		"27 Thumbs.db":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512), "! the input is a store of small pictures"},
		"28 picture.jpg":    {"\xff\xd8\xff\xe0\x00\x10JFIF", "! the input is a picture"},
		"29 robots.txt":     {"User-agent: *\nDisallow: /private\n", "! no article"},
	}
	dir := t.TempDir()
	var towns, reasons []string
	for name, f := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(f.data), 0o600); err != nil {
			t.Fatal(err)
		}
		if reason, refused := strings.CutPrefix(f.want, "! "); refused {
			reasons = append(reasons, name+": "+reason)
		} else if f.want != "" {
			towns = append(towns, "Bridge of "+f.want)
		}
	}
	d := newDesk(t)
	got, err := d.IngestFiles(t.Context(), []string{dir}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	stored, _, err := d.index.Articles(t.Context(), news.Filter{}, news.Page{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var headlines []string
	for _, a := range stored {
		headlines = append(headlines, a.Headline)
		if full := d.article(a.ID); !strings.Contains(full.Body, "closed its old bridge to lorries") {
			t.Errorf("%s: %q", a.Headline, full.Body)
		}
	}
	slices.Sort(headlines)
	slices.Sort(towns)
	if diff := cmp.Diff(towns, headlines); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	for _, r := range got.Rejects {
		if !slices.ContainsFunc(reasons, func(want string) bool {
			name, reason, _ := strings.Cut(want, ": ")
			return filepath.Base(r.Input) == name && strings.Contains(r.Error(), reason)
		}) {
			t.Errorf("%v", r)
		}
	}
	if got.Rejected != len(reasons) || got.PassedOver != 3 {
		t.Errorf("%d rejected, want %d; %d passed over, want 3", got.Rejected, len(reasons), got.PassedOver)
	}
}

func encode16(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}
