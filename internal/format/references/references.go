// Package references reads the lists that programs for literature write, RIS, BibTeX and the RDF of Zotero:
// each entry with an abstract or a note is an article, whose text that is.
package references

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"iter"
	"regexp"
	"strings"

	"byline/internal/format/field"
	"byline/internal/news"
)

var (
	risStart     = regexp.MustCompile(`^\s*TY {2}- [A-Z]+\s`)
	endnoteStart = regexp.MustCompile(`^\s*%0 [A-Z][A-Za-z ]*\n%[A-Z0-9@] `)
	bibStart     = regexp.MustCompile(`^(?:\s*%[^\n]*\n)*\s*@[A-Za-z]+\s*\{\s*[^\s,{}"]*\s*,\s*[\w-]+\s*=`)
)

// Detect reports whether a text begins as such a list does.
func Detect(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	return risStart.Match(head) || endnoteStart.Match(bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n"))) || bibStart.Match(head) || zotero.Match(head)
}

// Split yields each entry as an object of JSON whose members are named as usual.
func Split(r *bufio.Reader, limit int) iter.Seq[field.Record] {
	return func(yield func(field.Record) bool) {
		data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
		if err == nil && len(data) > limit {
			err = news.Errorf(news.KindTooLarge, "the list of references is longer than %d bytes, the most that is read at once", limit)
		}
		if err != nil {
			yield(field.Record{Number: 1, Err: err})
			return
		}
		text := strings.ReplaceAll(strings.TrimPrefix(field.UTF8(data), "\ufeff"), "\r\n", "\n")
		read := bibTeX
		switch {
		case risStart.MatchString(text):
			read = ris
		case endnoteStart.MatchString(text):
			read = endnote
		case zotero.MatchString(text):
			read = rdf
		}
		n := 0
		for entry := range read(text) {
			n++
			record := field.Record{Number: n}
			if record.Data, record.Err = entry.object(); !yield(record) {
				return
			}
		}
	}
}

// entry is what is said of one text, by the names of fields.
type entry map[string][]string

// object writes an entry as JSON. One without a text is an error.
func (e entry) object() ([]byte, error) {
	if len(e["text"]) == 0 {
		return nil, news.InvalidField("abstract", "no text: the reference %q has no abstract", field.Abbreviate(strings.Join(e["title"], " "), 60))
	}
	members := map[string]any{}
	for name, values := range e {
		switch name {
		case "authors", "keywords":
			members[name] = values
		case "text":
			members[name] = strings.Join(values, "\n\n")
		default:
			members[name] = values[0]
		}
	}
	return json.Marshal(members)
}

// add adds a value under the name that it has in an article.
func (e entry) add(name, value string) {
	if value = strings.TrimSpace(value); name != "" && value != "" {
		e[name] = append(e[name], value)
	}
}

// risNames are the tags of RIS that say something of an article.
var risNames = map[string]string{
	"TI": "title", "T1": "title", "AU": "authors", "A1": "authors", "AB": "text", "N2": "text", "UR": "url",
	"KW": "keywords", "LA": "language", "DA": "date", "PY": "year", "Y1": "year", "T2": "publication", "JO": "journal", "JF": "journal", "PB": "publisher", "SE": "section",
}

var risLine = regexp.MustCompile(`^([A-Z][A-Z0-9]) {2}-(?: (.*))?$`)

// ris yields the entries of a list in RIS.
func ris(text string) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		e, last := entry{}, ""
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, " \n")
			m := risLine.FindStringSubmatch(line)
			switch {
			case m == nil:
				if values := e[last]; len(values) > 0 && line != "" { // a value goes on
					values[len(values)-1] += "\n" + line
				}
			case m[1] == "ER":
				if !yield(e) {
					return
				}
				e, last = entry{}, ""
			default:
				last = risNames[m[1]]
				value := m[2]
				if last == "date" || last == "year" {
					value = strings.ReplaceAll(strings.Trim(value, "/ "), "/", "-")
				}
				if last == "authors" {
					value = strings.Join(field.Authors(value+";"), ", ")
				}
				e.add(last, value)
			}
		}
		if len(e) > 0 {
			yield(e)
		}
	}
}

// endnoteNames are the tags of EndNote that say something of an article.
var endnoteNames = map[string]string{
	"T": "title", "A": "authors", "X": "text", "U": "url", "K": "keywords", "G": "language", "8": "date", "D": "year", "B": "publication", "J": "journal", "I": "publisher",
}

var endnoteLine = regexp.MustCompile(`^%(\S) (.*)$`)

// endnote yields the entries of a list with EndNote's tags. A date may stand without its year.
func endnote(text string) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		e, last := entry{}, ""
		flush := func() bool {
			if date := e["date"]; len(date) > 0 && len(e["year"]) > 0 && !strings.Contains(date[0], e["year"][0]) {
				date[0] += " " + e["year"][0]
			}
			whole := e
			e, last = entry{}, ""
			return len(whole) == 0 || yield(whole)
		}
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, " \n")
			m := endnoteLine.FindStringSubmatch(line)
			switch {
			case m == nil && line != "" && last != "":
				if last == "keywords" { // one a line
					e.add(last, line)
				} else if values := e[last]; len(values) > 0 {
					values[len(values)-1] += "\n" + line
				}
			case m == nil:
			case m[1] == "0":
				if !flush() {
					return
				}
			default:
				value := m[2]
				if last = endnoteNames[m[1]]; last == "authors" {
					value = strings.Join(field.Authors(value+";"), ", ")
				}
				e.add(last, value)
			}
		}
		flush()
	}
}
