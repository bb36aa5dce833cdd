package table_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/table"
)

// zipped is a zip archive of files, text by name.
func zipped(tb testing.TB, parts map[string]string) []byte {
	tb.Helper()
	files := fstest.MapFS{}
	for name, text := range parts {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if err := w.AddFS(files); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// workbook is a workbook with these sheets, each given by its rows.
func workbook(tb testing.TB, sheets ...string) []byte {
	tb.Helper()
	var list, rels strings.Builder
	parts := map[string]string{
		"xl/sharedStrings.xml": `<sst><si><t>title</t></si><si><r><t>Old </t></r><r><t>bridge</t></r><rPh><t>x</t></rPh></si></sst>`,
		"xl/styles.xml":        `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
	}
	for i, rows := range sheets {
		fmt.Fprintf(&list, `<sheet name="S" sheetId="%d" r:id="r%d"/>`, i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"
	}
	parts["xl/workbook.xml"] = `<workbook xmlns:r="r"><sheets>` + list.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = "<Relationships>" + rels.String() + "</Relationships>"
	return zipped(tb, parts)
}

func rows(data []byte) []string {
	var out []string
	for r := range table.SplitWorkbook(bufio.NewReader(bytes.NewReader(data)), 1<<20) {
		if r.Err != nil {
			out = append(out, fmt.Sprint(r.Number, "! ", r.Err))
			continue
		}
		out = append(out, fmt.Sprint(r.Number, ": ", string(r.Data)))
	}
	return out
}

func TestTheRowsOfAWorkbookAreObjects(t *testing.T) {
	notes := `<row r="1"><c t="inlineStr"><is><t>Notes</t></is></c></row>`
	list := `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>date</t></is></c><c r="D2" t="str"><v>text</v></c></row>` +
		`<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4" s="1"><v>45692</v></c><c r="D4" t="str"><v>It is closed.</v></c></row>` +
		`<row r="5"><c r="A5"><v>17</v></c><c r="B5" s="1"><v>45692.5</v></c><c r="C5" t="e"><v>#N/A</v></c></row>`
	want := []string{`4: {"title":"Old bridge","date":"2025-02-04","text":"It is closed."}`, `5: {"title":"17","date":"2025-02-04T12:00:00"}`}
	if diff := cmp.Diff(want, rows(workbook(t, notes, list))); diff != "" {
		t.Error(diff)
	}
	if got := rows(workbook(t, notes)); len(got) != 1 || !strings.Contains(got[0], "no column in it is named") {
		t.Errorf("without names: %q", got)
	}
}

// A spreadsheet in OpenDocument repeats what is empty to the end of it, and shows dates in some fashion.
func TestTheRowsOfAnOpenSpreadsheetAreObjects(t *testing.T) {
	cell := func(text string) string { return "<table-cell><p>" + text + "</p></table-cell>" }
	content := "<document-content><table><table-row>" + cell("Notes") + "</table-row></table><table><table-row>" + cell("title") + cell("date") + "<table-cell/>" + cell("text") +
		`</table-row><table-row number-rows-repeated="2"><table-cell number-columns-repeated="1024"/></table-row><table-row>` + cell("Old <span>bridge</span>") +
		`<table-cell date-value="2025-02-04"><p>4.2.25</p></table-cell><table-cell><annotation><p>ask</p></annotation></table-cell><table-cell><p>It is</p><p>closed.</p></table-cell>` +
		`<table-cell number-columns-repeated="1020"/></table-row><table-row number-rows-repeated="1048570"><table-cell number-columns-repeated="1024"/></table-row></table></document-content>`
	want := []string{`4: {"title":"Old bridge","date":"2025-02-04","text":"It is\n\nclosed."}`}
	if diff := cmp.Diff(want, rows(zipped(t, map[string]string{"content.xml": content}))); diff != "" {
		t.Error(diff)
	}
	if got := rows(zipped(t, map[string]string{"content.xml": "<document-content>"})); len(got) != 1 {
		t.Errorf("cut short: %q", got)
	}
}

func FuzzSplitWorkbook(f *testing.F) {
	f.Add(workbook(f, `<row><c t="s"><v>0</v></c></row><row><c><v>1</v></c></row>`))
	f.Add(zipped(f, map[string]string{"word/document.xml": "<p/>"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, row := range rows(data) {
			if row == "" {
				t.Error("a row of nothing")
			}
		}
	})
}
