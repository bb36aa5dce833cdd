package table

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"byline/internal/format/charset"
	"byline/internal/format/container"
	"byline/internal/news"
)

// flat is how a workbook begins that is one file of XML, no archive: of Excel ("XML
// Spreadsheet 2003", which many programs call .xls), or in OpenDocument (.fods).
var flat = regexp.MustCompile(`(?s)^\s*(?:<\?.{0,500}?\?>\s*|<!--.{0,500}?-->\s*)*<(?:(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet|office:document\s[^>]*opendocument\.spreadsheet["'])`)

// IsFlat reports whether what begins with head is a workbook in one file of XML.
func IsFlat(head []byte) bool { return flat.Match(bytes.TrimPrefix(head, []byte("\ufeff"))) }

// flatSheets returns the tables of such a workbook.
func flatSheets(data []byte) ([][]Row, error) {
	d := xml.NewDecoder(bytes.NewReader(charset.WithoutDeclaration(charset.UTF8(data, ""))))
	var ods odsReader
	var excel excelReader
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return append(ods.tables, excel.tables...), nil
		}
		if err == nil {
			excel.token(token)
			err = ods.token(d, token)
		}
		if err != nil {
			return nil, news.Errorf(news.KindInvalid, "the workbook cannot be read: %w; export it as CSV", err)
		}
	}
}

// excelReader gathers the cells of tables in Excel's XML of 2003.
type excelReader struct {
	tables [][]Row
	rows   []Row
	row    []string
	cell   strings.Builder
	inData bool
	line   int
}

func (r *excelReader) token(token xml.Token) {
	switch t := token.(type) {
	case xml.StartElement:
		r.start(t)
	case xml.EndElement:
		r.end(t.Name.Local)
	case xml.CharData:
		if r.inData {
			r.cell.Write(t)
		}
	}
}

func (r *excelReader) start(e xml.StartElement) {
	index, _ := strconv.Atoi(container.Attribute(e, "Index")) // 0: it follows on the last one
	switch e.Name.Local {
	case "Table":
		r.rows, r.line = nil, 0
	case "Row":
		r.row, r.line = nil, max(r.line+1, index)
	case "Cell":
		for len(r.row) < min(index-1, maxColumns) {
			r.row = append(r.row, "")
		}
		r.cell.Reset()
	case "Data":
		r.inData = true
	}
}

func (r *excelReader) end(name string) {
	switch name {
	case "Data":
		r.inData = false
	case "Cell":
		if len(r.row) < maxColumns {
			r.row = append(r.row, r.cell.String())
		}
	case "Row":
		if len(r.row) > 0 {
			r.rows = append(r.rows, Row{Line: r.line, Cells: r.row})
		}
	case "Table":
		r.tables = append(r.tables, padded(r.rows))
	}
}
