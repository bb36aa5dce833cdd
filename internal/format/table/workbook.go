package office

import (
	"bufio"
	"encoding/xml"
	"io"
	"iter"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"byline/internal/format/container"
	"byline/internal/format/jsonl"
	"byline/internal/format/table"
	"byline/internal/news"
)

// SplitWorkbook yields the rows of all sheets of an Excel workbook (.xlsx) of at
// most limit bytes, as table.Records makes them. Sheets whose columns have no
// usable names are passed over if others have them.
func SplitWorkbook(r *bufio.Reader, limit int) iter.Seq[jsonl.Record] {
	return func(yield func(jsonl.Record) bool) {
		fail := func(err error) { yield(jsonl.Record{Number: 1, Err: err}) }
		data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
		if err == nil && len(data) > limit {
			err = news.Errorf(news.KindTooLarge, "the workbook is longer than %d bytes; export it as CSV", limit)
		}
		if err != nil {
			fail(err)
			return
		}
		b, err := openWorkbook(data)
		if err != nil {
			fail(err)
			return
		}
		unusable := jsonl.Record{Number: 1, Err: news.Errorf(news.KindInvalid, "the workbook has no sheet")}
		usable := false
		for _, sheet := range b.sheets {
			rows, err := b.rows(sheet)
			if err != nil {
				fail(err)
				return
			}
			if !table.IsUsable(rows) {
				for unusable = range table.Records(each(rows)) { //nolint:revive // the last one is kept
				}
				continue
			}
			usable = true
			for record := range table.Records(each(rows)) {
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

func each(rows []table.Row) iter.Seq[table.Row] {
	return func(yield func(table.Row) bool) {
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	}
}

// workbook is what the sheets of a workbook share.
type workbook struct {
	parts   *container.Parts
	sheets  []string // names of their parts, in order
	strings []string
	dates   []bool // by style: whether a number in it is a time
	from    time.Time
}

func openWorkbook(data []byte) (*workbook, error) {
	parts, err := container.OpenParts(data)
	if err != nil {
		return nil, err
	}
	b := &workbook{parts: parts, from: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)}
	for _, read := range []func() error{b.readSheets, b.readStrings, b.readStyles} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *workbook) readSheets() error {
	targets := map[string]string{}
	err := part(b.parts, "xl/_rels/workbook.xml.rels", func(_ *xml.Decoder, token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			target := attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			targets[attribute(e, "Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return part(b.parts, "xl/workbook.xml", func(_ *xml.Decoder, token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok {
			switch e.Name.Local {
			case "workbookPr":
				if on := attribute(e, "date1904"); on == "1" || on == "true" {
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
	return part(b.parts, "xl/sharedStrings.xml", func(d *xml.Decoder, token xml.Token) error {
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
	return part(b.parts, "xl/styles.xml", func(_ *xml.Decoder, token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				custom[attribute(t, "numFmtId")] = dateFormat.MatchString(shown.ReplaceAllString(attribute(t, "formatCode"), ""))
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells {
					id := attribute(t, "numFmtId")
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
func (b *workbook) rows(sheet string) ([]table.Row, error) {
	var rows []table.Row
	var row table.Row
	var kind, style string
	var value strings.Builder
	inValue := false
	column := 0
	err := part(b.parts, sheet, func(_ *xml.Decoder, token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				number, err := strconv.Atoi(attribute(t, "r"))
				if err != nil {
					number = len(rows) + 1
				}
				row, column = table.Row{Line: number}, 0
			case "c":
				kind, style = attribute(t, "t"), attribute(t, "s")
				if at := columnOf(attribute(t, "r")); at >= 0 {
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
	return table.Padded(rows), err
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
