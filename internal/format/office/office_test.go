package office_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/office"
	"byline/internal/news"
)

// document is a zip archive of these parts, name after text.
func document(tb testing.TB, parts ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		entry, err := w.Create(parts[i])
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := entry.Write([]byte(parts[i+1])); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

const (
	core = `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Document1</dc:title><dc:creator>Ada Lee</dc:creator>` +
		`<cp:keywords>bridges, Lindholm</cp:keywords><dc:language>en-GB</dc:language><dcterms:created>2025-02-04T09:30:00Z</dcterms:created><dcterms:modified>2025-02-05T09:30:00Z</dcterms:modified></cp:coreProperties>`
	styles = `<w:styles xmlns:w="w"><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>`
)

func word(tb testing.TB, paragraphs string) []byte {
	tb.Helper()
	return document(tb, "[Content_Types].xml", "<Types/>", "docProps/core.xml", core, "word/styles.xml", styles,
		"word/document.xml", `<w:document xmlns:w="w" xmlns:mc="m"><w:body>`+paragraphs+`</w:body></w:document>`)
}

func styled(style, text string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestADocumentOfWordIsAnArticle(t *testing.T) {
	const body = `<w:p><w:r><w:t xml:space="preserve">The town has </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:r><w:t>closed its bridge.</w:t></w:r></w:p><w:p/>` +
		`<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two.</w:t><w:br/><w:t>Three.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>`
	want := news.Article{
		Headline: "Old bridge closed", Authors: []string{"Ada Lee"}, Subjects: []string{"bridges", "Lindholm"}, Language: "en",
		Published: time.Date(2025, 2, 4, 9, 30, 0, 0, time.UTC), Updated: time.Date(2025, 2, 5, 9, 30, 0, 0, time.UTC),
		Body: "The town has closed its bridge.\n\nOne two.\n\nThree.",
	}
	for name, paragraphs := range map[string]string{
		"a title in German":     styled("Titel", "Old bridge closed") + body,
		"a press release":       styled("Normal", "PRESS RELEASE") + styled("Normal", "For immediate release") + styled("berschrift1", "Old bridge closed") + body,
		"a letterhead":          styled("Normal", "Harbour Board of Lindholm") + styled("Normal", "Quay 4") + styled("Normal", "PRESS RELEASE") + styled("berschrift1", "Old bridge closed") + body,
		"a heading":             styled("berschrift1", "Old bridge closed") + body,
		"a first short line":    styled("Normal", "Old bridge closed") + body,
		"an author in the text": styled("Titel", "Old bridge closed") + styled("Normal", "By Ada Lee") + body,
	} {
		got, err := articleOf(office.ReadWord(word(t, paragraphs)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}

	// What its text says of who published it, and when, counts for more than what its file says.
	want.Authors, want.Source, want.Published = []string{"Kim Ask"}, "Harbour Times", time.Date(2025, 2, 3, 0, 0, 0, 0, time.UTC)
	got, err := articleOf(office.ReadWord(word(t, styled("Titel", "Old bridge closed")+styled("Normal", "By Kim Ask | Harbour Times | 3 February 2025")+body)))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// A standfirst stands above the line that says of whom and when the article is.
func TestASubtitleIsPartOfTheText(t *testing.T) {
	got, err := articleOf(office.ReadWord(word(t, styled("Titel", "We were lucky")+styled("Subtitle", "The skipper on the night of the storm")+styled("Normal", "Interview: Kim Ask")+styled("Normal", "Harbour Times, 3 February 2025")+styled("Normal", "What did you hear?")+styled("Normal", "A crack."))))
	if err != nil || strings.Join(got.Authors, ", ") != "Kim Ask" || got.Source != "Harbour Times" || got.Published.Format(time.DateOnly) != "2025-02-03" || got.Body != "The skipper on the night of the storm\n\nWhat did you hear?\n\nA crack." {
		t.Errorf("%+v, %v", got, err)
	}
}

// Pandoc puts authors and date into paragraphs of their styles.
func TestStylesTellAuthorsAndDate(t *testing.T) {
	got, err := articleOf(office.ReadWord(word(t, styled("Title", "Old bridge closed")+styled("Author", "Kim Ask")+styled("Author", "Lea Holt")+styled("Date", "3 February 2025")+styled("Date", "soon")+styled("BodyText", "The town has closed its bridge."))))
	if err != nil || strings.Join(got.Authors, ", ") != "Kim Ask, Lea Holt" || got.Published.Format(time.DateOnly) != "2025-02-03" || got.Body != "soon\n\nThe town has closed its bridge." {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnOpenDocumentTextIsAnArticle(t *testing.T) {
	got, err := articleOf(office.ReadOpenDocument(document(t, "mimetype", "application/vnd.oasis.opendocument.text",
		"meta.xml", `<m xmlns:dc="d" xmlns:meta="m"><meta:creation-date>2025-02-04T09:30:00</meta:creation-date><dc:creator>Ada Lee</dc:creator><dc:title>bridge.odt</dc:title></m>`,
		"content.xml", `<c xmlns:text="t" xmlns:office="o"><text:tracked-changes><text:p>Gone</text:p></text:tracked-changes><text:h>Old bridge closed</text:h>`+
			`<text:p>The town<text:s/>has <text:span>closed</text:span> it.<text:note><text:p>A note.</text:p></text:note></text:p><text:p>One.<text:line-break/>Two.</text:p></c>`)))
	if err != nil || got.Headline != "Old bridge closed" || got.Body != "The town has closed it.\n\nOne.\n\nTwo." || got.Published.Day() != 4 || got.Authors[0] != "Ada Lee" {
		t.Errorf("%+v, error %v", got, err)
	}
}

func articleOf(doc *office.Document, err error) (news.Article, error) {
	if err != nil {
		return news.Article{}, err
	}
	return doc.Article(nil)
}

func TestADamagedDocumentIsToldAsOne(t *testing.T) {
	for name, data := range map[string][]byte{
		"cut":      word(t, styled("Titel", "A"))[:300],
		"bad XML":  word(t, "<w:p></w:q>"),
		"no text":  word(t, ""),
		"no parts": document(t, "a", "b"),
	} {
		if got, err := articleOf(office.ReadWord(data)); err == nil || news.KindOf(err) != news.KindInvalid {
			t.Errorf("%s: %+v, error %v", name, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(word(f, styled("Titel", "A")+styled("", "B")))
	f.Add(document(f, "content.xml", "<text:p>A</text:p>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, parse := range []func([]byte) (*office.Document, error){office.ReadWord, office.ReadOpenDocument} {
			if a, err := articleOf(parse(data)); err == nil && a.Body == "" && a.Headline == "" {
				t.Errorf("%+v", a)
			}
		}
	})
}

func TestARichTextIsAnArticle(t *testing.T) {
	const windows = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Helvetica;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Mincho;}}{\colortbl;\red0\green0\blue0;}` +
		`{\stylesheet{\s0 Normal;}{\s3\b Title;}{\*\cs10 Default Paragraph Font;}}{\*\generator Riched20 10.0;}` +
		`{\info{\title Document1}{\author Ada Lee}{\keywords bridges, Lindholm}{\creatim\yr2025\mo2\dy4\hr9\min30}{\revtim\yr2025\mo2\dy5\hr9\min30}{\company None}}` + "\r\n" +
		`\viewkind4\uc1{\header Page one\par}\pard\s3\fs28 Old bridge closed\par` + "\r\n" + `\pard\plain `
	for name, test := range map[string]struct{ text, want string }{
		"letters of a code page":       {`Mira St\'e5hl \{sic\} wrote\par`, "Mira Ståhl {sic} wrote"},
		"letters of a font":            {`{\f1\'cc\'ee\'f1\'f2} closed, {\f2\'8b\'b4}\par`, "Мост closed, 橋"},
		"letters by number":            {`It rained \u8212?\u-10179?\u-8704? all day, {\uc2\u1052\'cc\'ccall} of it\par`, "It rained —😀 all day, Мall of it"},
		"marks by name":                {`\ldblquote Late,\rdblquote  said\~she\emdash twice\par`, "“Late,” said she—twice"},
		"what is deleted or hidden":    {`The town has {\deleted not }{\v secret }closed {\v0 its} bridge.\par`, "The town has closed its bridge."},
		"fields, notes and pictures":   {`See {\field{\*\fldinst HYPERLINK "https://a.example"}{\fldrslt the plan}}{\footnote A note\par}{\pict\wmetafile8 0102}{\*\unknown x}.\par`, "See the plan."},
		"paragraphs":                   {`One.\line Two.\par\par Three\` + "\nFour.", "One.\n\nTwo.\n\nThree\n\nFour."},
		"binary data":                  {`One{\pict\bin4 }}}}} two.\par`, "One two."},
		"words that are cut by a line": {"cut by a l\r\nine\\par", "cut by a line"},
		"groups that do not close":     {`{{{One.`, "One."},
	} {
		got, err := articleOf(office.ReadRichText([]byte(windows + test.text + "}")))
		want := news.Article{
			Headline: "Old bridge closed", Authors: []string{"Ada Lee"}, Subjects: []string{"bridges", "Lindholm"},
			Published: time.Date(2025, 2, 4, 9, 30, 0, 0, time.UTC), Updated: time.Date(2025, 2, 5, 9, 30, 0, 0, time.UTC), Body: test.want,
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What a document is called beside its text may be of its template; what stands above a byline
// is the headline.
func TestTheLineAboveABylineIsTheHeadline(t *testing.T) {
	got, err := articleOf(office.ReadRichText([]byte(`{\rtf1{\info{\title Letter}{\author PC}}Old bridge closed\par By Kim Ask\par 3 February 2025\par The bridge is closed to lorries.\par It is old.\par}`)))
	want := news.Article{Headline: "Old bridge closed", Authors: []string{"Kim Ask"}, Published: time.Date(2025, 2, 3, 0, 0, 0, 0, time.UTC), Body: "The bridge is closed to lorries.\n\nIt is old."}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("(-want +got):\n%s%v", diff, err)
	}
}

func FuzzARichTextIsRead(f *testing.F) {
	for _, seed := range []string{`{\rtf1 x}`, `{\rtf1\ansi\ansicpg932{\fonttbl{\f1\fcharset128 A;}}\f1\'83\'65\u-10179?\bin9 x\par}`, `{\rtf1{\info{\title A}{\creatim\yr2025}}}}}{\*\x{`, `{\rtf1\'`, `{\rtf\`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := articleOf(office.ReadRichText(data))
		if err == nil && a.Headline == "" && a.Body == "" {
			t.Errorf("an article of %q has no text", data)
		}
		if !utf8.ValidString(a.Headline + a.Body) {
			t.Errorf("%q is not UTF-8", a.Headline+a.Body)
		}
	})
}
