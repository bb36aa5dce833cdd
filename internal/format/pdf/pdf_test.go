package pdf_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"byline/internal/format/pdf"
	"byline/internal/news"
)

// file is a PDF whose pages have these contents, and whose trailer names these further keys.
func file(trailer string, pages ...string) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(text string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), text)
	}
	b.WriteString("%PDF-1.4\n")
	kids := make([]string, len(pages))
	for i := range pages {
		kids[i] = fmt.Sprintf("%d 0 R", 5+2*i)
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), strings.Join(kids, " ")))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[" + strings.Repeat("500 ", 95) + "]>>")
	object("<</Title(Microsoft Word - bridge.docx)/Author(Ada Lee)/CreationDate(D:20250204093000+02'00')/ModDate(D:20250205093000+02'00')>>")
	for i, text := range pages {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>", 6+2*i))
		object(fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(text), text))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 4 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, trailer, start)
	return b.Bytes()
}

// Lines are 14 apart, and 26 between paragraphs. The second one spaces words as
// typesetters do, by moving the pen, and divides one.
const bridge = "BT /F 24 Tf 50 760 Td (Old bridge closed) Tj 0 -28 Td (to lorries) Tj ET " +
	"BT /F 12 Tf 50 700 Td (The town of Lindholm has closed its old bridge to lorries) Tj 0 -14 Td (after cracks were found in two of its piers.) Tj " +
	"0 -26 Td [(Engineers) -300 (saw) -300 (the) -300 (cracks) -300 (on) -300 (F) 20 (riday) -300 (be-)] TJ 0 -14 Td (fore the water rose, the mayor, Elin Strand,) Tj ET"

const more = "BT /F 12 Tf 50 760 Td (told reporters. They stay.) Tj 0 -26 Td (A caf\\351 is open.) Tj ET"

func TestWordsLinesAndParagraphsAreTold(t *testing.T) {
	number := func(n int) string { return fmt.Sprintf(" BT /F 9 Tf 280 20 Td (Harbour Times, page %d) Tj ET", n) }
	got, err := pdf.Parse(file("", bridge+number(1), more+number(2), "BT /F 12 Tf 50 760 Td (It is the end.) Tj ET"+number(3)), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "The town of Lindholm has closed its old bridge to lorries after cracks were found in two of its piers.\n\n" +
		"Engineers saw the cracks on Friday before the water rose, the mayor, Elin Strand, told reporters. They stay.\n\nA café is open.\n\nIt is the end."
	if got.Headline != "Old bridge closed to lorries" || got.Body != want || len(got.Authors) != 1 || got.Authors[0] != "Ada Lee" {
		t.Errorf("%+v", got)
	}
	zone := time.FixedZone("", 2*3600)
	if !got.Published.Equal(time.Date(2025, 2, 4, 9, 30, 0, 0, zone)) || !got.Updated.Equal(time.Date(2025, 2, 5, 9, 30, 0, 0, zone)) {
		t.Errorf("published %v, updated %v", got.Published, got.Updated)
	}
}

func TestTheEdgeOfASinglePageIsNoText(t *testing.T) {
	edge := "BT /F 9 Tf 50 780 Td (Harbour Times - page 1) Tj ET "
	note := " BT /F 9 Tf 50 40 Td (Crossings: 214) Tj 0 -10 Td (www.harbourtimes.example/bridge) Tj ET"
	got, err := pdf.Parse(file("", edge+bridge+note), nil)
	if err != nil || strings.Contains(got.Body, "page 1") || strings.Contains(got.Body, "www.") || !strings.HasSuffix(got.Body, "Crossings: 214") {
		t.Errorf("%q, error %v", got.Body, err)
	}
	got, err = pdf.Parse(file("", "BT /F 12 Tf 50 780 Td (Room for 300) Tj ET "+bridge+" BT /F 9 Tf 50 40 Td (It was built in 1931.) Tj ET"), nil)
	if err != nil || !strings.Contains(got.Body, "Room for 300") || !strings.Contains(got.Body, "It was built in 1931.") {
		t.Errorf("%q, error %v", got.Body, err)
	}
}

// What browsers put around a page that they print, in small letters, is none of its text.
func TestWhatABrowserPutsAroundAPageIsNoText(t *testing.T) {
	const around = " BT /F 8 Tf 30 785 Td (11/30/26, 5:37 PM) Tj 200 0 Td (Old bridge closed - Harbour Times) Tj ET BT /F 8 Tf 30 15 Td (https://harbour.example/bridge) Tj 500 0 Td (1/1) Tj ET"
	got, err := pdf.Parse(file("", bridge+around), nil)
	if err != nil || got.URL != "https://harbour.example/bridge" || strings.Contains(got.Body, "5:37") || strings.Contains(got.Body, "harbour.example") || got.Headline != "Old bridge closed to lorries" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAFileThatCameThroughMailOrTheWebIsRead(t *testing.T) {
	sound := file("", bridge)
	for name, data := range map[string][]byte{
		"before it":  append([]byte("\ufeff\r\n"), sound...),
		"behind it":  append(bytes.Clone(sound), []byte("\r\n<!-- cached -->"+strings.Repeat(" ", 200))...),
		"version 2":  bytes.Replace(sound, []byte("%PDF-1.4"), []byte("%PDF-2.0"), 1),
		"one letter": append([]byte("%PDF-1.4%"), sound[9:]...),
	} {
		if got, err := pdf.Parse(data, nil); err != nil || got.Headline != "Old bridge closed to lorries" {
			t.Errorf("%s: %+v, error %v", name, got, err)
		}
	}
}

func TestWhatCannotBeReadIsToldAsWhatItIs(t *testing.T) {
	sound := file("", bridge)
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"a scan":        {file("", "q 600 0 0 800 0 0 cm /Im Do Q"), "has no text layer"},
		"no page":       {file(""), "has no text layer"},
		"locked":        {file("/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O("+strings.Repeat("o", 32)+")/U("+strings.Repeat("u", 32)+")>>/ID[(a)(a)]", bridge), "locked with a password"},
		"cut short":     {sound[:len(sound)/2], "is damaged"},
		"its beginning": {[]byte("%PDF-1.7\n…"), "is damaged"},
	} {
		_, err := pdf.Parse(test.data, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) || news.KindOf(err) != news.KindInvalid {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(file("", bridge, more))
	f.Add(file("", "BT /F 12 Tf 1 0 0 1 5 5 Tm 14 TL (A) ' 1 2 (B) \" T* [(C) 5] TJ ET Q q 2 0 0 2 0 0 cm"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := pdf.Parse(data, nil)
		if err == nil && a.Body == "" && a.Headline == "" || !utf8.ValidString(a.Body+a.Headline) {
			t.Errorf("%+v", a)
		}
	})
}
