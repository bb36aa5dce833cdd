// Package movabletype reads the text that Movable Type, TypePad and other programs for
// blogs export: entries of fields ("TITLE: Moles") and parts ("BODY:"), with rules between.
package movabletype

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"
	"regexp"
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// head is how an export begins: with fields, a rule below them, and a part.
var head = regexp.MustCompile(`^(?:\s*[A-Z][A-Z ]{2,20}: ?.*\r?\n)+-----\r?\n(?:EXTENDED )?(?:BODY|EXCERPT|KEYWORDS):`)

// Detect reports whether a text begins as such an export does.
func Detect(data []byte) bool { return head.Match(data) }

const (
	endOfEntry = "--------"
	endOfPart  = "-----"
)

// Split yields each entry as an object of JSON whose members are named as usual.
func Split(r *bufio.Reader, limit int) iter.Seq[field.Record] {
	return func(yield func(field.Record) bool) {
		var entry strings.Builder
		number, long := 0, false
		flush := func() bool {
			text := entry.String()
			entry.Reset()
			if strings.TrimSpace(text) == "" {
				return true
			}
			number++
			record := field.Record{Number: number}
			if long {
				record.Err = news.Errorf(news.KindTooLarge, "the entry is longer than %d bytes", limit)
			} else {
				record.Data, record.Err = object(text)
			}
			long = false
			return yield(record)
		}
		for {
			line, err := r.ReadString('\n')
			switch {
			case strings.TrimRight(line, "\r\n") == endOfEntry:
				if !flush() {
					return
				}
			case entry.Len()+len(line) > limit:
				long = true
			default:
				entry.WriteString(line)
			}
			if err == nil {
				continue
			}
			if err != io.EOF {
				yield(field.Record{Number: number + 1, Err: err})
				return
			}
			flush()
			return
		}
	}
}

// dateLayouts are how an entry is dated: month first.
var dateLayouts = []string{"01/02/2006 03:04:05 PM", "01/02/2006 15:04:05", "01/02/2006"}

// object writes an entry as JSON.
func object(entry string) ([]byte, error) {
	members := map[string]any{}
	var body []string
	for i, part := range parts(entry) {
		switch {
		case i == 0:
			fields(members, part)
		case part[0] == "BODY:" || part[0] == "EXTENDED BODY:":
			body = append(body, strings.Join(part[1:], "\n"))
		}
	}
	members["text"] = strings.TrimSpace(strings.Join(body, "\n\n"))
	return json.Marshal(members)
}

// fields adds the fields of an entry to the members of its object.
func fields(members map[string]any, lines []string) {
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		if value = strings.TrimSpace(value); value == "" {
			continue
		}
		switch name {
		case "TITLE", "AUTHOR", "STATUS":
			members[strings.ToLower(name)] = value
		case "DATE":
			members["date"] = date(value)
		case "UNIQUE URL":
			members["url"] = value
		case "PRIMARY CATEGORY":
			members["section"] = value
		case "CATEGORY", "TAGS":
			tags, _ := members["tags"].([]string)
			members["tags"] = append(tags, value)
		}
	}
}

// date writes a date with the year first, or leaves what is none as it is.
func date(value string) string {
	for _, layout := range dateLayouts {
		if at, err := time.Parse(layout, value); err == nil {
			return at.Format("2006-01-02T15:04:05")
		}
	}
	return value
}

// parts returns the lines of the parts of an entry, none of them empty.
func parts(entry string) (all [][]string) {
	var part []string
	for line := range strings.Lines(entry + endOfPart) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case line != endOfPart:
			if line != "" || part != nil {
				part = append(part, line)
			}
		case part != nil:
			all, part = append(all, part), nil
		}
	}
	return all
}
