package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"byline/internal/terminal"
)

// docx writes a text document (ECMA-376): the parts that stand still, then the
// document itself as its items come, then its footnotes, which only an answer has.
type docx struct {
	zip       *zip.Writer
	document  io.Writer
	text      string // of the answer, which is written once its citations are known
	footnotes strings.Builder
	known     map[int]bool // markers that have a footnote
}

func newDocx(w io.Writer) *docx { return &docx{zip: zip.NewWriter(w), known: map[int]bool{}} }

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	wordTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	packages  = "http://schemas.openxmlformats.org/package/2006/"
)

// docxParts are the parts that are the same in every document.
func docxParts() [][2]string {
	return [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="` + wordTypes + `document.main+xml"/>` +
			`<Override PartName="/word/styles.xml" ContentType="` + wordTypes + `styles+xml"/><Override PartName="/word/footnotes.xml" ContentType="` + wordTypes + `footnotes+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + relations + `officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + relations + `styles" Target="styles.xml"/>` +
			`<Relationship Id="rId2" Type="` + relations + `footnotes" Target="footnotes.xml"/></Relationships>`},
		{"word/styles.xml", `<w:styles ` + wordSpace + `>` +
			docxStyle("paragraph", "Normal", "Normal", ``) +
			docxStyle("paragraph", "Title", "Title", `<w:rPr><w:b/><w:sz w:val="32"/></w:rPr>`) +
			docxStyle("paragraph", "Heading2", "heading 2", `<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>`) +
			docxStyle("paragraph", "FootnoteText", "footnote text", `<w:rPr><w:sz w:val="18"/></w:rPr>`) +
			docxStyle("character", "FootnoteReference", "footnote reference", `<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>`) + `</w:styles>`},
	}
}

func docxStyle(kind, id, name, properties string) string {
	return fmt.Sprintf(`<w:style w:type="%s" w:styleId="%s"><w:name w:val="%s"/>%s</w:style>`, kind, id, name, properties)
}

func (d *docx) begin(doc *Document) error {
	for _, part := range docxParts() {
		w, err := d.zip.Create(part[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, xmlHead+part[1]); err != nil {
			return err
		}
	}
	var err error
	if d.document, err = d.zip.Create("word/document.xml"); err != nil {
		return err
	}
	d.text = doc.Text
	_, err = io.WriteString(d.document, xmlHead+`<w:document `+wordSpace+`><w:body>`+paragraph("Title", run(doc.Title)))
	return err
}

func (d *docx) item(_ int, it *Item) error {
	if d.text != "" {
		d.known[it.Marker] = true
		fmt.Fprintf(&d.footnotes, `<w:footnote w:id="%d">%s</w:footnote>`, it.Marker,
			paragraph("FootnoteText", `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>`+escapedRun(onOneLine(" “"+it.Quote+"” "+reference(it)))))
		return nil
	}
	_, err := io.WriteString(d.document, paragraph("Heading2", run(headline(it)))+paragraph("Normal", run(reference(it)))+paragraph("Normal", run("“"+it.Quote+"”")))
	return err
}

func (d *docx) end() error {
	for text := range strings.SplitSeq(d.text, "\n\n") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		if _, err := io.WriteString(d.document, paragraph("Normal", withMarkers(text, escapedRun, d.footnote))); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(d.document, `<w:sectPr/></w:body></w:document>`); err != nil {
		return err
	}
	notes, err := d.zip.Create("word/footnotes.xml")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(notes, xmlHead+`<w:footnotes `+wordSpace+`><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>`+
		`<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>`+d.footnotes.String()+`</w:footnotes>`); err != nil {
		return err
	}
	return d.zip.Close()
}

// footnote refers to one, if there is such.
func (d *docx) footnote(n int) string {
	if !d.known[n] {
		return run(fmt.Sprintf("[%d]", n))
	}
	return fmt.Sprintf(`<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="%d"/></w:r>`, n)
}

func paragraph(style, runs string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runs + `</w:p>`
}

// run is a text on one line.
func run(text string) string { return escapedRun(terminal.OneLine(text)) }

func escapedRun(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	if b.Len() == 0 {
		return ""
	}
	return `<w:r><w:t xml:space="preserve">` + b.String() + `</w:t></w:r>`
}
