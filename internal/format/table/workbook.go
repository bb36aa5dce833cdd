package table

import (
	"bufio"
	"encoding/xml"
	"io"
	"iter"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"byline/internal/format/container"
	"byline/internal/format/field"
	"byline/internal/news"
)

// SplitWorkbook yields the rows of all sheets of a workbook, of Excel (.xlsx) or in
// OpenDocument (.ods), of at most limit bytes, as those of any table. Sheets whose
// columns have no usable names are passed over if others have them.
func SplitWorkbook(r *bufio.Reader, limit int) iter.Seq[field.Record] {
	return func(yield func(field.Record) bool) {
		sheets, err := readSheets(r, limit)
		if err != nil {
			yield(field.Record{Number: 1, Err: err})
			return
		}
		unusable := field.Record{Number: 1, Err: news.Errorf(news.KindInvalid, "the workbook has no sheet")}
		usable := false
		for _, rows := range sheets {
			if !isUsable(rows) {
				for unusable = range records(slices.Values(rows), isHeader) { //nolint:revive // the last one is kept
				}
				continue
			}
			usable = true
			for record := range records(slices.Values(rows), isHeader) {
				if !yield(record) {
					return
				}
			}
		}
		if !usable {
			yield(unusable)
		}
	}
}

// readSheets returns the rows of each sheet of a workbook.
func readSheets(r io.Reader, limit int) ([][]Row, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && len(data) > limit {
		err = news.Errorf(news.KindTooLarge, "the workbook is longer than %d bytes; export it as CSV", limit)
	}
	if err != nil {
		return nil, err
	}
	if IsFlat(data) {
		return flatSheets(data)
	}
	parts, err := container.OpenParts(data)
	if err != nil {
		return nil, err
	}
	if !parts.Has("xl/workbook.xml") {
		return openDocument(parts)
	}
	b, err := openWorkbook(parts)
	if err != nil {
		return nil, err
	}
	sheets := make([][]Row, len(b.sheets))
	for i, sheet := range b.sheets {
		if sheets[i], err = b.rows(sheet); err != nil {
			return nil, err
		}
	}
	return sheets, nil
}

// workbook is what the sheets of a workbook share.
type workbook struct {
	parts   *container.Parts
	sheets  []string // names of their parts, in order
	strings []string
	dates   []bool // by style: whether a number in it is a time
	from    time.Time
}

func openWorkbook(parts *container.Parts) (*workbook, error) {
	b := &workbook{parts: parts, from: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)}
	for _, read := range []func() error{b.readNames, b.readStrings, b.readStyles} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *workbook) readNames() error {
	targets := map[string]string{}
	err := b.parts.Elements("xl/_rels/workbook.xml.rels", func(_ *xml.Decoder, token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			target := container.Attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			targets[container.Attribute(e, "Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return b.parts.Elements("xl/workbook.xml", func(_ *xml.Decoder, token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok {
			switch e.Name.Local {
			case "workbookPr":
				if on := container.Attribute(e, "date1904"); on == "1" || on == "true" {
					b.from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
				}
			case "sheet":
				for _, a := range e.Attr {
					if a.Name.Local == "id" && targets[a.Value] != "" {
						b.sheets = append(b.sheets, targets[a.Value])
					}
				}
			}
		}
		return nil
	})
}

func (b *workbook) readStrings() error {
	var text strings.Builder
	inText := false
	return b.parts.Elements("xl/sharedStrings.xml", func(d *xml.Decoder, token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" { // how to read Japanese aloud
				return d.Skip()
			}
			inText = t.Name.Local == "t"
		case xml.EndElement:
			inText = false
			if t.Name.Local == "si" {
				b.strings = append(b.strings, text.String())
				text.Reset()
			}
		case xml.CharData:
			if inText {
				text.Write(t)
			}
		}
		return nil
	})
}

// dateFormat is a format of numbers that shows days, months or years.
var dateFormat = regexp.MustCompile(`(?i)[ymd]`)

// shown is what a format of numbers shows as it stands.
var shown = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]`)

func (b *workbook) readStyles() error {
	custom := map[string]bool{}
	inCells := false
	return b.parts.Elements("xl/styles.xml", func(_ *xml.Decoder, token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				custom[container.Attribute(t, "numFmtId")] = dateFormat.MatchString(shown.ReplaceAllString(container.Attribute(t, "formatCode"), ""))
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells {
					id := container.Attribute(t, "numFmtId")
					number, _ := strconv.Atoi(id)
					b.dates = append(b.dates, custom[id] || number >= 14 && number <= 17 || number == 22 || number >= 27 && number <= 36)
				}
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				inCells = false
			}
		}
		return nil
	})
}

// maxColumns bounds how wide a sheet is read.
const maxColumns = 1000

// rows reads a sheet.
func (b *workbook) rows(sheet string) ([]Row, error) {
	var rows []Row
	var row Row
	var kind, style string
	var value strings.Builder
	inValue := false
	column := 0
	err := b.parts.Elements(sheet, func(_ *xml.Decoder, token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				number, err := strconv.Atoi(container.Attribute(t, "r"))
				if err != nil {
					number = len(rows) + 1
				}
				row, column = Row{Line: number}, 0
			case "c":
				kind, style = container.Attribute(t, "t"), container.Attribute(t, "s")
				if at := columnOf(container.Attribute(t, "r")); at >= 0 {
					column = at
				}
			case "v", "t":
				inValue = true
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v", "t":
				inValue = false
			case "c":
				if column < maxColumns {
					for len(row.Cells) <= column {
						row.Cells = append(row.Cells, "")
					}
					row.Cells[column] = b.text(kind, style, value.String())
				}
				column++
				value.Reset()
			case "row":
				rows = append(rows, row)
			}
		case xml.CharData:
			if inValue {
				value.Write(t)
			}
		}
		return nil
	})
	return padded(rows), err
}

// columnOf returns the column of a cell named as "AB12", from 0; negative if it has no such name.
func columnOf(cell string) int {
	n := 0
	for _, c := range cell {
		if c < 'A' || c > 'Z' || n > maxColumns {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}

// text is what a cell shows.
func (b *workbook) text(kind, style, value string) string {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(value); err == nil && i >= 0 && i < len(b.strings) {
			return b.strings[i]
		}
		return ""
	case "", "n":
		i, err := strconv.Atoi(style)
		days, failed := strconv.ParseFloat(value, 64)
		if err == nil && failed == nil && i >= 0 && i < len(b.dates) && b.dates[i] && days > 0 && days < 3e6 {
			at := b.from.Add(time.Duration(days*86400+.5) * time.Second)
			if days == float64(int(days)) {
				return at.Format(time.DateOnly)
			}
			return at.Format("2006-01-02T15:04:05")
		}
	case "e":
		return "" // an error of a formula
	}
	return value
}
